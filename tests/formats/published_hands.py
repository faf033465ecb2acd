"""Hands after the habits of published pages: fonts of the usual size, rules or none, labels as offices retype them."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from reports.official import Cell
from reports.official.grid import GridCell, section_grid
from reports.official.report_data import ReportData
from tests.formats.hands import shown

Typed = tuple[str, int, int]
"""What stands in a cell, and how many rows and columns it covers."""
Change = Callable[[str, list[list[Typed]]], list[list[Typed]]]

_NUMBER = re.compile(r"-?[\d.]+")


def typed_tables(report: ReportData, show: Callable = shown, say: Callable = str) -> Iterator[tuple[str, list]]:
    """By section, the rows of its table."""
    for section in report.official_form.sections:
        if section.tables:
            rows = section_grid(section).rows
            yield section.key, [[_typed(report, cell, show, say) for cell in row.cells] for row in rows]


def _typed(report: ReportData, cell: GridCell, show: Callable, say: Callable) -> Typed:
    if cell.cell is not None:
        return show(report, cell.cell), cell.rowspan, cell.colspan
    return say(html.escape(cell.text, quote=False)), cell.rowspan, cell.colspan


def drawn(rows: list[list[Typed]], attributes: str, inside: str = "{}") -> str:
    said = []
    for row in rows:
        cells = (
            f"<td{f' rowspan={down}' * (down > 1)}{f' colspan={across}' * (across > 1)}>{inside.format(text)}</td>"
            for text, down, across in row
        )
        said.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table {attributes}>{''.join(said)}</table>"


def site(report: ReportData, tables: list[str], css: str = "", around: tuple[str, str] = ("", "")) -> bytes:
    """A page with the title, the sections and their tables, in the look of ``css``."""
    said = [f"<h2 align=center>{report.title}</h2>", *_paragraphs(report.texts["preamble"])]
    waiting = iter(tables)
    for section in report.official_form.sections:
        said.append(f"<p><b>{section.title}</b></p>")
        for text in section.texts:
            said += [f"<p>{text.name}</p>"] * text.is_heading + _paragraphs(report.texts[text.key])
        if section.tables:
            said.append(next(waiting))
    body = f"{around[0]}{''.join(said)}{around[1]}"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{report.title}</title><style>{css}</style></head>'
        f"<body>{body}</body></html>"
    ).encode()


def _paragraphs(text: str) -> list[str]:
    return [f"<p>　　{html.escape(line, quote=False)}</p>" for line in text.split("\n")]


def _made(attributes: str, css: str = "", inside: str = "{}", show: Callable = shown, say: Callable = str) -> Callable:
    def hand(report: ReportData) -> bytes:
        tables = [drawn(rows, attributes, inside) for _, rows in typed_tables(report, show, say)]
        return site(report, tables, css)

    return hand


def _without_number(label: str) -> str:
    """（一）予以公开 and 一、本年新收… without what counts them."""
    return re.sub(r"^(?:（[一二三四五六七]）|[一二三四]、|\d\.)", "", label)


def _half_width(label: str) -> str:
    """(一)予以公开, and 1.属于 with a blank behind the point."""
    label = label.replace("（", "(").replace("）", ")")
    return re.sub(r"^(\d)\.", r"\1. ", label)


def _set_apart(label: str) -> str:
    """自 然 人, and line breaks where a label is long."""
    if len(label) <= 4:
        return "&nbsp;".join(label)
    return f"{label[:5]}\n<br>\n{label[5:]}"


def _numbered_otherwise(label: str) -> str:
    return re.sub(r"^(\d)\.", r"（\1）", label.replace("，", "、"))


def _grouped(report: ReportData, cell: Cell) -> str:
    figure = report.figure(cell)
    return "" if figure is None else f"{figure:,}"


def _counted(report: ReportData, cell: Cell) -> str:
    said = shown(report, cell)
    return f"{said}件" if said.isdigit() and cell.table == "applications" else said


def _struck(report: ReportData, cell: Cell) -> str:
    return shown(report, cell) or "／"


def one_row_of_others(report: ReportData) -> bytes:
    """The one row （六）其他处理 of 2019 in a later report."""
    report = merged(report)
    tables = []
    for key, rows in typed_tables(report):
        if key == "applications" and report.edition != "2019":  # whose form has the one row
            at = next((n for n, row in enumerate(rows) if row[0][0] == "（六）其他处理"), None)
            if at is not None:
                figures = [each for each in rows[at + 2][1:] if _NUMBER.fullmatch(each[0]) or not each[0]]
                rows[at : at + 3] = [[("（六）其他处理", 1, 2), *figures]]
                rows = [[(t, d - 2 if t.startswith("三、") else d, a) for t, d, a in row] for row in rows]
        tables.append(drawn(rows, "border=1 cellspacing=0"))
    return site(report, tables)


def merged(report: ReportData) -> ReportData:
    """What ``one_row_of_others`` says of a report: the two rows that it leaves out are unknown."""
    left_out = report.official_form.table["applications"].rows_left_out_together
    return replace(report, figures={cell: each for cell, each in report.figures.items() if cell.row not in left_out})


def without_totals(report: ReportData) -> bytes:
    """Table 三 without its row （七）总计."""
    tables = []
    for key, rows in typed_tables(report):
        if key == "applications":
            rows = [[(t, d - 1 if t.startswith("三、") else d, a) for t, d, a in row] for row in rows]
            rows = [row for row in rows if not row[0][0].startswith("（七）")]
        tables.append(drawn(rows, "border=1 cellspacing=0"))
    return site(report, tables)


def wrapped(report: ReportData) -> bytes:
    """Each table in the cell of another that gives it its frame, each text of a cell in a division."""
    tables = [
        f"<table width='100%'><tr><td>{drawn(rows, 'border=1', '<div><span>{}</span></div>')}</td></tr></table>"
        for _, rows in typed_tables(report)
    ]
    return site(report, tables)


def in_columns_of_one_row(report: ReportData) -> bytes:
    """Label cells that are not merged: a group is named again in each of its rows."""
    tables = []
    for _, rows in typed_tables(report):
        waiting: dict[int, Typed] = {}
        made = []
        for row in rows:
            cells, column, left = [], 0, list(row)
            while left or waiting.get(column, ("", 0, 1))[1]:
                text, down, across = waiting.get(column, ("", 0, 1))
                if not down:
                    text, down, across = left.pop(0)
                waiting[column] = (text, down - 1, across)
                cells.append((text, 1, across))
                column += across
            made.append(cells)
        tables.append(drawn(made, "border=1 width='100%'"))
    return site(report, tables)


def in_blocks(report: ReportData) -> bytes:
    """Table 二 as a table for each article, with the article in a line of text above it."""
    tables = []
    for key, rows in typed_tables(report):
        if key != "proactive_disclosure":
            tables.append(drawn(rows, "border=1"))
            continue
        said, block = [], []
        for row in [*rows, [("第", 1, 9)]]:
            if row[0][0].startswith("第"):
                said.append(drawn(block, "border=1") if block else "")
                said.append(f"<p>{row[0][0]}</p>" * (len(row[0][0]) > 1))
                block = []
            else:
                block.append(row)
        tables.append("".join(said))
    return site(report, tables)


_RULED = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:3px}"
_SIDELESS = "table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #000;border-top:1px solid #000}"

PUBLISHED_HANDS: dict[str, Callable[[ReportData], bytes]] = {
    "bare": _made("border=1"),
    "bare, full width": _made("border=1 cellspacing=0 cellpadding=0 width='100%'"),
    "16 point": _made("border=1 cellspacing=0", "td{font-size:16pt}", "<p align=center>{}</p>"),
    "10.5 point": _made("width='100%'", f"{_RULED}td{{font-size:10.5pt}}", "<p><span>{}</span></p>"),
    "small": _made("width='100%'", f"{_RULED}td{{font-size:8pt}}"),
    "no rules": _made("border=0 width='100%'", "td{font-size:9pt}"),
    "rules across": _made("", f"{_SIDELESS}td{{font-size:9pt}}"),
    "no numbers": _made("border=1", "td{font-size:9pt}", say=_without_number),
    "half-width": _made("border=1", "td{font-size:9pt}", say=_half_width),
    "set apart": _made("border=1", "td{font-size:9pt}", say=_set_apart),
    "numbered otherwise": _made("border=1", "td{font-size:9pt}", say=_numbered_otherwise),
    "thousands": _made("border=1", "td{font-size:9pt}", show=_grouped),
    "counted": _made("border=1", "td{font-size:9pt}", show=_counted),
    "strokes for blanks": _made("border=1", "td{font-size:9pt}", show=_struck),
    "one row of others": one_row_of_others,
    "no row of totals": without_totals,
    "tables in tables": wrapped,
    "groups named again": in_columns_of_one_row,
    "in blocks": in_blocks,
}
