"""How findings call the tables, cells and amounts they are about."""

from collections.abc import Iterable, Sequence

from reports.official import Cell, Edition, Line, Table
from reports.official.interchange import shown
from reports.official.wording import FORMALITIES

FEW = 5
"""So many are named one by one."""


def table_name(edition: Edition, table: Table) -> str:
    """The section's title, and the block's heading where several blocks make up its table."""
    section = edition.section_of[table.key]
    return section.title if len(section.tables) == 1 else f"{section.title}（{table.band}）"


def cell_name(edition: Edition, cell: Cell) -> str:
    """The cell with the table that it stands in."""
    table = edition.table[cell.table]
    return f"{table_name(edition, table)}“{table.name(cell)}”"


def sum_name(edition: Edition, cells: Sequence[Cell]) -> str:
    """Several cells of one table that are added: by the heading above all their rows or columns, or one by one."""
    if len(cells) == 1:
        return cell_name(edition, cells[0])
    table = edition.table[cells[0].table]
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    where = table_name(edition, table)
    if len(rows) > 1 and (heading := _common_heading([table.row[each] for each in rows])):
        return f"{where}“{heading}”各行合计"
    if len(rows) == 1 and (heading := _common_heading([table.column[each] for each in columns])):
        return f"{where}{_row_of(table, cells[0])}“{heading}”各列合计"
    return f"{where}{'加'.join(f'“{table.name(cell)}”' for cell in cells)}"


def _common_heading(lines: Sequence[Line]) -> str:
    """The innermost heading that stands above all of them, where they have one to themselves."""
    headings = {line.under for line in lines}
    under = headings.pop() if len(headings) == 1 else ()
    return under[-1] if len(under) > 1 else ""


def _row_of(table: Table, cell: Cell) -> str:
    label = table.row[cell.row].label
    return f"“{label}”一行" if label else ""


def place_name(edition: Edition, address: str) -> str:
    """What a person calls the place at an address: a line, a section, its sub-heading, or a cell with its table."""
    if address == "title":
        return "标题"
    if address in FORMALITIES:
        return FORMALITIES[address]
    if address.count(".") == 2:
        return cell_name(edition, Cell.parse(address))
    if address in edition.section:
        return edition.section[address].title
    text = edition.text[address]
    section = edition.section_of.get(address)
    return f"{section.title} {text.name}" if section else text.name


def joined(names: Iterable[str]) -> str:
    """Names one after the other, with the comma of enumerations between them."""
    return "、".join(names)


def quoted(said: Iterable[str]) -> str:
    """The different words of a sentence in quotation marks, a few of them where they are many."""
    different = [f"“{shown(each)}”" for each in dict.fromkeys(said)]
    return joined(different[:FEW]) + ("等" if len(different) > FEW else "")


def off_by(found: object, expected: object) -> str:
    """By how much a number found differs from the one expected: 「少 1」, 「多 2」."""
    difference = found - expected
    return f"多 {difference}" if difference > 0 else f"少 {-difference}"
