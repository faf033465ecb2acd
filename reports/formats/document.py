"""Reads a report out of a document: lines of text and tables in their order, whatever file they come from.

Readers of web pages, Word files, PDFs and plain text take their file apart into ``Block``s and leave the rest
to ``read_blocks``: where the sections begin, which texts belong to which aspect, which figures to which cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from reports.formats.grid_records import GridRecords
from reports.formats.headings import ORDER, aspect_heading, section_heading
from reports.formats.line_records import is_of_tables, line_records
from reports.formats.paragraphs import joined
from reports.formats.particulars import ReportSubject, is_furniture, kind_of
from reports.formats.records import Doubt, Matched, Record
from reports.formats.signatures import unsigned
from reports.formats.source import Block, Origin, SourceRow
from reports.formats.tables import best_edition, match
from reports.formats.titles import without_titles
from reports.official import Cell, Edition, Table, edition_for
from reports.official.figures import Figure, notice, read
from reports.official.interchange import NotSaid, NotUnderstood, shown
from reports.official.report_data import Kind, ReportData
from reports.text import lookalikes

# Characters that take no place; U+202E, which shows what follows it backwards, is left for the figures to stumble on.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202d\u2060-\u2069\ufeff\0]")
FIRST, LATEST = 2019, 9999
NO_TABLE = "文件中没有找到这张表"
TABLE_SECTIONS = ("proactive_disclosure", "applications", "disputes")


@dataclass
class Part:
    """A section as it stands in the document, or what stands before the first."""

    content: list[Block] = field(default_factory=list)

    @property
    def lines(self) -> list[Block]:
        return [each for each in self.content if not each.rows]

    @property
    def tables(self) -> list[Sequence[SourceRow]]:
        return [each.rows for each in self.content if each.rows]


@dataclass
class DocumentReading:
    """What was understood of a document, and what was not."""

    report: ReportData
    origins: Mapping[Cell, Origin]  # where in the document each figure stood
    doubts: list[Doubt]
    notices: list[str]
    unplaced_texts: list[str]
    source: Sequence[Block] = ()  # the document as it was read, for who compares


def read_blocks(blocks: Iterable[Block], **expected: Any) -> DocumentReading:
    """The report of a document; ``expected`` gives organ, kind and year where the document does not say.

    ``NotUnderstood`` where neither a section nor a table of the form is found, where there are several reports,
    or where what is expected contradicts the document.
    """
    source = [repaired(each) for each in blocks if each.rows or each.text.strip()]
    blocks, subject = without_titles(source)
    parts = _parts(blocks, is_titled=subject is not None)
    edition = _edition(parts, expected.get("year") or (subject.year if subject else LATEST))
    matched = match(_records(parts, edition), edition)
    if not matched.figures and not any(key in parts for key in ORDER):
        raise NotUnderstood("没有找到年度报告的标题或表格，请确认文件是政府信息公开工作年度报告")
    organ, year, kind = _particulars(subject, expected)
    matched.doubts += _not_found(matched, edition)
    texts, unplaced_texts, issued_on = _texts(parts, organ, edition)
    entries, totals = _figures(matched, edition)
    title, number = (subject.title, subject.document_number) if subject else (None, "")
    report = ReportData(
        edition.key, organ, kind, year, title, texts, entries,
        document_number=number, issued_on=issued_on, printed_totals=totals,
    )  # fmt: skip
    origins = {cell: found.origin for cell, found in matched.figures.items()}
    notices = [*matched.notices, *_notes(matched, edition)]
    return DocumentReading(report, origins, matched.doubts, notices, unplaced_texts, source)


def repaired(block: Block) -> Block:
    """The block without look-alike characters, which copying from a PDF leaves behind, and without those unseen."""
    rows = [[cell._replace(text=_UNSEEN.sub("", cell.text)) for cell in row] for row in block.rows]
    return block._replace(text=lookalikes.repaired(_UNSEEN.sub("", block.text)), rows=rows)


def _parts(blocks: Sequence[Block], *, is_titled: bool) -> dict[str, Part]:
    """The document by section, in the form's order; what stands before the first under an empty key."""
    parts = {"": Part()}
    may_open = is_titled or _has_aspects(blocks)
    current, place = parts[""], -1
    for block in blocks:
        if block.rows:
            current.content.append(block)
            continue
        heading = section_heading(block.text)
        position = ORDER.index(heading.key) if heading else -1
        if position == 0 and place > 0 and not any(parts[key].content for key in ORDER[:place] if key in parts):
            # What went before was a table of contents, and what stands between it and the report opens the report.
            parts, place = {"": Part(parts[""].content + current.content)}, -1
        if heading and position == 0 and place > 2:
            raise NotUnderstood("文件中有不止一份报告，请每份存为一个文件")
        if place < 0 and not heading and may_open and (aspect := aspect_heading(block.text)) and aspect.key:
            current, place = parts.setdefault(ORDER[0], Part()), 0  # 一、总体情况 was left out
        if heading and position > place:
            current = parts[heading.key] = Part()
            place = position
            if heading.rest.strip():
                current.content.append(block._replace(text=heading.rest))
        elif not (place in (-1, len(ORDER) - 1) and is_furniture(block.text)):
            current.content.append(block)
    return parts


def _has_aspects(blocks: Sequence[Block]) -> bool:
    """Whether several aspects of section 一 are headed as such."""
    headings = [aspect_heading(each.text) for each in blocks if not each.rows]
    return len({each.key for each in headings if each and each.key}) >= 2


def _particulars(subject: ReportSubject | None, expected: Mapping[str, Any]) -> tuple[str, int, Kind]:
    year = expected.get("year") or (subject.year if subject else None)
    organ = expected.get("organ") or (subject.organ if subject else None)
    if not year:
        raise NotSaid("没有找到报告年度，请注明年度")
    if not organ:
        raise NotSaid("没有找到机关名称，请注明单位")
    if expected.get("year") and subject and expected["year"] != subject.year:
        raise NotUnderstood(f"文件是 {subject.year} 年度的报告，不是 {shown(expected['year'])} 年度的")
    if not FIRST <= year <= LATEST:
        raise NotUnderstood(f"{year} 年度的报告没有统一格式，不能读取表格")
    return organ, year, Kind(expected.get("kind") or kind_of(organ))


def _edition(parts: Mapping[str, Part], year: int) -> Edition:
    texts = [line.text for part in parts.values() for line in part.lines]
    texts += [cell.text for part in parts.values() for rows in part.tables for row in rows for cell in row]
    return best_edition("".join(text.split()) for text in texts) or edition_for(max(year, FIRST))


def _records(parts: Mapping[str, Part], edition: Edition) -> Iterator[Record]:
    """The records of all tables, and of the lines of the three sections that are tables, in their order."""
    grids = GridRecords(edition)
    for key, part in parts.items():
        for record in _of_part(part, key, grids, edition):
            record.section = key
            yield record


def _of_part(part: Part, key: str, grids: GridRecords, edition: Edition) -> Iterator[Record]:
    for is_table, several in groupby(part.content, key=lambda each: bool(each.rows)):
        if is_table:
            yield from grids.of(table.rows for table in several)
        elif key in TABLE_SECTIONS:
            yield from line_records(several, edition, key)


def _not_found(matched: Matched, edition: Edition) -> Iterator[Doubt]:
    """The tables without a figure, and the rows without one of the others; nothing is missing silently."""
    found = {(cell.table, cell.row) for cell in matched.figures}
    tables = {table for table, _ in found}
    for section in edition.sections:
        if section.tables and tables.isdisjoint(table.key for table in section.tables):
            yield Doubt("", NO_TABLE, None, section.title)
            continue
        for table in section.tables:
            if table.key not in tables:
                yield Doubt("", NO_TABLE, None, f"{section.title}“{table.band}”")
            else:
                left_out = {*table.rows_left_out_together} if matched.has_merged_rows else set()
                yield from _rows_not_found(left_out | {row for key, row in found if key == table.key}, table)


def _rows_not_found(found: set[str], table: Table) -> Iterator[Doubt]:
    for row in table.rows:
        if row.key not in found:
            yield Doubt("", "文件中没有找到这一行", None, row.name)


def _figures(matched: Matched, edition: Edition) -> tuple[dict[Cell, Figure], dict[Cell, Figure]]:
    """Entries and printed totals, apart; a figure that cannot be read stands as it was written."""
    entries: dict[Cell, Figure] = {}
    totals: dict[Cell, Figure] = {}
    for cell, found in matched.figures.items():
        table = edition.table[cell.table]
        (totals if table.is_total(cell) else entries)[cell] = read(found.value, table.measure(cell))
    return entries, totals


def _notes(matched: Matched, edition: Edition) -> Iterator[str]:
    for cell, found in matched.figures.items():
        table = edition.table[cell.table]
        if found.note:
            yield f"“{table.name(cell)}”读作 {found.value}，原有附注{shown(found.note)}"
        if assumed := notice(found.value, table.measure(cell)):
            yield f"“{table.name(cell)}”：{assumed}"


def _texts(parts: Mapping[str, Part], organ: str, edition: Edition) -> tuple[dict[str, str], list[str], date | None]:
    """The texts of the report by key, what was found and fits none of them, and the day on which it is signed."""
    texts: dict[str, str] = {}
    issued_on = None
    unplaced: list[str] = []
    if parts[""].lines:
        texts["preamble"] = "\n".join(joined(parts[""].lines))
    if "overview" in parts:
        aspects, others = _overview(parts["overview"].lines)
        texts |= aspects
        unplaced += others
    for key in ("problems", "other_matters"):
        if key in parts:
            paragraphs, issued_on = unsigned(joined(parts[key].lines), organ)
            texts[key] = "\n".join(paragraphs)
    for key in TABLE_SECTIONS:
        if key in parts:
            unplaced += [each.text.strip() for each in parts[key].lines if not is_of_tables(each.text, edition)]
    return texts, unplaced, issued_on


def _overview(lines: Sequence[Block]) -> tuple[dict[str, str], list[str]]:
    """The aspects of section 一; what stands under a heading of no aspect goes before them, and is listed."""
    gathered: dict[str, list[Block]] = {"overview.lead": []}
    unplaced: list[str] = []
    key = "overview.lead"
    for line in lines:
        heading = aspect_heading(line.text)
        if heading is None or heading.key == key:
            gathered[key].append(line)
            continue
        key = heading.key or "overview.lead"
        gathered.setdefault(key, [])
        if heading.rest.strip():
            gathered[key].append(line._replace(text=heading.rest))
        if not heading.key:
            unplaced.append(line.text.strip())
    return {key: "\n".join(joined(each)) for key, each in gathered.items() if each}, unplaced
