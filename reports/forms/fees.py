"""The question on the information processing fee (信息处理费), whose answer writes its sentence into section 六."""

import re
from collections.abc import Mapping

from django import forms

from reports.forms.layout import fields_only
from reports.official import Measure, wording
from reports.official.figures import display, fault, read
from reports.text.cleaning import one_line

WRITE = "write"  # the name of the buttons that write into the text
NOTHING, FEES = "nothing", "fees"
TEXT = "other_matters"
YUAN, TEN_THOUSAND_YUAN = "元", "万元"
NUMBERS = ("notices", "charged", "collected")
SLOTS = [f"{{{name}}}" for name in NUMBERS]  # where the numbers stand in the sentence, for the script of the page
_ANY_NUMBER = "([^，。]*)"
_WITH_NUMBERS = re.compile(re.escape(wording.fees("<>", "<>", "<>")).replace("<>", _ANY_NUMBER))
_OURS = re.compile(f"{_WITH_NUMBERS.pattern}|{re.escape(wording.no_fees())}")


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
        self.fields["charges"].widget.attrs = {"data-no": wording.no_fees(), "data-yes": wording.fees(*SLOTS)}

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("charges") == "yes":
            for name in NUMBERS:
                cleaned[name] = self._figure(name, _measure(name))
        return cleaned

    def _figure(self, name: str, measure: Measure) -> str:
        typed = one_line(self.cleaned_data.get(name, ""))
        if measure is Measure.MONEY and typed.endswith(TEN_THOUSAND_YUAN):
            self.add_error(name, f"{self.fields[name].label}请以元填写")
        figure = read(_amount(typed, measure), measure)
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


def _measure(name: str) -> Measure:
    return Measure.COUNT if name == "notices" else Measure.MONEY


def _amount(typed: str, measure: Measure) -> str:
    """These amounts are in 元, not in 万元 as those of the tables."""
    return typed.removesuffix(YUAN).strip() if measure is Measure.MONEY else typed


def answer_in(text: str) -> dict[str, str]:
    """The answer whose sentence stands in a text, as the fields of the form; empty where none does."""
    if found := _WITH_NUMBERS.search(text):
        return {"charges": "yes"} | dict(zip(NUMBERS, found.groups(), strict=True))
    return {"charges": "no"} if wording.no_fees() in text else {}


def is_new_answer(posted: Mapping[str, str], *texts: str) -> bool:
    """Whether the question is answered, and otherwise than by the sentence in any of the texts."""
    answer = {name: posted.get(name, "") for name in ("charges", *NUMBERS) if posted.get(name)}
    return bool(answer.get("charges")) and answer not in [answer_in(text) for text in texts]


def written_into(text: str, sentence: str) -> str:
    """The text with a sentence added as its own paragraph; it takes the place of 「无」 and of an earlier answer's."""
    if not text.strip() or text.strip() == wording.NOTHING_TO_REPORT:
        return sentence
    replaced = _WITH_NUMBERS.sub(sentence, text).replace(wording.no_fees(), sentence)
    return replaced if sentence in replaced else f"{text.rstrip()}\n{sentence}"


def without_contradicted(text: str, posted: Mapping[str, str]) -> str:
    """The text without our sentence where that says something else than the answer, as far as this has been given.

    What stands there until all three numbers are filled in claims nothing that is already answered otherwise.
    """
    standing = answer_in(text)
    if posted.get("charges") != "yes" or not standing:
        return text
    typed = {name: one_line(posted.get(name, "")) for name in NUMBERS}
    given = {name: _shown(each, _measure(name)) for name, each in typed.items() if each}
    if standing["charges"] == "yes" and given.items() <= standing.items():
        return text
    lines = [(line, _OURS.sub("", line)) for line in text.split("\n")]
    return "\n".join(left for line, left in lines if left.strip() or left == line)


def _shown(typed: str, measure: Measure) -> str:
    """A number as a sentence would say it, or as it was typed where it cannot be read."""
    figure = read(_amount(typed, measure), measure)
    return typed if figure is None or fault(figure, measure) else display(figure)
