"""What holds for every page: how much it may be sent, that nothing private is kept, that an idle session ends.

And what is said where the database takes nothing or the paper cannot be drawn now.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control

from reports.audit.recording import record_if_possible
from reports.formats.writing import CannotDraw
from reports.models import Role, SessionRecord
from reports.models.audit import AuditAction
from reports.web.errors import (
    UNUSABLE,
    body_too_large,
    cannot_draw,
    cannot_write,
    is_of_the_machine,
    length_required,
)
from reports.web.returning import page_at_hand, with_way_back

logger = logging.getLogger(__name__)
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


class StoreSessionsWherePossible(SessionMiddleware):
    """Show pages all the same where the database takes nothing: what a session would note is not worth an error."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except UNUSABLE:
            logger.exception("A session could not be stored")
        except SessionInterrupted as interruption:  # also of a session that somebody has ended meanwhile
            failed_update = interruption.__context__
            if not (failed_update and isinstance(failed_update.__context__, UNUSABLE)):
                raise
            logger.exception("A session could not be updated")
        return response


class LimitBodies:
    """Refuse a body by its length before a byte of it is read: little before sign-in, more after it.

    Comes after the session is known and before anything looks into what was posted. A body without a length
    (``Transfer-Encoding: chunked``), which no browser sends, is not read at all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            return length_required()
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.MOST_BYTES_OF_ANYBODY:  # asked first, for who is signed in costs a query
            most = settings.MOST_BYTES_SIGNED_IN if request.user.is_authenticated else settings.MOST_BYTES_OF_ANYBODY
            if length > most and _takes_an_archive(request):
                most = settings.MOST_BYTES_OF_A_SUPERVISOR
            if length > most:
                return body_too_large(most)
        return self.get_response(request)


def _takes_an_archive(request: HttpRequest) -> bool:
    """Whether a supervisor posts at an address that takes archives; a body is streamed to the disk there."""
    return (
        request.path in (reverse("batches"), reverse("examination"))
        and request.user.is_authenticated
        and bool(request.user.organ_ids(Role.SUPERVISOR))
    )


class HookMiddleware:
    """Hands every request on, and acts by Django's hooks (``process_view``, ``process_exception``) alone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class SayWhatCannotBeDone(HookMiddleware):
    """A sentence, and what was typed, where the database cannot be used or no paper can be drawn now."""

    @staticmethod
    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, CannotDraw):
            return cannot_draw(request, exception)
        return cannot_write(request) if is_of_the_machine(exception) else None


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
            record_if_possible(AuditAction.SESSION_EXPIRED, by=request.user)
            try:
                logout(request)
            except UNUSABLE:  # the session stands until the database can be written, but opens nothing
                request.user = AnonymousUser()
                return
            messages.info(request, "登录已超时，请重新登录。已保存的内容不会丢失")
        elif abs(now - last) >= MINUTE and not request.path.endswith(KEEPS_NOBODY_AWAKE):
            request.session[SIGNED_IN], request.session[LAST_SEEN] = min(since, now), now
            if last:  # a new one has just been recorded
                records = SessionRecord.objects.filter(session_key=request.session.session_key)
                with suppress(*UNUSABLE):
                    records.update(last_seen=timezone.now())


class RequireSignIn(LoginRequiredMiddleware):
    """Lead whoever is not signed in to the sign-in page, and from there back to the page that they were at."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        return redirect(with_way_back(self.get_login_url(view_func), page_at_hand(request)))


class RequireNewPassword(HookMiddleware):
    """Lead whoever came in with a one-time or an expired password to the page that changes it, and nowhere else."""

    @staticmethod
    def process_view(request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        must = request.user.is_authenticated and (
            request.user.password_is_temporary or PASSWORD_EXPIRED in request.session
        )
        if must and request.resolver_match.url_name not in OPEN_WITHOUT_A_NEW_PASSWORD:
            return redirect(with_way_back("password", page_at_hand(request)))
        return None
