"""The pages for what went wrong: a title that says what happened, a sentence, and where to go."""

import errno
import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token

from reports.formats.writing import Busy, CannotDraw
from reports.web.access import Withdrawn
from reports.web.auditing import note_forged_post
from reports.web.frame import SYSTEM_NAME
from reports.web.request_numbers import request_number

logger = logging.getLogger(__name__)
# How a database says that it cannot be used now; PostgreSQL calls a read-only one an internal error.
UNUSABLE = (OperationalError, InternalError)
_OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
READS_ONLY = ("GET", "HEAD", "OPTIONS")
PASSWORDS = {"password", "current", "new", "again"}  # never shown again
ASKED_CODE, ASKED_PASSWORD = "asked_code", "asked_password"  # added to what was posted where somebody is asked again
NOT_KEPT = {"csrfmiddlewaretoken", ASKED_CODE, ASKED_PASSWORD}  # of a post that is sent once more
NOT_SAVED = "未保存：系统暂时无法写入数据。请勿关闭本页，稍后再次提交。仍有问题请联系管理员。"


def _page(status: HTTPStatus, title: str, text: str, **more: object) -> HttpResponse:
    """An error page, drawn without the request: what failed may be the very thing that its frame would ask."""
    context = {"title": title, "text": text, "support_telephone": settings.SUPPORT_TELEPHONE}
    context |= {"system_name": SYSTEM_NAME, "request_number": request_number(), **more}
    return HttpResponse(render_to_string("errors/error.html", context), status=status)


def body_too_large(most: int) -> HttpResponse:
    """Said before anything of the body is read; ``most`` is how many bytes it might have had."""
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    text = f"提交的内容超过 {size}，未读取、未保存。请返回上一页，减少内容或缩小文件后重新提交。"
    return _page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容过大", text)


def length_required() -> HttpResponse:
    text = "提交的内容没有标明长度，未读取、未保存。请换用常用的浏览器重新提交。"
    return _page(HTTPStatus.LENGTH_REQUIRED, "无法处理此请求", text)


def cannot_draw(request: HttpRequest, refusal: CannotDraw) -> HttpResponse:
    """A file that cannot be made now is a matter of waiting; one that is too much is the report's."""
    title = "请稍后再试" if isinstance(refusal, Busy) else "不能生成文件"
    return said_why(_undone(request, HTTPStatus.UNPROCESSABLE_ENTITY, title, f"{refusal}。"), refusal)


def said_why(response: HttpResponse, refusal: CannotDraw) -> HttpResponse:
    """A page that says why nothing was drawn, with the status of that, and when to ask again where waiting helps."""
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(refusal, Busy):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response["Retry-After"] = str(refusal.wait)
    return response


def is_of_the_machine(exception: BaseException | None) -> bool:
    """Whether the database cannot be used now, or the disk takes nothing: it is nothing that was asked wrongly."""
    of_the_disk = isinstance(exception, OSError) and exception.errno in _OF_THE_DISK
    return of_the_disk or isinstance(exception, UNUSABLE)


def is_small(request: HttpRequest) -> bool:
    """Whether anybody may send a body so long: of a longer one nothing is read before it is known who sends it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return "HTTP_TRANSFER_ENCODING" not in request.META and int(length) <= settings.MOST_BYTES_OF_ANYBODY


def cannot_write(request: HttpRequest) -> HttpResponse:
    """The database takes nothing now, or does not answer: a full disk, a read-only folder, a lock that does not end."""
    logger.exception("The database or the disk could not be used")
    if request.method in READS_ONLY:
        text = "系统暂时无法读取数据，请稍后再试。仍有问题请联系管理员。"
        return _page(HTTPStatus.SERVICE_UNAVAILABLE, "系统暂时无法处理", text)
    return _undone(request, HTTPStatus.SERVICE_UNAVAILABLE, "未保存", NOT_SAVED)


def _undone(request: HttpRequest, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """Say that nothing came of a request, and show what was typed again with a button that sends it once more."""
    if request.content_type == "application/json":
        return JsonResponse({"error": text}, status=status)
    fields = [] if request.method in READS_ONLY or PASSWORDS & {*request.POST} else _posted(request)
    again = {"again": request.get_full_path(), "fields": fields, "token": get_token(request)} if fields else {}
    return _page(status, title, text, has_files=bool(fields and request.FILES), **again)


def _posted(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """What was posted, by name, and whether it is words of a person rather than a key of the page."""
    return [
        (name, value, not (value.isascii() and len(value.split()) < 2) and not value.startswith("{"))
        for name, values in request.POST.lists()
        if name not in NOT_KEPT
        for value in values
    ]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = "提交的内容过大，请分次保存或压缩后重新上传。已保存的内容不受影响。"
        return _page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容过大", text)
    return _page(
        HTTPStatus.BAD_REQUEST, "无法处理此请求", "提交的内容不完整，请返回上一页重新提交。已保存的内容不受影响。"
    )


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    note_forged_post(request)
    if request.content_type == "application/json":  # a script fetches a new token, and sends it again
        answer = {"error": "页面已过期，请刷新", "needs_token": True}
        return JsonResponse(answer, status=HTTPStatus.BAD_REQUEST)
    return _page(
        HTTPStatus.BAD_REQUEST,
        "页面已过期",
        "请返回上一页刷新后重新提交，已保存的内容不会丢失。",
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        HTTPStatus.FORBIDDEN,
        "没有查看权限",
        "当前账号没有此权限。如需开通，请联系管理员。",
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, Withdrawn):
        kept = [value for _, value, is_words in _posted(request) if is_words]
        onward = (f"{reverse('queue')}?year={exception.year}", "返回审核")
        return _page(HTTPStatus.NOT_FOUND, "报告已撤回", str(exception), kept=kept, onward=onward)
    return _page(HTTPStatus.NOT_FOUND, "未找到页面", "链接可能有误，或内容已被移除。")


def server_error(request: HttpRequest) -> HttpResponse:
    """What nothing else has said, such as that the database did not answer who somebody is."""
    if is_of_the_machine(sys.exc_info()[1]) and is_small(request):
        return cannot_write(request)
    kept = "已保存的内容不受影响" if request.method in READS_ONLY else "本次提交可能未保存，请返回上一页核对"
    return _page(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "系统暂时无法处理",
        f"抱歉，{kept}，请稍后再试。仍有问题请联系管理员，并告知下面的请求编号。",
    )
