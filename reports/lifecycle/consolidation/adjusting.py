"""汇总调整: by how much a government's figures differ from what its organs add up to, and why (county.md §4.3).

Entries are added and taken back, never changed. What is adjusted stays in balance: of the identity of 表三 both sides
of a column are adjusted alike, or the government's own report could not balance.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from reports.lifecycle.consolidation.finality import require_open
from reports.lifecycle.consolidation.scope import scope_of
from reports.lifecycle.consolidation.sums import Sums, amount_of, sums_of
from reports.lifecycle.refusals import Refused
from reports.models.county import Adjustment, AdjustmentKind, Consolidation
from reports.models.locking import lock
from reports.models.organs import Organ, Role, User
from reports.models.sealing import sealing
from reports.models.tables import YUAN_IN_TEN_THOUSAND
from reports.official import Cell, Edition, Measure, Table

REASON_LENGTH = (10, 200)
MOST_CELLS = 40
MOST = 10**12
"""As of figures: no more than twelve digits."""

Amount = int | Decimal


@dataclass(frozen=True)
class WantedAdjustment:
    """An entry as it is to be registered: by cell a count, or an amount in 万元, with its sign."""

    amounts: Mapping[Cell, Amount]
    kind: AdjustmentKind
    reason: str
    about: Organ | None = None


@dataclass(frozen=True)
class AdjustmentEntry:
    """The adjustments that were registered together."""

    key: uuid.UUID
    amounts: Mapping[Cell, Amount]
    kind: AdjustmentKind
    reason: str
    about: Organ | None
    by: User
    at: datetime
    takes_back: uuid.UUID | None
    is_taken_back: bool


def entries_of(consolidation: Consolidation | None, edition: Edition) -> list[AdjustmentEntry]:
    """Every entry in the order in which they were registered; one query."""
    if consolidation is None:
        return []
    rows: dict[uuid.UUID, list[Adjustment]] = defaultdict(list)
    for row in consolidation.adjustments.select_related("about", "by"):
        rows[row.entry].append(row)
    taken_back = {cells[0].takes_back for cells in rows.values()}
    return [_entry(key, cells, edition, is_taken_back=key in taken_back) for key, cells in rows.items()]


def seen_of(entries: list[AdjustmentEntry]) -> str:
    """What tells whether anything was registered or taken back since."""
    return str(entries[-1].key) if entries else ""


def _entry(key: uuid.UUID, rows: list[Adjustment], edition: Edition, *, is_taken_back: bool) -> AdjustmentEntry:
    first = rows[0]
    amounts = {(cell := Cell.parse(row.address)): amount_of(edition, cell, row.amount) for row in rows}
    kind = AdjustmentKind(first.kind)
    said = (kind, first.reason, first.about, first.by, first.at, first.takes_back)
    return AdjustmentEntry(key, amounts, *said, is_taken_back=is_taken_back)


@transaction.atomic
@sealing()
def register(organ: Organ, year: int, by: User, wanted: WantedAdjustment, *, seen: str) -> uuid.UUID:
    """Register the adjustments of several cells together, and answer the key of the entry.

    ``seen`` is ``seen_of`` the entries that the page showed, so that nothing is registered twice. Raises ``Refused``
    for who is no clerk of the government, where the scope is not decided or the sums are final, where others were
    registered meanwhile, for a total, for what does not balance, and where an adjusted figure would be negative.
    """
    stored = _locked(organ, year, by)
    sums = sums_of(scope_of(organ, year))
    if seen_of(entries_of(stored, sums.edition)) != seen:
        raise Refused("汇总调整在您打开本页后有变化，请核对已登记的调整后再登记。")
    _require_reason(wanted.reason)
    _require_sound(sums, wanted)
    return _add(stored, sums.edition, wanted, by)


@transaction.atomic
@sealing()
def take_back(organ: Organ, year: int, by: User, key: uuid.UUID, reason: str) -> None:
    """Take an entry back by one with the opposite amounts; both stay to be read.

    Raises ``Refused`` as ``register`` does, and for an entry that is not there or was taken back already.
    """
    stored = _locked(organ, year, by)
    sums = sums_of(scope_of(organ, year))
    _require_reason(reason)
    entry = next((each for each in entries_of(stored, sums.edition) if each.key == key), None)
    if entry is None or entry.takes_back:
        raise Refused("没有找到这项汇总调整，请刷新后再试。")
    if entry.is_taken_back:
        raise Refused("这项汇总调整已撤销。")
    opposite = WantedAdjustment(
        {cell: -amount for cell, amount in entry.amounts.items()}, entry.kind, reason, entry.about
    )
    _require_not_negative(sums, opposite)
    _add(stored, sums.edition, opposite, by, takes_back=key)


def _locked(organ: Organ, year: int, by: User) -> Consolidation:
    lock(Organ.objects.filter(pk=organ.pk)).get()
    if not by.has_role(Role.CLERK, organ.pk):
        raise Refused("汇总调整由本级政府的填报员登记。")
    stored = Consolidation.objects.filter(organ=organ, year=year).first()
    if stored is None:
        raise Refused("请先确认汇总范围，再登记汇总调整。")
    require_open(stored)
    return stored


def _add(
    stored: Consolidation, edition: Edition, wanted: WantedAdjustment, by: User, takes_back: uuid.UUID | None = None
) -> uuid.UUID:
    key = uuid.uuid4()
    said = {"kind": wanted.kind, "reason": wanted.reason, "about": wanted.about, "by": by, "takes_back": takes_back}
    for cell, amount in wanted.amounts.items():
        whole = _stored_amount(edition.table[cell.table], cell, amount)
        Adjustment.objects.create(consolidation=stored, entry=key, address=str(cell), amount=whole, **said)
    return key


def _stored_amount(table: Table, cell: Cell, amount: Amount) -> int:
    return int(amount * YUAN_IN_TEN_THOUSAND) if table.measure(cell) is Measure.MONEY else int(amount)


def _require_reason(reason: str) -> None:
    shortest, longest = REASON_LENGTH
    if not shortest <= len(reason) <= longest:
        raise Refused(f"请填写说明，{shortest}至{longest}字。")


def _require_sound(sums: Sums, wanted: WantedAdjustment) -> None:
    edition = sums.edition
    if not wanted.amounts:
        raise Refused("请至少选择一个项目，并填写调整的数量。")
    if len(wanted.amounts) > MOST_CELLS:
        raise Refused(f"一次最多登记 {MOST_CELLS} 个项目。")
    for cell, amount in wanted.amounts.items():
        if not edition.has(cell):
            raise Refused("本年度的表格没有所选的项目，请刷新后再试。")
        name = edition.table[cell.table].name(cell)
        if edition.table[cell.table].is_total(cell):
            raise Refused(f"“{name}”是总计，由系统计算，请调整具体项目。")
        if amount == 0:
            raise Refused(f"“{name}”的调整是 0，请填写加减的数量，或不选此项。")
        if abs(amount) >= MOST:
            raise Refused(f"“{name}”的调整超过 12 位，请核对。")
    if wanted.about and wanted.about.pk not in {each.pk for each in sums.scope.included}:
        raise Refused("涉及的单位不在汇总范围内。")
    _require_balance(edition, wanted.amounts)
    _require_not_negative(sums, wanted)


def _require_balance(edition: Edition, amounts: Mapping[Cell, Amount]) -> None:
    """Both sides of the identity, column by column."""
    for table in (each for each in edition.table.values() if each.identity):
        for column in (each for each in table.columns if not each.is_total):
            left, right = (
                sum(amounts.get(part, 0) for row in rows for part in _entries(table, Cell(table.key, row, column.key)))
                for rows in (table.identity.left, table.identity.right)
            )
            if left != right:
                raise Refused(
                    f"“{column.label}”一列的调整使第一项、第二项（收到）{_changed(left)}，第三项、第四项（办理和结转）"
                    f"{_changed(right)}，两边不相等。请在同一项调整中同时登记。"
                )


def _entries(table: Table, cell: Cell) -> Iterable[Cell]:
    return table.parts[cell] if table.is_total(cell) else (cell,)


def _changed(amount: Amount) -> str:
    if not amount:
        return "未变"
    return f"加 {amount}" if amount > 0 else f"减 {-amount}"


def _require_not_negative(sums: Sums, wanted: WantedAdjustment) -> None:
    for cell, amount in wanted.amounts.items():
        known, before = sums.known_part(cell), sums.adjustments.get(cell, 0)
        if known + before + amount < 0:
            name = sums.edition.table[cell.table].name(cell)
            raise Refused(f"“{name}”各单位合计 {known}，调整后为负数，请核对。")
