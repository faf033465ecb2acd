"""Pages that explain: how the form is filled in, and what the checks check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.checks.registry import RULES
from reports.official import EDITIONS


def guide(request: HttpRequest) -> HttpResponse:
    """填报说明: the steps, and what each row of table 三 means by law."""
    form = next(edition for edition in EDITIONS.values() if edition.last_year is None)
    return render(request, "guide/guide.html", {"form": form, "table": form.table["applications"]})


def rules(request: HttpRequest) -> HttpResponse:
    """检查规则: the registry of the checks, as it stands."""
    return render(request, "guide/rules.html", {"rules": RULES.values()})
