"""What an administrator may do to organs and to the years that they report on, each with its refusals."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.audit.recording import changes, record
from reports.models.audit import AuditAction
from reports.models.locking import lock
from reports.models.organs import Organ, User, line_above
from reports.models.reports import Status
from reports.models.sealing import sealing
from reports.models.years import KEPT_DAYS, Extension, Period, ReportingYear, period
from reports.official.calendar import year_on_offer
from reports.people.administration import NotAllowed

OWN_SUPERIOR = "审核单位不能是本单位或其下级单位"
OWN_SUCCESSOR = "承继单位不能是本单位"
SUCCESSOR = "succeeded_by"


@transaction.atomic
@sealing()
def save_year(year: ReportingYear) -> None:
    """Write the days of a year, which a form has checked; refused where somebody has just set the same year."""
    try:
        with transaction.atomic():
            year.save()
    except IntegrityError as error:
        raise NotAllowed(f"{year.year} 年度刚刚由其他管理员为此范围设置了日期，请直接修改") from error
    days = {"开放": year.opens_on, "截止": year.due_on, "公布截止": year.publish_by}
    record(AuditAction.YEAR_SET, f"{year.year} 年度（{year.superior or '其他单位'}）", days)


@transaction.atomic
@sealing()
def create_organ(organ: Organ, by: User | None = None) -> Organ:
    """Write a new organ, which a form has checked; ``by`` is whoever is signed in, where it is not given."""
    organ.save()
    record(AuditAction.ORGAN_MADE, _organ(organ), by=by)
    return organ


@transaction.atomic
@sealing()
def save_organ(changed: Organ, fields: Iterable[str], by: User) -> None:
    """Write the named fields of an organ, or a new one, and nothing that another administrator changed meanwhile.

    Under another superior the deadlines in force stay where they would come earlier: a report does not turn late by it.
    """
    # Under another organ all are locked: two that are moved at one moment could close a circle between them.
    line = changed.superior_id or changed.succeeded_by_id
    locked = {each.pk: each for each in lock(Organ.objects.all() if line else Organ.objects.filter(pk=changed.pk))}
    superior = locked.get(changed.superior_id)
    if superior and not superior.is_active:
        raise NotAllowed(f"{superior}已停用，不能作为审核单位")
    superiors = {pk: each.superior_id for pk, each in locked.items()}
    if superior and changed.pk and changed.pk in line_above(superior.pk, superiors):
        raise NotAllowed(OWN_SUPERIOR)
    if changed.pk is None:
        create_organ(changed, by)
        return
    before = locked[changed.pk]
    if changed.succeeded_by_id != before.succeeded_by_id:
        _require_successor(before, locked.get(changed.succeeded_by_id))
    is_moved = before.superior_id != changed.superior_id
    kept = {year: period(year, before) for year in years_in_work(before)} if is_moved else {}
    changed.save(update_fields=list(fields))
    record(AuditAction.ORGAN_CHANGED, _organ(changed), changes(before, changed, fields), by=by)
    for year, days in kept.items():
        _keep_days(changed, year, days, by)


def years_in_work(organ: Organ) -> set[int]:
    """The year on offer, and those of which the organ's first report has not been published yet, nor archived."""
    done = (Status.PUBLISHED, Status.ARCHIVED)
    begun = organ.reports.filter(revision=1).exclude(status__in=done).values_list("year", flat=True)
    return {year_on_offer(timezone.localdate()), *begun}


def _keep_days(organ: Organ, year: int, days: Period, by: User) -> None:
    now = period(year, organ)
    if now.due_on >= days.due_on and now.publish_by >= days.publish_by:
        return
    kept = {"due_on": days.due_on, "publish_by": max(days.publish_by, days.due_on)}
    Extension.objects.create(organ=organ, year=year, reason=KEPT_DAYS, granted_by=by, **kept)


@transaction.atomic
@sealing()
def set_organ_active(organ: Organ, is_active: bool, successor: Organ | None = None) -> None:
    """Retire an organ, whose reports stay, or take it back; one that still reviews others stays.

    ``successor`` is the organ that it was merged into; nobody succeeds one that is taken back.
    """
    concerned = [organ.pk, successor.pk] if successor and not is_active else [organ.pk]
    locked = {each.pk: each for each in lock(Organ.objects.filter(pk__in=concerned))}
    organ = locked[organ.pk]
    reviewed = organ.subordinates.filter(is_active=True).count()
    if not is_active and reviewed:
        raise NotAllowed(f"仍是 {reviewed} 个单位的审核单位，请先为这些单位改设审核单位，或停用这些单位")
    organ.is_active = is_active
    organ.succeeded_by = None
    if successor and not is_active:
        _require_successor(organ, locked[successor.pk])
        organ.succeeded_by = successor
    organ.save(update_fields=["is_active", "succeeded_by"])
    what = AuditAction.ORGAN_ENABLED if is_active else AuditAction.ORGAN_RETIRED
    record(what, _organ(organ), {"承继单位": organ.succeeded_by})


def _require_successor(organ: Organ, successor: Organ | None) -> None:
    """Refuse what would close a circle: who is succeeded is retired, and only an organ in office succeeds."""
    if successor is None:
        return
    if successor.pk == organ.pk:
        raise NotAllowed(OWN_SUCCESSOR, SUCCESSOR)
    if organ.is_active:
        raise NotAllowed(f"{organ}仍在启用，停用时才能设置承继单位", SUCCESSOR)
    if not successor.is_active:
        raise NotAllowed(f"{successor}已停用，不能作为承继单位", SUCCESSOR)


def _organ(organ: Organ) -> str:
    return f"{organ}（{organ.slug}）"
