"""How long the log is kept: whole months, and of those at least as many as the installation says (``AUDIT_MONTHS``)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from reports.audit.chain import locked_end
from reports.audit.recording import record
from reports.models.audit import AuditAction, AuditEntry, AuditPurge
from reports.models.sealing import sealing


@dataclass(frozen=True)
class Purgeable:
    """What may go: all entries before the first day of a month, up to the one with that number, and how many."""

    before: date
    last_number: int
    rows: int


def purgeable() -> Purgeable | None:
    """What is older than has to be kept: the month that runs, and whole months before it; ``None`` where nothing is."""
    before = _first_month_kept(timezone.localdate())
    midnight = timezone.make_aware(datetime.combine(before, datetime.min.time()))
    kept = AuditEntry.objects.filter(at__gte=midnight).order_by("number").values_list("number", flat=True).first()
    older = AuditEntry.objects.order_by("-number")
    if kept is not None:
        older = older.filter(number__lt=kept)
    last = older.values_list("number", flat=True).first()
    return Purgeable(before, last, older.count()) if last else None


def purge() -> AuditPurge | None:
    """Remove what may go, and note in the log and beside it by what the chain goes on; ``None`` where nothing may.

    Where the clock was set back an entry of a later month may stand before others: then those stay too.
    """
    with sealing():
        locked_end()
        found = purgeable()
        if found is None:
            return None
        last = AuditEntry.objects.get(number=found.last_number)
        about = {"before": found.before, "last_number": found.last_number, "rows": found.rows}
        made = AuditPurge.objects.create(last_mac=bytes(last.mac), **about)
        AuditEntry.objects.all().purge(found.last_number)
        details = {"条数": found.rows, "至第几条": found.last_number, "该条校验码": bytes(last.mac).hex()[:16]}
        record(AuditAction.AUDIT_PURGED, f"{found.before} 以前", details)
    return made


def _first_month_kept(today: date) -> date:
    months = today.year * 12 + today.month - 1 - settings.AUDIT_MONTHS
    return date(months // 12, months % 12 + 1, 1)
