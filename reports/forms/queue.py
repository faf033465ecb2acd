"""What narrows the queue of a superior organ."""

from django import forms
from django.http import QueryDict
from django.utils import timezone

from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.official.report_data import Kind
from reports.presenters.queue import COURSES, TIMINGS

ALL = ("", "全部")


def _choices(conditions: dict) -> list[tuple[str, str]]:
    return [(key, words) for key, (words, _) in conditions.items()]


class QueueFilter(forms.Form):
    """Year, kind and name of the organs, and what a supervisor looks for first; what cannot be read narrows nothing."""

    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int)
    kind = forms.ChoiceField(label="类别", required=False, choices=[ALL, *((kind.value, kind.label) for kind in Kind)])
    name = forms.CharField(label="单位名称", required=False, max_length=40)
    timing = forms.ChoiceField(label="期限", required=False, choices=[ALL, *_choices(TIMINGS)])
    course = forms.ChoiceField(label="过程", required=False, choices=[ALL, *_choices(COURSES)])
    explained = forms.ChoiceField(label="须说明", required=False, choices=[ALL, ("yes", "有须说明")])

    def __init__(self, data, *, offered: int) -> None:
        """``offered`` is the newest year that there may be reports of, and the one that is meant without a choice."""
        asked = data.copy()
        years = [(str(year), str(year)) for year in range(offered, FIRST_YEAR - 1, -1)]
        if (asked.get("year"), asked.get("year")) not in years:
            asked["year"] = str(offered)
        super().__init__(asked)
        self.fields["year"].choices = years


def chosen_year(asked: QueryDict) -> int:
    """The year that is named, or else the one on offer."""
    offered = year_on_offer(timezone.localdate())
    form = QueueFilter(asked, offered=offered)
    return form.cleaned_data["year"] if form.is_valid() or "year" in form.cleaned_data else offered
