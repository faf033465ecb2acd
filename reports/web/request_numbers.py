"""A number for each request: on its answer, on its error page, and on every line of the log that it gives rise to."""

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
OF_NO_REQUEST = ""
_current: ContextVar[str] = ContextVar("request_number", default=OF_NO_REQUEST)
logger = logging.getLogger("reports.requests")


def request_number() -> str:
    """The number of the request that is being answered; empty outside of one."""
    return _current.get()


class NumberRequests:
    """Give each request a number of our own: one that is brought along could be another's, or be meant to mislead.

    Twelve digits can be read out on the telephone. What is logged of a request is its address' pattern: the address
    itself and its query may hold names and whatever else somebody typed there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = f"{secrets.randbelow(10**12):012}"
        token, began = _current.set(number), time.monotonic()
        request.number = number  # Django speaks of a refused request once all middleware is through with it
        try:
            response = self.get_response(request)
            response[HEADER] = number
            if not request.path_info.startswith(settings.STATIC_URL):
                _log(request, response.status_code, time.monotonic() - began)
            return response
        finally:
            _current.reset(token)


def _log(request: HttpRequest, status: int, seconds: float) -> None:
    about = {"method": request.method, "route": route_of(request), "status": status}
    logger.info("A request was answered", extra=about | {"milliseconds": round(seconds * 1000)})


def route_of(request: HttpRequest) -> str:
    """The pattern of a request's address, which says nothing of a person; empty where there is no such address."""
    return f"/{request.resolver_match.route}" if request.resolver_match else ""
