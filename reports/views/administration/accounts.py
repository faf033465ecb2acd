"""The accounts of the installation: listed, made, given roles and one-time passwords, disabled; never deleted."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from reports.forms.administration import AccountForm, PersonForm, RoleForm
from reports.forms.administration_filters import AccountFilter
from reports.lifecycle.awaiting import left_to_nobody
from reports.models import OneOfThree, User
from reports.people.accounts import one_time_password
from reports.people.administration import (
    NotAllowed,
    create_account,
    give_role,
    reset_password,
    reset_second_factor,
    save_person,
    set_account_active,
    set_administrator,
    take_role,
)
from reports.people.duties import ABOUT_ACCOUNTS, Duty, may, offices_on_offer
from reports.people.second_factor import phone_of
from reports.web.administrators import for_duty
from reports.web.handing_over import handed_over
from reports.web.lists import asked_for, page_of


@for_duty(*ABOUT_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    form = AccountFilter(request.GET)
    asked = asked_for(form)
    found = User.objects.order_by("username").prefetch_related("memberships__organ")
    if words := asked.get("words"):
        found = found.filter(Q(full_name__icontains=words) | Q(username__icontains=words))
    if organ := asked.get("organ"):
        found = found.filter(Q(organs__name__icontains=organ) | Q(organs__short_name__icontains=organ)).distinct()
    if state := asked.get("state"):
        found = found.filter(is_active=state == "active")
    context = {"page": page_of(request, found), "filter": form, "is_narrowed": bool(asked)}
    return render(request, "administration/accounts.html", context)


@for_duty(Duty.ACCOUNTS)
def account_new(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = one_time_password()
        return handed_over(request, [(create_account(encoded=make_password(password), **form.account()), password)])
    return render(request, "administration/account_new.html", {"form": form})


@for_duty(*ABOUT_ACCOUNTS)
def account_edit(request: HttpRequest, username: str) -> HttpResponse:
    person = _person(username)
    if request.method == "POST" and not may(request.user, Duty.ACCOUNTS):
        raise Http404
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        save_person(form.instance, form.fields)
        messages.success(request, "已保存")
        return redirect("account_edit", username=username)
    return _page(request, person, form=form)


@for_duty(Duty.ROLES)
def account_roles(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role, take one away, or change whether the person administers; all on the page of the account."""
    person = _person(username)
    if request.method != "POST":
        return redirect("account_edit", username=username)
    if "give" in request.POST:
        form = RoleForm(request.POST)
        if not form.is_valid():
            return _page(request, person, role_form=form)
        given = form.cleaned_data
        return _do(request, person, lambda: give_role(request.user, person, given["organ"], given["role"]))
    if taken := request.POST.get("take", ""):
        if not (taken.isascii() and taken.isdigit() and len(taken) <= 18):
            raise Http404
        return _take_role(request, person, int(taken))
    wanted = request.POST.get("administrator")
    if wanted not in ("no", *(value for value, _ in offices_on_offer())):
        raise Http404
    office = wanted if wanted in OneOfThree.values else ""
    return _do(request, person, lambda: set_administrator(request.user, person, wanted != "no", office))


def _take_role(request: HttpRequest, person: User, taken: int) -> HttpResponse:
    """Take a role away; where nobody else has it in that organ, say first which reports then wait for nobody."""
    membership = person.memberships.select_related("organ").filter(pk=taken).first()
    left = left_to_nobody(person, [membership]) if membership and person.is_active else []
    if left and "confirmed" not in request.POST:
        context = {"person": person, "membership": membership, "left": left}
        return render(request, "administration/role_taken.html", context)
    return _do(request, person, lambda: take_role(request.user, person, taken))


@for_duty(Duty.ACCOUNTS)
def account_activity(request: HttpRequest, username: str) -> HttpResponse:
    """Say what disabling an account means, and disable it, or enable a disabled one."""
    person = _person(username)
    if request.method == "POST":
        return _do(request, person, lambda: set_account_active(request.user, person, not person.is_active))
    left = left_to_nobody(person, person.memberships.select_related("organ")) if person.is_active else []
    return render(request, "administration/account_activity.html", {"person": person, "left": left})


@require_POST
@for_duty(Duty.PASSWORDS)
def account_reset(request: HttpRequest, username: str) -> HttpResponse:
    person = _person(username)
    try:
        password = reset_password(request.user, person)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("account_edit", username=username)
    return handed_over(request, [(person, password)])


@require_POST
@for_duty(Duty.SECOND_FACTORS)
def account_second_factor(request: HttpRequest, username: str) -> HttpResponse:
    """Reset the second factor of somebody who has lost phone and recovery codes."""
    person = _person(username)
    done = f"已重置{person}的两步验证"
    return _do(request, person, lambda: reset_second_factor(request.user, person), done)


def _person(username: str) -> User:
    return get_object_or_404(User, username=username)


def _do(request: HttpRequest, person: User, act: Callable[[], None], done: str = "已保存") -> HttpResponse:
    try:
        act()
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("account_edit", username=person.username)


def _page(
    request: HttpRequest, person: User, *, form: PersonForm | None = None, role_form: RoleForm | None = None
) -> HttpResponse:
    context = {
        "person": person,
        "form": form or PersonForm(instance=person),
        "role_form": role_form or RoleForm(),
        "memberships": person.memberships.select_related("organ").order_by("organ__slug", "role"),
        "is_oneself": person.pk == request.user.pk,
        "phone": phone_of(person),
        "offices": offices_on_offer(),
    }
    return render(request, "administration/account.html", context)
