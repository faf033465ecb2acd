"""定稿: the sums of a year declared final as a document of their own, and worked on again for a reason."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from reports.lifecycle.consolidation.adjusting import AdjustmentEntry, entries_of
from reports.lifecycle.consolidation.document import Document, HeldAdjustment, HeldMember, HeldOrgan, Number, in_order
from reports.lifecycle.consolidation.finality import require_open, standing_finalisation, told
from reports.lifecycle.consolidation.scope import scope_of
from reports.lifecycle.consolidation.sums import LeftOut, Sums, adjustments_of, newest_counted, state_of, sums_of
from reports.lifecycle.refusals import Refused
from reports.models.county import Consolidation, Finalisation, Reopening
from reports.models.keys import Keys
from reports.models.locking import lock
from reports.models.organs import Membership, Organ, Role, User
from reports.models.reading import figures_of_each
from reports.models.reports import AnnualReport
from reports.official.figures import display

REASON_LENGTH = (10, 200)
MOST_NAMED = 5
HAS_CHANGED = "汇总数在您打开本页后有变化，请重新查看后再定稿。"


def finalise(organ: Organ, year: int, by: User, *, seen: str) -> Finalisation:
    """Declare the sums final as they were seen; ``seen`` is ``Sums.seen`` of the page.

    The document is made before anything is locked, and kept only if nothing that it says has changed by then.
    Raises ``Refused`` for who may not, while an organ of the scope is missing or undecided, and for who comes second.
    """
    sums = sums_of(scope_of(organ, year))
    refusal = refusal_of_finalising(sums, by)
    if refusal:
        raise Refused(refusal)
    if sums.seen != seen:
        raise Refused(HAS_CHANGED)
    now = timezone.now()
    content = document_of(sums, by=str(by), at=now).as_bytes()
    with transaction.atomic():
        lock(Organ.objects.filter(pk=organ.pk)).get()
        stored = Consolidation.objects.get(organ=organ, year=year)
        require_open(stored)
        if _state_now(organ, year, sums) != seen:
            raise Refused(HAS_CHANGED)
        digest = hashlib.sha256(content).hexdigest()
        return Finalisation.objects.create(consolidation=stored, content=content, content_hash=digest, by=by, at=now)


def _state_now(organ: Organ, year: int, sums: Sums) -> str:
    scope = scope_of(organ, year)
    reports = [each for each in newest_counted(Keys(scope.included), year) if each.edition == sums.edition.key]
    return state_of(scope, reports, adjustments_of(scope.stored, sums.edition))


@transaction.atomic
def reopen(organ: Organ, year: int, by: User, reason: str) -> Reopening:
    """Work on final sums again; the document stays. Raises ``Refused`` for who may not, and where nothing is final."""
    shortest, longest = REASON_LENGTH
    lock(Organ.objects.filter(pk=organ.pk)).get()
    final = standing_finalisation(Consolidation.objects.filter(organ=organ, year=year).first())
    if final is None:
        raise Refused("汇总数没有定稿，不必撤销。")
    if not by.has_role(_role(organ), organ.pk):
        raise Refused(_not_theirs("撤销定稿", organ))
    if not shortest <= len(reason) <= longest:
        raise Refused(f"请填写撤销的理由，{shortest}至{longest}字。")
    return Reopening.objects.create(finalisation=final, reason=reason, by=by)


def refusal_of_finalising(sums: Sums, user: User) -> str:
    """Why the person may not declare these sums final now; empty where nothing is in the way."""
    organ = sums.scope.organ
    if not user.has_role(_role(organ), organ.pk):
        return _not_theirs("定稿", organ)
    if sums.scope.stored is None:
        return "请先确认汇总范围，再定稿。"
    final = standing_finalisation(sums.scope.stored)
    if final:
        return f"{told(final)}。"
    if sums.scope.undecided:
        return f"新增 {_named([str(each) for each in sums.scope.undecided])}，尚未决定是否纳入，不能定稿。"
    if not sums.reports and not sums.left_out:
        return "没有可以汇总的报告，不能定稿。"
    if sums.left_out:
        return f"{len(sums.left_out)} 个单位尚未计入汇总，不能定稿：{_listed(map(_with_state, sums.left_out))}。"
    authors = {each.by.pk for each in entries_of(sums.scope.stored, sums.edition) if not each.is_taken_back}
    if user.pk in authors and _holders(organ).exclude(user__in=authors).exists():
        return "您登记过汇总调整，须由其他人员定稿。"
    return ""


def may_decide(user: User, organ: Organ) -> bool:
    """Whether the person is one of those who declare sums final: the leaders, or the clerks where there are none."""
    return user.has_role(_role(organ), organ.pk)


def _role(organ: Organ) -> Role:
    leaders = organ.memberships.filter(role=Role.LEADER, user__is_active=True)
    return Role.LEADER if leaders.exists() else Role.CLERK


def _holders(organ: Organ) -> QuerySet[Membership]:
    return Membership.objects.filter(organ=organ, role=_role(organ), user__is_active=True)


def _not_theirs(what: str, organ: Organ) -> str:
    return f"{what}由{organ}的{_role(organ).label}办理。"


def _named(organs: list[str]) -> str:
    return f"{len(organs)} 个单位（{_listed(organs)}）"


def _listed(organs: Iterable[str]) -> str:
    named = list(organs)
    return f"{'、'.join(named[:MOST_NAMED])}{'等' if len(named) > MOST_NAMED else ''}"


def _with_state(left_out: LeftOut) -> str:
    return f"{left_out.organ}（{left_out.state}）"


def document_of(sums: Sums, *, by: str = "", at: datetime | None = None) -> Document:
    """The sums as a document: final where they are, or as they stand; one query a table beside the entries'."""
    if sums.held:
        return sums.held
    scope, edition = sums.scope, sums.edition
    figures = figures_of_each(sums.reports, edition.entries)
    reasons = {member.organ.pk: member.reason for member in scope.members}
    return Document(
        slug=scope.organ.slug,
        name=scope.organ.name,
        year=scope.year,
        edition_key=edition.key,
        basis=scope.basis.label,
        note=scope.note,
        members=[_held(report, in_order(edition, figures[report.pk])) for report in sums.reports],
        missing=[HeldOrgan(str(each.organ), each.state) for each in sums.left_out]
        + [HeldOrgan(str(each), "尚未决定是否纳入") for each in scope.undecided],
        left_out=[HeldOrgan(str(each), reasons[each.pk]) for each in scope.excluded],
        adjustments=[held for each in entries_of(scope.stored, edition) for held in _adjusted(each)],
        sums=in_order(edition, sums.figures),
        so_far=[sums.so_far.get(cell, 0) for cell in edition.entries],
        unknown=[sums.unknown.get(cell, len(sums.reports)) for cell in edition.entries],
        finalised_by=by,
        finalised_at=_written(at) if at else "",
    )


def _held(report: AnnualReport, figures: Sequence[Number | None]) -> HeldMember:
    organ = report.organ
    return HeldMember(
        organ=organ.pk,
        slug=organ.slug,
        name=report.organ_name,
        kind=organ.get_kind_display(),
        report=report.pk,
        revision=report.revision,
        state=report.state,
        changed_at=report.changed_at.isoformat(),
        nil=report.declared_nil,
        figures=figures,
    )


def _adjusted(entry: AdjustmentEntry) -> list[HeldAdjustment]:
    common = {
        "entry": str(entry.key),
        "kind": entry.kind.label,
        "reason": entry.reason,
        "about": str(entry.about or ""),
        "by": str(entry.by),
        "at": _written(entry.at),
        "takes_back": str(entry.takes_back or ""),
    }
    amounts = entry.amounts.items()
    return [HeldAdjustment(address=str(cell), amount=display(amount), **common) for cell, amount in amounts]


def _written(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
