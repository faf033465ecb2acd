"""Which methods of HTTP are answered at all: those that pages and programs use, and no other."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

ANSWERED = ("GET", "HEAD", "POST", "OPTIONS")


class AnswerKnownMethods:
    """Refuse TRACE and whatever else no page takes, which a view might take for a GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in ANSWERED else HttpResponseNotAllowed(ANSWERED)
