"""下载包: a supervisor takes along the reports of many organs, a few at once, many by a worker."""

from typing import BinaryIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.bundles import BundleForm
from reports.lifecycle.bundles import asking
from reports.lifecycle.bundles.choosing import WantedReports, choose, counts_by_state, organs_of
from reports.lifecycle.bundles.making import NOTHING, BundleFailed, made
from reports.models import Bundle, BundleState, Organ
from reports.web.access import reviewing_office
from reports.web.files import disposition

MOST_AT_ONCE = 200  # published reports that are packed while the person waits
GONE = "下载包的文件已不在，请重新生成。"


def bundle(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What may be packed, what is being packed, and what was; the address may name organs (``organ=``)."""
    office = reviewing_office(request, organ, year)
    match request.POST.get("go"):
        case "resume" | "discard" as go:
            return _about_a_bundle(request, office, year, go)
    organs = list(organs_of(office, year))
    form = BundleForm(
        request.POST if request.method == "POST" else None,
        organs=organs,
        asked=request.GET.getlist("organ"),
        counts=counts_by_state(request.user, office, year),
    )
    if request.method == "POST" and form.is_valid():
        answer = _pack(request, form, office, year)
        if answer:
            return answer
    bundles = list(Bundle.objects.filter(superior=office, year=year).select_related("requested_by"))
    running = next((each for each in bundles if each.is_being_made), None)
    others = [each for each in bundles if each is not running]
    context = {"organ": office, "year": year, "form": form, "running": running, "bundles": others}
    return render(request, "county/bundle.html", context)


def bundle_file(request: HttpRequest, organ: str, year: int, pk: int) -> HttpResponse:
    """A finished bundle; where its file is gone, the page says so."""
    office = reviewing_office(request, organ, year)
    kept = Bundle.objects.filter(pk=pk, superior=office, year=year, state=BundleState.READY).first()
    if kept is None:
        raise Http404
    try:
        return _answer(kept.file.open("rb"), office, year)
    except FileNotFoundError:
        messages.error(request, GONE)
        return redirect("bundle", organ, year)


def _pack(request: HttpRequest, form: BundleForm, office: Organ, year: int) -> HttpResponse | None:
    """A few published reports at once, everything else by a worker; ``None`` where the form says why neither."""
    wanted = form.wanted(request.build_absolute_uri("/").rstrip("/"))
    chosen = choose(office, year, wanted, request.user)
    if not chosen.reports:
        form.add_error(None, NOTHING)
        return None
    if chosen.are_all_published and len(chosen.reports) <= MOST_AT_ONCE:
        return _at_once(form, chosen, wanted, office, year)
    _, is_new = asking.ask(office, year, request.user, wanted, len(chosen.reports))
    if is_new:
        messages.success(request, "已开始生成下载包")
    else:
        messages.info(request, "已有下载包正在生成，完成后可以再生成新的")
    return redirect("bundle", office.slug, year)


def _at_once(form: BundleForm, chosen, wanted: WantedReports, office: Organ, year: int) -> HttpResponse | None:
    try:
        return _answer(made(chosen, wanted), office, year)
    except BundleFailed as failure:
        form.add_error(None, str(failure))
        return None


def _answer(content: BinaryIO, office: Organ, year: int) -> FileResponse:
    response = FileResponse(content, content_type="application/zip")
    response["Content-Disposition"] = disposition(f"{office}{year}年度报告下载包.zip", "zip")
    return response


def _about_a_bundle(request: HttpRequest, office: Organ, year: int, go: str) -> HttpResponse:
    key = request.POST.get("bundle", "")
    found = Bundle.objects.filter(superior=office, year=year, pk=int(key)) if _is_key(key) else Bundle.objects.none()
    if kept := found.first():
        if go == "resume":
            asking.go_on(kept)
        else:
            asking.forget(kept)
            messages.success(request, "已删除下载包")
    return redirect("bundle", office.slug, year)


def _is_key(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 19
