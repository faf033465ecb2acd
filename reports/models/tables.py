"""The official tables as models: an official row is a database row, an official column a field.

Labels, spans and units stand in ``reports.official`` alone. Totals are derived and have no field.
"""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, connection, models

from reports.models.sealing import SealedModel
from reports.official import EDITIONS, Measure
from reports.official.figures import MOST_DECIMALS, Figure, is_readable

YUAN_IN_TEN_THOUSAND = 10**MOST_DECIMALS  # 1 万元; four decimals of it are exactly whole 元


def count_field() -> models.BigIntegerField:
    """A column of whole numbers. Blank is null: it is not zero."""
    return models.BigIntegerField(null=True, blank=True)


def money_field() -> models.BigIntegerField:
    """An amount in whole 元, printed in 万元: SQLite has no exact decimal."""
    return models.BigIntegerField(null=True, blank=True)


def decimals_field() -> models.PositiveSmallIntegerField:
    """With how many decimals the amount beside it was typed, and so is printed."""
    return models.PositiveSmallIntegerField(null=True, blank=True)


class TableRow(SealedModel):
    """A row of an official table in one report. A row that is missing is unknown, not blank."""

    report = models.ForeignKey("reports.AnnualReport", models.CASCADE, related_name="+")
    row = models.CharField(max_length=40)
    as_typed = models.JSONField(default=dict, blank=True)  # by column: what was typed and is no number

    seal_scope = ("report", "t.report_id")

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["report", "row"], name="one_%(class)s_row_a_report")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.row}"

    def figure(self, column: str, measure: Measure) -> Figure:
        """The entry as a figure: a number, ``None`` for blank, or the text that is no number."""
        if column in self.as_typed:
            return self.as_typed[column]
        value = getattr(self, column)
        if value is None or measure is not Measure.MONEY:
            return value
        return ten_thousands(value, self.amount_decimals or 0)

    def set_figure(self, column: str, measure: Measure, figure: Figure) -> None:
        """Put a figure into its field, or beside the row where it is no number."""
        self.as_typed.pop(column, None)
        number = figure if is_readable(figure) else None
        if not is_readable(figure) and figure is not None:
            self.as_typed[column] = figure
        if measure is Measure.MONEY:
            self.amount_decimals = None if number is None else max(0, -number.as_tuple().exponent)
            number = None if number is None else int(number * YUAN_IN_TEN_THOUSAND)
        setattr(self, column, number)


def ten_thousands(yuan: int, decimals: int) -> Decimal:
    """Whole 元 in 万元, with as many decimals as it is printed with."""
    return (Decimal(yuan) / YUAN_IN_TEN_THOUSAND).quantize(Decimal(1).scaleb(-decimals))


class NormativeActs(TableRow):
    """Rules and normative documents issued, repealed and in force (Regulations, article 20 (1))."""

    issued = count_field()
    repealed = count_field()
    in_force = count_field()
    newly_made = count_field()
    newly_disclosed = count_field()
    total_disclosed = count_field()


class Licensing(TableRow):
    """Decisions on administrative licences (article 20 (5))."""

    decisions = count_field()
    prior_year_items = count_field()
    net_change = count_field()


class Enforcement(TableRow):
    """Decisions on administrative penalties and compulsion (article 20 (6))."""

    decisions = count_field()
    prior_year_items = count_field()
    net_change = count_field()


class Fees(TableRow):
    """Administrative fees collected (article 20 (8))."""

    amount = money_field()
    amount_decimals = decimals_field()
    prior_year_items = count_field()
    net_change = count_field()


class Procurement(TableRow):
    """Centralized government procurement (article 20 (9), in the 2019 form only)."""

    projects = count_field()
    amount = money_field()
    amount_decimals = decimals_field()


class Applications(TableRow):
    """Applications for disclosure received and handled, by kind of applicant (table 三)."""

    natural_person = count_field()
    business = count_field()
    research = count_field()
    public_welfare = count_field()
    legal_service = count_field()
    other_org = count_field()


class Disputes(TableRow):
    """Reconsiderations and suits over disclosure, by outcome (table 四)."""

    reconsideration_upheld = count_field()
    reconsideration_corrected = count_field()
    reconsideration_other_result = count_field()
    reconsideration_pending = count_field()
    litigation_direct_upheld = count_field()
    litigation_direct_corrected = count_field()
    litigation_direct_other_result = count_field()
    litigation_direct_pending = count_field()
    litigation_after_reconsideration_upheld = count_field()
    litigation_after_reconsideration_corrected = count_field()
    litigation_after_reconsideration_other_result = count_field()
    litigation_after_reconsideration_pending = count_field()


TABLE_MODELS: dict[str, type[TableRow]] = {
    "normative_acts": NormativeActs,
    "licensing": Licensing,
    "enforcement": Enforcement,
    "fees": Fees,
    "procurement": Procurement,
    "applications": Applications,
    "disputes": Disputes,
}


def rows_of(report_id: int, tables: Iterable[str]) -> list[tuple[str, TableRow]]:
    """The stored rows of a report, each with the key of its table; one query.

    Nearly every page asks this, often of two years: put together by the query sets, a query a table takes four times
    as long as this one, whose words never change.
    """
    keys = tuple(tables)
    with connection.cursor() as cursor:
        cursor.execute(_rows_in_one(keys), [report_id] * len(keys))
        return [(key, _row(TABLE_MODELS[key], values)) for _, key, *values in cursor.fetchall()]


@cache
def _rows_in_one(tables: tuple[str, ...]) -> str:
    """The query of ``rows_of``: the rows of all tables under each other, short ones filled up with nulls."""
    quote, columns = connection.ops.quote_name, {key: _columns(TABLE_MODELS[key]) for key in tables}
    most = max(len(each) for each in columns.values())
    nothing = ["CAST(NULL AS bigint)"]
    parts = (
        f"SELECT {position}, '{key}', {', '.join([*map(quote, names), *nothing * (most - len(names))])}"
        f" FROM {quote(TABLE_MODELS[key]._meta.db_table)} WHERE {quote('report_id')} = %s"
        for position, (key, names) in enumerate(columns.items())
    )
    return f"{' UNION ALL '.join(parts)} ORDER BY 1, 3"


@cache
def _columns(model: type[TableRow]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _row(model: type[TableRow], values: Sequence[Any]) -> TableRow:
    """The row as the query sets would make it; only what was typed and is no number is not stored as it is read."""
    names = _columns(model)
    row = model.from_db(DEFAULT_DB_ALIAS, names, values[: len(names)])
    row.as_typed = json.loads(row.as_typed)
    return row


def fields_cover_the_form(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start when an entry column of an edition has no field in its table's model."""
    return [
        Error(
            f"Edition {edition.key} has a column {column!r} that {table!r} does not store.",
            hint="Add the field to reports/models/tables.py and make a migration.",
            id="reports.E001",
        )
        for edition in EDITIONS.values()
        for table, column in dict.fromkeys((cell.table, cell.column) for cell in edition.entries)
        if not _stores(table, column)
    ]


def _stores(table: str, column: str) -> bool:
    model = TABLE_MODELS.get(table)
    return model is not None and column in {field.name for field in model._meta.get_fields()}
