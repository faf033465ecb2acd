"""The organs of the installation: listed, made, changed, retired; never deleted."""

from copy import copy

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reports.forms.administration import OrganForm, RetiringForm
from reports.forms.administration_filters import OrganFilter
from reports.lifecycle.awaiting import in_work_when_retired
from reports.models import Organ
from reports.people.administration import NotAllowed
from reports.people.duties import Duty
from reports.people.organs import save_organ, set_organ_active
from reports.presenters.organs import when_moved
from reports.web.administrators import for_duty
from reports.web.lists import asked_for, page_of

NO_SUPERIOR = "-"  # what is confirmed where an organ is left without one: no slug


@for_duty(Duty.ORGANS)
def organs(request: HttpRequest) -> HttpResponse:
    form = OrganFilter(request.GET)
    asked = asked_for(form)
    found = (
        Organ.objects.order_by("slug")
        .select_related("superior", "succeeded_by")
        .annotate(accounts=Count("memberships__user", filter=Q(memberships__user__is_active=True), distinct=True))
    )
    if words := asked.get("words"):
        found = found.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(slug__icontains=words))
    if kind := asked.get("kind"):
        found = found.filter(kind=kind)
    if state := asked.get("state"):
        found = found.filter(is_active=state == "active")
    context = {"page": page_of(request, found), "filter": form, "is_narrowed": bool(asked)}
    return render(request, "administration/organs.html", context)


@for_duty(Duty.ORGANS)
def organ_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Organ())


@for_duty(Duty.ORGANS)
def organ_edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = Organ.objects.select_related("superior", "succeeded_by")
    return _edit(request, get_object_or_404(found, slug=slug))


def _edit(request: HttpRequest, organ: Organ) -> HttpResponse:
    name, before = organ.name, copy(organ)
    form = OrganForm(request.POST or None, instance=organ)
    moved: list[str] = []
    if request.method == "POST" and form.is_valid():
        # Before it happens it is said which deadlines and which reviewer will hold, and confirmed for that superior.
        superior = form.instance.superior
        is_confirmed = request.POST.get("confirmed") == (superior.slug if superior else NO_SUPERIOR)
        moved = when_moved(before, superior) if before.pk and not is_confirmed else []
        if not moved and _save(request, form):
            return redirect("organs")
    context = {"form": form, "organ": organ if organ.pk else None, "name": name, "moved": moved}
    context["predecessors"] = organ.predecessors.order_by("slug") if organ.pk else []
    if moved:
        context["confirmed"] = form.instance.superior.slug if form.instance.superior else NO_SUPERIOR
    return render(request, "administration/organ.html", context)


def _save(request: HttpRequest, form: OrganForm) -> bool:
    """Save what is valid; whether it was saved."""
    organ = form.instance
    try:
        save_organ(organ, form.fields, request.user)
    except NotAllowed as refusal:
        form.add_error(refusal.field or "superior", str(refusal))
        return False
    messages.success(request, f"已保存{organ}")
    return True


@for_duty(Duty.ORGANS)
def organ_activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what retiring an organ means, and retire it, or take a retired one back."""
    organ = get_object_or_404(Organ, slug=slug)
    form = RetiringForm(request.POST if request.method == "POST" else None, organ=organ)
    refused = ""
    if request.method == "POST" and (not organ.is_active or form.is_valid()):
        try:
            successor = form.cleaned_data["succeeded_by"] if organ.is_active else None
            set_organ_active(organ, not organ.is_active, successor)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"已{'停用' if organ.is_active else '启用'}{organ}")
            return redirect("organs")
    in_work = in_work_when_retired(organ) if organ.is_active else []
    context = {"organ": organ, "form": form, "refused": refused, "in_work": in_work}
    return render(request, "administration/organ_activity.html", context)
