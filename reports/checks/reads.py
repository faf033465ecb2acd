"""What a rule reads of a case, in the keys of the form, and in which parts of the form that stands.

What a rule does not read changes nothing that it finds, and whatever it finds stands in what it reads. So while a part
is typed, the rules that read something there are enough (``run_on`` of ``parts``), and a test changes every address to
see that each rule keeps its word.
"""

from functools import lru_cache

from reports.official import EDITIONS, Edition

PARTICULARS = "particulars"
"""Where a finding stands that concerns the report's title, opening paragraph or edition, in none of the sections."""

TEXTS, TABLES = "texts", "tables"
"""Every text, every table; of a table its figures, its printed totals, and whether it is declared nil."""
TITLE, EDITION = "title", "edition"
LAST_YEAR, PEERS = "last_year", "peers"
SUMS, UNITS = "sums", "units"
"""What a government's organs add up to, and what the other organs of the same kind report."""
EVERYTHING = frozenset({TEXTS, TABLES, TITLE, EDITION, LAST_YEAR, PEERS, SUMS, UNITS})
"""What a rule is taken to read that does not say."""


@lru_cache(maxsize=1024)
def parts_read(reads: frozenset[str], edition: str) -> frozenset[str]:
    """The parts of the form (sections and ``particulars``) in which stands what a rule reads."""
    form = EDITIONS[edition]
    own = {PARTICULARS} if reads & {TITLE, EDITION, SUMS} else set()
    return frozenset(own | {part_at(form, key) for key in keys_read(reads, form)})


def keys_read(reads: frozenset[str], form: Edition) -> set[str]:
    """The keys of the texts and tables that a rule reads: a section's key stands for what is in it."""
    keys = {*form.text, *form.table}
    read = {key for key in keys if key in reads or part_at(form, key) in reads}
    return read | (set(form.text) if TEXTS in reads else set()) | (set(form.table) if TABLES in reads else set())


def part_at(form: Edition, key: str) -> str:
    """The part in which a text or a table stands: what is in no section is among the particulars."""
    section = form.section_of.get(key)
    return section.key if section else PARTICULARS
