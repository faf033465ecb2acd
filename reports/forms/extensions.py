"""The form in which a superior organ gives one organ more time, and says why."""

from django import forms

from reports.forms.layout import fields_only, type_day
from reports.lifecycle.deadlines import REASON_LENGTH, reason_fault
from reports.models.years import Period
from reports.text.cleaning import one_line


class ExtensionForm(forms.Form):
    """Until when, and why; whether the days are later than those in force is judged where it is granted."""

    use_required_attribute = False
    due_on = forms.DateField(label="延期后的截止日期", error_messages={"required": "请填写延期后的截止日期"})
    publish_by = forms.DateField(label="公布截止日期（选填）", required=False)
    reason = forms.CharField(
        label="延期原因",
        help_text=f"{REASON_LENGTH[0]}—{REASON_LENGTH[1]} 字，填报单位可以看到",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"null_characters_not_allowed": "延期原因中有不能使用的字符"},
    )

    def __init__(self, *args, current: Period, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.fields["due_on"].help_text = f"晚于现行截止日期 {current.due_on}"
        same = current.publish_by == current.due_on
        left_out = "与延期后的截止日期相同" if same else f"为 {current.publish_by} 或延期后的截止日期，以较晚的为准"
        self.fields["publish_by"].help_text = f"不填的，{left_out}"
        for name in ("due_on", "publish_by"):
            type_day(self.fields[name])

    def clean_reason(self) -> str:
        reason = one_line(self.cleaned_data["reason"])
        if fault := reason_fault(reason):
            raise forms.ValidationError(fault)
        return reason
