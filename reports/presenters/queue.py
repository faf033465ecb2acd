"""What the queue of a superior organ shows: its organs of a year, by what is to be done with the report of each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports.lifecycle.awaiting import Awaited, awaited_each
from reports.lifecycle.deadlines import Timing
from reports.lifecycle.filling import filled_parts, parts_of
from reports.lifecycle.history.story import Submission, last_submissions
from reports.lifecycle.reminding import correction_in_work, last_reminded
from reports.lifecycle.transitions import SUBMITTING
from reports.models import AnnualReport, Event, Explanation, Membership, Organ, Role, Status
from reports.models.keys import Keys
from reports.models.organs import in_order_of_units
from reports.models.reports import SETTLED, reviewing_organ_of

NOT_SUBMITTED = "not_submitted"
ALL = "all"
TABS = (
    (Status.IN_REVIEW, "待审核"),
    (Status.RETURNED, "退回修改中"),
    (NOT_SUBMITTED, "未提交"),
    (Status.APPROVED, "已通过"),
    (Status.PUBLISHED, "已公布"),
    (ALL, "全部"),
)
# What narrows the list by how an organ stands to its deadlines, and by the way its report went: words and condition.
TIMINGS = {
    "overdue": ("逾期", lambda timing: timing.is_overdue or bool(timing.days_late)),
    "missing": ("逾期未提交", lambda timing: timing.is_overdue),
    "late": ("逾期提交", lambda timing: bool(timing.days_late)),
    "in_time": ("按期提交", lambda timing: timing.handed_in is not None and not timing.days_late),
    "extended": ("已延期", lambda timing: timing.standing_extension is not None),
}
COURSES = {
    "handed_in": ("提交过", lambda timing: timing.handed_in is not None),
    "at_once": ("一次通过", lambda timing: timing.is_passed_at_once),
    "passed": ("通过过", lambda timing: timing.is_passed),
    "returned": ("退回过", lambda timing: timing.returns > 0),
}
# By what the list is put in order, beside who waits longest, and then as lists of units are: the column and the key.
SORTS = {
    "organ": "",
    "status": "tab",
    "submitted": "submitted_at",
    "explained": "explained",
    "activity": "changed_at",
}
DEADLINE = "deadline"  # what is reckoned and not stored


@dataclass(frozen=True)
class QueueRow:
    """A subordinate organ and where its report of the year stands; ``explained`` counts its 情况说明."""

    organ: Organ
    report: AnnualReport | None
    submission: Submission | None
    explained: int
    timing: Timing
    reminded_at: datetime | None = None
    awaited: Awaited | None = None  # whom it waits for; where nothing has been begun, to begin it
    is_being_corrected: bool = False  # whether the organ corrects (更正) what is published, and has not handed that in
    has_last_years: bool = False  # whether there is a report of the year before that a supervisor may see beside it
    filled: int = 0  # of so many parts of a report that is being written
    contact: tuple[str, str] = ("", "")  # whom to call, and under which number

    @property
    def parts(self) -> int:
        return parts_of(self.report.official_form) if self.report else 0

    @property
    def is_being_written(self) -> bool:
        return self.report is not None and self.report.is_editable

    @property
    def status(self) -> str:
        return self.report.state if self.report else "未开始"

    @property
    def is_submitted(self) -> bool:
        return self.report is not None and self.report.status not in (Status.DRAFT, Status.SIGNING)

    @property
    def waits(self) -> bool:
        return self.report is not None and self.report.status == Status.IN_REVIEW

    @property
    def days_waiting(self) -> int:
        """Whole days since the last submission."""
        return (timezone.now() - self.submission.event.at).days if self.submission else 0


def organs_to_review(supervised: set[int], year: int) -> QuerySet[Organ]:
    """The organs whose report these review, with its newest revision and when that was submitted last.

    A correction that has not been handed in leaves the report where it is: published. A report that was submitted to
    one of them stays with it when its organ comes under another (design.md §12.4). An organ that is retired is not
    waited for: it is left out of 未提交. What is archived of an earlier year was never handed in here: left out.
    """
    handed_in = Q(reports__year=year) & ~correction_in_work("reports__")
    newer = AnnualReport.objects.filter(organ=OuterRef("pk"), year=year, revision__gt=OuterRef("current__revision"))
    submitted = Event.objects.filter(report=OuterRef("current__pk"), action__in=SUBMITTING).order_by("-number")
    not_submitted = Q(current__status=None) | Q(current__status__in=(Status.DRAFT, Status.SIGNING))
    return (
        Organ.objects.annotate(current=FilteredRelation("reports", condition=handed_in))
        .alias(
            reviewing=reviewing_organ_of("current__reviewer", "superior"),
            is_replaced=Exists(newer.exclude(correction_in_work())),
        )
        .annotate(
            report_id=F("current__pk"),
            submitted_at=Subquery(submitted.values("at")[:1]),
            changed_at=F("current__changed_at"),
            tab=Case(When(not_submitted, then=Value(NOT_SUBMITTED)), default=F("current__status")),
        )
        .filter(Q(is_active=True) | ~Q(tab=NOT_SUBMITTED), reviewing__in=supervised, is_replaced=False)
        .exclude(tab=Status.ARCHIVED)
    )


def narrowed(organs: QuerySet[Organ], asked: dict, stand: Mapping[int, Timing]) -> QuerySet[Organ]:
    if "kind" in asked:
        organs = organs.filter(kind=asked["kind"])
    if "name" in asked:
        organs = organs.filter(name__contains=asked["name"].strip())
    if "explained" in asked:
        submitted = Explanation.objects.filter(round=F("report__round"))  # those that belong to the last submission
        organs = organs.filter(report_id__in=submitted.values("report"))
    for name, conditions in (("timing", TIMINGS), ("course", COURSES)):
        if name in asked:
            fits = conditions[asked[name]][1]
            organs = organs.filter(pk__in=[pk for pk, timing in stand.items() if fits(timing)])
    return organs


def in_order(organs: QuerySet[Organ], sort: str) -> QuerySet[Organ]:
    """By the column asked for, ``-`` before its name for the other way round; else the longest waiting first."""
    name, is_reversed = sort.removeprefix("-"), sort.startswith("-")
    units = in_order_of_units()
    if name not in SORTS:
        return organs.order_by(F("submitted_at").asc(nulls_last=True), *units)
    if not (first := SORTS[name]):
        return organs.order_by(*units).reverse() if is_reversed else organs.order_by(*units)
    if name == "explained":
        submitted = Explanation.objects.filter(report=OuterRef("report_id"), round=F("report__round")).order_by()
        count = submitted.values("report").annotate(count=Count("pk")).values("count")
        organs = organs.annotate(explained=Coalesce(Subquery(count), 0))
    return organs.order_by(F(first).desc(nulls_last=True) if is_reversed else F(first).asc(nulls_last=True), *units)


def most_urgent_first(organs: QuerySet[Organ], stand: Mapping[int, Timing], *, is_reversed: bool) -> list[int]:
    """The keys of the organs by what is due next, then by how late it came; a day is reckoned, not stored."""

    def urgency(key: int) -> tuple[bool, int]:
        timing = stand[key]
        if timing.resubmit_by:
            return False, (timing.resubmit_by - timing.today).days
        return timing.handed_in is not None, -timing.days_late if timing.handed_in else timing.days_left

    return sorted(organs.order_by(*in_order_of_units()).values_list("pk", flat=True), key=urgency, reverse=is_reversed)


def counts_of(organs: QuerySet[Organ]) -> dict[str, int]:
    """By tab, how many organs there are in it."""
    counted = dict(organs.order_by().values_list("tab").annotate(Count("pk")))
    return {key: counted.get(key, 0) for key, _ in TABS} | {ALL: sum(counted.values())}


def rows_of(organs: list[Organ], year: int, stand: Mapping[int, Timing]) -> list[QueueRow]:
    """The organs of a page with what the page says of them; as many queries for thirty as for one."""
    reports = _reports_of(organs)
    last = last_submissions(reports)
    rounds = Explanation.objects.filter(report__in=Keys(reports)).values_list("report", "round")
    explained = Counter(key for key, of_round in rounds if of_round == reports[key].round)
    filled = filled_parts([each for each in reports.values() if each.is_editable])
    contacts = _contacts(organs)
    reminded = last_reminded([organ.pk for organ in organs], year)
    others = _reports_beside(organs, year)
    of_each = [reports.get(organ.report_id) or AnnualReport(organ=organ, year=year) for organ in organs]
    return [
        QueueRow(
            organ=organ,
            report=reports.get(organ.report_id),
            submission=last.get(organ.report_id),
            explained=explained[organ.report_id],
            timing=stand[organ.pk],
            reminded_at=reminded.get(organ.pk),
            awaited=awaited,
            is_being_corrected=(organ.pk, year) in others,
            has_last_years=(organ.pk, year - 1) in others,
            filled=filled.get(organ.report_id, 0),
            contact=contacts.get(organ.pk, ("", organ.telephone)),
        )
        for organ, awaited in zip(organs, awaited_each(of_each), strict=True)
    ]


def _contacts(organs: list[Organ]) -> dict[int, tuple[str, str]]:
    """The first clerk of each organ that has one: the name, and the number of the person or else of the organ."""
    telephones = {organ.pk: organ.telephone for organ in organs}
    clerks = Membership.objects.filter(organ__in=Keys(telephones), role=Role.CLERK, user__is_active=True)
    found = clerks.order_by("-user").values_list("organ", "user__full_name", "user__telephone")
    return {organ: (name, telephone or telephones[organ]) for organ, name, telephone in found}


def _reports_of(organs: list[Organ]) -> dict[int, AnnualReport]:
    """The report of each organ that has one, by its key; the organs are those at hand, and few review them all."""
    found = AnnualReport.objects.select_related("review_opened_by").prefetch_related("reviewer")
    reports = found.in_bulk([organ.report_id for organ in organs if organ.report_id])
    for organ in organs:
        if report := reports.get(organ.report_id):
            report.organ = organ
    return reports


def _reports_beside(organs: list[Organ], year: int) -> set[tuple[int, int]]:
    """The key and year of each organ's correction in work, and of what is settled of the year before."""
    keys = {organ.pk for organ in organs}
    these = Keys(keys)
    corrections = correction_in_work() & Q(year=year, organ__in=these)
    last_years = Q(year=year - 1, status__in=SETTLED) & (Q(organ__in=these) | Q(organ__succeeded_by__in=these))
    reports = AnnualReport.objects.filter(corrections | last_years).order_by()
    found = reports.values_list("organ", "organ__succeeded_by", "year")
    own = {(organ, of) for organ, _, of in found if organ in keys}
    return own | {(successor, of) for _, successor, of in found if successor in keys and of != year}
