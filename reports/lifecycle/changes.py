"""The record of changes: what one person types in one go is one change, and no version that another saw is lost."""

from datetime import timedelta

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact
from django.utils import timezone

from reports.models.organs import User
from reports.models.presence import Sighting
from reports.models.reports import AnnualReport
from reports.models.review import Source, ValueChange
from reports.models.tables import TABLE_MODELS

# Written out, not handed over as a value: otherwise SQLite does not see that the index of emptied values serves.
IS_EMPTIED = Exact(F("new"), RawSQL("''", ()))
# Whether an address is of a figure, such as fees.administrative_fee.amount, or of a table, that it is declared nil.
# In one expression: the header of every page asks by it, and as a condition of its own for each table it took Django
# longer to put together than the database to answer.
_OF_A_TABLE = " OR ".join(f"SUBSTR(%(expressions)s || '.', 1, {len(key) + 1}) = '{key}.'" for key in TABLE_MODELS)
IS_OF_A_TABLE = Func(F("address"), template=f"({_OF_A_TABLE})", output_field=BooleanField())
NOBODYS_ENTRY = (Source.PROPOSED, Source.CARRIED_OVER, Source.CONSOLIDATED)

PAUSE = timedelta(minutes=5)  # as long a pause ends what is typed in one go
LONGEST = timedelta(minutes=30)
A_LOAD = timedelta(seconds=30)  # a page that was asked for then may show what was saved until then
FOLDED = (Source.TYPED, Source.PROPOSED)  # every other way is one act each


def record(report: AnnualReport, editor: User, changes: list[ValueChange]) -> None:
    """Add the changes of one save to the locked report's record.

    One that goes on where the same person left off at the same place becomes one with that, unless a pause, an
    event, somebody else's save or somebody else's look lay between, or the value was emptied. What is as it was
    before leaves no change.
    """
    last = _in_one_go(report, editor, [change.address for change in changes if change.source in FOLDED])
    added = []
    for change in changes:
        before = last.get(change.address)
        if before is None or (before.source, before.new) != (change.source, change.old):
            added.append(change)
        else:
            _fold(before, change)
    ValueChange.objects.bulk_create(added)


def _in_one_go(report: AnnualReport, editor: User, addresses: list[str]) -> dict[str, ValueChange]:
    """The newest changes at these addresses that the editor may still go on with, by address."""
    if not addresses or report.last_saved_by_id != editor.pk:
        return {}
    now = timezone.now()
    seen = Sighting.objects.filter(report=report).values_list("at", flat=True).first()
    since = max(now - PAUSE, seen + A_LOAD) if seen else now - PAUSE
    event = report.events.order_by("-number").only("report", "at", "digests").first()
    if event:
        since = max(since, event.at)
    of_this_go = report.changes.filter(address__in=addresses, pk__gt=event.last_change if event else 0)
    newest = {each.address: each for each in of_this_go.order_by("pk")}
    mine = (each for each in newest.values() if each.new and (each.editor_id, each.round) == (editor.pk, report.round))
    return {each.address: each for each in mine if each.at > since and (each.began_at or each.at) > now - LONGEST}


def _fold(before: ValueChange, change: ValueChange) -> None:
    if before.old == change.new:
        before.delete()
        return
    before.began_at = before.began_at or before.at
    before.new, before.at = change.new, timezone.now()
    before.save(update_fields=["new", "at", "began_at"])


def standing(changes: QuerySet[ValueChange]) -> QuerySet[ValueChange]:
    """Of these changes those by which a person entered what still stands."""
    later = ValueChange.objects.filter(report=OuterRef("report"), address=OuterRef("address"), pk__gt=OuterRef("pk"))
    # A figure, or that a table is declared nil, is replaced by the next one; a text is worked on until it is emptied.
    is_replaced = IS_OF_A_TABLE & Exists(later) | Exists(later.filter(IS_EMPTIED))
    return changes.filter(~Q(source__in=NOBODYS_ENTRY), ~Q(new=""), ~is_replaced)
