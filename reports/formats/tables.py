"""Finds the figures of the official form in the tables of any file: rows by their label, columns by their heading.

What comes in are rows of cells (``SourceRow``), of a web page, a document, a workbook or lines of text; what comes
out are figures at the cells of the form (``Matched``). Nothing is placed by its position alone: a row whose label
is not known, or that has a figure more or less than its table has columns, is listed as doubtful, and moves no other.
"""

from collections.abc import Iterable, Iterator, Sequence

from reports.formats.alignment import aligned
from reports.formats.labels import FormRow, rows_of
from reports.formats.reckoning import as_records, reckoned
from reports.formats.records import Doubt, FoundFigure, Matched, Record
from reports.formats.row_alignment import aligned_row, cut_totals, totals_agree
from reports.formats.source import SourceCell
from reports.formats.written import Written, written
from reports.official import EDITIONS, Cell, Edition, Measure, Table

FEW_ROWS = 3  # that lack a column are named; where more do, the column is


def match(records: Iterable[Record], edition: Edition) -> Matched:
    """Place the records of a file; the records come from ``grid_records`` or ``line_records`` for that edition."""
    matched = Matched(edition.key)
    rows = rows_of(edition.key)
    records = _reckoned(list(records), rows, edition, matched)
    labelled = [each for each in records if not each.is_of_disputes and not each.is_subtotal]
    pairs = aligned([each.scores for each in labelled])
    labelled, pairs = _without_subtotals(labelled, pairs, rows, edition)
    pairs |= _between_neighbours(labelled, pairs, rows, edition, matched)
    _tell_of_merged_rows({rows[each] for each in pairs.values()}, matched)
    beside = _beside_doubts(labelled, pairs, edition, rows) | _with_a_common_word(labelled, pairs, rows)
    beside |= _last_of_a_wide_table(labelled, pairs, edition, rows)
    reasons = dict.fromkeys(beside, "前后的数字没有读懂，这一行不能确定")
    reasons |= dict.fromkeys(_twice(labelled, pairs, rows), "这一行出现了两次，数字不同")
    for number, record in enumerate(labelled):
        if number in reasons or number not in pairs:
            _doubt(record, reasons.get(number) or _again(record, rows), matched)
        else:
            row = rows[pairs[number]]
            _place(record, edition.table[row.table], row.key, matched)
    for record in records:
        if record.is_of_disputes:
            _place(record, edition.table["disputes"], "cases", matched)
    matched.doubts += _lacking(matched, edition)
    return matched


def _lacking(matched: Matched, edition: Edition) -> Iterator[Doubt]:
    """The columns that a file does not have: once where many rows lack one, else by the row."""
    for (key, column), rows in matched.lacking.items():
        table = edition.table[key]
        why = f"没有找到“{table.column[column].label}”一栏"
        names = [table.row[row].name for row in rows] if len(rows) <= FEW_ROWS else [edition.section_of[key].title]
        yield from (Doubt("", why, None, name or edition.section_of[key].title) for name in names)


def _reckoned(records: list[Record], rows: Sequence[FormRow], edition: Edition, matched: Matched) -> list[Record]:
    """The records, those of a section whose totals prove the order of its figures each with the row that it is."""
    for section in edition.sections:
        own = [each for each in records if each.section == section.key]
        if len(section.tables) != 1 or not any(each.is_of_text for each in own):
            continue
        table = section.tables[0]
        if found := reckoned(table, own, rows):
            first = next(number for number, each in enumerate(records) if each is own[0])
            others = [each for each in records if each.section != section.key]
            records = [*others[:first], *as_records(found, table, rows), *others[first:]]
            matched.notices.append(f"“{section.title}”按各行、各列的合计核对后，依次读入")
    return records


def _without_subtotals(
    records: list[Record], pairs: dict[int, int], rows: Sequence[FormRow], edition: Edition
) -> tuple[list[Record], dict[int, int]]:
    """Leave out what looks like one row for several, where these stand there too: it is their subtotal."""
    found = {(rows[each].table, rows[each].key) for each in pairs.values() if not rows[each].is_merged}
    subtotals = {
        number
        for number, each in pairs.items()
        if rows[each].is_merged
        and any(
            (rows[each].table, key) in found
            for key in (*edition.table[rows[each].table].rows_left_out_together, rows[each].key)
        )
    }
    kept = [number for number in range(len(records)) if number not in subtotals]
    return [records[number] for number in kept], {
        place: pairs[number] for place, number in enumerate(kept) if number in pairs
    }


def _between_neighbours(
    records: Sequence[Record], pairs: dict[int, int], rows: Sequence[FormRow], edition: Edition, matched: Matched
) -> dict[int, int]:
    """Records without a label that the rows before and after leave only one place for."""
    inferred = {}
    for number, record in enumerate(records):
        if number in pairs or record.is_doubtful or record.is_named:
            continue
        before = pairs.get(number - 1, -1 if number == 0 else None)
        after = pairs.get(number + 1)
        if before is None or after is None or after - before != 2:
            continue
        row = rows[before + 1]
        if row.table == rows[after].table and len(record.figures) == len(edition.table[row.table].columns):
            inferred[number] = before + 1
            label = edition.table[row.table].row[row.key].name
            matched.notices.append(f"“{label}”一行没有标签，按前后两行推定")
    return inferred


def _beside_doubts(
    records: Sequence[Record], pairs: dict[int, int], edition: Edition, rows: Sequence[FormRow]
) -> set[int]:
    """In a text, the rows next to figures of nobody: one of the two may have the other's.

    That figures add up and stand right behind a label proves nothing: text is taken out of a PDF in any order.
    """
    tables = {number: edition.table[rows[each].table] for number, each in pairs.items()}
    lost = {
        number
        for number, each in enumerate(records)
        if each.is_of_text and (number not in pairs or len(each.figures) != len(tables[number].columns))
    }
    beside = {number + step for number in lost for step in (-1, 1) if number + step in pairs} - lost
    return {number for number in beside if records[number].is_of_text}


def _with_a_common_word(records: Sequence[Record], pairs: dict[int, int], rows: Sequence[FormRow]) -> set[int]:
    """Scattered figures whose label is a word like 其他, where those of the row below are not the next."""
    return {
        number
        for number, row in pairs.items()
        if records[number].is_scattered and max(map(len, rows[row].spellings)) <= 3 and pairs.get(number + 1) != row + 1
    }


def _last_of_a_wide_table(
    records: Sequence[Record], pairs: dict[int, int], edition: Edition, rows: Sequence[FormRow]
) -> set[int]:
    """Scattered figures of the last row of a table with a total: where a table ends, a PDF's text changes their order.

    The total still comes last then, so that it proves nothing of the figures before it.
    """
    return {
        number
        for number, each in pairs.items()
        if records[number].is_scattered
        and records[number].figures[0].origin is not None  # a page of cells that are no table keeps their order
        and rows[each].key == list((table := edition.table[rows[each].table]).row)[-1]
        and any(column.is_total for column in table.columns)
    }


def _twice(records: Sequence[Record], pairs: dict[int, int], rows: Sequence[FormRow]) -> set[int]:
    """The rows whose whole label stands over other figures too: which of the two are meant, nothing tells."""
    by_row: dict[FormRow, set[int]] = {}
    for number, record in enumerate(records):
        for row, score in zip(rows, record.scores, strict=True):
            if score == 1 and not row.is_merged:
                by_row.setdefault(row, set()).add(number)
    return {
        number
        for several in by_row.values()
        if len({tuple(each.text.strip() for each in records[number].figures) for number in several}) > 1
        and not several.isdisjoint(pairs)
        for number in several
    }


def _tell_of_merged_rows(found: set[FormRow], matched: Matched) -> None:
    for row in found:
        if row.is_merged:
            matched.has_merged_rows = True
            name = EDITIONS[matched.edition].table[row.table].row[row.key].under[-1]
            matched.notices.append(
                f"“{name}”只有一行，按“{EDITIONS[matched.edition].table[row.table].row[row.key].label}”读入"
            )


def _again(record: Record, rows: Sequence[FormRow]) -> str:
    best = max(range(len(rows)), key=lambda each: record.scores[each], default=None)
    if best is None or not record.scores[best]:
        return "不认识这一行的名称"
    return "这一行的名称不能确定，或出现了两次"


def _place(record: Record, table: Table, row: str, matched: Matched) -> None:
    """Put the figures of a record at the cells of a row, by their headings or, where these say nothing, in order."""
    places = record.headings.places(table, record.figures) or _in_order(record, table, row, matched)
    if places is None or record.is_doubtful:
        _doubt(record, _why_in_no_order(record, table), matched, table.row[row].name)
        return
    for column in table.column.keys() - places.keys():
        matched.lacking.setdefault((table.key, column), []).append(row)
    cut = cut_totals(table, places)
    for column, source in places.items():
        cell = Cell(table.key, row, column)
        if column in cut:
            why = "不等于各栏之和，可能没有显示完整"
            matched.doubts.append(Doubt(source.text.strip(), why, source.origin, table.name(cell)))
            continue
        found = _in_its_unit(written(source.text), record, table.measure(cell))
        if found is None:
            matched.doubts.append(Doubt(source.text.strip(), "不是数字", source.origin, table.name(cell)))
        elif cell in matched.figures and matched.figures[cell].value != found.value:
            matched.doubts.append(Doubt(source.text.strip(), "同一格出现了两个数字", source.origin, table.name(cell)))
        else:
            matched.figures[cell] = FoundFigure(*found, source.origin)


def _of_its_width(table: Table, figures: Sequence[SourceCell]) -> Sequence[SourceCell]:
    """The figures without the blank places of a wider table above, where the row has no total that could be one."""
    filled = [each for each in figures if each.text.strip()]
    has_total = any(column.is_total for column in table.columns)
    is_narrower = len(figures) > len(table.columns) == len(filled)
    return filled if is_narrower and not has_total else figures


def _why_in_no_order(record: Record, table: Table) -> str:
    if record.is_doubtful or (record.is_scattered and not any(column.is_total for column in table.columns)):
        return "文字的先后已乱，各数属于哪一栏不能确定"
    if record.is_scattered and len(record.figures) == len(table.columns):
        return "各数相加不等于合计，先后不能确定"
    return f"应有 {len(table.columns)} 个数字，与表头不能一一对应"


def _in_its_unit(found: Written | None, record: Record, measure: Measure) -> Written | None:
    """An amount with the unit that stands over it, if that is 元; ``figures`` converts it."""
    if found and record.is_in_yuan and measure is Measure.MONEY and found.value[-1:].isdigit():
        return Written(f"{found.value}元", found.note)
    return found


def _in_order(record: Record, table: Table, row: str, matched: Matched) -> dict[str, SourceCell] | None:
    """The figures one after another, where they are as many as the columns, or only one reading of them adds up."""
    figures = _of_its_width(table, record.headings.without_subtotals(table, record.figures))
    columns = [column.key for column in table.columns]
    said = [written(each.text) or Written("") for each in figures]
    if record.is_scattered and not (len(figures) == len(columns) and totals_agree(table, said)):
        return None
    if record.is_scattered and _is_unproved(table, figures):
        return None
    if len(figures) == len(columns) and (not record.has_subtotal or totals_agree(table, said)):
        return dict(zip(columns, figures, strict=True))
    alignment = aligned_row(table, said)
    if alignment is None:
        return None
    matched.notices.append(f"“{table.row[row].name or '表四'}”一行有 {len(figures)} 个数字，按合计推定各数的位置")
    return {column: figures[index] for column, index in zip(columns, alignment, strict=True) if index is not None}


def _is_unproved(table: Table, figures: Sequence[SourceCell]) -> bool:
    """Whether figures of a drawn text have no total to prove their order, and are not all the same."""
    has_total = any(column.is_total for column in table.columns)
    return not has_total and figures[0].origin is not None and len({each.text for each in figures}) > 1


def _doubt(record: Record, why: str, matched: Matched, row: str = "") -> None:
    figures = [each for each in record.figures if each.text.strip()]
    if figures:
        text = " ".join(each.text.strip() for each in figures)
        matched.doubts.append(Doubt(text, why, figures[0].origin, row))


def best_edition(texts: Iterable[str]) -> Edition | None:
    """The edition whose own headings or rows stand among the texts of the tables; ``None`` where none does."""
    said = "".join(texts)
    votes = {key: sum(word in said for word in _own_words(key)) for key in EDITIONS}
    best = max(votes, key=lambda key: votes[key])
    return EDITIONS[best] if votes[best] and list(votes.values()).count(votes[best]) == 1 else None


def _own_words(edition_key: str) -> Iterator[str]:
    """The headings of table 二 that only this edition prints."""
    own, others = (
        {column.label for each in editions for table in each.table.values() for column in table.columns}
        for editions in (
            [EDITIONS[edition_key]],
            [edition for key, edition in EDITIONS.items() if key != edition_key],
        )
    )
    yield from (label.split("（")[0] for label in own - others if len(label) >= 4)
