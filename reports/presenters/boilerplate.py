"""What the page of the phrases that comparisons leave out shows: each list that was set, by what it changed."""

from dataclasses import dataclass

from reports.models import Organ
from reports.models.boilerplate import BoilerplateSetting
from reports.text.similarity import BOILERPLATE


@dataclass(frozen=True)
class ShownList:
    """A list as it was set, and what it left out and took in anew compared with the one that held before."""

    setting: BoilerplateSetting
    added: list[str]
    removed: list[str]

    @property
    def is_of_the_installation(self) -> bool:
        return not self.setting.phrases


def lists_of(organ: Organ) -> list[ShownList]:
    """Every list that the organ has set, the newest first; one query."""
    shown: list[ShownList] = []
    earlier: list[BoilerplateSetting] = []
    for setting in BoilerplateSetting.objects.filter(organ=organ).select_related("by").order_by("pk"):
        before = _in_force(earlier, setting.year)
        now = setting.phrase_list or BOILERPLATE
        shown.append(ShownList(setting, [each for each in now if each not in before], _without(before, now)))
        earlier.append(setting)
    return shown[::-1]


def _in_force(settings: list[BoilerplateSetting], year: int) -> tuple[str, ...]:
    """What held for a year after these were set, in the order in which they were."""
    of_the_year = [each for each in settings if each.year <= year]
    last = max(of_the_year, key=lambda each: (each.year, each.pk), default=None)
    return (last.phrase_list if last else ()) or BOILERPLATE


def _without(phrases: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [each for each in phrases if each not in others]
