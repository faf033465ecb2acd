"""通知: what a person was told, newest first, and the way from each to where they act."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reports.models import AnnualReport, Notice, User
from reports.models.notices import NoticeQuerySet
from reports.transitions import available
from reports.views.lists import page_of

SHOWN_AT_HOME = 5


def notices(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, in pages."""
    newest = request.user.notices.values_list("pk", flat=True).first()
    return render(request, "notices/notices.html", {"page": page_of(request, told(request.user)), "newest": newest})


def told(user: User) -> NoticeQuerySet:
    """The person's notices, newest first, with what a list of them shows."""
    return user.notices.select_related("organ")


@require_POST
def notice_open(request: HttpRequest) -> HttpResponse:
    """Note that a notice has been read and lead to where the person acts.

    By a post, because it changes something: a browser that fetches links in advance, or a page that opens
    several in tabs to come back to, must not mark as read what nobody has read.
    """
    notice = told(request.user).filter(pk=_key(request)).first()
    if notice is None:
        raise Http404
    request.user.notices.filter(pk=notice.pk).mark_read()
    return redirect(_where_to_act(request.user, notice))


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark as read what was there when the page was shown; what came since is still unread."""
    request.user.notices.filter(pk__lte=_key(request)).mark_read()
    return redirect("notices")


def _where_to_act(user: User, notice: Notice) -> str:
    """As things stand now: the page to sign on, the report, which leads a supervisor to the review, or home."""
    reports = AnnualReport.objects.visible_to(user).filter(organ=notice.organ, year=notice.year)
    report = reports.select_related("organ__superior").order_by("-revision").first()
    if report is None:
        return reverse("home")
    if any(transition.action == "sign" for transition in available(report, user)):
        return reverse("decide", args=[report.organ.slug, report.year, "sign"])
    return report.get_absolute_url()


def _key(request: HttpRequest) -> int:
    asked = request.POST.get("notice", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        raise Http404
    return int(asked)
