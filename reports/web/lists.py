"""How a long list is narrowed by what is asked for in the address, and divided into pages."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

A_PAGE = 20


def page_of(request: HttpRequest, found: QuerySet | list, a_page: int = A_PAGE, count: int | None = None) -> Page:
    """So many of them; the first page where what was asked for is no page.

    ``count`` is how many there are, where that is known already: the database is not asked again.
    """
    paginator = Paginator(found, a_page)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def asked_for(form: forms.Form) -> dict[str, Any]:
    """What the filter says; a field that cannot be read narrows nothing."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}
