"""What the page of a review shows: the whole report, what checks and supervisors say of it, and the decisions."""

from dataclasses import replace
from typing import Any

from reports.checks.registry import Finding, Level, run
from reports.county.units import units_beside
from reports.lifecycle.awaiting import FOUR_EYES, awaited, next_to_review
from reports.lifecycle.contributors import contributors
from reports.lifecycle.deadlines import timing
from reports.lifecycle.findings import case_of
from reports.lifecycle.history.story import names_of, opening_of_the_correction, submissions
from reports.lifecycle.reviewing import may_review
from reports.lifecycle.transitions import available
from reports.models import AnnualReport, User
from reports.models.presence import REVIEW
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData
from reports.presenters.comparison import chosen_comparison
from reports.presenters.findings import ShownFinding, shown_findings
from reports.presenters.found_marks import SheetMarks, marks_on_sheet
from reports.presenters.opinions import board_of_the_supervisor
from reports.presenters.presence import others_told
from reports.presenters.verdict import verdict_on


def shown_review(report: AnnualReport, data: ReportData, user: User, *, compared: str, opinions: str) -> dict[str, Any]:
    """The report, what is said of it, and what the person may do with it now.

    ``compared`` is with what it stands side by side (``chosen_comparison``), ``opinions`` which page of them is shown.
    """
    contributed = contributors(report) if report.status in FOUR_EYES else set()
    may_act = may_review(report, user, contributed)
    case = replace(case_of(report, data), units=units_beside(report))
    found = run(case)
    events = list(report.events.select_related("actor", "report").defer("record"))
    handed_in = submissions(events)
    choice = chosen_comparison(compared, report, data, case.previous, names_of(events))
    shown, marks = _on_the_sheet(report, data, found, are_words_marked=choice.shown is None)
    context = {
        "report": report,
        "data": data,
        "content_hash": content_hash(data),
        "choice": choice,
        "comparison": choice.shown,
        "board": board_of_the_supervisor(report, data, opinions, handed_in, may_act=may_act),
        "sheet_marks": marks,
        "findings": [each for each in shown if each.finding.level is not Level.HINT],
        "hints": [each for each in shown if each.finding.level is Level.HINT],
        "verdict": verdict_on(data, found),
        "timing": timing(report.year, report.organ),
        "events": events,
        "others": others_told(report, REVIEW, user),
        "submission": next(reversed(handed_in), None),
    }
    return context | _deciding(report, user, contributed, may_act=may_act)


def _on_the_sheet(
    report: AnnualReport, data: ReportData, found: list[Finding], *, are_words_marked: bool
) -> tuple[list[ShownFinding], SheetMarks]:
    """The findings with the place of each on the sheet, and the marks that lead from there back to them."""
    shown = shown_findings(report, found, data.texts)
    marks = marks_on_sheet(data, shown, are_words_marked=are_words_marked)
    for each in shown:
        each.place = marks.places[each.number]
    return shown, marks


def _deciding(report: AnnualReport, user: User, contributed: set[int], *, may_act: bool) -> dict[str, Any]:
    """What the person may do with the report now, and which is the next one."""
    return {
        "may_act": may_act,
        "awaited": awaited(report, contributed),
        "correction": opening_of_the_correction(report),
        "waits_to_be_opened": may_act and report.review_opened_at is None,
        "transitions": available(report, user),
        "next_to_review": next_to_review(report, user),
    }
