"""Rows as they are stored, and the seal that belongs to them: HMAC-SHA-256 over the bytes in the database.

What is sealed is never what a value is read as: of two texts of JSON that mean the same only one was written. A column
that holds its default is left out, so that a new column with a default leaves every seal as it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from reports.models.seal_key import SealKey

TOGETHER = 500  # rows a query
SEALS = "reports_seal"


@dataclass(frozen=True)
class StoredRow:
    """A row as bytes, with its key, the scope that it is counted in, and the seal that is kept of it.

    ``sealed_scope``, ``key_name`` and ``mac`` are ``None`` where none is kept; ``mac`` is empty where the row did not
    agree with its seal when it was written again.
    """

    pk: int
    scope: str
    message: bytes
    sealed_scope: str | None
    key_name: str | None
    mac: bytes | None

    def is_sound(self, key: SealKey) -> bool:
        """Whether the row is as it was sealed with this key."""
        return self.key_name == key.name and self.sealed_scope == self.scope and self.mac == key.mac(self.message)


@dataclass(frozen=True)
class _RowReading:
    """How the rows of one model are asked for on one kind of database."""

    sql: str
    owner: str
    names: tuple[bytes, ...]
    defaults: tuple[Any, ...]
    head: bytes
    kind: str

    def row(self, values: tuple[Any, ...]) -> StoredRow:
        pk, owner, *columns, sealed_scope, key_name, mac = values
        scope = f"{self.kind}:{owner}"
        parts = [self.head, b"%d" % pk, b"\0", scope.encode(), b"\0"]
        for name, default, value in zip(self.names, self.defaults, columns, strict=True):
            if value != default or type(value) is not type(default):
                tag, said = _said(value)
                parts += [name, tag, b"%d:" % len(said), said]
        return StoredRow(pk, scope, b"".join(parts), sealed_scope, key_name, None if mac is None else bytes(mac))


def table_of(model: type[models.Model]) -> str:
    """What a seal calls the table of a model."""
    return model._meta.model_name


def sealed_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns that are sealed: all but the key, which is sealed by itself, and what the model leaves out."""
    left_out = model.seal_leaves_out
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in left_out]


@cache
def sealed_names(model: type[models.Model]) -> frozenset[str]:
    """By what code names these columns when it writes them."""
    return frozenset(name for field in sealed_fields(model) for name in (field.name, field.attname))


def stored(model: type[models.Model], pks: Iterable[int]) -> Iterator[StoredRow]:
    """The rows of these keys that there are, with their seals; a query for every 500."""
    keys = list(pks)
    for start in range(0, len(keys), TOGETHER):
        some = keys[start : start + TOGETHER]
        yield from _ask(model, f"t.id IN ({_marks(some)})", some)


def all_stored(model: type[models.Model], owners: Iterable[int] | None = None) -> Iterator[StoredRow]:
    """All rows, or those of these owners or sealed as theirs, by their keys; a query for every 500."""
    last, where, more = 0, "", []
    if owners is not None:
        more = list(owners)
        scopes = [f"{model.seal_scope[0]}:{owner}" for owner in more]
        where = f" AND ({_reading(model, connection.vendor).owner} IN ({_marks(more)}) OR s.scope IN ({_marks(more)}))"
        more = [*more, *scopes]
    while True:
        rows = list(_ask(model, f"t.id > %s{where} ORDER BY t.id LIMIT {TOGETHER}", [last, *more]))
        yield from rows
        if len(rows) < TOGETHER:
            return
        last = rows[-1].pk


def _ask(model: type[models.Model], where: str, given: list[Any]) -> Iterator[StoredRow]:
    reading = _reading(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"{reading.sql} WHERE {where}", given)
        found = cursor.fetchall()
    return map(reading.row, found)


def _marks(values: list[Any]) -> str:
    return ", ".join(["%s"] * len(values))


@cache
def _reading(model: type[models.Model], vendor: str) -> _RowReading:
    fields = sorted(sealed_fields(model), key=lambda field: field.column)
    columns = ", ".join(_as_stored(field, vendor) for field in fields)
    kind, owner = model.seal_scope
    table = model._meta.db_table
    return _RowReading(
        sql=f"SELECT t.id, {owner}, {columns}, s.scope, s.key_name, s.mac FROM {table} t "
        f"LEFT JOIN {SEALS} s ON s.table_name = '{table_of(model)}' AND s.row_key = t.id",
        owner=owner,
        names=tuple(field.column.encode() + b"=" for field in fields),
        defaults=tuple(_default(field, vendor) for field in fields),
        head=b"seal-v1\0" + table_of(model).encode() + b"\0",
        kind=kind,
    )


def _as_stored(field: models.Field, vendor: str) -> str:
    """The column as it is stored: SQLite converts a bare one by its declared type, PostgreSQL's driver all but text."""
    if vendor == "sqlite":
        return f'+t."{field.column}"'
    return f't."{field.column}"' if isinstance(field, models.BinaryField) else f'CAST(t."{field.column}" AS text)'


def _default(field: models.Field, vendor: str) -> Any:
    """What the column holds where nobody has said anything, as it is stored; what no row holds where that varies."""
    if field.has_default() and callable(field.default) and field.default not in (list, dict):
        return NotImplemented
    default = field.get_default()
    if isinstance(default, bytes) or default is None:
        return default
    if isinstance(default, list | dict):
        return "[]" if isinstance(default, list) else "{}"
    if isinstance(default, bool) and vendor != "sqlite":
        return "true" if default else "false"
    return int(default) if isinstance(default, int) and vendor == "sqlite" else str(default)


def _said(value: Any) -> tuple[bytes, bytes]:
    """A value as bytes, and of which kind it is stored."""
    if value is None:
        return b"n", b""
    if isinstance(value, str):
        return b"s", value.encode()
    if isinstance(value, bytes | memoryview):
        return b"b", bytes(value)
    return b"i" if isinstance(value, int) else b"f", repr(value).encode()
