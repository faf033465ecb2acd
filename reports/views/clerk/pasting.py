"""Reading what was pasted into a table, where the browser is not certain of it; nothing is stored."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from reports.formats import sandbox
from reports.formats.pasting import MOST_CHARACTERS
from reports.lifecycle.transitions import last_action
from reports.official.interchange import NotUnderstood
from reports.presenters.pasted import pasted
from reports.web.access import may_edit, of_somebody_else, report_at
from reports.web.sent_by_scripts import body_of

READ_PASTE = "reports.formats.pasting.read_paste"


@require_POST
def read_paste(request: HttpRequest, organ: str, year: int, step: str) -> HttpResponse:
    """Say at which cells of this step the figures of a clipboard stand; it is read in a child with limits."""
    report = report_at(request, organ, year, step)
    section = report.official_form.section.get(step)
    if section is None or not section.tables:
        raise Http404
    body = body_of(request)
    if refusal := of_somebody_else(request, body):
        return refusal
    if not may_edit(request.user, report):
        last = "" if report.is_editable else last_action(report)
        words = report.refusal_of_editing or "当前账号没有填报本报告的权限。"
        return JsonResponse({"left": f"{last}{words}"}, status=HTTPStatus.CONFLICT)
    page, text = (body.get(key) if isinstance(body.get(key), str) else "" for key in ("html", "text"))
    if len(page) + len(text) > MOST_CHARACTERS:
        return _refused("粘贴的内容过长，请分几次粘贴")
    try:
        matched = sandbox.run(READ_PASTE, page, text, report.edition)
    except sandbox.ReadingBusy as busy:
        answer = _refused(str(busy), HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = str(busy.wait)
        return answer
    except NotUnderstood as refusal:
        return _refused(str(refusal))
    return JsonResponse(pasted(matched, section))


def _refused(words: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
