"""Fixtures whose rows are written once and then put back: filling a report in anew took half of many a test's time.

A step (the cast, a report opened, filled in, submitted) is replayed with the same keys and times, and only where that
cannot be told from the step itself: nothing but such steps came before it in this test, and its rows are a few
seconds old.
"""

import pickle
import time
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

# Seconds after which a step is taken anew: a page says 刚刚 of what is younger than a minute.
LONGEST_AGE = 20

# By table and key.
Rows = dict[str, dict[object, tuple]]


@dataclass
class _Recording:
    """When a step was taken, after which other, the rows there were then, and what it returned."""

    at: float
    after: "_Recording | None"
    rows: Rows
    result: bytes

    def serves(self, after) -> bool:
        return self.after is after and time.monotonic() - self.at < LONGEST_AGE


_recordings: dict[str, _Recording] = {}
# Of the running test: the last step, and whether nothing else has been made for it.
_last: _Recording | None = None
_is_pure = True


def begin():
    """A test begins."""
    global _last, _is_pure
    _last, _is_pure = None, True


def note_other_fixture():
    """Something was made for the running test that may have written, set or mocked whatever it liked."""
    global _is_pure
    _is_pure = False


def take(step: str, make):
    """What ``make()`` returns, from the recording of this step where one serves."""
    global _last
    if not _is_pure:
        return make()
    found = _recordings.get(step)
    if found and found.serves(_last):
        with transaction.atomic():
            _put(found.rows, _last.rows if _last else {})
        result = pickle.loads(found.result)
    else:
        result = make()
        found = _recordings[step] = _Recording(time.monotonic(), _last, _rows(), pickle.dumps(result))
    _last = found
    return result


def _models():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label == "reports"]


def _columns(model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def _rows() -> Rows:
    # SQLite: a bare column is converted by its declared type, an expression comes as it is stored.
    as_stored = "+{}" if connection.vendor == "sqlite" else "{}"
    found = {}
    with connection.cursor() as cursor:
        for model in _models():
            columns = _columns(model)
            listed = ", ".join(as_stored.format(f'"{column}"') for column in columns)
            cursor.execute(f'SELECT {listed} FROM "{model._meta.db_table}"')
            key = columns.index(model._meta.pk.column)
            found[model._meta.db_table] = {row[key]: row for row in cursor.fetchall()}
    return found


def _put(rows: Rows, there: Rows):
    """Make the tables, which hold the rows ``there``, hold ``rows``; no step takes a row away."""
    with connection.cursor() as cursor:
        for model in _models():
            table, columns, key = model._meta.db_table, _columns(model), model._meta.pk.column
            before = there.get(table, {})
            new = [row for pk, row in rows[table].items() if pk not in before]
            changed = [(*row, pk) for pk, row in rows[table].items() if pk in before and row != before[pk]]
            if new:
                listed = ", ".join(f'"{column}"' for column in columns)
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', new)
            if changed:
                listed = ", ".join(f'"{column}" = %s' for column in columns)
                cursor.executemany(f'UPDATE "{table}" SET {listed} WHERE "{key}" = %s', changed)
