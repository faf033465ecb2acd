"""Bringing a report: a file or a text that was copied, and what must be said of it before it is taken in."""

from collections.abc import Sequence

from django import forms

from reports.forms.layout import fields_only

NEITHER = "请选择文件，或粘贴报告全文"
BOTH = "文件和粘贴的文字只能留一项，请去掉其中一项"
PASTED_NAME = "粘贴的文字.txt"
ACCEPTED = ".html,.htm,.mht,.mhtml,.docx,.doc,.pdf,.ofd,.xlsx,.xls,.txt,.json"


class UploadForm(forms.Form):
    """A file of a report, or its text as it was copied from a page or a PDF."""

    use_required_attribute = False
    file = forms.FileField(
        label="报告文件",
        required=False,
        allow_empty_file=True,
        help_text="网页、Word、PDF、OFD、Excel、文本文件均可，不超过 10 MB。可把文件拖到框内",
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "file-drop"}),
        error_messages={"invalid": NEITHER},
    )
    text = forms.CharField(
        label="或粘贴报告全文",
        required=False,
        strip=False,
        help_text="从网页、Word 或 PDF 中全选、复制，粘贴到框内，表格一并粘贴",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean(self) -> dict:
        cleaned = super().clean()
        has_file, has_text = bool(cleaned.get("file")), bool((cleaned.get("text") or "").strip())
        if has_file == has_text and "file" not in self.errors:
            self.add_error("file", BOTH if has_file else NEITHER)
        return cleaned

    def brought(self) -> tuple[str, bytes]:
        """The name and the bytes of what was brought."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        return PASTED_NAME, self.cleaned_data["text"].encode("utf-8", errors="replace")


class ConfirmForm(forms.Form):
    """Whose report a file is and of which year, where the file does not say so beyond doubt."""

    use_required_attribute = False

    def __init__(self, *args, years: Sequence[int], is_doubted: bool, whose: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        if len(years) > 1:
            self.fields["year"] = forms.TypedChoiceField(
                label="报告年度",
                choices=[(year, f"{year} 年度") for year in years],
                coerce=int,
                error_messages={"required": "请选择报告年度", "invalid_choice": "请选择报告年度"},
            )
        if is_doubted:
            self.fields["sure"] = forms.BooleanField(
                label=f"已核对，这是{whose}的报告",
                error_messages={"required": f"请核对单位和年度，确认是{whose}的报告后再存入"},
            )
