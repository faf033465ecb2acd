"""Signing in: the same words for an unknown account and a wrong password."""

from django.contrib.auth.forms import AuthenticationForm

from reports.forms.layout import fields_only


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "账号或密码不正确，请重新输入",
        "inactive": "此账号已停用，请联系管理员",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.use_required_attribute = False
        for name, label, autocomplete in (
            ("username", "账号", "username"),
            ("password", "密码", "current-password"),
        ):
            field = self.fields[name]
            field.label = label
            field.widget.attrs |= {"autocomplete": autocomplete, "autocapitalize": "none"}
            field.error_messages["required"] = f"请填写{label}"
        self.fields["username"].widget.attrs["autofocus"] = True
        self.fields["username"].max_length = 40

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()
