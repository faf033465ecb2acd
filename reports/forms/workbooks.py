"""A form that was filled in elsewhere: brought, and what of it is stored."""

from django import forms

from reports.forms.layout import fields_only

CHOOSE = "请选择填好的填报表（.xlsx）"


class WorkbookForm(forms.Form):
    """The workbook that was downloaded as a form."""

    use_required_attribute = False
    workbook = forms.FileField(
        label="填好的填报表",
        allow_empty_file=True,
        help_text=".xlsx，不超过 5 MB",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
