"""The figures of a table in their order alone, where its printed totals prove that order: of each row and each column.

Text taken out of a PDF parts labels from their figures and keeps the figures' order nearly everywhere. Where a
section holds just as many figures as its table, every row makes its total and every column makes the row of totals,
no other order is likely; one row in disorder is put right by what its columns lack.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reports.formats.columns import Headings
from reports.formats.labels import FormRow
from reports.formats.records import Record
from reports.formats.row_alignment import totals_agree
from reports.formats.source import SourceCell
from reports.formats.written import Written, written
from reports.official import Cell, Table
from reports.official.figures import is_readable, read

LEAST_OF_A_LABEL = 5  # words: shorter labels, like 其他, stand in front of other rows too


@dataclass(frozen=True)
class Reckoned:
    """By row of the table its figures in the order of the columns, and the figures of rows that stay in doubt."""

    rows: dict[str, list[SourceCell]]
    doubtful: dict[str, list[SourceCell]] = field(default_factory=dict)


def reckoned(table: Table, runs: Sequence[Record], rows: Sequence[FormRow]) -> Reckoned | None:
    """The rows of a table that the figures of its section make, one after another.

    ``None`` where its totals do not prove it. ``rows`` are those that ``scores`` of the records speak of.
    """
    width = len(table.columns)
    if not any(row.is_total for row in table.rows) or not any(column.is_total for column in table.columns):
        return None
    figures = [figure for run in runs for figure in _figures(run, width)]
    for keys in _rows_printed(table):
        if len(figures) == width * len(keys):
            by_row = {key: figures[at * width : (at + 1) * width] for at, key in enumerate(keys)}
            found = _proved(table, by_row)
            return None if found is None or _contradicts(found, table, runs, rows) else _sure(found, table, runs, rows)
    return None


def as_records(found: Reckoned, table: Table, rows: Sequence[FormRow]) -> list[Record]:
    """A record for each row in the order of the form; those in doubt marked so."""
    printed = {**found.rows, **found.doubtful}
    is_merged = any(key not in printed for key in table.rows_left_out_together)
    records = []
    for number, row in enumerate(rows):
        if row.table == table.key and row.key in printed and row.is_merged == (is_merged and _has_two(row, rows)):
            scores = [float(each == number) for each in range(len(rows))]
            records.append(Record(scores, printed[row.key], Headings(), is_doubtful=row.key in found.doubtful))
    return records


def _has_two(row: FormRow, rows: Sequence[FormRow]) -> bool:
    """Whether a row of the form is recognised merged with others, too."""
    return sum(each.table == row.table and each.key == row.key for each in rows) > 1


def _figures(run: Record, width: int) -> list[SourceCell]:
    """The figures of a record; blanks count only in a row that has a place for each column."""
    filled = [each for each in run.figures if each.text.strip()]
    return list(run.figures) if len(run.figures) == width else filled


def _rows_printed(table: Table) -> Iterator[list[str]]:
    """The rows of the table, all or with some merged into one as older reports do."""
    yield list(table.row)
    if table.rows_left_out_together:
        yield [key for key in table.row if key not in table.rows_left_out_together]


def _proved(table: Table, by_row: Mapping[str, list[SourceCell]]) -> Reckoned | None:
    total = next(row.key for row in table.rows if row.is_total)
    summed = {part.row for column in table.column for part in table.parts[Cell(table.key, total, column)]} & set(by_row)
    off = [key for key, figures in by_row.items() if not totals_agree(table, [_said(each) for each in figures])]
    among = [key for key in off if key in summed or key == total]
    rows = {key: figures for key, figures in by_row.items() if key not in off}
    if len(among) > 1:
        return None
    if among:
        whole = _put_right(table, by_row, among[0], total, summed)
        if whole is None:
            return None
        rows[among[0]] = whole
    if not _columns_add_up(table, rows, total, summed):
        return None
    return Reckoned(rows, {key: by_row[key] for key in off if key not in rows})


def _columns_add_up(table: Table, rows: Mapping[str, list[SourceCell]], total: str, summed: set[str]) -> bool:
    values = {key: _values(table, figures) for key, figures in rows.items()}
    return all(sum(values[key][at] for key in summed) == values[total][at] for at in range(len(table.columns)))


def _put_right(
    table: Table, by_row: Mapping[str, list[SourceCell]], row: str, total: str, summed: set[str]
) -> list[SourceCell] | None:
    """The figures of a row in the order that the columns ask for; ``None`` where they ask for others."""
    values = {key: _values(table, figures) for key, figures in by_row.items() if key in summed or key == total}
    if any(None in each for each in values.values()):
        return None
    others = [sum(values[key][at] for key in summed if key != row) for at in range(len(table.columns))]
    wanted = others if row == total else [values[total][at] - others[at] for at in range(len(table.columns))]
    if Counter(wanted) != Counter(values[row]):
        return None
    left = list(zip(values[row], by_row[row], strict=True))
    ordered = []
    for value in wanted:
        at = next(number for number, (each, _) in enumerate(left) if each == value)
        ordered.append(left.pop(at)[1])
    return ordered


def _contradicts(found: Reckoned, table: Table, runs: Sequence[Record], rows: Sequence[FormRow]) -> bool:
    """Whether a label stands whole before the figures of another row: then the rows stand in another order."""
    place = {id(figure): key for key, figures in found.rows.items() for figure in figures}
    for run in runs:
        said = next((row for row, score in zip(rows, run.scores, strict=True) if score == 1), None)
        if said is None or said.table != table.key or max(map(len, said.spellings)) < LEAST_OF_A_LABEL:
            continue
        is_whole = len(run.figures) == len(table.columns) and totals_agree(table, [_said(each) for each in run.figures])
        if is_whole and {place.get(id(each)) for each in run.figures} != {said.key}:
            return True
    return False


def _sure(found: Reckoned, table: Table, runs: Sequence[Record], rows: Sequence[FormRow]) -> Reckoned:
    """The rows without those that no column adds up and nothing else keeps in order: their figures may have changed.

    Their order is kept where they stand on one line or make the printed identity true, and right behind their label
    but for the last row: where a table ends, the text of a PDF often has another order.
    """
    values = {key: _values(table, figures) for key, figures in found.rows.items()}
    if table.identity is None or _is_even(table, values):
        return found
    together = {tuple(map(id, run.figures)): run for run in runs if len(run.figures) == len(table.columns)}
    sure, doubtful = dict(found.rows), dict(found.doubtful)
    for key in {*table.identity.left, *table.identity.right} & set(sure):
        run = together.get(tuple(map(id, sure[key])))
        is_labelled = run and key != list(table.row)[-1] and _score(run, key, table, rows) == 1
        if not (
            table.row[key].is_total or is_labelled or (run and (not run.is_scattered or run.figures[0].origin is None))
        ):
            doubtful[key] = sure.pop(key)
    return Reckoned(sure, doubtful)


def _score(run: Record, key: str, table: Table, rows: Sequence[FormRow]) -> float:
    scores = zip(rows, run.scores, strict=True)
    return max(score for row, score in scores if (row.table, row.key) == (table.key, key))


def _is_even(table: Table, values: Mapping[str, list]) -> bool:
    """Whether the printed identity holds in every column."""
    left, right = table.identity.left, table.identity.right
    if not {*left, *right} <= set(values) or any(None in values[key] for key in (*left, *right)):
        return False
    return all(
        sum(values[key][at] for key in left) == sum(values[key][at] for key in right)
        for at in range(len(table.columns))
    )


def _said(figure: SourceCell) -> Written:
    return written(figure.text) or Written("")


def _values(table: Table, figures: Sequence[SourceCell]) -> list:
    """The numbers of a row, a blank as nothing; ``None`` for what is no number."""
    columns = zip(table.columns, figures, strict=True)
    read_out = [read(_said(each).value, column.measure) for column, each in columns]
    return [0 if value is None else value if is_readable(value) else None for value in read_out]
