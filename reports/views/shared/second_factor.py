"""两步验证: a code after the password, and the phone and the recovery codes that a person gives it with."""

from base64 import b32encode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from reports.forms.second_factor import CodeForm, EnrolForm, RemovalForm
from reports.people.second_factor import (
    CodeAnswer,
    check_code,
    codes_left,
    enrol,
    has_second_factor,
    is_required_of,
    new_key,
    remove,
    renew_codes,
    unbound,
)
from reports.web.returning import way_back
from reports.web.second_steps import WITH_CODE, person_waiting, way_after_code
from reports.web.signing_in import record, signed_in

NEW_KEY = "second_factor_key"  # in the session, until a code has confirmed it
IS_PUBLIC = "演示系统的账号是公开的，不能启用两步验证"


@login_not_required
@sensitive_post_parameters("code")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in; until it is taken nobody is signed in."""
    if request.user.is_authenticated:
        return redirect("home")
    user = person_waiting(request)
    if user is None:
        messages.info(request, "请输入账号和密码登录")
        return redirect("sign_in")
    form = CodeForm(
        request.POST if request.method == "POST" else None,
        request=request,
        user=user,
        check=lambda code: check_code(user, code),
    )
    if request.method == "POST" and form.is_valid():
        response = signed_in(request, user, way_after_code(request))
        request.session[WITH_CODE] = True
        if form.verdict.answer is CodeAnswer.RECOVERED:
            left = f"已使用恢复码登录，还剩 {codes_left(user)} 个恢复码"
            messages.warning(request, f"{left}。手机已丢失或更换的，请在“账号”页更换手机")
        return response
    return render(request, "accounts/sign_in_code.html", {"form": form, "now": timezone.localtime()})


@sensitive_post_parameters("code")
@sensitive_variables("key")
def second_factor_new(request: HttpRequest) -> HttpResponse:
    """Bind a phone, the first or another one: its key to scan or to type, and a code that shows it has arrived."""
    key = request.session.get(NEW_KEY) or new_key()
    request.session[NEW_KEY] = key
    form = EnrolForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if settings.DEMONSTRATION:
            form.add_error(None, IS_PUBLIC)
        elif codes := enrol(request.user, key, form.cleaned_data["code"]):
            return _bound(request, codes)
        else:
            form.refuse(key)
    return render(request, "accounts/second_factor_new.html", {"form": form, **_shown(request, key)})


def _bound(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The session at hand is the only one that goes on, under a new key."""
    del request.session[NEW_KEY]
    request.session.cycle_key()
    request.session[WITH_CODE] = True
    record(request)
    return _handed_over(request, codes, "两步验证已启用，其他设备上的登录已退出")


def _shown(request: HttpRequest, key: str) -> dict[str, object]:
    device = unbound(request.user, key)
    letters = b32encode(device.bin_key).decode()
    picture = segno.make(device.config_url, error="l", micro=False)
    return {
        "groups": [letters[at : at + 4] for at in range(0, len(letters), 4)],
        # Drawn from the key alone, without anything that somebody has written.
        "picture": mark_safe(picture.svg_inline(border=4, light="white", omitsize=True)),
        "has_one": has_second_factor(request.user),
        "is_required": is_required_of(request.user),
        "now": timezone.localtime(),
        "way": way_back(request),
    }


@require_POST
def second_factor_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, in place of those before."""
    codes = renew_codes(request.user)
    if codes is None:
        return redirect("account")
    return _handed_over(request, codes, "已重新生成恢复码，原来的恢复码已失效")


def _handed_over(request: HttpRequest, codes: list[str], done: str) -> HttpResponse:
    """The one page on which recovery codes are ever shown."""
    shown = [f"{code[:4]} {code[4:8]} {code[8:]}" for code in codes]
    context = {"codes": shown, "done": done, "day": timezone.localdate(), "way": way_back(request)}
    return render(request, "accounts/recovery_codes.html", context)


@sensitive_post_parameters("password")
def second_factor_remove(request: HttpRequest) -> HttpResponse:
    """Take the own second factor away, with the password; whoever must have one changes the phone instead."""
    if not has_second_factor(request.user):
        return redirect("account")
    if is_required_of(request.user):
        messages.error(request, "本系统要求您的角色使用两步验证，不能停用。需要更换手机的，请选“更换手机”")
        return redirect("account")
    form = RemovalForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        remove(request.user)
        request.session.pop(WITH_CODE, None)
        messages.success(request, "两步验证已停用，登录时不再需要验证码")
        return redirect("account")
    return render(request, "accounts/second_factor_remove.html", {"form": form})
