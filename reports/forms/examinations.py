"""Bringing published reports to be checked."""

from django import forms

from reports.forms.layout import fields_only
from reports.lifecycle.batches.examining import MOST_FILES

CHOOSE = "请选择 .zip 压缩包"


class ExaminationForm(forms.Form):
    """A zip with one published report a file."""

    use_required_attribute = False
    archive = forms.FileField(
        label="压缩包",
        allow_empty_file=True,
        help_text=f".zip，不超过 200 MB，最多 {MOST_FILES} 个文件",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
