"""The organs of the installation: listed, made, changed, retired; never deleted."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reports.forms.administration import OrganFilter, OrganForm
from reports.models import Organ
from reports.models.administration import NotAllowed, set_organ_active
from reports.views.administration.access import administrators_only
from reports.views.lists import asked_for, page_of


@administrators_only
def organs(request: HttpRequest) -> HttpResponse:
    form = OrganFilter(request.GET)
    asked = asked_for(form)
    found = (
        Organ.objects.order_by("slug")
        .select_related("superior")
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


@administrators_only
def organ_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Organ())


@administrators_only
def organ_edit(request: HttpRequest, slug: str) -> HttpResponse:
    return _edit(request, get_object_or_404(Organ.objects.select_related("superior"), slug=slug))


def _edit(request: HttpRequest, organ: Organ) -> HttpResponse:
    name = organ.name
    form = OrganForm(request.POST or None, instance=organ)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"已保存{organ}")
        return redirect("organs")
    context = {"form": form, "organ": organ if organ.pk else None, "name": name}
    return render(request, "administration/organ.html", context)


@administrators_only
def organ_activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what retiring an organ means, and retire it, or take a retired one back."""
    organ = get_object_or_404(Organ, slug=slug)
    refused = ""
    if request.method == "POST":
        try:
            set_organ_active(organ, not organ.is_active)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"已{'停用' if organ.is_active else '启用'}{organ}")
            return redirect("organs")
    return render(request, "administration/organ_activity.html", {"organ": organ, "refused": refused})
