"""Opinions as pages show them: each with the name of its place, the way there, and what may be done about it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from reports.checks.naming import place_name
from reports.lifecycle.history.story import Submission, submissions_of
from reports.lifecycle.reviewing import ACTS
from reports.lifecycle.transitions import Transition
from reports.models.opinions import Opinion, OpinionLevel, OpinionQuerySet, OpinionState
from reports.models.organs import Role
from reports.models.reports import PARTICULARS, AnnualReport
from reports.official import Edition
from reports.official.report_data import ReportData
from reports.presenters.progress import step_url

OPINIONS_A_PAGE = 50
MOST_MARKS = 500  # of more opinions only those of the page of the list are marked on the sheet
AN_OPINION = "opinion-"  # before its number, asks for the page that has it


@dataclass(frozen=True)
class PlacedOpinion:
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
        return _mark_name(self.opinion.number, self.opinion.level)


@dataclass(frozen=True)
class OpinionMark:
    """The mark of an opinion at its place; ``is_elsewhere`` where the list shows it on another page."""

    number: int
    name: str  # what a screen reader calls it
    is_elsewhere: bool = False


@dataclass(frozen=True)
class Board:
    """One page of a report's opinions, and how many there are."""

    official_form: Edition
    pins: list[PlacedOpinion] = field(default_factory=list)
    page: Page | None = None
    total: int = 0
    unresolved: int = 0  # of those that must be dealt with
    marks: dict[str, list[OpinionMark]] = field(default_factory=dict)  # by address, those of all pages

    @cached_property
    def at(self) -> dict[str, list[PlacedOpinion]]:
        """By address, the opinions that are pinned there."""
        pinned: dict[str, list[PlacedOpinion]] = {}
        for pin in self.pins:
            pinned.setdefault(pin.opinion.anchor, []).append(pin)
        return pinned

    def answering(self, address: str) -> list[OpinionMark]:
        """The opinions that a change at an address may answer: those on the place, and those on its whole section."""
        section = _step_of(self.official_form, address)
        return self.marks.get(address, []) + (self.marks.get(section, []) if section != address else [])


def board_of_the_supervisor(
    report: AnnualReport, data: ReportData, number: str, handed_in: list[Submission], *, may_act: bool
) -> Board:
    """All opinions, drafts included; the links lead into the sheet of the page itself.

    ``number`` is that of the page of the list, or ``opinion-60`` for the page that has opinion 60; ``handed_in`` are
    the report's submissions.
    """
    opinions = report.opinions.all()
    role = Role.SUPERVISOR if may_act else None
    board = _board(report, data, opinions, _page_with(opinions, number), role, handed_in)
    on_this_page = {pin.opinion.number for pin in board.pins}
    if board.total > MOST_MARKS:
        opinions = opinions.filter(number__in=on_this_page)
    return replace(board, marks=_marks(opinions, on_this_page))


def board_of_the_clerk(report: AnnualReport, data: ReportData, number: str = "", step: str = "") -> Board:
    """The opinions of decided rounds, those of one step where it is named; the links lead to the fields.

    ``number`` is that of the page of the list, or ``opinion-60`` for the page that has opinion 60.
    """
    issued = report.opinions.issued()
    if step:
        issued = issued.filter(anchor__in=addresses_of(report.official_form, step)).unresolved()
    return _board(report, data, issued, _page_with(issued, number), Role.CLERK)


def opinion_to_answer(report: AnnualReport, data: ReportData, number: int, action: str) -> PlacedOpinion | None:
    """The opinion of that number, where the act may be done about it as it stands."""
    role = ACTS[action][0]
    opinions = report.opinions.all() if role is Role.SUPERVISOR else report.opinions.issued()
    opinion = opinions.select_related("author").prefetch_related("replies__author").filter(number=number).first()
    if opinion is None:
        return None
    submissions = {each.event.round: each.name for each in submissions_of(report)}
    pin = _pin(report, data, opinion, role, submissions, from_check=False)
    return pin if action in pin.acts else None


def unresolved_by_step(report: AnnualReport) -> Counter[str]:
    """How many opinions still wait at each step, of those that its organ may see."""
    anchors = report.opinions.issued().unresolved().order_by().values_list("anchor", flat=True)
    return Counter(_step_of(report.official_form, anchor) for anchor in anchors)


def unanswered(report: AnnualReport, data: ReportData) -> Board:
    """The 须改 opinions that the clerk has not marked as dealt with, for the page before submission."""
    waiting = report.opinions.mandatory().filter(state=OpinionState.OPEN)
    return _board(report, data, waiting, "", Role.CLERK, from_check=True)


def undecided(report: AnnualReport, data: ReportData, transition: Transition) -> Board:
    """What a supervisor sees before deciding: the drafts that a return gives, the 须改 that approval waits for."""
    waiting = report.opinions.filter(state=OpinionState.DRAFT)
    if transition.waits_for_opinions:
        waiting = report.opinions.mandatory().unresolved()
    return _board(report, data, waiting, "", Role.SUPERVISOR)


def addresses_of(form: Edition, step: str) -> list[str]:
    """Every place of a step that an opinion may be pinned to."""
    section = form.section.get(step)
    if section is None:
        return [PARTICULARS, form.preamble.key]
    cells = (str(cell) for table in section.tables for cell in table.cells)
    return [section.key, *(text.key for text in section.texts), *cells]


def _board(
    report: AnnualReport,
    data: ReportData,
    opinions: OpinionQuerySet,
    number: str,
    role: Role | None,
    handed_in: list[Submission] | None = None,
    *,
    from_check: bool = False,
) -> Board:
    shown = opinions.select_related("author").prefetch_related("replies__author")
    waiting = Q(level=OpinionLevel.MUST) & ~Q(state=OpinionState.RESOLVED)
    counted = opinions.order_by().aggregate(total=Count("pk"), waiting=Count("pk", filter=waiting))
    paginator = Paginator(shown, OPINIONS_A_PAGE)
    paginator.count = counted["total"]  # known with the others by one query
    page = paginator.get_page(number)
    if handed_in is None:
        handed_in = submissions_of(report) if page.object_list else []
    told_on = {each.event.round: each.name for each in handed_in}  # of a round the last one, which was reviewed
    pins = [_pin(report, data, opinion, role, told_on, from_check=from_check) for opinion in page.object_list]
    return Board(data.official_form, pins, page, counted["total"], counted["waiting"])


def _page_with(opinions: OpinionQuerySet, asked: str) -> str:
    """The page of the list that has the opinion asked for; whatever else was asked for, as it is."""
    number = asked.removeprefix(AN_OPINION)
    if number == asked or not (number.isascii() and number.isdigit() and len(number) < 9):
        return asked
    return str(opinions.filter(number__lt=int(number)).count() // OPINIONS_A_PAGE + 1)


def _marks(opinions: OpinionQuerySet, on_this_page: set[int]) -> dict[str, list[OpinionMark]]:
    marks: dict[str, list[OpinionMark]] = {}
    for number, anchor, level in opinions.values_list("number", "anchor", "level"):
        mark = OpinionMark(number, _mark_name(number, level), number not in on_this_page)
        marks.setdefault(anchor, []).append(mark)
    return marks


def _mark_name(number: int, level: str) -> str:
    return f"审核意见 {number}，{OpinionLevel(level).label}"


def _pin(
    report: AnnualReport,
    data: ReportData,
    opinion: Opinion,
    role: Role | None,
    submissions: dict[int, str],
    *,
    from_check: bool,
) -> PlacedOpinion:
    step = _step_of(data.official_form, opinion.anchor)
    acts = tuple(name for name, (whose, sources, _) in ACTS.items() if whose is role and opinion.state in sources)
    address = _field(data.official_form, opinion.anchor)
    return PlacedOpinion(
        opinion=opinion,
        place=place_name(data.official_form, opinion.anchor),
        url=f"{step_url(report, step, from_check=from_check)}#{address}"
        if role is Role.CLERK
        else f"#at-{opinion.anchor}",
        field=address,
        is_quote_gone=bool(opinion.quote) and opinion.quote not in data.text(opinion.anchor),
        acts=acts,
        submission=submissions.get(opinion.round, ""),
    )


def _step_of(form: Edition, anchor: str) -> str:
    key = anchor if anchor in form.section or anchor in form.text else anchor.split(".")[0]
    if key in form.section:
        return key
    section = form.section_of.get(key)
    return section.key if section else PARTICULARS


def _field(form: Edition, anchor: str) -> str:
    """The id on the page of the step: of a whole section, its beginning."""
    return "main" if anchor in form.section and anchor not in form.text else anchor
