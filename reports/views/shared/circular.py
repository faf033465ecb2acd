"""A circular as its readers see it: to be signed for by the organs, followed and withdrawn by who issued it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports.formats import registry
from reports.lifecycle.circulars import readable_by, sign_for, withdraw
from reports.lifecycle.refusals import Refused
from reports.models import Circular, Role
from reports.models.circulars import SIGNING_ROLES
from reports.models.organs import OWN_ROLES, in_order_of_units
from reports.web.files import disposition


def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """The circular; who issued it reads who has not signed, and an organ's people whether theirs has."""
    shown = _readable(request, pk)
    issues = request.user.has_role(Role.SUPERVISOR, shown.superior_id)
    receipts = list(shown.receipts.select_related("organ", "read_by").order_by(*in_order_of_units("organ__")))
    signing = request.user.organ_ids(*SIGNING_ROLES)
    own = request.user.organ_ids(*OWN_ROLES)
    context = {
        "circular": shown,
        "files": shown.files.defer("content"),
        "issues": issues,
        "own": [each for each in receipts if each.organ_id in own],
        "to_sign": [each for each in receipts if each.organ_id in signing and each.read_at is None],
        "unsigned": [each for each in receipts if each.read_at is None] if issues else [],
        "signed": [each for each in receipts if each.read_at] if issues else [],
        "paragraphs": [each for each in shown.body.split("\n") if each.strip()],
    }
    return render(request, "circulars/circular.html", context)


def circular_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file that goes with a circular, as it was brought; saved, never opened here."""
    file = _readable(request, pk).files.filter(pk=number).first()
    if file is None:
        raise Http404
    format = registry.writable().get(file.extension)
    kind = format.output.content_type if format else "application/octet-stream"
    response = HttpResponse(bytes(file.content), content_type=kind)
    response["Content-Disposition"] = disposition(file.name, file.extension).replace("inline", "attachment", 1)
    return response


@require_POST
def circular_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """签收 for every organ of the person that has not, wherever the button stands."""
    shown = _readable(request, pk)
    waiting = shown.receipts.filter(organ__in=request.user.organ_ids(*SIGNING_ROLES))
    organs = list(waiting.values_list("organ", flat=True))
    if not organs:
        raise Http404
    try:
        for organ in organs:
            sign_for(pk, organ, request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"已签收“{shown}”")
    return redirect("circular", pk)


@require_POST
def circular_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw it; it stays readable, struck through."""
    shown = _readable(request, pk)
    if not request.user.has_role(Role.SUPERVISOR, shown.superior_id):
        raise Http404
    withdraw(pk, request.user)
    messages.success(request, f"已撤回“{shown}”")
    return redirect("circular", pk)


def _readable(request: HttpRequest, pk: int) -> Circular:
    own = request.user.organ_ids(*OWN_ROLES)
    found = readable_by(own, request.user.organ_ids(Role.SUPERVISOR)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
