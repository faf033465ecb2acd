"""Signing in, and changing the own password: the same words for an unknown account and a wrong password."""

import ipaddress

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from reports.forms.layout import fields_only
from reports.models import User
from reports.people.accounts import has_lapsed, person_with
from reports.people.known_browsers import browser_of
from reports.people.sign_in_failures import note_failure, note_lock
from reports.people.throttle import Reservation, forget, reserve


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, what the proxy itself saw, which is the last it wrote."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).split(",")[-1].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


def whom_to_call() -> str:
    return f"联系管理员 电话 {settings.SUPPORT_TELEPHONE}" if settings.SUPPORT_TELEPHONE else "联系管理员"


def refusal_of(what: str, reservation: Reservation, failed: str = "登录失败") -> ValidationError:
    """Why a password or a code was not taken, and how often it may still be tried, the last time included."""
    if reservation.left:
        return ValidationError(f"{what}，请重新输入。还可尝试 {reservation.left} 次", code="wrong")
    minutes = int(reservation.wait.total_seconds()) // 60
    return ValidationError(f"{failed}次数过多，请 {minutes} 分钟后再试，或{whom_to_call()}", code="locked")


@sensitive_variables("password")
def checked_password(request: HttpRequest, username: str, password: str, what: str) -> User:
    """The account with that name and password; each call checks at most one, and a throttled one none."""
    place = (address_of(request), browser_of(request, username))
    reservation = reserve(username, *place)
    user = person_with(username, password) if reservation.is_granted else None
    if user is None:
        if reservation.is_granted:
            note_failure(username, place[0], what)
        else:
            note_lock(username, place[0])
        raise refusal_of(what, reservation)
    forget(username, *place)
    return user


class SignInForm(AuthenticationForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.helper.form_show_errors = False  # the page says them, where the caret goes
        self.use_required_attribute = False
        for name, label, autocomplete in (
            ("username", "账号", "username"),
            ("password", "密码", "current-password"),
        ):
            field = self.fields[name]
            field.label = label
            field.widget.attrs |= {"autocomplete": autocomplete, "autocapitalize": "none"}
            field.error_messages["required"] = f"请填写{label}"
        # After a refusal the caret goes to the sentence that says why.
        self.fields["username"].widget.attrs["autofocus"] = not self.is_bound

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()

    def clean(self) -> dict:
        username, password = (self.cleaned_data.get(name) for name in ("username", "password"))
        if username and password:
            self.user_cache = checked_password(self.request, username, password, "账号或密码不正确")
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data

    def confirm_login_allowed(self, user: User) -> None:
        if not user.is_active:
            note_failure(user.username, "", "账号已停用")
            raise ValidationError(f"此账号已停用，请{whom_to_call()}", code="inactive")
        if has_lapsed(user):
            note_failure(user.username, "", "一次性密码已超过 72 小时")
            raise ValidationError(f"一次性密码已超过 72 小时，请{whom_to_call()}重置密码", code="lapsed")


class PasswordForm(forms.Form):
    """The current password once and the new one twice."""

    use_required_attribute = False
    current = forms.CharField(label="当前密码", strip=False, error_messages={"required": "请填写当前密码"})
    new = forms.CharField(label="新密码", strip=False, error_messages={"required": "请填写新密码"})
    again = forms.CharField(label="再次输入新密码", strip=False, error_messages={"required": "请再次输入新密码"})

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.helper = fields_only()
        self.helper.form_show_errors = False  # the page says them, where the caret goes
        for name, field in self.fields.items():
            purpose = "current-password" if name == "current" else "new-password"
            field.widget = forms.PasswordInput(attrs={"autocomplete": purpose})

    def clean_current(self) -> str:
        current = self.cleaned_data["current"]
        checked_password(self.request, self.request.user.username, current, "当前密码不正确")
        return current

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.request.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次输入的新密码不一致")
        return self.cleaned_data
