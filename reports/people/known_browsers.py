"""In which accounts a browser has signed in before, as a signed cookie says that nobody else can make."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from reports.models.throttle import LONGEST_BROWSER

SALT = "accounts known to a browser"
MOST_ACCOUNTS = 8  # of an office's common computer; the ones signed in last
KEPT_SECONDS = 400 * 24 * 60 * 60  # as long as a browser keeps a cookie


def browser_of(request: HttpRequest, username: str) -> str:
    """What identifies the browser for that account; empty where the account has not signed in there."""
    return _known(request).get(username, "")


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Have the browser keep that the account has signed in there, and those that had before."""
    known = _known(request)
    known[username] = known.pop(username, "") or secrets.token_hex(LONGEST_BROWSER // 2)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(dict(list(known.items())[-MOST_ACCOUNTS:]), salt=SALT),
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        return signing.loads(cookie, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {}
