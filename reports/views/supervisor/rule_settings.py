"""检查规则设置: where a supervising organ sets the checks of a year, and sees what was set before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.checks import RULES
from reports.forms.rule_settings import RuleSettingsForm
from reports.lifecycle.refusals import Refused
from reports.lifecycle.rule_setting import set_rules
from reports.models import Organ, Role, RuleSetting
from reports.models.rule_settings import rules_in_force
from reports.official.calendar import FIRST_YEAR, year_on_offer


def rule_settings(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """What is set for the reports of a year below an organ, and the form that sets it."""
    supervising = Organ.objects.filter(slug=organ, pk__in=request.user.organ_ids(Role.SUPERVISOR)).first()
    if supervising is None or not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()):
        raise Http404
    now = rules_in_force([(supervising.pk, year)])[supervising.pk, year]
    form = RuleSettingsForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        seen_key = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else -1
        try:
            given = set_rules(
                supervising, year, request.user, form.chosen(), form.cleaned_data["reason"], seen=seen_key
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已设置 {len(given)} 项规则" if given else "没有改动")
            return redirect(request.path)
    past = RuleSetting.objects.filter(organ=supervising, year=year).select_related("by")
    history = [(RULES.get(each.rule), each) for each in past]
    context = {"organ": supervising, "year": year, "form": form, "now": now, "history": history}
    return render(request, "review/rule_settings.html", context)
