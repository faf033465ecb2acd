"""The forms of the guided steps: the report's texts, its particulars, and whether a step is finished."""

from collections.abc import Mapping

from django import forms

from reports.forms.layout import fields_only
from reports.lifecycle.completion import LINES
from reports.models.reports import PARTICULARS
from reports.official import Edition, Section

ROWS_OF_A_TEXT = 5


class TextsForm(forms.Form):
    """Some texts of a report, each under its address. Nothing is required of a draft, so nothing is refused."""

    use_required_attribute = False

    def __init__(self, fields: Mapping[str, forms.Field], values: Mapping[str, str]) -> None:
        super().__init__(data={address: values.get(address, "") for address in fields}, auto_id="%s")
        self.fields = dict(fields)
        self.helper = fields_only()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show at each field why its value cannot stand."""
        for address, message in errors.items():
            if address in self.fields:
                self.add_error(address, message)


def text_field(label: str, guidance: str, *, rows: int = ROWS_OF_A_TEXT) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": rows, "class": "text-entry"})
    return forms.CharField(label=label, help_text=guidance, required=False, strip=False, widget=widget)


def line_field(label: str, guidance: str = "") -> forms.Field:
    return forms.CharField(label=label, help_text=guidance, required=False)


def section_fields(section: Section) -> dict[str, forms.Field]:
    return {text.key: text_field(text.name, text.guidance) for text in section.texts}


def particulars_fields(form: Edition) -> dict[str, forms.Field]:
    """What stands before the six sections: title, whom to ask, and the opening paragraph made of it."""
    return {
        **{address: line_field(label, hint) for address, (label, hint, _) in LINES.items()},
        form.preamble.key: text_field(
            form.preamble.name,
            "选填，印在标题之下。联系方式修改后，未改动过的开头段随之更新；不需要的可以清空。",
            rows=5,
        ),
    }


def fields_of(form: Edition, step: str) -> dict[str, forms.Field]:
    """The text fields of a step."""
    return particulars_fields(form) if step == PARTICULARS else section_fields(form.section[step])


class FinishedForm(forms.Form):
    """Whether the author calls a step finished."""

    use_required_attribute = False
    finished = forms.TypedChoiceField(
        label="本部分是否填写完毕？",
        choices=[("yes", "是，已填完"), ("no", "否，稍后再填")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择本部分是否填写完毕", "invalid_choice": "请选择本部分是否填写完毕"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class StartForm(forms.Form):
    """The two questions before the start, whose answer 没有 declares a table nil."""

    use_required_attribute = False

    def __init__(self, *args, year: int, carried_forward: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        if not carried_forward:
            self.fields["applications"] = _yes_or_no(f"{year} 年是否收到政府信息公开申请，或有上年结转？")
        self.fields["disputes"] = _yes_or_no(f"{year} 年是否有因政府信息公开引起的行政复议、行政诉讼？")

    def nil_answers(self) -> dict[str, bool]:
        """By table, whether there is nothing to report."""
        return {name: not answer for name, answer in self.cleaned_data.items()}


def _yes_or_no(question: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=question,
        choices=[("no", "没有"), ("yes", "有")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择“没有”或“有”", "invalid_choice": "请选择“没有”或“有”"},
    )
