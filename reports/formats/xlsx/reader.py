"""Reads the system's own workbook (.xlsx), filled in or saved again by Excel, WPS or LibreOffice.

It is recognised by what is printed on it: every label must stand where the writer put it, so that no
figure is taken for another one. ``gate`` has already refused what no library should be given.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reports.formats.document import DocumentReading
from reports.formats.office import TEMPLATE_WANTED
from reports.formats.reading import Reading, Unplaced, assumed_figures, unreadable_figures
from reports.formats.spreadsheets import reader as spreadsheet
from reports.formats.xlsx import layout
from reports.formats.xlsx.cells import NOTHING, Cells, CellValue, worksheets
from reports.formats.xlsx.layout import CONTENT_COLUMN, LABEL_COLUMN, Particular
from reports.official import EDITIONS, Cell, Edition, Section
from reports.official.figures import MOST_DECIMALS
from reports.official.grid import section_grid
from reports.official.interchange import FORMAT, NotSaid, NotUnderstood, from_mapping, shown
from reports.official.report_data import Kind, ReportData

_NOT_CALCULATED = "单元格是没有计算结果的公式，请先在 WPS/Excel 中保存"


def read(content: bytes, **expected: Any) -> Reading | DocumentReading:
    """The report of the workbook; what stands in the place of a total is compared, never used."""
    sheets = worksheets(content, _NAMES)
    if layout.TEXTS_SHEET in sheets:
        return _template(sheets, expected)
    return _laid_out_by_others(content, expected)


def _template(sheets: Mapping[str, Cells], expected: Mapping[str, Any]) -> Reading:
    """The system's own workbook, every figure of which stands where the writer put it."""
    contents = _by_label(sheets[layout.TEXTS_SHEET])
    edition = _edition(_labelled(contents, Particular.EDITION))
    for section in layout.table_sections(edition):
        _recognise(section, _required(sheets, section.title))
    left_out = set(_lines(contents.get(Particular.LEFT_OUT, "")))
    figures = {
        cell: sheets[place.sheet].get((place.row, place.column), NOTHING)
        for cell, place in layout.figure_places(edition.key).items()
    }
    mapping = {
        "format": FORMAT,
        "edition": edition.key,
        **_particulars(contents, edition, left_out),
        "texts": _texts(contents, edition, left_out),
        "tables": _tables(figures, edition, left_out),
    }
    _require_particulars(mapping, expected)
    report = from_mapping(mapping, **expected)
    return Reading(
        report,
        unplaced=(*unreadable_figures(report, _place), *_uncalculated(report, figures)),
        notices=assumed_figures(report, mapping["tables"], _place),
    )


def _laid_out_by_others(content: bytes, expected: Mapping[str, Any]) -> DocumentReading:
    """A workbook that is not our template, and may still be laid out like the official form."""
    try:
        return spreadsheet.read(content, **expected)
    except NotUnderstood as refusal:
        raise type(refusal)(f"{TEMPLATE_WANTED}。{refusal}") from refusal


_NAMES = frozenset(
    {layout.TEXTS_SHEET}
    | {section.title for edition in EDITIONS.values() for section in layout.table_sections(edition)}
)


def _required(sheets: Mapping[str, Cells], name: str) -> Cells:
    if name not in sheets:
        raise NotUnderstood(f"{TEMPLATE_WANTED}。文件中没有工作表“{name}”")
    return sheets[name]


def _recognise(section: Section, cells: Cells) -> None:
    """Refuse a worksheet on which a label of the form does not stand where it is printed."""
    for heading in (cell for row in section_grid(section).rows for cell in row.cells if cell.text):
        place = layout.place(section, heading)
        found = cells.get((place.row, place.column), NOTHING).written()
        if _bare(found) != _bare(heading.text):
            instead = f"“{shown(found)}”" if _bare(found) else "空白"
            raise NotUnderstood(
                f"{TEMPLATE_WANTED}。“{section.title}”第 {place.row} 行应为“{heading.text}”，现为{instead}"
            )


def _bare(label: str) -> str:
    """A label without the white space that a program or a person may have put in."""
    return re.sub(r"\s", "", label)


# --- The worksheet of the particulars and texts ---------------------------------------------------


def _by_label(cells: Cells) -> dict[str, str]:
    """What stands beside each label; the first of two alike counts."""
    contents: dict[str, str] = {}
    for (row, column), label in sorted(cells.items()):
        if column == LABEL_COLUMN:
            contents.setdefault(_bare(label.written()), cells.get((row, CONTENT_COLUMN), NOTHING).written())
    return contents


def _labelled(contents: Mapping[str, str], label: str) -> str:
    if _bare(label) not in contents:
        raise NotUnderstood(f"{TEMPLATE_WANTED}。“{layout.TEXTS_SHEET}”中没有“{label}”一行")
    return contents[_bare(label)]


def _lines(content: str) -> list[str]:
    return [line.strip() for line in content.splitlines() if line.strip()]


def _edition(notice: str) -> Edition:
    for edition in EDITIONS.values():
        if edition.notice == notice.strip():
            return edition
    raise NotUnderstood(f"不认识的{Particular.EDITION}：{shown(notice)}")


def _particulars(contents: Mapping[str, str], edition: Edition, left_out: set[str]) -> dict[str, Any]:
    title = _labelled(contents, Particular.TITLE)
    return {
        "organ": _labelled(contents, Particular.ORGAN).strip() or None,
        "kind": _kind(_labelled(contents, Particular.KIND).strip()),
        "year": _year(_labelled(contents, Particular.YEAR).strip()),
        "title": None if not title and "title" in left_out else title,
        "document_number": contents.get(Particular.DOCUMENT_NUMBER, "").strip(),
        "issued_on": contents.get(Particular.ISSUED_ON, "").strip(),
        "declared_nil": list(_declared_nil(_lines(contents.get(Particular.DECLARED_NIL, "")), edition)),
    }


def _kind(label: str) -> str | None:
    if not label:
        return None
    for kind in Kind:
        if kind.label == label:
            return kind.value
    raise NotUnderstood(f"不认识的{Particular.KIND}：{shown(label)}")


def _year(typed: str) -> int | None:
    if not typed:
        return None
    year = re.fullmatch(r"(\d{4})\s*年?度?", typed, re.ASCII)
    if not year:
        raise NotUnderstood(f"{Particular.YEAR}应为年份，如 2022：{shown(typed)}")
    return int(year[1])


def _declared_nil(names: list[str], edition: Edition) -> Iterator[str]:
    keys = {name: key for key, name in layout.table_names(edition).items()}
    for name in names:
        if name not in keys:
            raise NotUnderstood(f"不认识的表：{shown(name)}")
        yield keys[name]


def _require_particulars(mapping: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    for key, label in (("organ", Particular.ORGAN), ("kind", Particular.KIND), ("year", Particular.YEAR)):
        if mapping[key] is None and expected.get(key) is None:
            raise NotSaid(f"“{layout.TEXTS_SHEET}”中没有填写{label}")


def _texts(contents: Mapping[str, str], edition: Edition, left_out: set[str]) -> dict[str, str]:
    texts = {key: _labelled(contents, label) for label, key in layout.text_rows(edition) if key}
    return {key: text for key, text in texts.items() if text or key not in left_out}


# --- The worksheets of the tables -----------------------------------------------------------------


def _tables(figures: Mapping[Cell, CellValue], edition: Edition, left_out: set[str]) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for cell, found in figures.items():
        table = edition.table[cell.table]
        typed = found.written(MOST_DECIMALS)
        if typed.strip() or not (table.is_total(cell) or layout.covers(left_out, cell)):
            tables.setdefault(cell.table, {}).setdefault(cell.row, {})[cell.column] = typed or None
    return tables


def _uncalculated(report: ReportData, figures: Mapping[Cell, CellValue]) -> Iterator[Unplaced]:
    for cell, found in figures.items():
        if found.is_uncalculated and not report.official_form.table[cell.table].is_total(cell):
            yield Unplaced(_place(report, cell), "", _NOT_CALCULATED, cell)


def _place(report: ReportData, cell: Cell) -> str:
    """Where a figure stands, as a person finds it in the workbook."""
    place = layout.figure_places(report.edition)[cell]
    return f"“{place.sheet}”第 {place.row} 行“{report.official_form.table[cell.table].name(cell)}”"
