"""图解: the page of a county's year as it will be drawn, as a PDF, and as a picture for a web site."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from reports.formats.drawing import drawn
from reports.presenters.infographic import Infographic, infographic_of
from reports.web.access import consolidating_organ
from reports.web.files import disposition

DRAWING_STYLE = settings.BASE_DIR / "static" / "print" / "drawing.css"
KINDS = {"pdf": "application/pdf", "png": "image/png"}
PATIENCE = 20  # seconds: the page asks for the picture while others may print


@require_safe
def infographic(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The page with its picture and its files, or the sentence why there is none yet."""
    government = consolidating_organ(request, organ, year)
    context = {"organ": government, "year": year, "infographic": infographic_of(government, year)}
    return render(request, "county/infographic.html", context)


@require_safe
def infographic_file(request: HttpRequest, organ: str, year: int, extension: str) -> HttpResponse:
    """The page as a file; 404 where nothing of the year counts yet."""
    government = consolidating_organ(request, organ, year)
    found = infographic_of(government, year)
    if found is None or extension not in KINDS:
        raise Http404
    content = drawn("reports.formats.pdf.poster.write", _page(found), patience=PATIENCE)
    if extension == "png":
        content = drawn("reports.formats.pdf.poster.picture", content, patience=PATIENCE)
    name = f"{found.title}{'（草稿）' if found.is_draft else ''}.{extension}"
    return HttpResponse(
        content, content_type=KINDS[extension], headers={"Content-Disposition": disposition(name, extension)}
    )


def _page(found: Infographic) -> bytes:
    style = mark_safe(DRAWING_STYLE.read_text("utf-8"))  # a drawing on paper knows no sheet but its own
    return render_to_string("print/poster.html", {"infographic": found, "drawing_style": style}).encode()
