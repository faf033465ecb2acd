"""The audit log for whoever audits: narrowed, page by page, and as a workbook. Reading it is logged too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.audit.reading import ReadableEntry, WantedEntries, entries, readable
from reports.audit.recording import record_now_and_then
from reports.forms.administration_filters import AuditFilter
from reports.models.audit import AuditAction
from reports.people.duties import Duty
from reports.web.administrators import for_duty
from reports.web.files import workbook_answer
from reports.web.lists import asked_for, page_of

A_PAGE = 50
MOST_EXPORTED = 100_000  # rows: what a spreadsheet opens, and the server writes, in a few seconds
COLUMNS = {
    "number": ("编号", 10),
    "at": ("时间", 20),
    "person": ("办理人", 24),
    "action": ("事项", 18),
    "about": ("对象", 40),
    "outcome": ("结果", 8),
    "details": ("说明", 70),
    "address": ("地址", 18),
    "session": ("会话", 12),
    "request": ("请求编号", 16),
}


@for_duty(Duty.AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    form, wanted, said = _asked(request)
    page = page_of(request, entries(wanted), A_PAGE)
    rows = [readable(each) for each in page.object_list]  # before this very look is added
    _note(request, AuditAction.AUDIT_READ, said)
    context = {
        "page": page,
        "rows": rows,
        "filter": form,
        "is_narrowed": bool(said),
        "query": request.GET.urlencode(),
        "most_exported": MOST_EXPORTED,
    }
    return render(request, "administration/audit.html", context)


@for_duty(Duty.AUDIT)
def audit_workbook(request: HttpRequest) -> HttpResponse:
    """What the page shows, of all its pages; too much is narrowed first."""
    _, wanted, said = _asked(request)
    found = entries(wanted)
    if (count := found.count()) > MOST_EXPORTED:
        messages.error(request, f"有 {count} 条，一次最多导出 {MOST_EXPORTED} 条，请按日期分次导出")
        return redirect(f"{reverse('audit')}?{request.GET.urlencode()}")
    from reports.formats.xlsx import plain_list  # noqa: PLC0415 openpyxl costs every start 0.16 s

    _note(request, AuditAction.AUDIT_EXPORTED, said | {"条数": count})
    rows = (_cells(readable(each)) for each in found.iterator(chunk_size=2000))
    return workbook_answer("审计日志.xlsx", plain_list.write("审计日志", dict(COLUMNS.values()), rows))


def _asked(request: HttpRequest) -> tuple[AuditFilter, WantedEntries, dict[str, object]]:
    """The filter, what it asks for, and the same in words for the log."""
    form = AuditFilter(request.GET)
    asked = asked_for(form)
    return form, WantedEntries(**asked), {str(form.fields[name].label): value for name, value in asked.items()}


def _cells(row: ReadableEntry) -> list[str | int]:
    at = f"{row.at:%Y-%m-%d %H:%M:%S}" if row.at else ""
    return [at if name == "at" else getattr(row, name) for name in COLUMNS]


def _note(request: HttpRequest, action: AuditAction, said: dict[str, object]) -> None:
    record_now_and_then(str(request.user.pk), action, details=said)
