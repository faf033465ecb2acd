"""The form in which a supervisor pins an opinion to a place of the report."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from crispy_forms.layout import Layout
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.checks.naming import table_name
from reports.forms.layout import fields_only
from reports.lifecycle.reviewing import WORDS_LENGTH
from reports.models.opinions import OpinionCode, OpinionLevel
from reports.official import Edition
from reports.official.report_data import ReportData
from reports.text.cleaning import cleaned
from reports.text.sentences import sentences

SHOWN_OF_A_SENTENCE = 40


class GroupedSelect(forms.Select):
    """A select of grouped options, drawn in one go: the template of Django's takes half the time of the whole page."""

    def render(self, name: str, value: str | None, attrs: dict | None = None, renderer: object = None) -> SafeString:
        selected = "" if value is None else str(value)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            _options(self.choices, selected),
        )


def _options(choices: Iterable[tuple[str, object]], selected: str) -> SafeString:
    """Hundreds of options: escaped and put together by hand, which takes a fifth of what ``format_html`` does."""
    drawn = (
        f'<optgroup label="{escape(value)}">{_options(label, selected)}</optgroup>'
        if isinstance(label, list)
        else _option(value, label, is_selected=value == selected)
        for value, label in choices
    )
    return mark_safe("".join(drawn))


@lru_cache(maxsize=1024)
def _option(value: str, label: str, *, is_selected: bool) -> str:
    """Most of them are the places of the official form, and the same on every page."""
    return f'<option value="{escape(value)}"{" selected" if is_selected else ""}>{escape(label)}</option>'


class OpinionForm(forms.Form):
    """Where, on which sentence, how urgent, why, and in which words; a sentence chosen from the list says where."""

    use_required_attribute = False
    anchor = forms.ChoiceField(
        label="位置",
        required=False,
        widget=GroupedSelect,
        error_messages={"invalid_choice": "请从列表中选择位置"},
    )
    sentence = forms.ChoiceField(label="引用原文的句子（选填）", required=False, widget=GroupedSelect)
    quote = forms.CharField(
        label="或粘贴原文（选填）", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    level = forms.ChoiceField(  # the button that is pressed says it
        label="类别", choices=OpinionLevel.choices, error_messages={"required": "请选择“须改”或“建议”"}
    )
    code = forms.ChoiceField(
        label="原因", choices=[("", "请选择"), *OpinionCode.choices], error_messages={"required": "请选择原因"}
    )
    words = forms.CharField(
        label="意见",
        widget=forms.Textarea({"rows": 3}),
        min_length=WORDS_LENGTH[0],
        max_length=WORDS_LENGTH[1],
        error_messages={
            "required": "请填写意见",
            "min_length": "意见至少 %(limit_value)d 字",
            "max_length": "意见最多 %(limit_value)d 字，现有 %(show_value)d 字",
        },
    )

    def __init__(self, *args, data_of: ReportData, **kwargs) -> None:
        super().__init__(*args, auto_id="opinion_%s", **kwargs)
        self.helper = fields_only()
        self.helper.layout = Layout(*(name for name in self.fields if name != "level"))
        self._data = data_of
        self._sentences = {
            f"{key}#{number}": (key, sentence)
            for key in data_of.official_form.text
            for number, sentence in enumerate(sentences(data_of.text(key)), start=1)
        }
        self.fields["anchor"].choices = [("", "请选择"), *anchor_choices(data_of.official_form)]
        self.fields["sentence"].choices = [("", "不引用"), *self._sentence_choices()]
        for name in ("quote", "words"):
            self.fields[name].widget.attrs.pop("minlength", None)
            self.fields[name].widget.attrs.pop("maxlength", None)

    def _sentence_choices(self) -> Iterable[tuple[str, list[tuple[str, str]]]]:
        for key, text in self._data.official_form.text.items():
            of_text = [(name, _cut(each)) for name, (at, each) in self._sentences.items() if at == key]
            if of_text:
                yield text.name, of_text

    def clean_words(self) -> str:
        return cleaned(self.cleaned_data["words"]).text

    def clean(self) -> dict:
        values = super().clean()
        anchor, quote = values.get("anchor", ""), (values.get("quote") or "").strip()
        if chosen := self._sentences.get(values.get("sentence", "")):
            if anchor and anchor != chosen[0]:
                self.add_error("sentence", "所选句子不在所选位置，请改选其中一项")
            anchor, quote = chosen
        if not anchor and "anchor" not in self.errors:
            self.add_error("anchor", "请选择位置")
        elif quote and quote not in self._data.text(anchor):
            self.add_error("quote", "所选位置没有这段原文，请从原文复制")
        return values | {"anchor": anchor, "quote": quote}


def anchor_choices(form: Edition) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Every place that an opinion may be pinned to, grouped by section and table."""
    yield "全文", [(form.preamble.key, form.preamble.name)]
    for section in form.sections:
        texts = [(text.key, text.name) for text in section.texts if text.key != section.key]
        yield section.title, [(section.key, f"整个部分：{section.title}"), *texts]
        for table in section.tables:
            yield table_name(form, table), [(str(cell), table.name(cell)) for cell in table.cells]


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= SHOWN_OF_A_SENTENCE else f"{sentence[:SHOWN_OF_A_SENTENCE]}…"
