"""The supervisor's side: the queue, the page that shows a whole report, and the two decisions."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import exports
from reports.checks.registry import RULES, Level
from reports.forms.review import ReturnForm
from reports.models import AnnualReport, Event, Organ, Role, Status
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.official.interchange import content_hash
from reports.views.access import reviews, visible_report
from reports.views.checking import shown_findings
from reports.workflow import BY_ACTION, Refused, available, findings, take

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
        return self.report.get_status_display() if self.report else "未开始"

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
    report = _supervised(request, organ, year)
    data = report.data()
    shown = shown_findings(report, findings(report, data))
    context = {
        "report": report,
        "data": data,
        "findings": [each for each in shown if each.finding.level is not Level.HINT],
        "hints": [each for each in shown if each.finding.level is Level.HINT],
        "rules_run": sum(rule.function is not None for rule in RULES.values()),
        "events": report.events.select_related("actor"),
        "transitions": available(report, request.user),
        "submission": report.events.filter(action="submit").select_related("actor").first(),
    }
    return render(request, "review/review.html", context)


def return_report(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Ask for the reason, and return the report for revision."""
    report = _supervised(request, organ, year)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, "return", report, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, f"已退回修改，{report.organ}可在首页看到退回意见")
            return redirect("review", organ, year)
    return _decision_page(request, report, "return", form=form)


def approve(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Say what approving means, and approve exactly what was shown."""
    report = _supervised(request, organ, year)
    refused = ""
    if request.method == "POST":
        try:
            _require_drawable(report)
            _decide(request, "approve", report)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "审核通过")
            return redirect("review", organ, year)
    shown = shown_findings(report, findings(report))
    explained = [each for each in shown if each.explanation]
    return _decision_page(request, report, "approve", refused=refused, explained=explained)


def _require_drawable(report: AnnualReport) -> None:
    """A paper on which a character prints as a box is not approved."""
    if missing := exports.undrawable(report.data()):
        raise Refused(f"以下字符没有可用的字体，不能印制，请先补装字体：{missing}")


def _decide(request: HttpRequest, action: str, report: AnnualReport, reason: str = "") -> None:
    take(action, report.pk, request.user, seen_hash=request.POST.get("content_hash", ""), reason=reason)


def _decision_page(request: HttpRequest, report: AnnualReport, action: str, **context) -> HttpResponse:
    report.refresh_from_db()
    transition = BY_ACTION[action]
    context |= {
        "report": report,
        "transition": transition,
        "is_open": transition in available(report, request.user),
        "content_hash": content_hash(report.data()),
    }
    return render(request, f"review/{action}.html", context)


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
    ]
