"""Signing in and out, the own password, and the browsers in which a person is signed in."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from reports.forms.sign_in import PasswordForm, SignInForm
from reports.models import User
from reports.people.accounts import has_public_password, set_new_password
from reports.people.second_factor import LOW_ON_CODES, codes_left, has_second_factor, is_required_of, phone_of
from reports.people.sessions import end_other_sessions, sign_out
from reports.web.middleware import PASSWORD_EXPIRED
from reports.web.returning import way_back
from reports.web.second_steps import wait_for_code
from reports.web.signing_in import record, signed_in


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; in a demonstration it offers the demonstration's accounts."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Whoever has a second factor is signed in by the next page, and by nothing before it."""
        user = form.get_user()
        if has_second_factor(user):
            wait_for_code(self.request, user, self.get_success_url())
            return redirect("sign_in_code")
        return signed_in(self.request, user, self.get_success_url())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMONSTRATION:
            accounts = User.objects.filter(is_active=True, password_is_temporary=False)
            context |= {
                "accounts": accounts.prefetch_related("memberships__organ"),
                "password": settings.DEMONSTRATION_PASSWORD,
            }
        return context


class SignOut(LogoutView):
    """Ends the session, and with it whatever the browser had kept of it."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            sign_out(request.user, request.session.session_key)
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with which roles, and where else."""
    phone = phone_of(request.user)
    context = {
        "memberships": request.user.memberships.select_related("organ").order_by("organ__slug", "role"),
        "sessions": request.user.sessions.alive(),
        "session_key": request.session.session_key,
        "rotation_days": 0 if settings.DEMONSTRATION else settings.PASSWORD_ROTATION_DAYS,
        "phone": phone,
        "codes_left": codes_left(request.user) if phone else 0,
        "low_on_codes": LOW_ON_CODES,
        "must_have_second_factor": is_required_of(request.user),
        "reset": None if phone else request.user.second_factor_resets.select_related("by").first(),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign out one other browser of the person, or all others; never the one at hand, never another person's."""
    others = request.user.sessions.exclude(session_key=request.session.session_key)
    which = request.POST.get("session", "")
    if which != "all":
        if not re.fullmatch(r"\d{1,18}", which, re.ASCII):
            raise Http404
        others = others.filter(pk=int(which))
    ended = end_other_sessions(request.user, others)
    messages.success(request, f"已退出 {ended} 处登录" if ended else "没有其他登录")
    return redirect("account")


def password(request: HttpRequest) -> HttpResponse:
    """Change the own password, by choice or because it must be; the rules are written beforehand."""
    form = PasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        if has_public_password(request.user):
            form.add_error(None, "演示系统的账号密码是公开的，不能修改")
        else:
            _change(request, form.cleaned_data["new"])
            return redirect(way_back(request) or "home")
    context = {
        "form": form,
        "rules": password_validators_help_texts(),
        "is_temporary": request.user.password_is_temporary,
        "is_expired": PASSWORD_EXPIRED in request.session,
        "rotation_days": settings.PASSWORD_ROTATION_DAYS,
    }
    return render(request, "accounts/password.html", context)


def _change(request: HttpRequest, new: str) -> None:
    """Only the session at hand outlives the old password; when its code was asked for stays as it was."""
    before = request.user.sessions.filter(session_key=request.session.session_key).first()
    set_new_password(request.user, new)
    request.session.pop(PASSWORD_EXPIRED, None)
    update_session_auth_hash(request, request.user)
    record(request, before.proved_at if before else None)
    messages.success(request, "密码已修改，其他设备上的登录已退出")
