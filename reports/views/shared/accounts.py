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
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from reports.forms.sign_in import PasswordForm, SignInForm, address_of
from reports.models import User
from reports.people.accounts import has_public_password, is_expired, set_new_password
from reports.people.known_browsers import remember
from reports.people.sessions import begin_session, end_other_sessions, record_session, sign_out
from reports.web.middleware import PASSWORD_EXPIRED
from reports.web.returning import way_back

# In this order: a browser made from another one names that one too.
BROWSERS = (
    (r"QIHU 360|360SE|360EE", "360 浏览器"),
    (r"Qaxbrowser", "奇安信浏览器"),
    (r"QQBrowser", "QQ 浏览器"),
    (r"Edg/", "Edge"),
    (r"Firefox/", "Firefox"),
    (r"Chrome/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"Windows", "Windows"),
    (r"Android", "安卓"),
    (r"iPhone|iPad", "苹果手机或平板"),
    (r"Mac OS", "macOS"),
    (r"UOS|Kylin|Linux", "Linux"),
)


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; in a demonstration it offers the demonstration's accounts."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        before = user.last_login
        response = super().form_valid(form)
        begin_session(user, self.request.session.session_key, address_of(self.request), device_at(self.request))
        remember(self.request, response, user.username)
        if is_expired(user):
            self.request.session[PASSWORD_EXPIRED] = True
        if before:
            messages.info(self.request, f"上次登录：{timezone.localtime(before):%Y-%m-%d %H:%M}")
        return response

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
    context = {
        "memberships": request.user.memberships.select_related("organ").order_by("organ__slug", "role"),
        "sessions": request.user.sessions.alive(),
        "session_key": request.session.session_key,
        "rotation_days": 0 if settings.DEMONSTRATION else settings.PASSWORD_ROTATION_DAYS,
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
    """Only the session at hand outlives the old password."""
    set_new_password(request.user, new)
    request.session.pop(PASSWORD_EXPIRED, None)
    update_session_auth_hash(request, request.user)
    record_session(request.user, request.session.session_key, address_of(request), device_at(request))
    messages.success(request, "密码已修改，其他设备上的登录已退出")


def device_at(request: HttpRequest) -> str:
    """The browser that asks, in short words."""
    return device_of(request.headers.get("User-Agent", ""))


def device_of(user_agent: str) -> str:
    """A browser and its system in short words, such as ``Windows，Edge``; ``未知设备`` for what names neither."""
    found = [
        next((name for pattern, name in kinds if re.search(pattern, user_agent)), "") for kinds in (SYSTEMS, BROWSERS)
    ]
    return "，".join(filter(None, found)) or "未知设备"
