"""What anybody may read: published reports, their files, and what was corrected. No sign-in; no script is needed."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from reports import exports
from reports.models import AnnualReport, Publication
from reports.models.reports import CONTACT_KEYS
from reports.official.interchange import parse
from reports.views.comparison import ShownChange, compare
from reports.views.papers import disposition

SIZES = (("large", "大"), ("medium", "中"), ("small", "小"))
USUAL_SIZE = "medium"
LONG = 10  # so many changes are listed at once, more of them on demand


@dataclass(frozen=True)
class Correction:
    """A published correction (更正): when, for which reason, what it changed, and where the version before it is."""

    at: datetime
    reason: str
    changes: list[ShownChange]
    earlier_at: datetime
    earlier_url: str

    @property
    def is_long(self) -> bool:
        return len(self.changes) > LONG


@login_not_required
def published(request: HttpRequest, organ: str, year: int, revision: int | None = None) -> HttpResponse:
    """A published report as it was frozen; without a revision, the newest one."""
    publications = _publications(organ, year)
    shown = _chosen(publications, revision)
    asked = request.GET.get("size", "")
    context = {
        "report": shown.report,
        "publication": shown,
        "data": parse(bytes(shown.content)),
        "is_newest": shown == publications[0],
        "corrections": _corrections(publications[publications.index(shown) :]),
        "contact": _contact(shown.report),
        "sizes": SIZES,
        "size": asked if asked in dict(SIZES) else USUAL_SIZE,
    }
    return render(request, "public/published.html", context)


@login_not_required
def published_file(request: HttpRequest, organ: str, year: int, revision: int, extension: str) -> HttpResponse:
    """A frozen file of a published revision, byte for byte."""
    shown = _chosen(_publications(organ, year), revision)
    try:
        content = shown.file(extension)
    except KeyError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=exports.FORMATS[extension].content_type)
    title = parse(bytes(shown.content)).title or str(shown.report)
    response["Content-Disposition"] = disposition(f"{title}.{extension}", extension)
    return response


def _publications(organ: str, year: int) -> list[Publication]:
    """The publications of a report, the newest revision first; 404 where nothing was published."""
    found = Publication.objects.filter(report__organ__slug=organ, report__year=year)
    publications = list(found.select_related("report__organ").order_by("-report__revision"))
    if not publications:
        raise Http404
    return publications


def _chosen(publications: list[Publication], revision: int | None) -> Publication:
    for publication in publications:
        if revision in (None, publication.report.revision):
            return publication
    raise Http404


def _contact(report: AnnualReport) -> dict[str, str]:
    texts = report.stored_texts()
    return {key: texts.get(f"contact.{key}", "") for key in CONTACT_KEYS}


def _corrections(publications: list[Publication]) -> list[Correction]:
    """What each publication corrected in the one before it, the newest first, with the reason why it was opened."""
    reports = [each.report_id for each in publications]
    opened = AnnualReport.objects.filter(pk__in=reports, events__action="correct")
    reasons = dict(opened.values_list("pk", "events__reason"))
    return [
        Correction(
            at=now.at,
            reason=reasons.get(before.report_id, ""),
            changes=compare(parse(bytes(before.content)), parse(bytes(now.content))).changes,
            earlier_at=before.at,
            earlier_url=reverse(
                "published_revision", args=[before.report.organ.slug, before.report.year, before.report.revision]
            ),
        )
        for now, before in pairwise(publications)
    ]
