"""How findings call the tables, cells and amounts they are about."""

from collections.abc import Iterable

from reports.official import Cell, Edition, Table


def table_name(edition: Edition, table: Table) -> str:
    """The section's title, and the block's heading where several blocks make up its table."""
    section = edition.section_of[table.key]
    return section.title if len(section.tables) == 1 else f"{section.title}（{table.band}）"


def cell_name(edition: Edition, cell: Cell) -> str:
    """The cell with the table that it stands in."""
    table = edition.table[cell.table]
    return f"{table_name(edition, table)}“{table.name(cell)}”"


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return "、".join(names)


def apart(found: object, expected: object) -> str:
    """By how much a number found differs from the one expected: 「少 1」, 「多 2」."""
    difference = found - expected
    return f"多 {difference}" if difference > 0 else f"少 {-difference}"
