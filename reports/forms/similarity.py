"""What narrows the list of reports that repeat each other."""

from django import forms

from reports.official.calendar import FIRST_YEAR
from reports.presenters.similarity import LEAST


class SimilarityFilter(forms.Form):
    """The year, and from how many per cent pairs are listed; without, or where it cannot be read, as it is set."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int)
    least = forms.TypedChoiceField(
        label="相同比例",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "达到设置的界限"), *((each, f"{each}% 以上") for each in LEAST)],
    )

    def __init__(self, data, *, offered: int) -> None:
        """``offered`` is the newest year that there may be reports of, and the one that is meant without a choice."""
        asked = data.copy()
        years = [(str(year), str(year)) for year in range(offered, FIRST_YEAR - 1, -1)]
        if (asked.get("year"), asked.get("year")) not in years:
            asked["year"] = str(offered)
        if asked.get("least") not in map(str, LEAST):
            asked["least"] = ""
        super().__init__(asked)
        self.fields["year"].choices = years
