"""汇总范围: whose reports are summed up into a government's report of a year, and why the others are not.

A parent sums its direct members only (county.md §0.3): whoever is summed up elsewhere in the same year is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from reports.lifecycle.consolidation.finality import require_open
from reports.lifecycle.refusals import Refused
from reports.models.county import Basis, Consolidation, ScopeEntry
from reports.models.locking import lock
from reports.models.organs import Organ, User, in_order_of_units
from reports.models.reports import SETTLED, AnnualReport
from reports.models.sealing import sealing
from reports.official.report_data import Kind

OF_ITS_OWN_LEVEL = (Kind.OFFICE, Kind.DEPARTMENT)
REASON_LENGTH = (4, 200)
NOBODY = "至少纳入一个单位。"


@dataclass(frozen=True)
class Member:
    """An organ that may be summed up; ``is_decided`` is false of one that came after the scope was decided."""

    organ: Organ
    is_included: bool
    is_decided: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Scope:
    """The members of a government's report of one year; ``stored`` is ``None`` while the usual scope holds."""

    organ: Organ
    year: int
    members: tuple[Member, ...]
    stored: Consolidation | None = None

    @property
    def included(self) -> list[Organ]:
        return [member.organ for member in self.members if member.is_included]

    @property
    def excluded(self) -> list[Organ]:
        """Organs that were decided not to belong."""
        return [member.organ for member in self.members if member.is_decided and not member.is_included]

    @property
    def undecided(self) -> list[Organ]:
        """Organs that came under the office after the scope was decided: they are not summed up yet."""
        return [member.organ for member in self.members if not member.is_decided and not member.is_included]

    @property
    def basis(self) -> Basis:
        return Basis(self.stored.basis) if self.stored else Basis.WHOLE_AREA

    @property
    def note(self) -> str:
        return self.stored.note if self.stored else ""

    @property
    def seen(self) -> str:
        """What tells whether somebody else has decided since."""
        return self.stored.decided_at.isoformat() if self.stored else ""


@dataclass(frozen=True)
class Decision:
    """A scope as it is to be: by the key of each organ that is left out, why."""

    basis: Basis
    note: str
    left_out: Mapping[int, str]


def scope_of(organ: Organ, year: int) -> Scope:
    """Who is summed up: as it was decided, and until then every active organ below the office, and the office."""
    stored = Consolidation.objects.filter(organ=organ, year=year).select_related("decided_by").first()
    entries = list(stored.entries.select_related("organ").order_by(*in_order_of_units("organ__"))) if stored else []
    known = {entry.organ_id for entry in entries}
    members = [Member(entry.organ, entry.is_included, reason=entry.reason) for entry in entries]
    below = [each for each in organs_below(organ, year) if each.pk not in known]
    members += [Member(each, is_included=stored is None, is_decided=False) for each in below]
    return Scope(organ, year, tuple(members), stored)


def organs_below(organ: Organ, year: int) -> Iterable[Organ]:
    """The organs that a government's report covers by the usual reading: those below its office, and the office.

    Those of that year: one that was retired since counts with what it filed, and not whoever succeeded it and has no
    report of that year, so that a merger is neither a gap nor a figure that counts twice.
    """
    office = organ.consolidated_by_id
    filed = AnnualReport.objects.filter(year=year, status__in=SETTLED)
    of_itself = filed.filter(organ=OuterRef("pk"))
    of_before = Organ.objects.filter(Exists(of_itself), succeeded_by=OuterRef("pk"))  # few, found by their index
    begun = AnnualReport.objects.filter(year=year, organ=OuterRef("pk"))
    existed = Q(Exists(of_itself)) | Q(is_active=True) & (Q(Exists(begun)) | ~Q(Exists(of_before)))
    below = Organ.objects.filter(existed, Q(superior=office) | Q(pk=office)).exclude(pk=organ.pk)
    return below.order_by(*in_order_of_units())


def is_a_reason(said: str) -> bool:
    """Whether it is long enough to be why an organ is left out, and no longer than is kept."""
    return REASON_LENGTH[0] <= len(said) <= REASON_LENGTH[1]


def missing_reason(organ: Organ) -> str:
    """What to say where nobody has said why an organ is left out."""
    return f"请填写不纳入{organ}的理由，{REASON_LENGTH[0]}至{REASON_LENGTH[1]}字"


@transaction.atomic
@sealing()
def decide_scope(organ: Organ, year: int, by: User, decision: Decision, *, seen: str) -> Scope:
    """Write down who is summed up, and why others are not; ``seen`` is ``Scope.seen`` as it was read.

    Raises ``Refused`` where it was decided otherwise meanwhile, a reason is missing, or an organ would count twice.
    """
    lock(Organ.objects.filter(pk=organ.pk)).get()
    now = scope_of(organ, year)
    if now.seen != seen:
        raise Refused("汇总范围在您打开本页后有变化，请重新查看后再确认。")
    included = [member.organ for member in now.members if member.organ.pk not in decision.left_out]
    if now.stored:
        require_open(now.stored)
    _require_allowed(now, included, decision)
    stored, _ = Consolidation.objects.update_or_create(
        organ=organ, year=year, defaults={"basis": decision.basis, "note": decision.note, "decided_by": by}
    )
    stored.entries.all().delete()
    reasons = {member.organ.pk: decision.left_out.get(member.organ.pk) for member in now.members}
    ScopeEntry.objects.bulk_create(
        ScopeEntry(consolidation=stored, organ_id=pk, is_included=reason is None, reason=reason or "")
        for pk, reason in reasons.items()
    )
    return scope_of(organ, year)


def _require_allowed(scope: Scope, included: list[Organ], decision: Decision) -> None:
    if not included:
        raise Refused(NOBODY)
    for member in scope.members:
        reason = decision.left_out.get(member.organ.pk)
        if reason is not None and not is_a_reason(reason):
            raise Refused(f"{missing_reason(member.organ)}。")
    if decision.basis is Basis.OWN_LEVEL and (others := [o for o in included if o.kind not in OF_ITS_OWN_LEVEL]):
        raise Refused(f"口径为“仅本级机关”，不能纳入{others[0]}。")
    if decision.basis is Basis.WHOLE_AREA and decision.left_out and not decision.note:
        raise Refused("有单位不纳入汇总的，请填写口径说明，或将口径改为“自定”。")
    _require_counted_once(scope, included)


def _require_counted_once(scope: Scope, included: list[Organ]) -> None:
    """Refuse an organ that another government sums up, and one beside the government that sums it up."""
    elsewhere = ScopeEntry.objects.filter(consolidation__year=scope.year, organ__in=included, is_included=True)
    taken = elsewhere.exclude(consolidation__organ=scope.organ).select_related("organ", "consolidation__organ").first()
    if taken:
        raise Refused(f"{taken.organ}已纳入{taken.consolidation.organ}的汇总，不能重复纳入。")
    by_office = {each.consolidated_by_id: each for each in included if each.consolidated_by_id}
    for each in included:
        government = by_office.get(each.superior_id) or by_office.get(each.pk)
        if government and government != each:
            raise Refused(f"{government}的报告已包含{each}，不能同时纳入。")
