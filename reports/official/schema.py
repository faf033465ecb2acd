"""The JSON Schema (2020-12) of the interchange file, generated from the official form."""

from typing import Any

from reports.official.figures import MOST_DECIMALS, MOST_DIGITS
from reports.official.form import Cell, Edition, Measure, Table
from reports.official.interchange import FORMAT
from reports.official.report_data import Coverage, Kind


def schema(edition: Edition) -> dict[str, Any]:
    """The schema of the file for one edition."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT}, edition {edition.key}",
        **_object(
            {
                "format": {"const": FORMAT},
                "edition": {"const": edition.key},
                "organ": {"type": "string", "minLength": 1},
                "kind": {"enum": [kind.value for kind in Kind]},
                "year": {"type": "integer", "minimum": 2019, "maximum": 9999},
                "title": {"type": ["string", "null"]},
                "document_number": {"type": ["string", "null"]},
                "issued_on": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                "coverage": _COVERAGE,
                "texts": _object({key: {"type": ["string", "null"]} for key in edition.text}),
                "tables": _object({key: _table_schema(table) for key, table in edition.table.items()}),
                "declared_nil": {"type": "array", "items": {"enum": list(edition.table)}, "uniqueItems": True},
            },
            required=["format", "edition", "organ", "kind", "year"],
        ),
    }


def _table_schema(table: Table) -> dict[str, Any]:
    return _object(
        {
            row: _object({column: _figure_schema(table, Cell(table.key, row, column)) for column in table.column})
            for row in table.row
        }
    )


def _figure_schema(table: Table, cell: Cell) -> dict[str, Any]:
    return {"description": table.name(cell), **_MEASURES[table.measure(cell)]}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


_COVERAGE = {
    "description": "已汇总的单位数、汇总范围内的单位数、未确定是否纳入的单位数、与汇总数不一致的格数",
    **_object({key: {"type": "integer", "minimum": 0, "maximum": 10**MOST_DIGITS - 1} for key in Coverage._fields}),
    "type": ["object", "null"],
    "required": list(Coverage._fields),
}
_MEASURES: dict[Measure, dict[str, Any]] = {
    Measure.COUNT: {"type": ["integer", "null"], "minimum": 0, "maximum": 10**MOST_DIGITS - 1},
    Measure.NET_CHANGE: {"type": ["integer", "null"]},
    Measure.MONEY: {"type": ["string", "null"], "pattern": rf"^\d{{1,{MOST_DIGITS}}}(\.\d{{1,{MOST_DECIMALS}}})?$"},
}
