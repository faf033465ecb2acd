"""汇总范围: where a government decides whose reports are summed up into its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.forms.scope import ScopeForm
from reports.lifecycle.consolidation.scope import decide_scope, scope_of
from reports.lifecycle.refusals import Refused
from reports.text.cleaning import one_line
from reports.web.access import consolidating_organ, may_decide_scope, require_decider_of_scope

LONGEST_NAME = 40  # of what is looked for


def sums_scope(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Who is summed up and who is not, and why; the clerks of the government decide it."""
    government = consolidating_organ(request, organ, year)
    now = scope_of(government, year)
    name = one_line(request.GET.get("name", ""))[:LONGEST_NAME]
    form = ScopeForm(request.POST or None, scope=now, name=name)
    if request.method == "POST":
        require_decider_of_scope(request.user, government)
        if form.is_valid():
            try:
                decide_scope(government, year, request.user, form.decision(), seen=request.POST.get("seen", ""))
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, "已确认汇总范围")
                return redirect("sums", organ, year)
    may_decide = may_decide_scope(request.user, government)
    context = {"organ": government, "year": year, "scope": now, "form": form, "may_decide": may_decide, "name": name}
    return render(request, "county/scope.html", context)
