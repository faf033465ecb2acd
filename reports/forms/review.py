"""What is written on the way to a decision: explanations by the clerk, the reason of a return by the supervisor."""

from django import forms

from reports.forms.layout import fields_only
from reports.workflow import REASON_LENGTH

EXPLANATION_LENGTH = (10, 200)


class ExplanationForm(forms.Form):
    """The 情况说明 of one finding (rules.md E1: 10–200 characters)."""

    use_required_attribute = False
    body = forms.CharField(
        label="情况说明",
        widget=forms.Textarea(attrs={"rows": 2}),
        min_length=EXPLANATION_LENGTH[0],
        max_length=EXPLANATION_LENGTH[1],
        error_messages={
            "required": "请写明情况说明",
            "min_length": "情况说明至少 %(limit_value)d 字，现有 %(show_value)d 字",
            "max_length": "情况说明最多 %(limit_value)d 字，现有 %(show_value)d 字",
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        # A longer text is answered with a sentence instead of being cut off by the browser.
        self.fields["body"].widget.attrs.pop("maxlength", None)
        self.fields["body"].widget.attrs.pop("minlength", None)


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
