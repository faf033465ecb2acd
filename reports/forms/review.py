"""What is written on the way to a decision: explanations by the clerk; reasons and reminders by the supervisor."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils import timezone

from reports.checks import explanations
from reports.checks.registry import Level
from reports.forms.layout import fields_only, type_day
from reports.lifecycle.reminding import WORDS_LENGTH as REMINDER_LENGTH
from reports.lifecycle.workflow import REASON_LENGTH
from reports.models import Organ
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.presenters.findings import ShownFinding
from reports.text.cleaning import cleaned


class ExplanationForm(forms.Form):
    """The 情况说明 of one finding; ``others`` are those of the report's other findings (rules.md E1).

    ``lapsed`` is what was said of other values: it stands in the field, and nobody has said it of these yet.
    """

    use_required_attribute = False
    body = forms.CharField(
        label="情况说明",
        help_text=f"{explanations.LENGTH[0]}—{explanations.LENGTH[1]} 字",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, others: Iterable[str] = (), lapsed: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self._others, self._lapsed = others, lapsed

    @property
    def is_unkept(self) -> bool:
        """Whether something was written that is too faulty to be kept."""
        return bool(self._posted) and not self.is_valid()

    @property
    def is_as_lapsed(self) -> bool:
        """Whether the words of before stand there untouched."""
        return bool(self._lapsed) and self._posted == self._lapsed

    @property
    def _posted(self) -> str:
        return (self["body"].value() or "").replace("\r\n", "\n").strip()

    def clean_body(self) -> str:
        body = cleaned(self.cleaned_data["body"]).text.strip()
        if fault := explanations.fault(body, self._others):
            raise forms.ValidationError(fault)
        return body


def explanation_forms(shown: list[ShownFinding], post: QueryDict | None) -> dict[int, ExplanationForm]:
    """By number, the form of each finding that needs an explanation, with what was posted where anything was."""
    to_explain = [each for each in shown if each.finding.level is Level.EXPLAIN and not each.is_set_aside]
    return {each.number: _explanation_form(each, to_explain, post) for each in to_explain}


def _explanation_form(shown: ShownFinding, among: list[ShownFinding], post: QueryDict | None) -> ExplanationForm:
    words = shown.explanation or shown.lapsed
    initial = {"body": words.body if words and not words.is_unrelated else ""}
    others = _words_of_others(shown, among, post) if post else ()
    lapsed = shown.lapsed.body if shown.lapsed and not shown.lapsed.is_unrelated else ""
    return ExplanationForm(post, initial=initial, prefix=shown.key, others=others, lapsed=lapsed)


def _words_of_others(shown: ShownFinding, among: list[ShownFinding], post: QueryDict) -> list[str]:
    """The explanations that this one must not repeat: those that stand as they were, and those posted before it."""
    words = []
    for each in among:
        if each is shown:
            continue
        stored = each.explanation.body if each.explanation else ""
        posted = post.get(f"{each.key}-body", stored).replace("\r\n", "\n").strip()
        if posted == stored or each.number < shown.number:
            words.append(posted)
    return [each for each in words if each]


class ReasonForm(forms.Form):
    """Why a transition is taken that needs a reason, and by when what goes back is to come again.

    The length of the reason and the range of the day are judged where the transition is taken.
    """

    use_required_attribute = False
    reason = forms.CharField(
        help_text=f"{REASON_LENGTH[0]}—{REASON_LENGTH[1]} 字",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    resubmit_by = forms.DateField(label="重新提交期限（选填）", required=False)

    def __init__(self, *args, label: str, sets_day: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.fields["reason"].label = label
        if sets_day:
            self.fields["resubmit_by"].help_text = "填报单位可以看到，催报时写明，如 2026-12-01"
            type_day(self.fields["resubmit_by"])
        else:
            del self.fields["resubmit_by"]


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
