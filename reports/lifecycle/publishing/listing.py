"""The published reports of an office's organs, each with its address on the county's website (D4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from reports.lifecycle.bundles.choosing import organs_of
from reports.models.organs import Organ, order_of
from reports.models.publication import Publication
from reports.models.published_addresses import PublishedAddress, newest_addresses
from reports.models.years import periods


@dataclass(frozen=True)
class ListedPublication:
    """The newest publication of an organ; ``address`` is the entry that counts, ``publish_by`` the last day for it."""

    organ: Organ
    publication: Publication
    address: PublishedAddress | None
    publish_by: date

    @property
    def url(self) -> str:
        return self.address.url if self.address else ""

    @property
    def is_checked(self) -> bool:
        return bool(self.url and self.address.checked_on)

    @property
    def is_late(self) -> bool:
        """D4: whether its address was not filled back by the last day of publication."""
        return not self.url and timezone.localdate() > self.publish_by

    @property
    def seen(self) -> str:
        """What tells whether somebody else has entered another address since."""
        return str(self.address.pk) if self.address else ""


def publications_of(office: Organ, year: int) -> list[Publication]:
    """The newest publication of each organ of the office, in the order of units; one query."""
    found = Publication.objects.filter(report__organ__in=organs_of(office, year), report__year=year)
    newest = {each.report.organ_id: each for each in found.select_related("report__organ").order_by("report__revision")}
    return sorted(newest.values(), key=lambda each: order_of(each.report.organ))


def listed(publications: Sequence[Publication], year: int) -> list[ListedPublication]:
    """The publications with their addresses and days; three queries, however many they are."""
    addresses = newest_addresses([each.pk for each in publications])
    organs = [each.report.organ for each in publications]
    days = periods(year, organs)
    return [
        ListedPublication(organ, each, addresses.get(each.pk), days[organ.pk].publish_by)
        for organ, each in zip(organs, publications, strict=True)
    ]
