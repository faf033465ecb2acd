"""Programs that watch the application are answered before anything asks for a host's name, TLS or a session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PROBED = {"/healthz", "/readyz", "/metrics"}


class AnswerProbes:
    """Hand a probe straight to its view: who asks knows only the machine's number, and must be told even if all fails.

    So it stands before every middleware but the one that numbers requests.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBED:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)
        return request.resolver_match.func(request)
