"""Which version of the program runs, since when, on which tables, and which one it can go back to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.operations.versions import other_releases, schema, this_release
from reports.people.duties import Duty
from reports.web.administrators import for_duty


@for_duty(*Duty)
def version(request: HttpRequest) -> HttpResponse:
    context = {"release": this_release(), "schema": schema(), "others": other_releases()}
    return render(request, "administration/version.html", context)
