"""Bringing an archive of earlier reports, and saying whose report one of its files is."""

from collections.abc import Sequence

from django import forms

from reports.forms.layout import fields_only
from reports.models import Organ

CHOOSE = "请选择 .zip 压缩包"


class ArchiveForm(forms.Form):
    """A zip with one published report a file."""

    use_required_attribute = False
    archive = forms.FileField(
        label="压缩包",
        allow_empty_file=True,
        help_text=".zip，不超过 200 MB，最多 500 个文件",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class AssignForm(forms.Form):
    """The organ, of those whose earlier reports the user may read in, and the year whose report a file is."""

    use_required_attribute = False
    organ = forms.ModelChoiceField(
        Organ.objects.none(),
        label="单位",
        empty_label="请选择单位",
        error_messages={"required": "请选择单位", "invalid_choice": "请选择单位"},
    )

    def __init__(self, *args, organs: Sequence[Organ], years: Sequence[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.fields["organ"].queryset = organs
        self.fields["year"] = forms.TypedChoiceField(
            label="年度",
            choices=[("", "请选择年度"), *((year, f"{year} 年度") for year in years)],
            coerce=int,
            error_messages={"required": "请选择年度", "invalid_choice": "请选择年度"},
        )
