"""The supervisor's side: the queue, the page that shows a whole report, and the two decisions."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.checks.registry import RULES, Level
from reports.forms.opinions import OpinionForm
from reports.models import AnnualReport, Event, Organ, Role, Status
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.reviewing import may_review
from reports.transitions import available, findings
from reports.views.access import reviews, visible_report
from reports.views.checking import shown_findings
from reports.views.comparison import chosen_comparison
from reports.views.pins import board_of_the_supervisor
from reports.workflow import open_review

NOT_SUBMITTED = "not_submitted"
TABS = (
    (Status.IN_REVIEW, "待审核"),
    (Status.RETURNED, "退回修改中"),
    (NOT_SUBMITTED, "未提交"),
    (Status.APPROVED, "已通过"),
    (Status.PUBLISHED, "已公布"),
    ("all", "全部"),
)


@dataclass(frozen=True)
class QueueRow:
    """A subordinate organ and where its report of the year stands."""

    organ: Organ
    report: AnnualReport | None
    submission: Event | None

    @property
    def tab(self) -> str:
        if self.report is None or self.report.status in (Status.DRAFT, Status.SIGNING):
            return NOT_SUBMITTED
        return self.report.status

    @property
    def status(self) -> str:
        return self.report.state if self.report else "未开始"

    @property
    def days_waiting(self) -> int:
        """Whole days since the last submission."""
        return (timezone.now() - self.submission.at).days if self.submission else 0


def queue(request: HttpRequest) -> HttpResponse:
    """The reports of all subordinate organs of a year, by what is to be done with them."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    if not supervised:
        raise Http404
    offered = year_on_offer(timezone.localdate())
    year = _chosen_year(request, offered)
    rows = _queue_rows(supervised, year)
    chosen = request.GET.get("tab", Status.IN_REVIEW)
    counts = {key: sum(key in ("all", row.tab) for row in rows) for key, _ in TABS}
    chosen = chosen if chosen in counts else Status.IN_REVIEW
    shown = [row for row in rows if chosen in ("all", row.tab)]
    shown.sort(key=lambda row: (row.submission is None, row.submission.at if row.submission else None, row.organ.slug))
    context = {
        "rows": shown,
        "tabs": [(key, label, counts[key]) for key, label in TABS],
        "chosen": chosen,
        "year": year,
        "years": range(offered, FIRST_YEAR - 1, -1),
        "not_submitted": counts[NOT_SUBMITTED],
    }
    return render(request, "review/queue.html", context)


def review(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The whole report with findings and explanations, and the decisions that are open now."""
    return review_page(request, _supervised(request, organ, year))


def review_page(request: HttpRequest, report: AnnualReport, opinion_form: OpinionForm | None = None) -> HttpResponse:
    """The page of a review, with a form that was posted and is faulty, where there is one."""
    if may_act := may_review(report, request.user):
        open_review(report, request.user)
    data = report.data()
    shown = shown_findings(report, findings(report, data))
    context = {
        "report": report,
        "data": data,
        "choice": (choice := chosen_comparison(request, report, data)),
        "comparison": choice.shown,
        "board": board_of_the_supervisor(report, data, request.GET.get("opinions", ""), may_act=may_act),
        "may_act": may_act,
        "opinion_form": (opinion_form or OpinionForm(data_of=data)) if may_act else None,
        "findings": [each for each in shown if each.finding.level is not Level.HINT],
        "hints": [each for each in shown if each.finding.level is Level.HINT],
        "rules_run": sum(rule.function is not None for rule in RULES.values()),
        "events": report.events.select_related("actor"),
        "transitions": available(report, request.user),
        "submission": report.events.filter(action="submit").select_related("actor").first(),
    }
    return render(request, "review/review.html", context)


def _supervised(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    report = visible_report(request, organ, year)
    if not reviews(request.user, report):
        raise Http404
    return report


def _chosen_year(request: HttpRequest, offered: int) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len(str(offered)) else offered
    return year if FIRST_YEAR <= year <= offered else offered


def _queue_rows(supervised: set[int], year: int) -> list[QueueRow]:
    """Every subordinate organ with its newest report of the year, in three queries."""
    reports: dict[int, AnnualReport] = {}
    found = AnnualReport.objects.filter(organ__superior__in=supervised, year=year).order_by("revision")
    for report in found.select_related("organ"):
        reports[report.organ_id] = report
    submissions = {}
    for event in Event.objects.filter(report__in=reports.values(), action="submit").order_by("pk"):
        submissions[event.report_id] = event
    return [
        QueueRow(organ, report := reports.get(organ.pk), submissions.get(report.pk) if report else None)
        for organ in Organ.objects.filter(superior__in=supervised)
        if organ.is_active or organ.pk in reports
    ]
