"""What narrows the queue of a superior organ."""

from django import forms

from reports.official.calendar import FIRST_YEAR
from reports.official.report_data import Kind

ALL = ("", "全部")


class QueueFilter(forms.Form):
    """Year, kind and name of the organs, and what a supervisor looks for first; what cannot be read narrows nothing."""

    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int)
    kind = forms.ChoiceField(label="类别", required=False, choices=[ALL, *((kind.value, kind.label) for kind in Kind)])
    name = forms.CharField(label="单位名称", required=False, max_length=40)
    timing = forms.ChoiceField(label="期限", required=False, choices=[ALL, ("overdue", "逾期")])
    explained = forms.ChoiceField(label="须说明", required=False, choices=[ALL, ("yes", "有须说明")])

    def __init__(self, data, *, offered: int) -> None:
        """``offered`` is the newest year that there may be reports of, and the one that is meant without a choice."""
        asked = data.copy()
        years = [(str(year), str(year)) for year in range(offered, FIRST_YEAR - 1, -1)]
        if (asked.get("year"), asked.get("year")) not in years:
            asked["year"] = str(offered)
        super().__init__(asked)
        self.fields["year"].choices = years
