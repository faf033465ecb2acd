"""往年报告: a supervisor brings an archive of published reports, looks through what was read, and has it stored."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from reports.forms.batches import ArchiveForm, AssignForm
from reports.lifecycle.batches import keeping
from reports.lifecycle.batches.assigning import GONE, assign, assign_names
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models import Batch, BatchFile, Organ, Role, Stage
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.official.interchange import NotUnderstood
from reports.presenters.batches import (
    MOST_NAMES,
    NO_REPORT,
    FileRow,
    hint_for,
    progress_of,
    rows_of,
    strangers_among,
    tally_of,
    told_of_names,
    years_before,
    years_of,
)
from reports.text.cleaning import one_line
from reports.web.auditing import note_refused_file

ORGANS_ON_A_PAGE = 50
NO_ORGAN = "请先在“是哪个单位”中选择，再核对。"


def batches(request: HttpRequest) -> HttpResponse:
    """Which earlier reports there are, the archives that are being worked on, and a form to bring another one."""
    supervised = _supervised(request)
    form = ArchiveForm(request.POST, request.FILES) if request.method == "POST" else ArchiveForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["archive"]
        try:
            batch = keeping.bring(request.user, one_line(file.name) or "压缩包.zip", file, file.size)
        except NotUnderstood as refusal:
            form.add_error("archive", str(refusal))
            note_refused_file(request, refusal)
        else:
            return redirect("batch", batch.pk)
    years = years_before(timezone.localdate())
    organs = Organ.objects.filter(superior__in=supervised).order_by("slug")
    page = Paginator(organs, ORGANS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "batches": Batch.objects.filter(by=request.user),
        "years": years,
        "page": page,
        "rows": years_of(page.object_list, years),
    }
    return render(request, "batches/batches.html", context)


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work on an archive is, and then what each of its files says, of which some are chosen."""
    organs = _assignable(request)
    brought = Batch.objects.filter(pk=pk, by=request.user).first()
    if brought is None:
        raise Http404
    if request.method == "POST":
        return _act(request, brought, organs)
    context = {"batch": brought, "progress": progress_of(brought)}
    if not brought.is_working:
        context |= _files(brought)
        context["organs"] = organs if context["strangers"] else ()
    return render(request, "batches/batch.html", context)


def _files(brought: Batch) -> dict[str, object]:
    """What the page shows of the files: those that were read as reports, the others, and who is not known."""
    rows = rows_of(brought)
    strangers = strangers_among(rows) if brought.stage == Stage.READ else []
    return {
        "rows": [row for row in rows if row.outcome != NO_REPORT],
        "others": [row for row in rows if row.outcome == NO_REPORT],
        "tally": tally_of(rows),
        "ticked": sum(row.file.is_ticked for row in rows),
        "storable": sum(row.file.may_be_stored for row in rows),
        "strangers": strangers[:MOST_NAMES],
        "more_strangers": len(strangers[MOST_NAMES:]),
    }


def batch_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Whose report a file of an archive is, and of which year, where its title does not say so or is not right."""
    organs = _assignable(request)
    own = BatchFile.objects.filter(batch=pk, batch__by=request.user, batch__stage=Stage.READ)
    file = own.select_related("batch__by", "organ").defer("content").filter(number=number).first()
    if file is None and request.method == "POST" and Batch.objects.filter(pk=pk, by=request.user).exists():
        messages.info(request, GONE)  # stored meanwhile, from another window
        return redirect("batch", pk)
    if file is None or not file.may_be_assigned:
        raise Http404
    years = range(year_on_offer(timezone.localdate()) - 1, FIRST_YEAR - 1, -1)
    posted = request.POST if request.method == "POST" else None
    form = AssignForm(posted, organs=organs, years=years, initial=hint_for(file, organs))
    if form.is_valid():
        try:
            row = assign(file, form.cleaned_data["organ"], form.cleaned_data["year"])
        except (NotUnderstood, Refused) as refusal:
            form.add_error(None, f"{refusal}".rstrip("。"))
        else:
            said = f"“{row.path}”已按{row.organ} {row.year} 年度重新读取：{FileRow(row).outcome}。"
            messages.success(request, said)
            return redirect(f"{reverse('batch', args=(pk,))}#file-{row.pk}")
    return render(request, "batches/file.html", {"batch": file.batch, "file": file, "form": form})


def _act(request: HttpRequest, brought: Batch, organs: QuerySet[Organ]) -> HttpResponse:
    go, has_organ = request.POST.get("go"), any(request.POST.getlist("organ"))
    if brought.stage == Stage.READ and go != "discard" and (has_organ or go in ("look", "names", None)):
        return _look(request, brought, organs)
    match go:
        case "discard":
            try:
                keeping.give_up(brought.pk)
            except Refused as refusal:
                messages.info(request, str(refusal))
            else:
                messages.success(request, f"已删除“{brought.name}”。已存入的往年报告保留。")
        case "resume":
            keeping.go_on(brought)
        case "store" if brought.stage != Stage.READING:
            _choose(request, brought)
    is_there = Batch.objects.filter(pk=brought.pk).exists()
    return redirect("batch", brought.pk) if is_there else redirect("batches")


def _look(request: HttpRequest, brought: Batch, organs: QuerySet[Organ]) -> HttpResponse:
    """Keep what was ticked, take files as those of the organs that were chosen, and go on to what is looked at.

    Whatever was clicked, no organ that was chosen gets lost, and nothing is stored that nobody has seen.
    """
    keeping.keep_ticks(brought.pk, _ticked(request))
    if any(request.POST.getlist("organ")):
        _name(request, brought, organs)
    elif request.POST.get("go") == "names":
        messages.error(request, NO_ORGAN)
    looked_at = request.POST.get("assign", "")
    if looked_at.isascii() and looked_at.isdigit() and len(looked_at) < 10:
        return redirect("batch_file", brought.pk, int(looked_at))
    return redirect("batch", brought.pk)


def _name(request: HttpRequest, brought: Batch, organs: QuerySet[Organ]) -> None:
    """Take the files of each name for which an organ was chosen as that organ's."""
    known = {str(organ.pk): organ for organ in organs}
    pairs = zip(request.POST.getlist("said"), request.POST.getlist("organ"), strict=False)
    named = {said: known[key] for said, key in pairs if key in known}
    try:
        for sentence in told_of_names(assign_names(brought, named)):
            messages.success(request, sentence)
    except Refused as refusal:
        messages.info(request, str(refusal))


def _choose(request: HttpRequest, brought: Batch) -> None:
    try:
        keeping.choose(brought.pk, _ticked(request))
    except AlreadyDone as refusal:
        messages.info(request, str(refusal))
    except Refused as refusal:
        messages.error(request, str(refusal))


def _ticked(request: HttpRequest) -> set[int]:
    return {int(key) for key in request.POST.getlist("file") if key.isascii() and key.isdigit() and len(key) < 19}


def _assignable(request: HttpRequest) -> QuerySet[Organ]:
    """The organs that a file may be read as a report of; 404 for whoever supervises none."""
    return Organ.objects.filter(superior__in=_supervised(request), is_active=True).order_by("slug")


def _supervised(request: HttpRequest) -> set[int]:
    """The organs for which the user reviews; 404 for anybody else."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    if not supervised:
        raise Http404
    return supervised
