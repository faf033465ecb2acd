"""What goes into a bundle of a county's reports: whose, in which states, in which formats."""

from collections.abc import Mapping, Sequence

from django import forms

from reports.formats import registry
from reports.lifecycle.bundles.choosing import OFFERED_STATES, WantedReports
from reports.models.organs import Organ
from reports.models.reports import Status
from reports.official.report_data import Kind

MOST_LISTED = 200  # organs to tick; of more, those that a list sent along are shown, or whole kinds
USUAL_FORMATS = ("pdf", "xlsx")
NOT_THERE = "选择中有不在本页的项目，请重新选择"


class Ticks(forms.MultipleChoiceField):
    """Several of a list; what is not in it is refused in one sentence."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": NOT_THERE, "invalid_list": NOT_THERE}


class BundleForm(forms.Form):
    """Organs, states and formats; without a kind or an organ, everybody's reports are meant."""

    use_required_attribute = False
    kind = Ticks(label="单位类别（都不选为全部单位）", required=False)
    organ = Ticks(label="指定单位（可与类别同时选）", required=False)
    state = Ticks(label="报告状态", error_messages={"required": "请选择报告状态"})
    format = Ticks(label="文件格式", error_messages={"required": "请选择文件格式"})

    def __init__(
        self, data=None, *, organs: Sequence[Organ], asked: Sequence[str] = (), counts: Mapping[str, int]
    ) -> None:
        """``asked`` are the slugs of organs that another list has sent along; ``counts`` says how many by state."""
        here = {organ.slug for organ in organs}
        sent = [slug for slug in asked if slug in here]
        super().__init__(data, initial={"state": [Status.PUBLISHED], "format": USUAL_FORMATS, "organ": sent})
        known = (organ for organ in organs if len(organs) <= MOST_LISTED or organ.slug in {*sent, *self._posted()})
        self.fields["organ"].choices = [(organ.slug, str(organ)) for organ in known]
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in Kind if kind in {organ.kind for organ in organs}
        ]
        self.fields["state"].choices = [
            (each.value, f"{each.label} {counts.get(each, 0)} 个") for each in OFFERED_STATES
        ]
        offered = [each for each in registry.downloads() if each.output.is_published]
        self.fields["format"].choices = [(each.extension, each.name) for each in offered]

    def _posted(self) -> list[str]:
        return self.data.getlist("organ") if self.is_bound else []

    def wanted(self, site: str) -> WantedReports:
        """What was chosen."""
        data = self.cleaned_data
        return WantedReports(
            states=tuple(data["state"]),
            formats=tuple(data["format"]),
            kinds=tuple(data["kind"]),
            organs=tuple(data["organ"]),
            site=site,
        )
