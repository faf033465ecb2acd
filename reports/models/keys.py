"""Thousands of keys in one question: ``filter(organ__in=Keys(organs))``."""

import json
from collections.abc import Iterable

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, Expression, Model


class Keys(Expression):
    """The keys of stored rows, given as rows or as keys, sent to the database as one parameter.

    Of a list Django resolves, prepares and writes each member by itself, which costs 25 µs a member, and databases
    limit how many parameters a question has.
    """

    def __init__(self, rows: Iterable[Model | int]) -> None:
        super().__init__(output_field=BigIntegerField())
        self.keys = [row if isinstance(row, int) else row.pk for row in rows]

    def as_sqlite(self, compiler: object, connection: object) -> tuple[str, list]:
        return "SELECT value FROM json_each(%s)", [json.dumps(self._some())]

    def as_postgresql(self, compiler: object, connection: object) -> tuple[str, list]:
        return "SELECT unnest(%s::bigint[])", [self._some()]

    def _some(self) -> list[int]:
        """The keys; of none Django then asks nothing, as of an empty list."""
        if not self.keys:
            raise EmptyResultSet
        return self.keys
