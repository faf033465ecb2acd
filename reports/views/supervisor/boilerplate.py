"""不比较的用语: where a supervising organ keeps what reports may have in common, and sees its earlier lists."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.forms.boilerplate import BoilerplateForm
from reports.lifecycle.refusals import Refused
from reports.lifecycle.rule_setting import set_boilerplate
from reports.models import Organ, Role
from reports.models.rule_settings import rules_in_force
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.presenters.boilerplate import lists_of


def boilerplate(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The list that holds for the reports of a year below an organ, to be changed as a whole."""
    supervising = Organ.objects.filter(slug=organ, pk__in=request.user.organ_ids(Role.SUPERVISOR)).first()
    if supervising is None or not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()):
        raise Http404
    now = rules_in_force([(supervising.pk, year)])[supervising.pk, year]
    form = BoilerplateForm(request.POST or None, initial={"phrases": "\n".join(now.boilerplate)})
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _set(request, supervising, year, form):
            return redirect(request.path)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"organ": supervising, "year": year, "form": form, "now": now, "lists": lists_of(supervising)}
    return render(request, "review/boilerplate.html", context, status=status)


def _set(request: HttpRequest, organ: Organ, year: int, form: BoilerplateForm) -> bool:
    """Whether the list was set, or is what holds; otherwise the form says why not, and keeps what was typed."""
    seen = request.POST.get("seen", "")
    seen_key = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else -1
    given = form.cleaned_data
    try:
        setting = set_boilerplate(organ, year, request.user, given["phrases"], given["reason"], seen=seen_key)
    except Refused as refusal:
        form.add_error("phrases", str(refusal))
        return False
    messages.success(request, "已保存不比较的用语" if setting else "没有改动")
    return True
