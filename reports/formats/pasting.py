"""Reads what was pasted into a table of the form: the same matcher as for whole reports, for a piece of one.

The browser reads a paste by itself (static/js/blocks.js) and asks only where it is not certain; both are tested
against the same inputs (tests/official/table_vectors.json) and never give two different certain answers.
"""

from collections.abc import Iterator, Sequence

from reports.formats.columns import heading_words
from reports.formats.document import repaired
from reports.formats.grid_records import GridRecords
from reports.formats.html import reader as html
from reports.formats.labels import rows_of, words
from reports.formats.plain_text import reader as plain_text
from reports.formats.records import Doubt, Matched, Record
from reports.formats.row_alignment import totals_agree
from reports.formats.source import Block, InTable, OnLine, SourceCell, SourceRow
from reports.formats.tables import match
from reports.formats.written import Written, is_number, written
from reports.official import EDITIONS, Edition, Table
from reports.official.interchange import NotUnderstood

MOST_CHARACTERS = 256_000  # of the HTML and the text of a clipboard together
MOST_ROWS, MOST_COLUMNS = 1000, 60
LEAST_LIKENESS = 0.8  # of a label, where the rows around it do not say which it must be


def read_paste(page: str, text: str, edition: str) -> Matched:
    """The figures of a clipboard's HTML, or of its text where that holds no table, and what could not be placed.

    ``edition`` is the key of the form that it was pasted into: its rows and columns are looked for, no other's. A piece
    of a table says less of itself than a report, so what stands there by its order alone must add up too.
    ``NotUnderstood`` where it is too long.
    """
    if len(page) + len(text) > MOST_CHARACTERS:
        raise NotUnderstood("粘贴的内容过长，请分几次粘贴")
    form = EDITIONS[edition]
    records = list(_records(_tables_of(page), text, form))
    for record in records:
        record.is_named = True  # nothing is placed by its neighbours alone
    matched = match(records, form)
    for record in records:
        if why := _why_uncertain(record, form):
            _withdraw(record, why, matched)
    return matched


def _tables_of(page: str) -> list[Sequence[SourceRow]]:
    """The tables of a piece of a page; rows alone, as some programs copy them, are put into one."""
    if "<tr" in page.lower() and "<table" not in page.lower():
        page = f"<table>{page}</table>"
    return [repaired(each).rows for each in html.blocks(page) if each.rows] if page.strip() else []


def _records(tables: Sequence[Sequence[SourceRow]], text: str, edition: Edition) -> Iterator[Record]:
    if not tables and "\t" in text:
        tables = [_rows_of(text, edition)]
    if tables:
        yield from GridRecords(edition).of(tables)
    else:
        yield from plain_text.records_of(text, edition)


def _rows_of(text: str, edition: Edition) -> list[SourceRow]:
    """Rows of cells apart by tabs.

    A spreadsheet copies a blank for each place that a wide cell covers, a page or a document copies nothing: only rows
    under headings that are all as wide tell their columns.
    """
    lines = [line.split("\t")[:MOST_COLUMNS] for line in text.splitlines()[:MOST_ROWS] if line.strip()]
    said = {words(cell) for cell in lines[0]}
    tells = len({len(line) for line in lines}) == 1 and not heading_words(edition.key).isdisjoint(said)
    rows = []
    for number, line in enumerate(lines):
        cells = [
            SourceCell(cell.strip().strip('"'), *((at, at + 1) if tells else (None, None)), OnLine(number))
            for at, cell in enumerate(line)
        ]
        rows.append(cells if tells else _without_covered(cells))
    return list(repaired(Block(rows=rows)).rows)


def _without_covered(cells: list[SourceCell]) -> list[SourceCell]:
    """The cells without the blanks before the first figure: they may be covered by the label, or be blank."""
    first = next((at for at, cell in enumerate(cells) if is_number(cell.text)), 0)
    return [*(cell for cell in cells[:first] if cell.text), *cells[first:]]


def _why_uncertain(record: Record, edition: Edition) -> str:
    """Why figures that stand there by their order alone may belong elsewhere; empty where they do not."""
    if 0 < max(record.scores) < LEAST_LIKENESS:
        return "项目名称与本表不同，不能确定是哪一项"
    table = _table_of(record, edition)
    if table is None or record.headings.places(table, record.figures):
        return ""
    strange = _strange_heading(record, table, edition)
    if strange:
        return f"表头“{strange}”不是本表的栏目，或次序与本表不同"
    said = [written(each.text) or Written("") for each in record.figures]
    has_total = any(each.is_total for each in table.columns)
    if has_total and len(said) == len(table.columns) and not totals_agree(table, said):
        return "总计不等于各栏之和，又没有表头，不能确定各属哪一栏"
    return ""


def _table_of(record: Record, edition: Edition) -> Table | None:
    if record.is_of_disputes:
        return edition.table["disputes"]
    best = max(range(len(record.scores)), key=lambda each: record.scores[each])
    return edition.table[rows_of(edition.key)[best].table] if record.scores[best] else None


def _strange_heading(record: Record, table: Table, edition: Edition) -> str:
    """A heading that the form does not have, or that stands before one which the form has before it."""
    order = [words(column.label) for column in table.columns]
    last, line = -1, None
    for cell in record.headings.cells:
        said, begins = words(cell.text), _line_of(cell)
        if begins != line:
            last, line = -1, begins
        place = order.index(said) if order.count(said) == 1 else -1
        if 0 <= place < last or (len(table.columns) <= 3 and said and said not in heading_words(edition.key)):
            return cell.text.strip()
        last = max(last, place)
    return ""


def _line_of(cell: SourceCell) -> tuple[int, ...]:
    """The row that a heading stands in, wherever it comes from."""
    return tuple(cell.origin)[:2] if isinstance(cell.origin, InTable) else tuple(cell.origin or ())


def _withdraw(record: Record, why: str, matched: Matched) -> None:
    """Take the figures of a record back that were placed, and name them as doubtful."""
    origins = {each.origin for each in record.figures}
    withdrawn = [cell for cell, found in matched.figures.items() if found.origin in origins]
    for cell in withdrawn:
        del matched.figures[cell]
    if withdrawn:
        said = " ".join(each.text.strip() for each in record.figures if each.text.strip())
        matched.doubts.append(Doubt(said, why, record.figures[0].origin))
