"""What somebody who is asked again types: a code, or the password where the account has no second factor."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest

from reports.forms.layout import fields_only
from reports.forms.second_factor import CodeForm
from reports.forms.sign_in import checked_password
from reports.people.second_factor import CodeVerdict


class AskedCodeForm(CodeForm):
    """The code, under a name that no form of a page has."""

    def __init__(self, *args, request: HttpRequest, prove: Callable[[str], CodeVerdict], **kwargs) -> None:
        super().__init__(*args, request=request, user=request.user, check=prove, **kwargs)
        self.fields["asked_code"] = self.fields.pop("code")

    def clean_asked_code(self) -> str:
        return self.looked_at(self.cleaned_data["asked_code"])


class AskedPasswordForm(forms.Form):
    """The password, under a name that no form of a page has."""

    use_required_attribute = False
    asked_password = forms.CharField(label="密码", strip=False, error_messages={"required": "请填写密码"})

    def __init__(self, *args, request: HttpRequest, prove: Callable[[], None], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.prove = request, prove
        self.helper = fields_only()
        self.helper.form_show_errors = False
        attrs = {"autocomplete": "current-password", "autofocus": not self.is_bound}
        self.fields["asked_password"].widget = forms.PasswordInput(attrs=attrs)

    def clean_asked_password(self) -> str:
        given = self.cleaned_data["asked_password"]
        checked_password(self.request, self.request.user.username, given, "密码不正确")
        self.prove()
        return given
