"""The score sheets of a scheme, as they stand by the record of now or as they were closed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from reports.lifecycle.appraisal.document import (
    Appraisal,
    HeldAnswer,
    SheetParts,
    UnitLeftOut,
    read_appraisal,
    sheet_from,
    with_counters,
)
from reports.lifecycle.appraisal.facts import AssessedYear, facts_of
from reports.lifecycle.appraisal.scoring import ScoredItem, TypedEntry
from reports.lifecycle.appraisal.units import units_of
from reports.models.appraisal import AppraisalScheme, EvidenceKind, SchemeState, ScoreAnswer, ScoreEntry
from reports.models.organs import Organ
from reports.models.reports import AnnualReport

SHOWN = (SchemeState.OPEN, SchemeState.CLOSED)


def items_of(scheme: AppraisalScheme) -> tuple[ScoredItem, ...]:
    """The items in their order; one query."""
    return tuple(
        ScoredItem(each.pk, each.title, EvidenceKind(each.evidence), each.tenths, each.is_per_case, each.cap)
        for each in scheme.items.all()
    )


def appraisal_of(scheme: AppraisalScheme, only: Iterable[int] | None = None) -> Appraisal:
    """The sheets of all organs, or of those whose keys are said; of a closed scheme as they were closed."""
    if scheme.state == SchemeState.CLOSED:
        closed = read_appraisal(bytes(scheme.closing.content))
        return with_counters(closed, _entries_of(scheme, is_counter=True))
    units = units_of(scheme.superior, scheme.year, only)
    items = items_of(scheme)
    assessed = AssessedYear(scheme.year, units.organs, units.timings, scheme.days_to_mend, days_off_of(scheme))
    facts = facts_of(assessed, {each.kind for each in items})
    entries, answers = _entries_of(scheme, is_counter=False), _answers_of(scheme)
    sheets = (
        sheet_from(items, scheme.full_tenths, SheetParts(
            organ.pk, organ.slug, organ.name, organ.get_kind_display(),
            facts.get(organ.pk, ()), entries.get(organ.pk, ()), answers.get(organ.pk, ()),
        ))
        for organ in units.organs
    )  # fmt: skip
    left_out = tuple(UnitLeftOut(organ.pk, organ.name, why) for organ, why in units.left_out)
    office, about = scheme.superior, (scheme.year, scheme.name, scheme.full_tenths, items)
    return Appraisal(office.name, office.slug, *about, tuple(sheets), left_out)


def days_off_of(scheme: AppraisalScheme) -> frozenset[date]:
    return frozenset(date.fromisoformat(each) for each in scheme.days_off)


def written(at: datetime) -> str:
    """A moment as a document says it: in Beijing, to the minute."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def schemes_for(organs: Iterable[Organ], years: Iterable[int]) -> list[AppraisalScheme]:
    """The schemes of these years that are shown to units, of the offices over any of the organs; one query."""
    over = {organ.superior_id for organ in organs} - {None}
    found = AppraisalScheme.objects.filter(superior__in=over, year__in=list(years), state__in=SHOWN)
    return list(found.select_related("superior").order_by("-year", "-pk"))


def scheme_for(organ: Organ, year: int) -> AppraisalScheme | None:
    """The scheme by which an organ is assessed for a year, by whoever reviews or has reviewed its reports."""
    reviewed = AnnualReport.objects.filter(organ=organ, year=year).values("reviewer")
    over = Q(superior=organ.superior_id) | Q(superior__in=reviewed)
    return AppraisalScheme.objects.filter(over, year=year, state__in=SHOWN).order_by("-pk").first()


def _entries_of(scheme: AppraisalScheme, *, is_counter: bool) -> dict[int, list[TypedEntry]]:
    rows = ScoreEntry.objects.filter(item__scheme=scheme, closing__isnull=not is_counter).select_related("by")
    found: dict[int, list[TypedEntry]] = defaultdict(list)
    for row in rows.order_by("pk"):
        entry = TypedEntry(row.pk, row.item_id, row.tenths, row.reason, str(row.by), written(row.at), is_counter)
        found[row.organ_id].append(entry)
    return found


def _answers_of(scheme: AppraisalScheme) -> dict[int, list[HeldAnswer]]:
    found: dict[int, list[HeldAnswer]] = defaultdict(list)
    for row in ScoreAnswer.objects.filter(scheme=scheme).select_related("by").order_by("pk"):
        found[row.organ_id].append(HeldAnswer(row.text, str(row.by), written(row.at)))
    return found
