"""What narrows the list of what is published."""

from collections.abc import Iterable

from django import forms

from reports.official.report_data import Kind

ALL = "all"


class ColumnFilter(forms.Form):
    """Year, kind and name of the organs; what cannot be read narrows nothing, and no year means the newest."""

    year = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="单位类别", required=False, choices=[("", "全部"), *((kind.value, kind.label) for kind in Kind)]
    )
    name = forms.CharField(
        label="单位名称", required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data, years: Iterable[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(each, each) for each in (ALL, *map(str, years))]
