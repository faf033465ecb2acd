"""The question on the information processing fee (信息处理费), whose answer writes its sentence into section 六."""

from django import forms

from reports.forms.layout import fields_only
from reports.official import Measure, wording
from reports.official.figures import display, fault, read
from reports.text.cleaning import one_line

WRITE = "write"  # the name of the buttons that write into the text
NOTHING, FEES = "nothing", "fees"
TEXT = "other_matters"


class FeesForm(forms.Form):
    """How many fee notices were sent, for how much, and how much was paid; 元 with up to four decimals."""

    use_required_attribute = False
    charges = forms.ChoiceField(
        label="本年度是否发出信息处理费收费通知？",
        choices=[("no", "未发出收费通知，未收取"), ("yes", "发出收费通知，填写下面三项")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否发出收费通知", "invalid_choice": "请选择是否发出收费通知"},
    )
    notices = forms.CharField(label="收费通知件数", required=False)
    charged = forms.CharField(label="总金额（元）", required=False)
    collected = forms.CharField(label="实际收取（元）", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("charges") == "yes":
            for name in ("notices", "charged", "collected"):
                cleaned[name] = self._figure(name, Measure.COUNT if name == "notices" else Measure.MONEY)
        return cleaned

    def _figure(self, name: str, measure: Measure) -> str:
        figure = read(one_line(self.cleaned_data.get(name, "")), measure)
        if figure is None:
            self.add_error(name, f"请填写{self.fields[name].label}，没有的填 0")
        elif reason := fault(figure, measure):
            self.add_error(name, reason)
        return display(figure)

    def sentence(self) -> str:
        """The sentence that a valid answer writes."""
        answer = self.cleaned_data
        if answer["charges"] == "no":
            return wording.no_fees()
        return wording.fees(answer["notices"], answer["charged"], answer["collected"])


def written_into(text: str, sentence: str) -> str:
    """The text with a sentence added as its own paragraph; 「无」 gives way to it, and it never stands twice."""
    if not text.strip() or text.strip() == wording.NOTHING_TO_REPORT:
        return sentence
    return text if sentence in text else f"{text.rstrip()}\n{sentence}"
