"""The pages for what went wrong: a title that says what happened, a sentence, and where to go."""

import logging
import secrets
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from reports.views.frame import SYSTEM_NAME

logger = logging.getLogger(__name__)


def _page(status: HTTPStatus, title: str, text: str) -> HttpResponse:
    """An error page, drawn without the request: what failed may be the very thing that its frame would ask."""
    context = {"title": title, "text": text, "support_telephone": settings.SUPPORT_TELEPHONE}
    context |= {"system_name": SYSTEM_NAME}
    return HttpResponse(render_to_string("errors/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = "提交的内容过大，请分次保存或压缩后重新上传。已保存的内容不受影响。"
        return _page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容过大", text)
    return _page(
        HTTPStatus.BAD_REQUEST, "无法处理此请求", "提交的内容不完整，请返回上一页重新提交。已保存的内容不受影响。"
    )


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
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
    return _page(HTTPStatus.NOT_FOUND, "未找到页面", "链接可能有误，或内容已被移除。")


def server_error(request: HttpRequest) -> HttpResponse:
    number = secrets.token_hex(3).upper()
    logger.error("A request failed and was answered with the error number %s", number)
    return _page(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "系统暂时无法处理",
        f"抱歉，已保存的内容不受影响，请稍后再试。仍有问题请联系管理员，错误编号 {number}。",
    )
