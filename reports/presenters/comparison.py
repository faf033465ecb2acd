"""What a page compares a report with, and the comparison itself."""

from dataclasses import dataclass

from django.utils import timezone

from reports.lifecycle.comparing import LAST_YEAR, Comparison, compare
from reports.lifecycle.history.story import content_at, corrected_publication, last_submission
from reports.models import AnnualReport, Event
from reports.official.report_data import ReportData


@dataclass(frozen=True)
class ComparisonChoice:
    """What the page of a review may be compared with; ``shown`` is the comparison asked for, ``beside`` with what."""

    chosen: str
    submission: Comparison | None
    publication: Comparison | None
    has_last_year: bool
    shown: Comparison | None = None
    beside: str = ""


def chosen_comparison(
    asked: str, report: AnnualReport, data: ReportData, previous: ReportData | None, names: dict[int, str]
) -> ComparisonChoice:
    """The comparison that ``asked``, one of ``submission``, ``publication`` and ``year``, names.

    Where nothing is asked for, a correction stands beside what it corrects, a report that was handed in again beside
    its last submission, and anything else alone. Those with the last
    submission and with what is corrected are always made, for their numbers of changes stand in the links.
    ``names`` are those of the report's events.
    """
    submitted, corrected = last_submission(report), corrected_publication(report)
    made = {"submission": _beside(submitted, data), "publication": _beside(corrected, data)}
    offered = (made["submission"], made["publication"], previous is not None)
    if not asked:
        asked = "publication" if made["publication"] else "submission"
    if asked == "year" and previous:
        return ComparisonChoice(asked, *offered, compare(previous, data, LAST_YEAR), f"{previous.year} 年度报告")
    if shown := made.get(asked):
        event = submitted if asked == "submission" else corrected
        name = f"“{names[event.pk]}”" if asked == "submission" else "已公布的版本"
        return ComparisonChoice(asked, *offered, shown, f"{name}（{timezone.localtime(event.at):%Y-%m-%d %H:%M}）")
    return ComparisonChoice("none", *offered)


def _beside(event: Event | None, data: ReportData) -> Comparison | None:
    """What changed since an event; ``None`` where there is none, or its content was not kept."""
    then = content_at(event) if event else None
    return compare(then, data) if then else None
