"""Pages that explain: how the form is filled in, and what the checks check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.checks.examples import EXAMPLES
from reports.checks.registry import RULES
from reports.models import Organ, Role
from reports.official import edition_for
from reports.official.calendar import year_on_offer
from reports.official.filling_notes import general_notes, own_notes


def guide(request: HttpRequest) -> HttpResponse:
    """填报说明: the steps, and what each row of table 三 means by law."""
    year = year_on_offer(timezone.localdate())
    form = edition_for(year)
    context = {
        "form": form,
        "table": form.table["applications"],
        "general": general_notes(year),
        "tables": [(section, own_notes(section)) for section in form.sections if section.tables],
    }
    return render(request, "guide/guide.html", context)


def rules(request: HttpRequest) -> HttpResponse:
    """检查规则: the registry of the checks, as it stands."""
    supervised = request.user.organ_ids(Role.SUPERVISOR) if request.user.is_authenticated else ()
    context = {
        "rows": [(rule, *EXAMPLES.get(id, (None, None))) for id, rule in RULES.items()],
        "organs": Organ.objects.filter(pk__in=supervised).order_by("slug"),
        "year": year_on_offer(timezone.localdate()),
    }
    return render(request, "guide/rules.html", context)
