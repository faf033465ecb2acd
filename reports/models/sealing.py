"""The one door by which sealed rows are written: each with its seal, in one transaction (docs/history-proof.md).

Whatever Django offers to write rows with passes here or is refused: ``save``, ``create``, ``update``, ``delete`` with
its cascades, ``bulk_create``, ``bulk_update``. A row that does not agree with its seal when it is written again is not
sealed anew: it stays marked. Every row is counted in a scope, such as ``report:7``, whose tally is sealed as well.
"""

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import connection, models, transaction

from reports.models.seal_key import SealKey, seal_key
from reports.models.sealed_rows import SEALS, sealed_names, stored, table_of

TALLIES = "reports_sealtally"
WHOLE = 0  # the owner of a scope of which there is one
REGISTER = f"register:{WHOLE}"  # where every other scope is counted, so that none goes with its tally
BROKEN = b""  # the seal of what did not agree with its own
MODULUS = 1 << 256
Sealed = type["SealedModel"]


class SealRefused(Exception):
    """A way of writing by which a sealed row would be written without its seal."""


class _Sealer(threading.local):
    """What the thread has written and not sealed yet, by model, and which of it did not agree with its seal before."""

    def __init__(self) -> None:
        self.depth = 0
        self.written: dict[Sealed, dict[int, None]] = defaultdict(dict)
        self.unsound: set[tuple[Sealed, int]] = set()
        self.last: list[Callable[[], None]] = []  # what locks what comes after all tallies, as the end of the audit log

    def before(self, model: Sealed, pks: Iterable[int]) -> None:
        """Hold rows that are about to be changed or deleted against their seals."""
        new = [pk for pk in pks if pk not in self.written[model]]
        key = seal_key()
        self.unsound.update((model, row.pk) for row in stored(model, new) if not row.is_sound(key))

    def after(self, model: Sealed, pks: Iterable[int]) -> None:
        """Note rows that were written or deleted: they are sealed at the end of what is written together."""
        self.written[model].update(dict.fromkeys(pks))
        if not self.depth:
            self.flush()

    def flush(self) -> None:
        if not any(self.written.values()):
            return
        key, tallies, seals = seal_key(), TallyChanges(), []
        for model, pks in self.written.items():
            seals += _seals(model, pks, {pk for each, pk in self.unsound if each is model}, key, tallies)
        write_seals(seals)
        tallies.write(key)
        self.clear()

    def end(self) -> None:
        """Seal what was written together, and do what comes after that."""
        self.flush()
        for act in self.last:
            act()

    def clear(self) -> None:
        self.written.clear()
        self.unsound.clear()


_door = _Sealer()


@contextmanager
def sealing() -> Iterator[_Sealer]:
    """Write several sealed rows, which are sealed all at once at the end: fewer questions than one by one."""
    with transaction.atomic(savepoint=False):
        _door.depth += 1
        try:
            yield _door
            if _door.depth == 1 and not transaction.get_rollback():  # of a trial nothing stays, and nothing is sealed
                _door.end()
        finally:
            _door.depth -= 1
            if not _door.depth:
                _door.clear()
                _door.last.clear()


def _seals(
    model: Sealed, pks: Iterable[int], unsound: set[int], key: SealKey, tallies: "TallyChanges"
) -> Iterator[tuple[str, int, str, str, bytes]]:
    """What the seals of these rows have to become, as ``write_seals`` takes them; those of rows that are gone go."""
    table, gone = table_of(model), dict.fromkeys(pks)
    for row in stored(model, pks):
        gone.pop(row.pk)
        mac = BROKEN if row.pk in unsound else key.mac(row.message)
        if (row.sealed_scope, row.key_name, row.mac) == (row.scope, key.name, mac):
            continue
        if row.mac is not None:
            tallies.take(row.sealed_scope, table, row.mac)
        tallies.add(row.scope, table, mac)
        yield table, row.pk, row.scope, key.name, mac
    for scope, mac in _taken(table, list(gone)):
        tallies.take(scope, table, mac)


def write_seals(seals: list[tuple[str, int, str, str, bytes]]) -> None:
    """Write seals over those that are kept of the same rows: table, key, scope, name of the key, HMAC."""
    for start in range(0, len(seals), 500):
        some = seals[start : start + 500]
        marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SEALS} (table_name, row_key, scope, key_name, mac) VALUES {marks} "
                "ON CONFLICT (table_name, row_key) DO UPDATE "
                "SET scope = excluded.scope, key_name = excluded.key_name, mac = excluded.mac",
                [value for each in some for value in each],
            )


def _taken(table: str, gone: list[int]) -> list[tuple[str, bytes]]:
    """Delete the seals of rows that are gone; scope and HMAC of each."""
    taken = []
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"DELETE FROM {SEALS} WHERE table_name = %s AND row_key IN ({marks}) RETURNING scope, mac",
                [table, *some],
            )
            taken += [(scope, bytes(mac)) for scope, mac in cursor.fetchall()]
    return taken


class TallyChanges:
    """What is added to the tallies of scopes: how many rows by table, and the sum of their seals as numbers."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.sums: dict[str, int] = defaultdict(int)

    def add(self, scope: str, table: str, mac: bytes) -> None:
        self.counts[scope][table] += 1
        self.sums[scope] += int.from_bytes(mac)

    def take(self, scope: str, table: str, mac: bytes) -> None:
        self.counts[scope][table] -= 1
        self.sums[scope] -= int.from_bytes(mac)

    def write(self, key: SealKey) -> None:
        """Add all of it, the register last: whoever waits for that holds every other tally already."""
        for scope in sorted(set(self.counts) - {REGISTER}):
            self._write(scope, key)
        if REGISTER in self.counts:
            self._write(REGISTER, key)

    def _write(self, scope: str, key: SealKey) -> None:
        with connection.cursor() as cursor:
            counts, total, is_sound = self._locked(cursor, scope, key)
            tables = {*counts, *self.counts[scope]}
            sums = {table: counts.get(table, 0) + self.counts[scope][table] for table in tables}
            said = json.dumps({table: number for table, number in sums.items() if number}, sort_keys=True)
            total = f"{(int(total, 16) + self.sums[scope]) % MODULUS:064x}"
            mac = key.mac(tally_message(scope, said, total)) if is_sound else BROKEN
            cursor.execute(
                f"UPDATE {TALLIES} SET counts = %s, total = %s, key_name = %s, mac = %s WHERE scope = %s",
                [said, total, key.name, mac, scope],
            )

    def _locked(self, cursor: Any, scope: str, key: SealKey) -> tuple[dict[str, int], str, bool]:
        """The tally of a scope, locked until the transaction ends; a new one is counted in the register."""
        lock = f"UPDATE {TALLIES} SET scope = scope WHERE scope = %s RETURNING counts, total, key_name, mac"
        cursor.execute(lock, [scope])
        found = cursor.fetchone()
        if found is None:
            empty, none = "{}", "0" * 64
            cursor.execute(
                f"INSERT INTO {TALLIES} (scope, counts, total, key_name, mac) VALUES (%s, %s, %s, %s, %s) "
                "ON CONFLICT (scope) DO NOTHING",
                [scope, empty, none, key.name, key.mac(tally_message(scope, empty, none))],
            )
            if cursor.rowcount == 1 and scope != REGISTER:
                self.add(REGISTER, "sealtally", registered(scope, key))
            cursor.execute(lock, [scope])
            found = cursor.fetchone()
        counts, total, key_name, mac = found
        is_sound = key_name == key.name and bytes(mac) == key.mac(tally_message(scope, counts, total))
        return json.loads(counts), total, is_sound


def tally_message(scope: str, counts: str, total: str) -> bytes:
    """What is sealed of a tally."""
    return f"tally-v1\0{scope}\0{counts}\0{total}".encode()


def registered(scope: str, key: SealKey) -> bytes:
    """By what a scope is counted in the register."""
    return key.mac(f"scope-v1\0{scope}".encode())


class SealedQuerySet(models.QuerySet):
    """Rows that are written with their seals, or not at all."""

    def update(self, **values: Any) -> int:
        if sealed_names(self.model).isdisjoint(values):
            return super().update(**values)
        with sealing() as door:
            pks = list(self.order_by().values_list("pk", flat=True))
            if not pks:
                return 0
            door.before(self.model, pks)
            changed = models.QuerySet.update(self.filter(pk__in=pks), **values)
            door.after(self.model, pks)
            return changed

    update.alters_data = True

    def bulk_create(self, objs: Iterable[models.Model], *args: Any, **options: Any) -> list[models.Model]:
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise SealRefused("a sealed row is written over no other")
        with sealing() as door:
            made = super().bulk_create(objs, *args, **options)
            door.after(self.model, [each.pk for each in made])
            return made

    bulk_create.alters_data = True

    def delete(self) -> tuple[int, dict[str, int]]:
        with sealing():
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class SealedModel(models.Model):
    """A row that is kept with a seal.

    ``seal_scope`` is the kind of its scope and, as SQL over the row ``t``, the key of the owner in which it is
    counted; ``seal_leaves_out`` names the fields of which no trace is needed.
    """

    seal_scope: ClassVar[tuple[str, str]]
    seal_leaves_out: ClassVar[frozenset[str]] = frozenset()

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **options: Any) -> None:
        fields = options.get("update_fields")
        if fields is not None and sealed_names(type(self)).isdisjoint(fields):
            super().save_base(*args, **options)
            return
        with sealing() as door:
            if self.pk is not None and not options.get("force_insert"):
                door.before(type(self), [self.pk])
            super().save_base(*args, **options)
            door.after(type(self), [self.pk])

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with sealing():
            return super().delete(*args, **options)


def before_deletion(sender: Sealed, instance: "SealedModel", **about: Any) -> None:
    """Before a row is deleted, also with another one that it belongs to (``pre_delete``)."""
    _door.before(sender, [instance.pk])


def after_deletion(sender: Sealed, instance: "SealedModel", **about: Any) -> None:
    """After it (``post_delete``)."""
    _door.after(sender, [instance.pk])
