"""The queue of a superior organ: every subordinate organ of a year, by what is to be done with its report."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.deadlines import Timing, timings
from reports.forms.queue import QueueFilter
from reports.forms.review import RemindForm
from reports.history.story import Submission, last_submissions
from reports.models import AnnualReport, Event, Explanation, Organ, Role, Status
from reports.official.calendar import year_on_offer
from reports.reminding import last_reminded, proposed_words
from reports.views.lists import asked_for, page_of

NOT_SUBMITTED = "not_submitted"
ALL = "all"
A_PAGE = 50  # a county with its townships and departments on one or two pages
TABS = (
    (Status.IN_REVIEW, "待审核"),
    (Status.RETURNED, "退回修改中"),
    (NOT_SUBMITTED, "未提交"),
    (Status.APPROVED, "已通过"),
    (Status.PUBLISHED, "已公布"),
    (ALL, "全部"),
)


@dataclass(frozen=True)
class QueueRow:
    """A subordinate organ and where its report of the year stands; ``explained`` counts its 情况说明."""

    organ: Organ
    report: AnnualReport | None
    submission: Submission | None
    explained: int
    timing: Timing
    reminded_at: datetime | None = None

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


def queue(request: HttpRequest) -> HttpResponse:
    """The reports of all subordinate organs of a year, longest waiting first, by what is to be done with them."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    if not supervised:
        raise Http404
    form = QueueFilter(request.GET, offered=year_on_offer(timezone.localdate()))
    asked = asked_for(form)
    found = _narrowed(_organs(supervised, asked["year"]), asked, supervised)
    counts = _counts(found)
    tab = asked.get("tab") if asked.get("tab") in counts else Status.IN_REVIEW
    shown = found if tab == ALL else found.filter(tab=tab)
    page = page_of(request, shown.order_by(F("submitted_at").asc(nulls_last=True), "slug"), A_PAGE)
    rows = _rows(page.object_list, asked["year"])
    context = {
        "page": page,
        "rows": rows,
        "reminder": _reminder(rows, asked["year"]) if tab == NOT_SUBMITTED else None,
        "selects_all": "all" in request.GET.getlist("select"),
        "filter": form,
        "is_narrowed": bool(asked.keys() - {"tab", "year"}),
        "tabs": [(key, label, counts[key]) for key, label in TABS],
        "chosen": tab,
        "year": asked["year"],
        "not_submitted": counts[NOT_SUBMITTED],
    }
    return render(request, "review/queue.html", context)


def _organs(supervised: set[int], year: int) -> QuerySet[Organ]:
    """The organs that file to these, with the newest revision of their report and when it was submitted last."""
    newest = AnnualReport.objects.filter(organ=OuterRef("pk"), year=year).order_by("-revision")
    submitted = Event.objects.filter(report=OuterRef("report_id"), action="submit").order_by("-number")
    not_submitted = Q(report_status=None) | Q(report_status__in=(Status.DRAFT, Status.SIGNING))
    return (
        Organ.objects.filter(superior__in=supervised)
        .annotate(report_id=Subquery(newest.values("pk")[:1]), report_status=Subquery(newest.values("status")[:1]))
        .filter(Q(is_active=True) | Q(report_id__isnull=False))
        .annotate(
            submitted_at=Subquery(submitted.values("at")[:1]),
            tab=Case(When(not_submitted, then=Value(NOT_SUBMITTED)), default=F("report_status")),
        )
    )


def not_submitted(supervised: set[int], year: int) -> QuerySet[Organ]:
    """The organs that may be reminded (催报): those of the tab 未提交 that still report."""
    return _organs(supervised, year).filter(tab=NOT_SUBMITTED, is_active=True)


def _narrowed(organs: QuerySet[Organ], asked: dict, supervised: set[int]) -> QuerySet[Organ]:
    if "kind" in asked:
        organs = organs.filter(kind=asked["kind"])
    if "name" in asked:
        organs = organs.filter(name__contains=asked["name"].strip())
    if "explained" in asked:
        submitted = Explanation.objects.filter(round=F("report__round"))  # those that belong to the last submission
        organs = organs.filter(report_id__in=submitted.values("report"))
    if "timing" in asked:
        stand = timings(asked["year"], Organ.objects.filter(superior__in=supervised).only("superior"))
        organs = organs.filter(pk__in=[pk for pk, timing in stand.items() if timing.is_overdue or timing.days_late])
    return organs


def _counts(organs: QuerySet[Organ]) -> dict[str, int]:
    """By tab, how many organs there are in it."""
    counted = dict(organs.order_by().values_list("tab").annotate(Count("pk")))
    return {key: counted.get(key, 0) for key, _ in TABS} | {ALL: sum(counted.values())}


def _rows(organs: list[Organ], year: int) -> list[QueueRow]:
    """The organs of a page with what the page says of them, in seven queries."""
    wanted = [organ.report_id for organ in organs if organ.report_id]
    reports = AnnualReport.objects.select_related("review_opened_by").in_bulk(wanted)
    last = last_submissions(Event.objects.filter(report__in=wanted, action__in=("submit", "withdraw")))
    told = Explanation.objects.filter(report__in=wanted).values_list("report", "round")
    explained = Counter(key for key, of_round in told if of_round == reports[key].round)
    stand = timings(year, organs)
    reminded = last_reminded([organ.pk for organ in organs], year)
    return [
        QueueRow(
            organ=organ,
            report=reports.get(organ.report_id),
            submission=last.get(organ.report_id),
            explained=explained[organ.report_id],
            timing=stand[organ.pk],
            reminded_at=reminded.get(organ.pk),
        )
        for organ in organs
    ]


def _reminder(rows: list[QueueRow], year: int) -> RemindForm | None:
    """The form under the list of those who have not submitted, with words that name the day they were all given."""
    if not rows:
        return None
    due_on = min((row.timing.period.unextended or row.timing.period).due_on for row in rows)
    return RemindForm(organs=[row.organ for row in rows], initial={"year": year, "words": proposed_words(due_on)})
