"""What is written on the way to a decision: explanations by the clerk, the reason of a return by the supervisor."""

from collections.abc import Iterable

from django import forms

from reports.checks import explanations
from reports.forms.layout import fields_only
from reports.text.cleaning import cleaned
from reports.workflow import REASON_LENGTH


class ExplanationForm(forms.Form):
    """The 情况说明 of one finding; ``others`` are those of the report's other findings (rules.md E1)."""

    use_required_attribute = False
    body = forms.CharField(label="情况说明", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, others: Iterable[str] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self._others = others

    def clean_body(self) -> str:
        body = cleaned(self.cleaned_data["body"]).text.strip()
        if fault := explanations.fault(body, self._others):
            raise forms.ValidationError(fault)
        return body


class ReasonForm(forms.Form):
    """Why a transition is taken that needs a reason; its length is judged where it is taken."""

    use_required_attribute = False
    reason = forms.CharField(
        help_text=f"{REASON_LENGTH[0]}—{REASON_LENGTH[1]} 字",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, label: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.fields["reason"].label = label
