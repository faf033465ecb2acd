"""What a sign-in leaves behind, whether a password was enough for it or a code had to follow."""

import re
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from reports.forms.sign_in import address_of
from reports.models import User
from reports.people.accounts import is_expired
from reports.people.known_browsers import remember
from reports.people.sessions import begin_session, record_session
from reports.web.middleware import PASSWORD_EXPIRED
from reports.web.second_steps import WAITING

# In this order: a browser made from another one names that one too.
BROWSERS = (
    (r"QIHU 360|360SE|360EE", "360 浏览器"),
    (r"Qaxbrowser", "奇安信浏览器"),
    (r"QQBrowser", "QQ 浏览器"),
    (r"Edg/", "Edge"),
    (r"Firefox/", "Firefox"),
    (r"Chrome/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"Windows", "Windows"),
    (r"Android", "安卓"),
    (r"iPhone|iPad", "苹果手机或平板"),
    (r"Mac OS", "macOS"),
    (r"UOS|Kylin|Linux", "Linux"),
)


def signed_in(request: HttpRequest, user: User, way: str) -> HttpResponse:
    """Sign the person in, under a new key of the session, and lead them to ``way``."""
    before = user.last_login
    request.session.pop(WAITING, None)  # somebody else may have left before the code
    login(request, user)
    begin_session(user, request.session.session_key, address_of(request), device_at(request))
    response = redirect(way)
    remember(request, response, user.username)
    if is_expired(user):
        request.session[PASSWORD_EXPIRED] = True
    if before:
        messages.info(request, f"上次登录：{timezone.localtime(before):%Y-%m-%d %H:%M}")
    reset = user.second_factor_resets.select_related("by").first()
    if reset and before and reset.at > before:
        who = f"由管理员{reset.by}" if reset.by else "在服务器上"
        words = f"两步验证已于 {timezone.localtime(reset.at):%Y-%m-%d %H:%M} {who}重置，登录不再需要验证码"
        messages.warning(request, f"{words}。如不是您要求的，请立即修改密码并联系管理员")
    return response


def record(request: HttpRequest, proved_at: datetime | None = None) -> None:
    """Note the session at hand, which has just been given a new key, with its browser."""
    place = (request.session.session_key, address_of(request), device_at(request))
    record_session(request.user, *place, proved_at=proved_at)


def device_at(request: HttpRequest) -> str:
    """The browser that asks, in short words."""
    return device_of(request.headers.get("User-Agent", ""))


def device_of(user_agent: str) -> str:
    """A browser and its system in short words, such as ``Windows，Edge``; ``未知设备`` for what names neither."""
    found = [
        next((name for pattern, name in kinds if re.search(pattern, user_agent)), "") for kinds in (SYSTEMS, BROWSERS)
    ]
    return "，".join(filter(None, found)) or "未知设备"
