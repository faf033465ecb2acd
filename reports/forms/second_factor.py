"""The codes of a second factor as they are typed: plain or full-width digits, with blanks or without."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from reports.forms.layout import fields_only
from reports.forms.sign_in import address_of, checked_password, refusal_of
from reports.models import User
from reports.people.known_browsers import browser_of
from reports.people.second_factor import (
    CODE_DIGITS,
    RECOVERY_DIGITS,
    CodeAnswer,
    CodeVerdict,
    digits_of,
    minutes_off,
)
from reports.people.throttle import forget, reserve

LONGEST_TYPED = 60  # a recovery code with more blanks than anybody types
WRONG = "验证码不正确"
NOT_A_CODE = f"请输入 {CODE_DIGITS} 位验证码，或 {RECOVERY_DIGITS} 位恢复码"
ONLY_A_CODE = f"请输入身份验证器显示的 {CODE_DIGITS} 位验证码"
HAS_BEEN_USED = "此验证码已经用过，请等身份验证器显示下一个验证码（30 秒以内）再输入"


@sensitive_variables("code")
def checked_code(request: HttpRequest, user: User, code: str, check: Callable[[str], CodeVerdict]) -> CodeVerdict:
    """What became of a code that was taken; each call looks at no more than one, and a throttled one at none."""
    place = (address_of(request), browser_of(request, user.username))
    reservation = reserve(user.username, *place, is_code=True)
    verdict = check(code) if reservation.is_granted else CodeVerdict(CodeAnswer.WRONG)
    if verdict.is_taken:
        forget(user.username, *place, is_code=True)
        return verdict
    if reservation.is_granted and verdict.answer is CodeAnswer.USED:
        raise ValidationError(HAS_BEEN_USED, code="used")
    if reservation.is_granted and verdict.answer is CodeAnswer.TOO_SOON:
        raise ValidationError(f"连续输错，请等 {_in_words(verdict.wait)}再输入验证码", code="too_soon")
    raise refusal_of(WRONG, reservation, "验证码错误")


def _in_words(seconds: int) -> str:
    return f" {seconds} 秒" if seconds < 60 else f" {-(-seconds // 60)} 分钟"


class _OneCodeForm(forms.Form):
    """One field for a code; the page says what was wrong with it, where the caret goes."""

    use_required_attribute = False
    code = forms.CharField(label="验证码", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.helper.form_show_errors = False
        self.fields["code"].widget.attrs |= {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": not self.is_bound,
            "class": "code-entry",
        }

    @staticmethod
    def digits(typed: str, lengths: tuple[int, ...], otherwise: str) -> str:
        """The digits of what was typed, if they are as many as one of ``lengths``; else the sentence ``otherwise``."""
        digits = digits_of(typed) if len(typed) <= LONGEST_TYPED else ""
        if not (digits.isascii() and digits.isdigit() and len(digits) in lengths):
            raise ValidationError(otherwise, code="no_code")
        return digits


class CodeForm(_OneCodeForm):
    """A code of the phone, or a recovery code, which is checked by ``check``; ``verdict`` is what became of it."""

    def __init__(self, *args, request: HttpRequest, user: User, check: Callable[[str], CodeVerdict], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user, self.check = request, user, check
        self.fields["code"].label = "验证码或恢复码"

    def clean_code(self) -> str:
        return self.looked_at(self.cleaned_data["code"])

    def looked_at(self, typed: str) -> str:
        """The code that was taken; a sentence where it was not."""
        digits = self.digits(typed, (CODE_DIGITS, RECOVERY_DIGITS), NOT_A_CODE)
        self.verdict = checked_code(self.request, self.user, digits, self.check)
        return digits


class EnrolForm(_OneCodeForm):
    """The first code of a phone that is being bound."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = False  # the picture above it is looked at first

    def clean_code(self) -> str:
        return self.digits(self.cleaned_data["code"], (CODE_DIGITS,), ONLY_A_CODE)

    def refuse(self, key: str) -> None:
        """Say why the code was not taken: by how much the clock of the phone is wrong, where that is the reason."""
        ahead = minutes_off(key, self.cleaned_data["code"])
        if ahead:
            words = f"手机时间比系统时间{'快' if ahead > 0 else '慢'}约 {abs(ahead)} 分钟"
            words += "。请在手机设置中打开“自动设置时间”，再输入新的验证码；系统时间不对的，请告知管理员"
        else:
            words = f"{WRONG}，请确认身份验证器中添加的是本页的密钥，并输入当前显示的验证码"
        self.add_error("code", words)


class RemovalForm(forms.Form):
    """The password, before the second factor is taken away."""

    use_required_attribute = False
    password = forms.CharField(label="密码", strip=False, error_messages={"required": "请填写密码"})

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.helper = fields_only()
        self.helper.form_show_errors = False
        attrs = {"autocomplete": "current-password", "autofocus": not self.is_bound}
        self.fields["password"].widget = forms.PasswordInput(attrs=attrs)

    def clean_password(self) -> str:
        given = self.cleaned_data["password"]
        checked_password(self.request, self.request.user.username, given, "密码不正确")
        return given
