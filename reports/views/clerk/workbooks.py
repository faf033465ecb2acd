"""填报表: downloaded, filled in without the system, brought back, looked through, and merged with the draft."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reports.formats import sandbox
from reports.formats.drawing import drawn
from reports.formats.gate import check_size
from reports.forms.workbooks import WorkbookForm
from reports.lifecycle.consolidation.standing import with_coverage
from reports.lifecycle.editing import Edit, Saved
from reports.lifecycle.refusals import NotEditable
from reports.lifecycle.workbooks import FilledValue, base_of, differences, take_in
from reports.models import AnnualReport, ImportedFile
from reports.official.interchange import NotUnderstood
from reports.presenters.steps import name_of
from reports.text.cleaning import one_line
from reports.web.access import may_edit, visible_report
from reports.web.auditing import note_refused_file
from reports.web.files import workbook_answer

SALT = "reports.filled-workbook"
A_DAY = 24 * 60 * 60
UNCHOSEN = "请在两处内容之间选择一个"


@require_safe
def workbook_form(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The draft as a workbook to be filled in."""
    report = _written(request, organ, year)
    data = report.data()
    content = drawn(
        "reports.formats.xlsx.form.write",
        with_coverage(report, data),
        extension="xlsx",
        base=base_of(report, data),
        demonstration=report.is_demonstration,
    )
    return workbook_answer(f"{report.organ_name}{year}年度填报表.xlsx", content)


def workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Where the form is downloaded and brought back; what of it would be stored, and what has to be chosen."""
    report = _written(request, organ, year)
    if "merge" in request.POST:
        return _confirmed(request, report)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, report, form.cleaned_data["workbook"])
        except NotUnderstood as refusal:
            form.add_error("workbook", str(refusal))
            note_refused_file(request, refusal)
    return render(request, "workbooks/workbook.html", {"report": report, "form": form})


def _written(request: HttpRequest, organ: str, year: int) -> AnnualReport:
    """The report, where the user may write it; 404 otherwise."""
    report = visible_report(request, organ, year)
    if not may_edit(request.user, report):
        raise Http404
    return report


def _preview(request: HttpRequest, report: AnnualReport, file: Any) -> HttpResponse:
    check_size("form.xlsx", file.size)
    content = file.read()
    base, reading = sandbox.run("reports.formats.xlsx.form.read", content)
    found = differences(report, report.data(), base, reading)
    kept = ImportedFile.of(one_line(file.name) or "填报表.xlsx", content)
    signed = {
        "file": [kept.name, kept.size, kept.digest],
        "take": [[each.address, each.stored, each.now] for each in found if not each.is_conflict],
        "choose": [[each.address, each.stored, each.now] for each in found if each.is_conflict],
    }
    return _shown(request, report, found, signing.dumps(signed, salt=_salt(request, report), compress=True))


def _shown(
    request: HttpRequest, report: AnnualReport, found: list[FilledValue], signed: str, unchosen: bool = False
) -> HttpResponse:
    context = {
        "report": report,
        "taken": [(name_of(report, each.address), each) for each in found if not each.is_conflict],
        "conflicts": [
            (name_of(report, each.address), each, request.POST.get(each.address)) for each in found if each.is_conflict
        ],
        "merge": signed,
        "unchosen": UNCHOSEN if unchosen else "",
    }
    return render(request, "workbooks/merge.html", context)


def _salt(request: HttpRequest, report: AnnualReport) -> str:
    """Bound to the person and the report: nobody stores what another one was shown."""
    return f"{SALT}.{request.user.pk}.{report.pk}"


def _confirmed(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    try:
        signed = signing.loads(request.POST["merge"], salt=_salt(request, report), max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, "页面已过期，请重新上传填报表")
        return redirect("workbook", report.organ.slug, report.year)
    chosen = {address: request.POST.get(address) for address, _, _ in signed["choose"]}
    if not set(chosen.values()) <= {"file", "stored"}:
        taken = [FilledValue(address, "", seen, now, now) for address, seen, now in signed["take"]]
        conflicts = [
            FilledValue(address, "", seen, now, now, is_conflict=True) for address, seen, now in signed["choose"]
        ]
        return _shown(request, report, taken + conflicts, request.POST["merge"], unchosen=True)
    wanted = [*signed["take"], *(each for each in signed["choose"] if chosen[each[0]] == "file")]
    name, size, digest = signed["file"]
    file = ImportedFile(name=name, size=size, digest=digest)
    try:
        saved = take_in(report.pk, request.user, [Edit(*each) for each in wanted], file)
    except NotEditable as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, report, saved)
    return redirect(report)


def _tell(request: HttpRequest, report: AnnualReport, saved: Saved) -> None:
    messages.success(request, f"已从填报表存入 {len(saved.applied)} 处")
    names = [name_of(report, each.edit.address) for each in saved.conflicts]
    if names:
        messages.warning(request, f"以下各处在预览后又被他人修改，没有存入，请重新上传填报表：{'、'.join(names[:10])}")
    for address, why in saved.refused.items():
        messages.warning(request, f"{name_of(report, address)}：{why}")
