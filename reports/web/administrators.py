"""Who is let into the pages of administration."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from reports.models import User

View = Callable[..., HttpResponse]


def may_read_audit(user: User) -> bool:
    """Who reads the audit log: the one place that says so."""
    return user.is_administrator


def auditors_only(view: View) -> View:
    """The page is absent for everybody but who may read the audit log."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_read_audit(request.user):
            raise Http404
        return view(request, **kwargs)

    return guarded


def administrators_only(view: View) -> View:
    """The page is absent for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_administrator:
            raise Http404
        return view(request, **kwargs)

    return guarded
