"""通知: the notices of a person, newest first, and the way from each to where they act."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reports.lifecycle.appraisal.reading import scheme_for
from reports.lifecycle.circulars import newest_for
from reports.lifecycle.notifications import ACCOUNTS, APPRAISAL, CHANGED_SUMS, CIRCULAR, SECOND_FACTOR, mark_read
from reports.lifecycle.transitions import available
from reports.models import AnnualReport, Notice, User
from reports.models.notices import NoticeQuerySet
from reports.web.access import withdrawn
from reports.web.lists import page_of


def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the person, in pages."""
    newest = request.user.notices.values_list("pk", flat=True).first()
    return render(
        request, "notices/notices.html", {"page": page_of(request, notices_of(request.user)), "newest": newest}
    )


def notices_of(user: User) -> NoticeQuerySet:
    """The person's notices, newest first, with what a list of them shows."""
    return user.notices.select_related("organ")


@require_POST
def notice_open(request: HttpRequest) -> HttpResponse:
    """Note that a notice has been read and lead to where the person acts.

    By a post, because it changes something: a browser that fetches links in advance, or a page that opens
    several in tabs to come back to, must not mark as read what nobody has read.
    """
    notice = notices_of(request.user).filter(pk=_key(request)).first()
    if notice is None:
        raise Http404
    mark_read(request.user.notices.filter(pk=notice.pk))
    return redirect(_where_to_act(request.user, notice))


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark as read what was there when the page was shown; what came since is still unread."""
    mark_read(request.user.notices.filter(pk__lte=_key(request)))
    return redirect("notices")


def _where_to_act(user: User, notice: Notice) -> str:
    """As things stand now: the page to sign on, the report, which leads a supervisor to the review, or home."""
    if notice.about == CIRCULAR and (issued := newest_for(notice.organ, notice.year, notice.at)):
        return reverse("circular", args=[issued.pk])
    if notice.about == APPRAISAL and (scheme := scheme_for(notice.organ, notice.year)):
        return reverse("score_sheet", args=[scheme.pk, notice.organ.slug])
    if notice.about == ACCOUNTS:
        return reverse("notices")
    if notice.about == SECOND_FACTOR:
        return reverse("account")
    if notice.about == CHANGED_SUMS:
        return reverse("sums_final", args=[notice.organ.slug, notice.year])
    reports = AnnualReport.objects.visible_to(user).filter(organ=notice.organ, year=notice.year)
    report = reports.select_related("organ__superior", "reviewer").order_by("-revision").first()
    if report is None:
        organ = notice.organ.slug
        # What was withdrawn meanwhile says so at its own address.
        return reverse("report", args=[organ, notice.year]) if withdrawn(user, organ, notice.year) else reverse("home")
    for transition in available(report, user):
        if transition.opens_from_notice:
            return reverse("decide", args=[report.organ.slug, report.year, transition.action])
    return report.get_absolute_url()


def _key(request: HttpRequest) -> int:
    asked = request.POST.get("notice", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        raise Http404
    return int(asked)
