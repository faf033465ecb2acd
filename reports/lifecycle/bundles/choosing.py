"""Whose reports go into a bundle: the organs of an office, by kind or name, and the states that are wanted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports.models.keys import Keys
from reports.models.organs import Organ, User, in_order_of_units
from reports.models.reports import AnnualReport, Status

OFFERED_STATES = (Status.PUBLISHED, Status.APPROVED, Status.IN_REVIEW, Status.RETURNED, Status.ARCHIVED)
NOT_BEGUN = "未开始"
NOT_WANTED = "该状态未选"


@dataclass(frozen=True)
class WantedReports:
    """What is to go into a bundle; the organs of ``kinds`` and those of ``organs``, by their
    slugs, or everybody where neither is said.

    ``site`` is the address of this installation, to which the addresses in the list are added.
    """

    states: tuple[str, ...]
    formats: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    site: str = ""

    def as_data(self) -> dict[str, list[str] | str]:
        """As it is kept in ``Bundle.wanted``."""
        lists = {key: list(getattr(self, key)) for key in ("states", "formats", "kinds", "organs")}
        return lists | {"site": self.site}

    @classmethod
    def of_data(cls, data: dict[str, list[str] | str]) -> "WantedReports":
        """As it was kept."""
        return cls(**{key: value if isinstance(value, str) else tuple(value) for key, value in data.items()})


@dataclass(frozen=True)
class NotPacked:
    """An organ whose report, or a file of it, is not in the bundle, and why."""

    organ: Organ
    state: str
    why: str


@dataclass(frozen=True)
class Chosen:
    """The reports that go in, in the order of their organs, and the organs that have none."""

    reports: tuple[AnnualReport, ...]
    left_out: tuple[NotPacked, ...]

    @property
    def are_all_published(self) -> bool:
        return all(each.status == Status.PUBLISHED for each in self.reports)


def organs_of(office: Organ, year: int) -> QuerySet[Organ]:
    """The organs whose reports a supervisor of the office collects: those below it, itself, what it sums up.

    One that is retired belongs to them in the years of which it has a report.
    """
    of_the_year = AnnualReport.objects.filter(organ=OuterRef("pk"), year=year)
    concerned = Q(superior=office) | Q(pk=office.pk) | Q(consolidated_by=office)
    found = Organ.objects.filter(concerned | Exists(of_the_year.filter(reviewer=office)))
    return found.filter(Q(is_active=True) | Exists(of_the_year)).order_by(*in_order_of_units())


def reports_for(user: User, organs: QuerySet[Organ], year: int) -> QuerySet[AnnualReport]:
    """What of these organs' reports the person may read; what is published anybody may."""
    visible = AnnualReport.objects.visible_to(user).values("pk")
    readable = Q(pk__in=visible) | Q(status=Status.PUBLISHED)
    return AnnualReport.objects.filter(readable, organ__in=organs, year=year)


def counts_by_state(user: User, office: Organ, year: int) -> dict[str, int]:
    """By state, how many organs have a report that may be packed; one query."""
    found = reports_for(user, organs_of(office, year), year).values_list("organ", "status")
    return Counter(status for _, status in set(found))


def choose(office: Organ, year: int, wanted: WantedReports, user: User) -> Chosen:
    """Of each organ that is wanted the newest revision in one of the states; three queries."""
    organs = organs_of(office, year)
    if wanted.kinds or wanted.organs:
        organs = organs.filter(Q(kind__in=wanted.kinds) | Q(slug__in=wanted.organs))
    states = set(wanted.states) & set(OFFERED_STATES)
    found = reports_for(user, organs, year).filter(status__in=states).select_related("publication")
    newest = {report.organ_id: report for report in found.order_by("revision")}
    everybody = list(organs)
    for organ in everybody:
        if organ.pk in newest:
            newest[organ.pk].organ = organ
    reports = tuple(newest[organ.pk] for organ in everybody if organ.pk in newest)
    return Chosen(reports, tuple(_without(everybody, newest, year)))


def _without(organs: list[Organ], packed: dict[int, AnnualReport], year: int) -> Iterable[NotPacked]:
    missing = [organ for organ in organs if organ.pk not in packed]
    reports = AnnualReport.objects.filter(year=year, organ__in=Keys(missing)).order_by("revision")
    newest = {report.organ_id: report for report in reports}
    for organ in missing:
        report = newest.get(organ.pk)
        yield NotPacked(organ, report.state if report else NOT_BEGUN, NOT_WANTED if report else "没有报告")
