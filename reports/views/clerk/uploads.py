"""Last year's report comes in by itself: a file is brought, compared with what was read of it, and confirmed."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reports.checks.naming import joined
from reports.formats import sandbox
from reports.formats.gate import check_size
from reports.forms.edits import seen_as_json, seen_in
from reports.forms.uploads import ConfirmForm, UploadForm
from reports.lifecycle import uploads as kept
from reports.lifecycle.importing import TakenIn, take_in
from reports.lifecycle.refusals import Refused
from reports.models import Organ, Upload
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.official.interchange import NotUnderstood
from reports.presenters.importing import doubts_of, merging
from reports.presenters.steps import name_of
from reports.presenters.uploads import UploadComparison
from reports.text.cleaning import one_line
from reports.web.access import of_somebody_else, organ_of_clerk
from reports.web.auditing import note_refused_file
from reports.web.sent_by_scripts import body_of

UNDERSTAND = "reports.formats.understanding.understand"


def uploads(request: HttpRequest, organ: str) -> HttpResponse:
    """Where a clerk brings a report, and those that were brought and are not confirmed yet."""
    owner = organ_of_clerk(request, organ)
    year = year_on_offer(timezone.localdate())
    is_posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_posted else UploadForm()
    if is_posted and form.is_valid() and (brought := _brought(request, owner, form, year)):
        if brought.corrections:
            messages.info(request, f"这个文件上传过，上次的 {len(brought.corrections)} 处修改已保留")
        return redirect("upload", owner.slug, brought.pk)
    waiting = Upload.objects.of(owner, request.user).defer("reading")
    return render(request, "uploads/uploads.html", {"form": form, "organ": owner, "year": year, "waiting": waiting})


def _brought(request: HttpRequest, organ: Organ, form: UploadForm, year: int) -> Upload | None:
    """Read what was brought, and keep what was understood of it; ``None`` where it is refused, as the form then says.

    Read, in a child with limits, before anything is locked.
    """
    file = form.cleaned_data["file"]
    try:
        if file:
            check_size(file.name, file.size)
        name, content = form.brought()
        expected = {"organ": organ.name, "kind": organ.kind, "year": year - 1}
        understood = sandbox.run(UNDERSTAND, name, content, **expected)
        if understood.said_year and understood.said_year > year:
            said = understood.said_year
            raise NotUnderstood(f"文件是 {said} 年度的报告，{said} 年度尚未开始填报")
    except NotUnderstood as refusal:
        form.add_error("file" if file else "text", str(refusal))
        note_refused_file(request, refusal)
        return None
    return kept.keep(organ, request.user, one_line(name) or "文件", content, understood)


def upload(request: HttpRequest, organ: str, pk: int) -> HttpResponse:
    """The file beside what was read of it; corrected, and confirmed or given up."""
    owner = organ_of_clerk(request, organ)
    brought = Upload.objects.of(owner, request.user).select_related("organ").filter(pk=pk).first()
    if brought is None and request.method == "POST":  # a second click, or a page from the day before
        return _is_gone(request, organ)
    if brought is None:
        raise Http404
    if request.method == "POST":
        try:
            return _posted(request, brought)
        except kept.Gone:
            return _is_gone(request, organ)
    return _show(request, UploadComparison(brought), _confirming(request, brought))


def _is_gone(request: HttpRequest, organ: str) -> HttpResponse:
    messages.info(request, kept.GONE)
    return redirect("uploads", organ)


@require_POST
def upload_keep(request: HttpRequest, organ: str, pk: int) -> HttpResponse:
    """Keep what is put right while it is typed; answers how much is kept now, and what cannot be."""
    owner = organ_of_clerk(request, organ)
    body = body_of(request)
    if refusal := of_somebody_else(request, body):
        return refusal
    brought = Upload.objects.of(owner, request.user).filter(pk=pk).first()
    typed = body.get("values")
    try:
        if brought is None:
            raise kept.Gone
        known = set(kept.addresses_of(brought))
        if not isinstance(typed, dict) or not all(isinstance(each, str) for each in typed.values()):
            typed = {}
        refused = kept.correct(brought, {key: value for key, value in typed.items() if key in known})
    except kept.Gone:
        return JsonResponse({"error": kept.GONE}, status=HTTPStatus.NOT_FOUND)
    return JsonResponse({"kept": len(brought.corrections), "refused": refused})


def _posted(request: HttpRequest, brought: Upload) -> HttpResponse:
    act = request.POST.get("go", "")
    if act == "discard":
        kept.discard(brought)
        messages.success(request, f"已删除“{brought.name}”，没有存入系统")
        return redirect("uploads", brought.organ.slug)
    if act == "restore":
        kept.uncorrect(brought)
        messages.success(request, "已全部恢复为读出的内容")
        return redirect("upload", brought.organ.slug, brought.pk)
    typed = _typed(request, brought)
    if seen := seen_in(request.POST):
        kept.choose(brought, seen, set(request.POST.getlist("take")))
    refused = kept.correct(brought, typed)
    form = _confirming(request, brought)
    if refused:
        return _show(request, UploadComparison(brought, {key: typed[key] for key in refused}, refused), form)
    if act != "confirm":
        messages.success(request, "修改已保存，已重新核对")
        return redirect("upload", brought.organ.slug, brought.pk)
    return _confirmed(request, brought, form) or _show(request, UploadComparison(brought), form)


def _confirmed(request: HttpRequest, brought: Upload, form: ConfirmForm) -> HttpResponse | None:
    """Take the file in; ``None`` where that is refused, as the form then says."""
    if not form.is_valid():
        return None
    year = form.cleaned_data.get("year") or brought.said_year
    try:
        taken = take_in(brought, request.user, year, timezone.localdate(), _chosen(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    _tell(request, brought, taken)
    return redirect("home") if taken.report.is_archived else redirect(taken.report)


def _tell(request: HttpRequest, brought: Upload, taken: TakenIn) -> None:
    report = taken.report
    into = "作为往年报告存入" if report.is_archived else "读入本年报告"
    messages.success(request, f"“{brought.name}”已{into}：{report}")
    if taken.conflicts:
        places = joined(name_of(report, address) for address in taken.conflicts)
        messages.warning(request, f"刚刚有人修改过，没有用文件内容代替：{places}")
    for address, why in taken.refused.items():
        messages.warning(request, f"{name_of(report, address)}：{why}")


@require_safe
def upload_picture(request: HttpRequest, organ: str, pk: int, number: int) -> HttpResponse:
    """A page of the PDF as it looks."""
    owner = organ_of_clerk(request, organ)
    brought = Upload.objects.of(owner, request.user).filter(pk=pk).only("pk").first()
    picture = brought and brought.pictures.filter(number=number).first()
    if not picture:
        raise Http404
    return HttpResponse(bytes(picture.content), content_type="image/png")


def _typed(request: HttpRequest, brought: Upload) -> dict[str, str]:
    return {
        address: request.POST[address].replace("\r\n", "\n")
        for address in kept.addresses_of(brought)
        if address in request.POST
    }


def _chosen(request: HttpRequest) -> Mapping[str, str]:
    """By address what its clerk had seen in this year's draft where the file's value is to take its place."""
    seen = seen_in(request.POST)
    return {address: seen[address] for address in request.POST.getlist("take") if address in seen}


def _confirming(request: HttpRequest, brought: Upload) -> ConfirmForm:
    offer = year_on_offer(timezone.localdate())
    years = [brought.said_year] if brought.said_year else list(range(offer, FIRST_YEAR - 1, -1))
    whose = f"{brought.organ}{f' {brought.said_year} 年度' if brought.said_year else ''}"
    is_confirmed = request.method == "POST" and request.POST.get("go") == "confirm"
    return ConfirmForm(
        request.POST if is_confirmed else None,
        years=years,
        is_doubted=bool(doubts_of(brought, offer)),
        whose=whose,
        initial={"year": offer - 1},
    )


def _show(request: HttpRequest, comparison: UploadComparison, form: ConfirmForm) -> HttpResponse:
    brought = comparison.upload
    offer = year_on_offer(timezone.localdate())
    merged = merging(brought, brought.said_year or getattr(form, "cleaned_data", {}).get("year"), offer)
    context = {
        "comparison": comparison,
        "upload": brought,
        "organ": brought.organ,
        "form": form,
        "year": offer,
        "doubts": doubts_of(brought, offer),
        "merging": merged,
        "seen": seen_as_json(merged.seen) if merged else "",
    }
    return render(request, "uploads/upload.html", context)
