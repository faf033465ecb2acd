"""One-time passwords to take along as a workbook, made from what the page that shows them sends back, signed."""

from http import HTTPStatus
from io import BytesIO

from django.core import signing
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from reports.people.duties import Duty
from reports.web.administrators import for_duty
from reports.web.handing_over import HEADINGS, salt_of

HALF_AN_HOUR = 30 * 60


@require_POST
@for_duty(Duty.ACCOUNTS, Duty.PASSWORDS)
def handed_over_workbook(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook in which every cell is text, so that no name can be a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 openpyxl costs every start 0.16 s

    try:
        rows = signing.loads(request.POST.get("rows", ""), salt=salt_of(request), max_age=HALF_AN_HOUR)
    except BadSignature:
        return HttpResponse(
            "页面已过期，请重置密码后重新下载", status=HTTPStatus.BAD_REQUEST, content_type="text/plain"
        )
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    for cell in (cell for row in book.active.iter_rows() for cell in row):
        cell.data_type, cell.quotePrefix = "s", True
    stream = BytesIO()
    book.save(stream)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(stream.getvalue(), content_type=kind)
    response["Content-Disposition"] = (
        "attachment; filename=\"accounts.xlsx\"; filename*=UTF-8''%E4%B8%80%E6%AC%A1%E6%80%A7%E5%AF%86%E7%A0%81.xlsx"
    )
    return response
