"""催报: the supervisor's reminder to the organs chosen in the queue."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.forms.queue import QueueFilter, chosen_year
from reports.forms.review import RemindForm
from reports.lifecycle import reminding
from reports.lifecycle.deadlines import timings
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reminding import PROPOSED_WORDS, Reminded
from reports.models import Organ, Role, Status
from reports.models.organs import in_order_of_units
from reports.presenters.queue import NOT_SUBMITTED, narrowed
from reports.presenters.reminders import reminded_rows, to_remind
from reports.web.lists import asked_for


def remind(request: HttpRequest) -> HttpResponse:
    """Remind the organs that are named; what cannot be said so comes back with the words as they were typed."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    if not supervised:
        raise Http404
    if request.method != "POST":
        return _offer(request, supervised)
    form = RemindForm(request.POST, organs=Organ.objects.filter(superior__in=supervised))
    is_valid = form.is_valid()
    if form.names_what_is_absent:
        raise Http404
    if is_valid:
        given = form.cleaned_data
        keys = [organ.pk for organ in given["organ"]]
        try:
            reminded = reminding.remind(keys, given["year"], request.user, given["words"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, reminded)
            return redirect(_queue(given["year"]))
    return _page(request, form, supervised, form.cleaned_data["year"], request.POST.getlist("organ"))


def _offer(request: HttpRequest, supervised: set[int]) -> HttpResponse:
    """The page with the words that are proposed, for the organs that the address names, or that it narrows to."""
    year, named = chosen_year(request.GET), request.GET.getlist("organ")
    form = RemindForm(organs=to_remind(supervised, year), initial={"year": year, "words": PROPOSED_WORDS})
    return _page(request, form, supervised, year, named)


def _page(request: HttpRequest, form: RemindForm, supervised: set[int], year: int, named: list[str]) -> HttpResponse:
    organs = to_remind(supervised, year)
    stand = timings(year, organs.only("superior"))
    if named:
        organs = organs.filter(slug__in=named)
    else:
        asked = asked_for(QueueFilter(request.GET, offered=year)) | {"year": year}
        organs = narrowed(organs, asked, stand)
        if asked.get("tab") in (NOT_SUBMITTED, Status.RETURNED):
            organs = organs.filter(tab=asked["tab"])
    rows = reminded_rows(list(organs.order_by(*in_order_of_units())), year, stand)
    through = Organ.objects.filter(slug__in=named, superior__in=supervised).exclude(
        pk__in=[each.organ.pk for each in rows]
    )
    context = {"form": form, "year": year, "queue": _queue(year), "rows": rows, "through": list(through)}
    context["ticked"] = set(named) if request.method == "POST" else {row.organ.slug for row in rows}
    return render(request, "review/remind.html", context)


def _queue(year: int) -> str:
    return f"{reverse('queue')}?year={year}&tab={NOT_SUBMITTED}"


def _tell(request: HttpRequest, reminded: Reminded) -> None:
    if reminded.notified:
        messages.success(request, f"已向 {len(reminded.notified)} 个单位催报")
    if reminded.without_people:
        names = "、".join(map(str, reminded.without_people))
        messages.warning(request, f"{names}没有启用的填报员或分管领导账号，未能催报")
