"""催报: the supervisor's reminder to the organs chosen in the queue."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reports import reminding
from reports.forms.review import RemindForm
from reports.models import Organ, Role
from reports.reminding import Reminded
from reports.views.queue import NOT_SUBMITTED, not_submitted
from reports.workflow import Refused


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind the organs that are named; what cannot be said so comes back with the words as they were typed."""
    supervised = request.user.organ_ids(Role.SUPERVISOR)
    form = RemindForm(request.POST, organs=Organ.objects.filter(superior__in=supervised))
    is_valid = form.is_valid()
    if not supervised or form.names_what_is_absent:
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
    year = form.cleaned_data["year"]
    shown = request.POST.getlist("organ") or not_submitted(supervised, year).values_list("slug", flat=True)
    context = {"form": form, "year": year, "queue": _queue(year), "shown": set(shown)}
    return render(request, "review/remind.html", context)


def _queue(year: int) -> str:
    return f"{reverse('queue')}?year={year}&tab={NOT_SUBMITTED}"


def _tell(request: HttpRequest, reminded: Reminded) -> None:
    if reminded.told:
        messages.success(request, f"已向 {len(reminded.told)} 个单位催报")
    if reminded.without_people:
        names = "、".join(map(str, reminded.without_people))
        messages.warning(request, f"{names}没有启用的填报员或分管领导账号，未能催报")
