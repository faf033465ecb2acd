"""What is asked before a copy of the site is made."""

from urllib.parse import urlsplit

from django import forms

from reports.text.cleaning import one_line

LONGEST = 500
NOT_AN_ADDRESS = "网址应以 http:// 或 https:// 开头，不含空格"


class SiteForm(forms.Form):
    """Where the copy will be read; may be left blank."""

    use_required_attribute = False
    address = forms.CharField(
        label="副本将来的网址（选填）",
        help_text="如 https://www.lushan.gov.cn/gkzl/，写入 sitemap.xml；不填则不生成该文件",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput({"class": "form-control", "inputmode": "url", "autocomplete": "off"}),
        error_messages={"max_length": "网址最多 %(limit_value)d 字"},
    )

    def clean_address(self) -> str:
        """Ends with a slash, so that the names of pages can be added to it."""
        said = one_line(self.cleaned_data["address"])
        if not said:
            return ""
        try:
            parts = urlsplit(said)
        except ValueError as error:
            raise forms.ValidationError(NOT_AN_ADDRESS) from error
        if parts.scheme not in ("http", "https") or not parts.netloc or " " in said:
            raise forms.ValidationError(NOT_AN_ADDRESS)
        return f"{said.rstrip('/')}/"
