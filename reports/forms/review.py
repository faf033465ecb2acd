"""What is written on the way to a decision: explanations by the clerk; reasons and reminders by the supervisor."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone

from reports.checks import explanations
from reports.forms.layout import fields_only
from reports.models import Organ
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.reminding import WORDS_LENGTH as REMINDER_LENGTH
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


class RemindForm(forms.Form):
    """催报: which subordinate organs, about which year's report, in which words."""

    use_required_attribute = False
    year = forms.IntegerField(widget=forms.HiddenInput)
    organ = forms.MultipleChoiceField(
        label="单位", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择要催报的单位"}
    )
    words = forms.CharField(
        label="催报内容",
        help_text=f"{REMINDER_LENGTH[0]}—{REMINDER_LENGTH[1]} 字",
        max_length=REMINDER_LENGTH[1],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "请填写催报内容",
            "max_length": "催报内容最多 %(limit_value)d 字，现有 %(show_value)d 字",
            "null_characters_not_allowed": "催报内容中有不能使用的字符",
        },
    )

    def __init__(self, *args, organs: Iterable[Organ], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self._organs = {organ.slug: organ for organ in organs}
        self.fields["organ"].choices = [(organ.slug, str(organ)) for organ in self._organs.values()]
        self.fields["words"].widget.attrs.pop("maxlength", None)  # a longer text is answered with a sentence

    @property
    def names_what_is_absent(self) -> bool:
        """Whether a year or an organ is named that is not there for this person; no page offers such."""
        return "year" in self.errors or self.has_error("organ", "invalid_choice")

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= year_on_offer(timezone.localdate()):
            raise forms.ValidationError("没有这一年度")
        return year

    def clean_organ(self) -> list[Organ]:
        return [self._organs[slug] for slug in dict.fromkeys(self.cleaned_data["organ"])]

    def clean_words(self) -> str:
        words = cleaned(self.cleaned_data["words"]).text.strip()
        if len(words) < REMINDER_LENGTH[0]:
            raise forms.ValidationError(f"催报内容至少 {REMINDER_LENGTH[0]} 字")
        return words
