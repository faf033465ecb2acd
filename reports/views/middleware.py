"""What holds for every page: nothing private is kept by a browser, and an idle session ends."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control

from reports.models import SessionRecord

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGNED_IN, LAST_SEEN, PASSWORD_EXPIRED = "signed_in", "last_seen", "password_expired"
MINUTE = 60
KEEPS_NOBODY_AWAKE = "/presence/"  # an open page says so by itself, which is no sign that anybody is there
# What the clock said when the machine was started, as far as this process can tell.
_BOOTED = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
OPEN_WITHOUT_A_NEW_PASSWORD = {"password", "sign_out"}


def steady_seconds() -> int:
    """The seconds since 1970, however the clock is set meanwhile: no session dies or lives on because it jumps."""
    return int(_BOOTED + time.clock_gettime(time.CLOCK_BOOTTIME))


class KeepPagesPrivate:
    """Forbid browsers and proxies to store what a signed-in person was shown."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True)
        return response


class EndIdleSessions:
    """Sign out whoever has done nothing for ``IDLE_SECONDS``, or signed in ``SESSION_COOKIE_AGE`` ago.

    The session is written at most once a minute.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._note_or_end(request, steady_seconds())
        return self.get_response(request)

    @staticmethod
    def _note_or_end(request: HttpRequest, now: int) -> None:
        since, last = request.session.get(SIGNED_IN, now), request.session.get(LAST_SEEN, 0)
        if last and (now - last > settings.IDLE_SECONDS or now - since > settings.SESSION_COOKIE_AGE):
            logout(request)
            messages.info(request, "登录已超时，请重新登录。已保存的内容不会丢失")
        elif abs(now - last) >= MINUTE and not request.path.endswith(KEEPS_NOBODY_AWAKE):
            request.session[SIGNED_IN], request.session[LAST_SEEN] = min(since, now), now
            if last:  # a new one has just been recorded
                SessionRecord.objects.filter(session_key=request.session.session_key).update(last_seen=timezone.now())


class RequireNewPassword:
    """Lead whoever came in with a one-time or an expired password to the page that changes it, and nowhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @staticmethod
    def process_view(request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        must = request.user.is_authenticated and (
            request.user.password_is_temporary or PASSWORD_EXPIRED in request.session
        )
        if must and request.resolver_match.url_name not in OPEN_WITHOUT_A_NEW_PASSWORD:
            return redirect("password")
        return None
