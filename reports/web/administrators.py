"""Who is let into the pages of administration: whoever has the duty that a page is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from reports.people.duties import Duty, may

View = Callable[..., HttpResponse]


def for_duty(*duties: Duty) -> Callable[[View], View]:
    """The page is absent for everybody who has none of the duties."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not may(request.user, *duties):
                raise Http404
            return view(request, **kwargs)

        return guarded

    return guard
