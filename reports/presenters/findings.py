"""What the checks found as pages list it: numbered, each with the way to its field and with its explanation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from reports.checks.reads import SUMS
from reports.checks.registry import RULES, Finding, Level
from reports.lifecycle.completion import title_of
from reports.lifecycle.mending import key_of
from reports.models import AnnualReport, Explanation
from reports.presenters.places import ToldFinding
from reports.presenters.progress import field_of, step_url


@dataclass
class ShownFinding:
    """A finding with the way to the field it is about, and its explanation where there is one.

    ``lapsed`` is what was explained before the values changed.
    """

    finding: Finding
    number: int
    url: str
    explanation: Explanation | None = None
    lapsed: Explanation | None = None
    told: ToldFinding | None = None  # its words and what can be done about them, where the texts are at hand
    part: str = ""  # the part of the form where it stands
    place: str = ""  # the id of its words or of its field on the sheet of a review

    @property
    def key(self) -> str:
        """The name of its fields, and of the way to its place, in what the page posts."""
        return f"explain-{self.finding.fingerprint[:16]}"

    @property
    def is_set_aside(self) -> bool:
        """Whether its sentence was said to have nothing to do with the table, and nobody has asked why."""
        return self.explanation is not None and self.explanation.is_unrelated and not self.is_questioned

    @property
    def is_questioned(self) -> bool:
        """Whether the supervisor wants to know more than its explanation says (要求补充)."""
        return self.explanation is not None and self.explanation.is_questioned

    @property
    def is_open(self) -> bool:
        is_explained = self.explanation is not None and not self.is_questioned
        return self.finding.level is Level.EXPLAIN and not is_explained


def shown_findings(
    report: AnnualReport, found: list[Finding], texts: Mapping[str, str] | None = None
) -> list[ShownFinding]:
    """The findings in order, numbered, each with its link and, where there is one, its explanation.

    ``texts`` are those that the findings were made of, for a page that shows the words at fault.
    """
    written = list(report.explanations.select_related("author", "judged_by").order_by("at"))
    current = {finding.fingerprint for finding in found}
    standing = {each.fingerprint: each for each in written}
    lapsed = {each.place: each for each in written if each.place and each.fingerprint not in current}
    return [
        ShownFinding(
            finding=finding,
            number=number,
            url=_way_to(report, finding),
            explanation=(own := next((standing[key] for key in finding.answered_by if key in standing), None)),
            lapsed=lapsed.pop(finding.place, None) if own is None else None,  # of several there, the first may have it
            told=None if texts is None else _told(report, finding, texts, own),
            part=title_of(report.official_form, finding.section(report.official_form)),
        )
        for number, finding in enumerate(found, start=1)
    ]


def explained_among(shown: list[ShownFinding]) -> set[str]:
    """The fingerprints of the findings that need no explanation any more, or never did (``tally_of``)."""
    return {each.finding.fingerprint for each in shown if not each.is_open}


def _told(report: AnnualReport, finding: Finding, texts: Mapping[str, str], own: Explanation | None) -> ToldFinding:
    text = texts.get(finding.texts[0], "") if finding.texts else ""
    step = finding.section(report.official_form)
    return ToldFinding(report, finding, step, text, bool(own and own.is_unrelated))


def _way_to(report: AnnualReport, finding: Finding) -> str:
    if SUMS in RULES[finding.rule].reads and not finding.texts:  # the field alone does not say what it is held against
        return reverse("sums_differences" if finding.cells else "sums", args=[report.organ.slug, report.year])
    step = finding.section(report.official_form)
    asked = f"&finding={key_of(finding)}" if finding.quote or finding.span else ""
    return f"{step_url(report, step, from_check=True)}{asked}#{field_of(report, finding)}"
