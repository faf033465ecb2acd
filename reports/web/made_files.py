"""Files that a worker makes and that are kept for a week, as their pages show them and hand them out."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.formats import registry
from reports.lifecycle.bundles import asking
from reports.models import Bundle, BundleKind, BundleState, Organ
from reports.web.files import disposition

GONE = "文件已不在，请重新生成。"
DISCARDED = "已删除"
ZIP = "application/zip"


def made_for(organ: Organ, year: int, kind: BundleKind) -> QuerySet[Bundle]:
    """What was made, or is being made, of a kind for an organ and year, the newest first."""
    return Bundle.objects.filter(superior=organ, year=year, kind=kind)


def listed(organ: Organ, year: int, kind: BundleKind) -> dict[str, Any]:
    """The one that is being made, and the others: what a page shows; one query."""
    bundles = list(made_for(organ, year, kind).select_related("requested_by"))
    running = next((each for each in bundles if each.is_being_made), None)
    return {"running": running, "bundles": [each for each in bundles if each is not running]}


def resumed_or_discarded(request: HttpRequest, organ: Organ, year: int, kind: BundleKind) -> None:
    """Do what was asked about one of them; nothing where it is gone."""
    key = request.POST.get("bundle", "")
    kept = made_for(organ, year, kind).filter(pk=int(key)).first() if _is_key(key) else None
    if kept is None:
        return
    if request.POST.get("go") == "resume":
        asking.go_on(kept)
    else:
        asking.forget(kept)
        messages.success(request, f"{DISCARDED}{kept.get_kind_display()}")


def ordered(request: HttpRequest, kind: BundleKind, organ: Organ, year: int, *, wanted: Mapping, total: int) -> None:
    """Have one made, and say whether it was begun or another is being made."""
    _, is_new = asking.ask_for(kind, organ, year, request.user, wanted=wanted, total=total)
    if is_new:
        messages.success(request, f"已开始生成{kind.label}")
    else:
        messages.info(request, f"已有{kind.label}正在生成，完成后可以再生成新的")


def handed_out(request: HttpRequest, made: QuerySet[Bundle], pk: int, name: str, page: tuple) -> HttpResponse:
    """The finished file under a name; 404 where there is none, and the page says so where the file itself is gone."""
    kept = made.filter(pk=pk, state=BundleState.READY).first()
    if kept is None:
        raise Http404
    try:
        content = kept.file.open("rb")
    except FileNotFoundError:
        messages.error(request, GONE)
        return redirect(*page)
    format = registry.writable().get(kept.ending)
    response = FileResponse(content, content_type=format.output.content_type if format else ZIP)
    response["Content-Disposition"] = disposition(f"{name}.{kept.ending}", kept.ending)
    return response


def _is_key(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 19
