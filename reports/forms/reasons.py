"""The field in which somebody says why they do what a history keeps with its reason."""

from django import forms

from reports.text.cleaning import one_line


class ReasonField(forms.CharField):
    """A reason on one line, asked ``of_what``, such as 「撤销」; ``length`` is how many characters it has at the least
    and at the most, ``kept`` what is said of it beside that."""

    def __init__(self, of_what: str, length: tuple[int, int], *, kept: str = "") -> None:
        self._least, most = length
        super().__init__(
            label=f"{of_what}的理由",
            help_text=f"{self._least}—{most} 字{kept}",
            max_length=most,
            widget=forms.TextInput({"class": "form-control"}),
            error_messages={"required": f"请填写{of_what}的理由", "max_length": "理由最多 %(limit_value)d 字"},
        )

    def clean(self, value: object) -> str:
        reason = one_line(super().clean(value))
        if len(reason) < self._least:
            raise forms.ValidationError(f"理由至少 {self._least} 字")
        return reason
