"""What all pages of administration share: who is let in, and how a list is narrowed and divided into pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

A_PAGE = 20
View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """The page is absent for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_administrator:
            raise Http404
        return view(request, **kwargs)

    return guarded


def page_of(request: HttpRequest, found: QuerySet) -> Page:
    """Twenty of them; the first page where what was asked for is no page."""
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))


def asked_for(form: forms.Form) -> dict[str, Any]:
    """What the filter says; a field that cannot be read narrows nothing."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}
