"""What the texts of a report claim about its tables, read from the sentences as data. No model, no network."""

from functools import lru_cache

from reports.claims import applications, disputes, table_two
from reports.claims.claim import Claim
from reports.official.report_data import Kind, ReportData
from reports.text.sentences import repaired_texts

READERS = (applications.claims, disputes.claims, table_two.claims)
"""Each reads one part of the language: from a report and one of its texts, the claims in it."""


KEPT_TEXTS = 1024
LONGEST_KEPT = 2_000
"""Of so many texts of at most so many characters the claims are kept: while one text is typed, the others stay."""


def claims_of(report: ReportData) -> tuple[Claim, ...]:
    """Every claim of a report's texts about its own year, in the order of texts and readers."""
    whose = report.edition, report.organ, report.kind, report.year
    return tuple(claim for key, text in repaired_texts(report) for claim in _claims_in(*whose, key, text))


def _claims_in(edition: str, organ: str, kind: Kind, year: int, key: str, text: str) -> tuple[Claim, ...]:
    """The claims of one text; they depend on whose report of which year it stands in, and on nothing else of that."""
    read = _kept if len(text) <= LONGEST_KEPT else _kept.__wrapped__
    return read(edition, organ, kind, year, key, text)


@lru_cache(maxsize=KEPT_TEXTS)
def _kept(edition: str, organ: str, kind: Kind, year: int, key: str, text: str) -> tuple[Claim, ...]:
    report = ReportData(edition, organ, kind, year)
    return tuple(claim for read in READERS for claim in read(report, key, text))
