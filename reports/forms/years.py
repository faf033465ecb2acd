"""The form of a reporting year: from when on it is filled in, until when, and for whom that holds."""

from datetime import date

from django import forms
from django.utils import timezone

from reports.forms.layout import set_messages, type_day
from reports.models import Organ, ReportingYear
from reports.models.years import default_period, latest_day
from reports.official.calendar import FIRST_YEAR, OPENING_MONTH


class YearForm(forms.ModelForm):
    superior = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True, subordinates__isnull=False).distinct(),
        to_field_name="slug",
        required=False,
        label="适用范围",
        empty_label="全部单位",
    )

    class Meta:
        model = ReportingYear
        fields = ("year", "superior", "opens_on", "due_on", "publish_by")
        help_texts = {"publish_by": "不填的，为 1 月 31 日（条例第四十九条）或截止日期，以较晚的为准"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["year"], self.fields["superior"]
        set_messages(self)
        if "year" in self.fields:
            self.fields["superior"].label = "适用范围"
            self.fields["superior"].help_text = "某一审核单位的下级单位，或未另行设置的全部单位"
            self.fields["year"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
            self.fields["year"].error_messages |= {"invalid": "年度应为四位数字，如 2026"}
        for name in ("opens_on", "due_on", "publish_by"):
            type_day(self.fields[name])

    def clean_year(self) -> int:
        year, last = self.cleaned_data["year"], timezone.localdate().year + 1
        if not FIRST_YEAR <= year <= last:
            raise forms.ValidationError(f"年度应在 {FIRST_YEAR} 至 {last} 之间")
        return year

    def clean(self) -> dict:
        cleaned = super().clean()
        year = self.instance.year if self.instance.pk else cleaned.get("year")
        if year:
            self._check_days(year, *(cleaned.get(name) for name in ("opens_on", "due_on", "publish_by")))
            twins = ReportingYear.objects.filter(year=year, superior=cleaned.get("superior"))
            if not self.instance.pk and "superior" in cleaned and twins.exists():
                self.add_error("superior", f"{year} 年度已为此范围设置日期，请直接修改")
        return cleaned

    def _check_days(self, year: int, opens_on: date | None, due_on: date | None, publish_by: date | None) -> None:
        """A year is prepared from its December on, which is when it is first offered."""
        earliest, latest = default_period(year).opens_on, latest_day(year)
        if opens_on and not earliest <= opens_on <= latest:
            self.add_error("opens_on", f"开放日期应在 {earliest} 至 {latest} 之间（{OPENING_MONTH} 月起填报当年报告）")
        if opens_on and due_on and not opens_on < due_on <= latest:
            self.add_error("due_on", f"截止日期应在开放日期之后、{latest} 之前")
        elif due_on and publish_by and not due_on <= publish_by <= latest:
            self.add_error("publish_by", f"公布截止日期应在 {due_on} 至 {latest} 之间")
