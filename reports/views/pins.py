"""Opinions as pages show them: each with the name of its place, the way there, and what may be done about it."""

from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator

from reports.checks.naming import cell_name
from reports.history.story import submissions_of
from reports.models.opinions import Opinion, OpinionQuerySet, OpinionState
from reports.models.organs import Role
from reports.models.reports import PARTICULARS, AnnualReport
from reports.official import Cell, Edition
from reports.official.report_data import ReportData
from reports.reviewing import ACTS
from reports.views.progress import step_url

OPINIONS_A_PAGE = 50


@dataclass(frozen=True)
class Pin:
    """An opinion where it is shown; ``is_quote_gone`` is judged against the texts as they stand."""

    opinion: Opinion
    place: str
    url: str
    field: str  # the id of the field on the page of its step
    is_quote_gone: bool
    acts: tuple[str, ...]
    submission: str  # the name of the submission that it was given on

    @property
    def name(self) -> str:
        """What a screen reader calls its mark."""
        return f"审核意见 {self.opinion.number}，{self.opinion.get_level_display()}"


@dataclass(frozen=True)
class Board:
    """One page of a report's opinions, and how many there are."""

    form: Edition
    pins: list[Pin] = field(default_factory=list)
    page: Page | None = None
    total: int = 0
    unresolved: int = 0  # of those that must be dealt with

    @cached_property
    def at(self) -> dict[str, list[Pin]]:
        """By address, the opinions that are pinned there."""
        pinned: dict[str, list[Pin]] = {}
        for pin in self.pins:
            pinned.setdefault(pin.opinion.anchor, []).append(pin)
        return pinned

    def answering(self, address: str) -> list[Pin]:
        """The opinions that a change at an address may answer: those on the place, and those on its whole section."""
        section = _step_of(self.form, address)
        return self.at.get(address, []) + (self.at.get(section, []) if section != address else [])


def board_of_the_supervisor(report: AnnualReport, data: ReportData, number: str, *, may_act: bool) -> Board:
    """All opinions, drafts included; the links lead into the sheet of the page itself."""
    return _board(report, data, report.opinions.all(), number, Role.SUPERVISOR if may_act else None)


def board_of_the_clerk(report: AnnualReport, data: ReportData, number: str = "", step: str = "") -> Board:
    """The opinions of decided rounds, those of one step where it is named; the links lead to the fields."""
    told = report.opinions.told()
    if step:
        told = told.filter(anchor__in=addresses_of(report.form, step)).unresolved()
    return _board(report, data, told, number, Role.CLERK)


def unanswered(report: AnnualReport, data: ReportData) -> Board:
    """The 须改 opinions that the clerk has not marked as dealt with, for the page before submission."""
    waiting = report.opinions.that_must().filter(state=OpinionState.OPEN)
    return _board(report, data, waiting, "", Role.CLERK)


def undecided(report: AnnualReport, data: ReportData, action: str) -> Board:
    """What a supervisor sees before deciding: the drafts that a return gives, the 须改 that approval waits for."""
    waiting = report.opinions.filter(state=OpinionState.DRAFT)
    if action == "approve":
        waiting = report.opinions.that_must().unresolved()
    return _board(report, data, waiting, "", Role.SUPERVISOR)


def addresses_of(form: Edition, step: str) -> list[str]:
    """Every place of a step that an opinion may be pinned to."""
    section = form.section.get(step)
    if section is None:
        return [PARTICULARS, form.preamble.key]
    cells = (str(cell) for table in section.tables for cell in table.cells)
    return [section.key, *(text.key for text in section.texts), *cells]


def _board(report: AnnualReport, data: ReportData, opinions: OpinionQuerySet, number: str, role: Role | None) -> Board:
    shown = opinions.select_related("author").prefetch_related("replies__author")
    page = Paginator(shown, OPINIONS_A_PAGE).get_page(number)
    told_on = submissions_of(report) if page.object_list else []
    submissions = {each.event.round: each.name for each in told_on}  # of a round the last one, which was reviewed
    pins = [_pin(report, data, opinion, role, submissions) for opinion in page.object_list]
    waiting = opinions.that_must().unresolved().count()
    return Board(data.form, pins, page, page.paginator.count, waiting)


def _pin(
    report: AnnualReport, data: ReportData, opinion: Opinion, role: Role | None, submissions: dict[int, str]
) -> Pin:
    step = _step_of(data.form, opinion.anchor)
    acts = tuple(name for name, (whose, sources, _) in ACTS.items() if whose is role and opinion.state in sources)
    address = _field(data.form, opinion.anchor)
    return Pin(
        opinion=opinion,
        place=place_name(data.form, opinion.anchor),
        url=f"{step_url(report, step)}#{address}" if role is Role.CLERK else f"#at-{opinion.anchor}",
        field=address,
        is_quote_gone=bool(opinion.quote) and opinion.quote not in data.text(opinion.anchor),
        acts=acts,
        submission=submissions.get(opinion.round, ""),
    )


def place_name(form: Edition, anchor: str) -> str:
    """What a person calls the place: the section, its sub-heading, or the cell with its table."""
    if anchor.count(".") == 2:
        return cell_name(form, Cell.parse(anchor))
    if anchor in form.section:
        return form.section[anchor].title
    text = form.text[anchor]
    section = form.section_of.get(anchor)
    return f"{section.title} {text.name}" if section else text.name


def _step_of(form: Edition, anchor: str) -> str:
    key = anchor if anchor in form.section or anchor in form.text else anchor.split(".")[0]
    if key in form.section:
        return key
    section = form.section_of.get(key)
    return section.key if section else PARTICULARS


def _field(form: Edition, anchor: str) -> str:
    """The id on the page of the step: of a whole section, its beginning."""
    return "main" if anchor in form.section and anchor not in form.text else anchor
