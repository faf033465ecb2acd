"""Writing a circular: a title, a number, paragraphs, and a file."""

from django import forms

from reports.formats import gate
from reports.lifecycle.circulars import Draft, IssuedFile
from reports.models.circulars import LONGEST_BODY, LONGEST_NUMBER, LONGEST_TITLE
from reports.official.interchange import NotUnderstood
from reports.text.cleaning import cleaned, one_line

ATTACHED = ("pdf", "docx", "xlsx", "ofd")
MOST_BYTES = 9_000_000  # the body of a request has 10 MB at most


class CircularForm(forms.Form):
    """What is to be issued; a word of warning is confirmed with ``confirmed``, the text that it was about."""

    use_required_attribute = False
    title = forms.CharField(
        label="标题",
        max_length=LONGEST_TITLE,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": "请填写标题", "max_length": "标题最多 %(limit_value)d 字"},
    )
    number = forms.CharField(
        label="文号（选填）",
        required=False,
        max_length=LONGEST_NUMBER,
        help_text="如 鲁政办〔2026〕3号",
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"max_length": "文号最多 %(limit_value)d 字"},
    )
    body = forms.CharField(
        label="正文",
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"class": "form-control", "rows": 10}),
        error_messages={"required": "请填写正文", "max_length": "正文最多 %(limit_value)d 字"},
    )
    file = forms.FileField(
        label="附件（选填）",
        required=False,
        help_text="pdf、docx、xlsx、ofd，不超过 9 MB",
        widget=forms.FileInput({"accept": ",".join(f".{each}" for each in ATTACHED)}),
        error_messages={"empty": "附件是空的", "invalid": "请重新选择附件", "missing": "请重新选择附件"},
    )

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_number(self) -> str:
        return one_line(self.cleaned_data["number"])

    def clean_body(self) -> str:
        return cleaned(self.cleaned_data["body"]).text

    def clean_file(self) -> IssuedFile | None:
        """The file as the gate lets it in."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError("附件过大，不能超过 9 MB")
        content = file.read()
        try:
            extension = gate.admit(file.name, content)
        except NotUnderstood as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if extension not in ATTACHED:
            raise forms.ValidationError("附件只能是 pdf、docx、xlsx 或 ofd 文件")
        return IssuedFile(one_line(file.name), extension, content)

    def draft(self) -> Draft:
        """What was written."""
        data = self.cleaned_data
        return Draft(data["title"], data["number"], data["body"], data["file"])
