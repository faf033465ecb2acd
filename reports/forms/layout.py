"""How a form is laid out by crispy-forms: the page writes the <form> element, the pack the fields."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


def fields_only() -> FormHelper:
    """A helper that renders the fields alone, without a tag, errors on top, or asterisks.

    It is made without the form: ``FormHelper(form)`` builds a layout that renders every field twice.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    return helper


def type_day(field: forms.DateField) -> None:
    """Make a day one that is typed: a browser writes a date field in the language of its own menus."""
    field.widget = OneDay(attrs={"class": "day-entry"}, format="%Y-%m-%d")
    field.input_formats = ["%Y-%m-%d"]
    field.error_messages["invalid"] = "日期应为 2026-12-01 的形式"
    field.help_text = field.help_text or "如 2026-12-01"


class OneDay(forms.DateInput):
    """A day that is posted twice is none: which of them holds must not hang on their order."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        return "、".join(data.getlist(name)) if name in data else None


def yes_or_no(label: str, *, required: bool = True, **words: str) -> forms.TypedChoiceField:
    """Two buttons, the usual one first, in their own words."""
    return forms.TypedChoiceField(
        label=label,
        choices=list(words.items()),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial=next(iter(words)),
        required=required,
        empty_value=False,
    )


def set_messages(form: forms.BaseForm) -> None:
    """Give every field its own words for what is missing, unknown, too long or already there."""
    form.helper = fields_only()
    form.helper.form_show_errors = False
    form.use_required_attribute = False
    for field in form.fields.values():
        label = field.label
        chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages |= {
            "required": f"请{'选择' if chooses else '填写'}{label}",
            "invalid_choice": f"{label}“%(value)s”不存在",
            "unique": f"{label}已存在",
            "max_length": f"{label}最多 %(limit_value)d 字，现有 %(show_value)d 字",
            "null_characters_not_allowed": f"{label}中有不能使用的字符",
        }
        field.widget.attrs.pop("maxlength", None)  # a longer one is answered with a sentence
        if not field.required and not field.disabled:
            field.label = f"{label}（选填）"
