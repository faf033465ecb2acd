"""O1: a finished file is read back, from its bytes alone, and held against the data: every figure, every paragraph.

Nothing here or in a format's ``proof`` shares code with a writer: what should stand in a file follows from the data
and the official form, and what does stand there is found by words. Runs in the child that reads.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import NamedTuple

from reports.checks.naming import cell_name, place_name
from reports.formats.document import DocumentReading, read_blocks
from reports.formats.source import Block, SourceRow
from reports.official import Cell, Section
from reports.official.figures import Figure, display
from reports.official.grid import section_grid
from reports.official.interchange import NotUnderstood, shown
from reports.official.report_data import ReportData
from reports.official.wording import FORMALITIES, chinese_date, title
from reports.text import lookalikes

SourceTable = Sequence[SourceRow]

MOST_NAMED = 5
DEMONSTRATION = "演示数据"
TABLE = "\ufffc"  # where a table stands in the text; no text may contain it
_UNSEEN = {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me"}
_LIGATURES = {code: unicodedata.normalize("NFKD", chr(code)) for code in range(0xFB00, 0xFB07)}
_ABSENT = "没有数字"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]+")


class Wanted(NamedTuple):
    """A title, a heading, a paragraph or the mark of a table, and what its place in the report is called."""

    place: str
    text: str


def mismatches(proof: str, content: bytes, report: ReportData, is_demonstration: bool) -> list[str]:
    """In what the file says otherwise than the data, a sentence each, the first few; none where it says the same.

    ``proof`` is the dotted name of the format's module, whose ``mismatches`` reads the file.
    """
    try:
        found = import_module(proof).mismatches(content, report, is_demonstration=is_demonstration)
        return [each for each, _ in zip(found, range(MOST_NAMED), strict=False)]
    except NotUnderstood as refusal:
        return [f"文件不能读取：{refusal}"]


def of_document(blocks: Iterable[Block], report: ReportData, *, is_headed: bool = True) -> Iterator[str]:
    """What a document, as its lines and tables from beginning to end, says otherwise than the data.

    What is not headed begins below the title, which stands elsewhere.
    """
    stream: list[str] = []
    tables: list[list[SourceRow]] = []
    for block in blocks:
        if not block.rows:
            stream.append(squeezed(block.text).replace(TABLE, ""))
        elif stream and stream[-1] == TABLE:  # it goes on over a page
            tables[-1] += block.rows
        else:
            stream.append(TABLE)
            tables.append([*block.rows])
    wanted = [*(heading(report) if is_headed else ()), *wanted_of(report)]
    yield from _texts(unordered("".join(stream)), wanted)
    yield from of_tables(tables, report)


def heading(report: ReportData) -> Iterator[Wanted]:
    """What stands above the text: the number of the document, where it has one, and the title."""
    if report.document_number:
        yield Wanted(FORMALITIES["document_number"], report.document_number)
    yield Wanted("标题", report.title or title(report.organ, report.year))


def wanted_of(report: ReportData) -> Iterator[Wanted]:
    """All that the report says below its title, in the order of the form, each table as its mark."""
    edition = report.official_form
    yield from paragraphs(report, edition.preamble.key)
    for section in edition.sections:
        yield Wanted(f"标题“{section.title}”", section.title)
        for text in section.texts:
            if text.is_heading:
                yield Wanted(f"标题“{text.name}”", text.name)
            yield from paragraphs(report, text.key)
        if section.tables:
            yield Wanted(f"“{section.title}”的表格", TABLE)
    yield from signature(report)


def signature(report: ReportData) -> Iterator[Wanted]:
    """Who signs and the day (落款), where the report says one; they belong to no section."""
    if report.issued_on:
        yield Wanted("落款的单位", report.organ)
        yield Wanted(FORMALITIES["issued_on"], chinese_date(report.issued_on))


def paragraphs(report: ReportData, key: str) -> Iterator[Wanted]:
    """The paragraphs of a text: its lines on which something can be seen."""
    said = [line for line in report.text(key).split("\n") if squeezed(line)]
    name = place_name(report.official_form, key)
    for number, line in enumerate(said, start=1):
        yield Wanted(f"“{name}”第 {number} 段", line)


def unnumbered(blocks: list[Block], page: int) -> list[Block]:
    """What stands on a page but its number, between dashes, which is the last line: a text may look like one too."""
    is_numbered = bool(blocks) and squeezed(blocks[-1].text) == f"—{page}—"
    return blocks[:-1] if is_numbered else blocks


def squeezed(text: str) -> str:
    """The letters and signs of a text: how lines are broken says nothing, and fonts draw some as others or over one."""
    apart = unicodedata.normalize("NFD", lookalikes.repaired(text)).translate(_LIGATURES)
    return "".join(each for each in apart if unicodedata.category(each) not in _UNSEEN)


def unordered(text: str) -> str:
    """The text with the letters of what is written from right to left, which papers give in either order, sorted."""
    return _RIGHT_TO_LEFT.sub(lambda run: "".join(sorted(run[0])), text)


def _texts(stream: str, texts: Iterable[Wanted]) -> Iterator[str]:
    """The first place where the text is another one: what follows cannot be told apart from it."""
    at = 0
    for each in texts:
        wanted = each.text if each.text == TABLE else unordered(squeezed(each.text))
        if not stream.startswith(wanted, at):
            yield f"{each.place}与数据不一致：{_around(wanted, stream[at : at + len(wanted)])}"
            return
        at += len(wanted)
    if stream[at:]:
        yield f"文件末尾多出内容：{_quoted(stream[at:])}"


def _around(wanted: str, found: str) -> str:
    """Where two texts part, with a few characters before it."""
    same = next((at for at, pair in enumerate(zip(wanted, found, strict=False)) if pair[0] != pair[1]), len(found))
    start = max(0, same - 5)
    return f"应为{_quoted(wanted[start:])}，文件中为{_quoted(found[start:])}"


def _quoted(text: str) -> str:
    return f"“{shown(text.replace(TABLE, '（表格）'))}”" if text else "空白"


# --- Figures --------------------------------------------------------------------------------------


def of_tables(tables: Sequence[SourceTable], report: ReportData) -> Iterator[str]:
    """What the tables, one for each section that has any, say otherwise than the data."""
    count = len(_sections(report))
    if len(tables) != count:
        yield f"文件中应有 {count} 张表，现有 {len(tables)} 张"
        return
    made = read(tables, report)
    wrong = list(of_figures({**made.report.figures, **made.report.printed_totals}, report))
    yield from wrong
    if not wrong:
        yield from _labels(tables, report)
        yield from (f"表格中多出内容：“{shown(each.row or each.found)}”，{each.why}" for each in made.doubts)


def read(tables: Sequence[SourceTable], report: ReportData) -> DocumentReading:
    """The figures of the tables, one for each section that has any, found by the words of their rows and columns."""
    pairs = zip(_sections(report), tables, strict=True)
    blocks = [block for section, rows in pairs for block in (Block(section.title), Block(rows=rows))]
    return read_blocks(blocks, organ=report.organ, kind=report.kind, year=report.year)


def _sections(report: ReportData) -> list[Section]:
    return [each for each in report.official_form.sections if each.tables]


def _labels(tables: Sequence[SourceTable], report: ReportData) -> Iterator[str]:
    """The labels of the form that a table lacks; a setting may add to one in how many decimals amounts are given."""
    for section, rows in zip(_sections(report), tables, strict=True):
        said = {squeezed(cell.text) for row in rows for cell in row}
        labels = {cell.text for row in section_grid(section).rows for cell in row.cells if cell.text}
        for label in labels:
            if not any(each.startswith(squeezed(label)) for each in said):
                yield f"“{section.title}”的表格中没有“{label}”"


def of_figures(found: dict[Cell, Figure], report: ReportData) -> Iterator[str]:
    """Every cell of the form whose figure is another one than that of the data."""
    edition = report.official_form
    for table in edition.table.values():
        for cell in table.cells:
            wanted, there = report.figure(cell), found.get(cell)
            if wanted != there and display(wanted) != display(there):  # a total may have more digits than an entry
                yield wrong_figure(cell_name(edition, cell), display(wanted), display(there))


def wrong_figure(place: str, wanted: str, found: str) -> str:
    """The sentence on one figure."""
    return f"{place}应为 {wanted or '空白'}，文件中为 {found or _ABSENT}"
