"""What is to be compared, as the address says it: years, units, or one unit and its kind."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from reports.county.comparing import MOST_UNITS, MOST_YEARS, USUAL_YEARS, By
from reports.models import Organ

NOT_OF_THE_COUNTY = "所选的单位不在本级，请重新选择"


class CompareForm(forms.Form):
    """``unit`` once or several times by its code; what cannot be compared is said in a sentence.

    What else the address says and cannot be read means the usual: the years, and five of them.
    """

    unit = forms.MultipleChoiceField(label="单位", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, asked: QueryDict, units: Sequence[Organ]) -> None:
        super().__init__(asked)
        self._units = {each.slug: each for each in units}
        self.fields["unit"].error_messages["invalid_choice"] = NOT_OF_THE_COUNTY
        self.fields["unit"].choices = [(each.slug, each.short_name or each.name) for each in units]

    def clean_unit(self) -> list[Organ]:
        units = [self._units[slug] for slug in dict.fromkeys(self.cleaned_data["unit"])]
        if self.asked_by is By.UNITS and len(units) > MOST_UNITS:
            raise forms.ValidationError(f"一次最多比较 {MOST_UNITS} 个单位，已选 {len(units)} 个")
        if self.asked_by is By.KIND and len(units) > 1:
            raise forms.ValidationError("与同类单位比较时只选择一个单位")
        return units

    @property
    def asked_by(self) -> By:
        """What is compared."""
        said = self.data.get("by")
        return By(said) if said in list(By) else By.YEARS

    @property
    def chosen(self) -> list[Organ]:
        """The units; none where there is a fault in them."""
        return self.cleaned_data.get("unit", [])

    @property
    def most_years(self) -> int:
        return MOST_YEARS if self.data.get("years") == str(MOST_YEARS) else USUAL_YEARS
