"""The list of phrases that comparisons leave out, one a line, as a supervising organ enters it, and why."""

import re

from django import forms

from reports.forms.rule_settings import FormWithReason
from reports.text.cleaning import MOST_CHARACTERS, one_line

MOST_PHRASES = 200
LENGTH = (4, 100)  # characters, the first of them 汉字: a shorter one stands in half of all sentences
_HAN = re.compile("[\u4e00-\u9fff]")


class BoilerplateForm(FormWithReason):
    """The whole list; left blank, it is the installation's."""

    phrases = forms.CharField(
        label="不比较的用语",
        required=False,
        strip=False,  # or the lines would be counted from another one
        max_length=MOST_CHARACTERS,
        help_text=f"每行一条，每条 {LENGTH[0]}—{LENGTH[1]} 字，最多 {MOST_PHRASES} 条；全部删除后，恢复系统自带的用语",
        widget=forms.Textarea({"class": "form-control", "rows": "16"}),
        error_messages={"max_length": "用语合计最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )
    field_order = ("phrases", "reason")

    def clean_phrases(self) -> list[str]:
        """The phrases in their order, each once; what is wrong is said with the number of its line."""
        lines = re.split(r"\r\n|\r|\n", self.cleaned_data["phrases"])
        entered = {number: phrase for number, line in enumerate(lines, start=1) if (phrase := one_line(line))}
        phrases = list(dict.fromkeys(entered.values()))
        if len(phrases) > MOST_PHRASES:
            raise forms.ValidationError(f"最多 {MOST_PHRASES} 条，现有 {len(phrases)} 条")
        faults = [fault for number, phrase in entered.items() if (fault := _fault(number, phrase))]
        if faults:
            raise forms.ValidationError(faults)
        return phrases


def _fault(number: int, phrase: str) -> str:
    least, most = LENGTH
    if len(phrase) > most:
        return f"第 {number} 行最多 {most} 字，现有 {len(phrase)} 字"
    if len(_HAN.findall(phrase)) < least:
        return f"第 {number} 行“{phrase}”不足 {least} 个汉字，会使多数句子不再比较，请写完整的用语"
    return ""
