"""The proof of the seals: every sealed row is held against its seal, and every scope against its tally.

What it can prove and what it cannot stands in docs/history-proof.md.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction
from django.utils import timezone

from reports.lifecycle.history.resealing import sealed_models
from reports.lifecycle.history.seal_names import name_of_row, name_of_scope, name_of_table
from reports.models.locking import lock
from reports.models.seal_key import SealKey, kept_seal_key
from reports.models.sealed_rows import StoredRow, all_stored, table_of
from reports.models.sealing import BROKEN, MODULUS, REGISTER, Sealed, registered, tally_message
from reports.models.seals import Seal, SealingRound, SealTally

MOST_TOLD = 50  # rows of one table and scope; of the others only how many they are
WHAT_TO_DO = "请把另存的 seal_key 放回数据文件夹后再核对；确已丢失的，运行 manage.py reseal"
NO_KEY = f"没有封条密钥（seal_key），不能核对。{WHAT_TO_DO}"
CHANGED, UNSEALED, DELETED = "与封条不符", "没有封条，不是由本系统写入的", "已被删除，封条仍在"
REWRITTEN = "与封条不符，发现后又由本系统改写过"
OTHER_KEY = "由另一把密钥封存，不能核对"


@dataclass
class SealProof:
    """What was verified, since when rows are sealed, and in a sentence each thing that is not as it was sealed."""

    rows: int = 0
    since: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)


@dataclass
class _Survey:
    """What one look has found: faults as scope, table, key of the row and what; the seals that there are, by scope."""

    rows: int = 0
    faults: list[tuple[str, str, int, str]] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    tallies: list[tuple[str, str]] = field(default_factory=list)  # scope, what

    def count(self, scope: str, table: str, mac: bytes) -> None:
        self.counts[scope][table] += 1
        self.sums[scope] += int.from_bytes(mac)

    @property
    def scopes(self) -> set[str]:
        """Those of which anything is not as it was sealed."""
        return {scope for scope, *_ in self.faults} | {scope for scope, _ in self.tallies}


def verify_seals() -> SealProof:
    """Hold every row against its seal, and gather all that is not as it was sealed; may run while people work."""
    key, proof = kept_seal_key(), SealProof()
    if key is None:
        if Seal.objects.exists():
            proof.breaks.append(NO_KEY)
        return proof
    found = _look(key)
    proof.rows = found.rows
    if found.scopes:
        found = _look_again(key, found)
    proof.breaks = _told(found)
    proof.since = [
        f"{timezone.localtime(each.at):%Y-%m-%d %H:%M} 按当时内容封存 {each.rows} 行（{each.reason}）"
        for each in SealingRound.objects.all()
    ]
    return proof


def _look_again(key: SealKey, found: _Survey) -> _Survey:
    """The same of the scopes in which something was found, where nobody writes in them meanwhile."""
    with suppress(DatabaseError), transaction.atomic():  # a database that can only be read is not locked
        list(lock(SealTally.objects.filter(scope__in=found.scopes)))
        return _look(key, found.scopes)
    return found


def _look(key: SealKey, scopes: set[str] | None = None) -> _Survey:
    """Everything, or what is counted or sealed in these scopes."""
    found = _Survey()
    known = sealed_models()
    for model in known:
        owners = None if scopes is None else _owners(model, scopes)
        if owners is None or owners:
            for row in all_stored(model, owners):
                _hold(row, table_of(model), key, found)
    _look_for_deleted(known, scopes, found)
    for tally in _tallies(key, scopes, found):
        _hold_tally(tally, key, found)
    for scope in set(found.counts) - {tally.scope for tally in SealTally.objects.filter(scope__in=found.counts)}:
        found.tallies.append((scope, "缺少封条总数"))
    return found


def _owners(model: Sealed, scopes: Iterable[str]) -> list[int]:
    kind = f"{model.seal_scope[0]}:"
    return [
        int(scope.removeprefix(kind)) for scope in scopes if scope.startswith(kind) and scope[len(kind) :].isdigit()
    ]


def _hold(row: StoredRow, table: str, key: SealKey, found: _Survey) -> None:
    found.rows += 1
    if row.mac is None:
        found.faults.append((row.scope, table, row.pk, UNSEALED))
        return
    found.count(row.sealed_scope, table, row.mac)
    if not row.is_sound(key):
        what = OTHER_KEY if row.key_name != key.name else REWRITTEN if row.mac == BROKEN else CHANGED
        found.faults.append((row.scope, table, row.pk, what))


def _look_for_deleted(known: list[Sealed], scopes: set[str] | None, found: _Survey) -> None:
    """Seals without a row, or of a table that has none."""
    for model in known:
        table = table_of(model)
        seals = Seal.objects.filter(table_name=table).extra(
            where=[f"NOT EXISTS (SELECT 1 FROM {model._meta.db_table} t WHERE t.id = reports_seal.row_key)"]
        )
        _note_deleted(seals, scopes, found)
    _note_deleted(Seal.objects.exclude(table_name__in=map(table_of, known)), scopes, found)


def _note_deleted(seals: Iterable[Seal], scopes: set[str] | None, found: _Survey) -> None:
    for seal in seals.order_by("pk").iterator():
        if scopes is None or seal.scope in scopes:
            found.count(seal.scope, seal.table_name, bytes(seal.mac))
            found.faults.append((seal.scope, seal.table_name, seal.row_key, DELETED))


def _tallies(key: SealKey, scopes: set[str] | None, found: _Survey) -> list[SealTally]:
    """The tallies to hold; each counts in the register."""
    tallies = list(SealTally.objects.order_by("pk"))
    if scopes is None or REGISTER in scopes:
        for tally in tallies:
            if tally.scope != REGISTER:
                found.count(REGISTER, "sealtally", registered(tally.scope, key))
    return [tally for tally in tallies if scopes is None or tally.scope in scopes]


def _hold_tally(tally: SealTally, key: SealKey, found: _Survey) -> None:
    """Name the tables of which there are more or fewer rows than were counted."""
    scope = tally.scope
    if tally.key_name != key.name:
        found.tallies.append((scope, OTHER_KEY))
        return
    if bytes(tally.mac) != key.mac(tally_message(scope, tally.counts, tally.total)):
        found.tallies.append((scope, "封条总数与其封条不符"))
    try:
        counted, total = Counter(json.loads(tally.counts)), int(tally.total, 16)
    except (TypeError, ValueError):
        counted, total = Counter(), -1
    now = found.counts[scope]
    for table in sorted({*counted, *now}):
        if counted[table] != now[table]:
            difference = f"应有 {counted[table]} 条，现有 {now[table]} 条"
            found.tallies.append((scope, f"{name_of_table(table)}{difference}"))
    if counted == now and total != found.sums[scope] % MODULUS:
        found.tallies.append((scope, "封条与总数不符，有内容被换成了以前的"))


def _told(found: _Survey) -> list[str]:
    told, by_place = [], defaultdict(list)
    others = [each for each in (*found.faults, *found.tallies) if each[-1] == OTHER_KEY]
    if others:
        told.append(f"{len(others)} 处{OTHER_KEY}。{WHAT_TO_DO}")
    for scope, table, pk, what in found.faults:
        if what != OTHER_KEY:
            by_place[scope, table, what].append(pk)
    for (scope, table, what), pks in by_place.items():
        place = name_of_scope(scope)
        told += [f"{place}，{name_of_row(table, pk)}：{what}" for pk in pks[:MOST_TOLD]]
        if len(pks) > MOST_TOLD:
            told.append(f"{place}，{name_of_table(table)}：另有 {len(pks) - MOST_TOLD} 处{what}")
    return told + [f"{name_of_scope(scope)}：{what}" for scope, what in found.tallies if what != OTHER_KEY]
