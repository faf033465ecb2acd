"""The wording of a stock phrase, as a supervisor enters it."""

from django import forms

from reports.models.phrases import MOST_CHARACTERS_OF_A_PHRASE
from reports.people.phrases import has_even_braces
from reports.text.cleaning import one_line


class PhraseForm(forms.Form):
    """One phrase, on a single line; what is to be filled in stands in pairs of braces."""

    use_required_attribute = False
    body = forms.CharField(
        label="表述",
        max_length=MOST_CHARACTERS_OF_A_PHRASE,
        error_messages={
            "required": "请填写表述",
            "max_length": "表述最多 %(limit_value)d 字，现有 %(show_value)d 字",
        },
    )

    def clean_body(self) -> str:
        body = one_line(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError("请填写表述")
        if not has_even_braces(body):
            raise forms.ValidationError("花括号要成对，里面写要填的内容，如 {条数}")
        return body
