"""More hands, written after the readers: pages of publishing systems, and documents as WPS makes them."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from reports.official.grid import section_grid
from reports.official.report_data import ReportData
from tests.formats.hands import as_printed, page, random_report, shown, spanned


def rows_of_cells(report: ReportData, section) -> Iterator[list[tuple[str, int, int]]]:
    """The rows of a section's table: text, rowspan and colspan of each cell."""
    for row in section_grid(section).rows:
        yield [_cell(report, cell) for cell in row.cells]


def _cell(report, cell):
    text = html.escape(cell.text, quote=False) if cell.cell is None else shown(report, cell.cell)
    return text, cell.rowspan, cell.colspan


def table(rows, attributes="border=1") -> str:
    said = []
    for row in rows:
        cells = "".join(f"<td rowspan={down} colspan={across}>{text}</td>" for text, down, across in row)
        said.append(f"<tr>{cells}</tr>")
    return f"<table {attributes}>{''.join(said)}</table>"


def tables_of(report: ReportData, change: Callable) -> Iterator[str]:
    for section in report.official_form.sections:
        if section.tables:
            yield table(change(section, list(rows_of_cells(report, section))))


def in_divisions(report: ReportData) -> bytes:
    """A publishing system of today: divisions around everything, no heading cells, hard blanks, labels indented."""

    def indented(section, rows):
        return [
            [(f"&nbsp;&nbsp;{text}&nbsp;" if not text.isdigit() else f"&nbsp;{text}", *spans) for text, *spans in row]
            for row in rows
        ]

    tables = [f'<div class="table-responsive"><div>{each}</div></div>' for each in tables_of(report, indented)]
    return page(report, tables, furniture=True)


def with_false_spans(report: ReportData) -> bytes:
    """Somebody took a row out and left the spans as they were: they reach one row too far, or one too few."""

    def false(section, rows):
        return [
            [(text, down + (1 if 1 < down < 9 and len(text) > 4 else 0), across) for text, down, across in row]
            for row in rows
        ]

    return page(report, list(tables_of(report, false)))


def with_short_spans(report: ReportData) -> bytes:
    def false(section, rows):
        return [
            [(text, down - (1 if down > 2 and len(text) > 4 else 0), across) for text, down, across in row]
            for row in rows
        ]

    return page(report, list(tables_of(report, false)))


def in_three(report: ReportData) -> bytes:
    """Table 三 in three, each with the headings again, a caption row over it and a picture's below."""

    def pieces() -> Iterator[str]:
        for section in report.official_form.sections:
            if not section.tables:
                continue
            rows = list(rows_of_cells(report, section))
            if section.key != "applications":
                yield table(rows)
                continue
            first = next(number for number, row in enumerate(rows) if "新收" in row[0][0])
            heading, body = rows[:first], rows[first:]
            flat = [_flat(row) for row in body]
            caption = [("表1　收到和处理政府信息公开申请情况（单位：件）", 1, 10)]
            picture = [('<img src="a.png">图2　办理流程', 1, 10)]
            yield "|".join(
                table([caption, *heading, *flat[start : start + 9], picture]) for start in range(0, len(flat), 9)
            )

    return page(report, list(pieces()))


def _flat(row):
    """A row whose label cells are one: what is left of spans that were cut."""
    figures = row[-7:]
    labels = [text for text, _, _ in row[:-7]]
    return [(labels[-1], 1, 3), *figures]


def numbered(report: ReportData) -> bytes:
    """A column 序号 before the labels, and one for remarks at the end."""

    def with_numbers(section, rows):
        made = []
        for row in rows:
            is_heading = not any(re.fullmatch(r"-?[\d.]+", text) for text, _, _ in row)
            number = "序号" if is_heading else str(len(made))
            remark = "备注" if is_heading else "见附件" if len(made) % 4 == 0 else ""
            made.append([(number, 1, 1), *row, (remark, 1, 1)])
        return made

    return page(report, list(tables_of(report, with_numbers)))


def upright(report: ReportData) -> bytes:
    """Headings and groups written downwards, figures in groups of three, or in full-width digits."""

    def downwards(section, rows):
        return [[(_as_typed(text, down), down, across) for text, down, across in row] for row in rows]

    return page(report, list(tables_of(report, downwards)))


def _as_typed(text, down):
    if re.fullmatch(r"\d+", text):
        number = f"{int(text):,}"
        return number if len(text) % 2 else text.translate({ord("0") + each: ord("０") + each for each in range(10)})
    return "<br>".join(text) if down > 1 or (2 < len(text) < 7 and not re.search(r"[\d.]", text)) else text


def as_word_saves(report: ReportData) -> bytes:
    """A page saved by Word: a span for each script, and a figure in two of them."""
    head, body = page(report, list(spanned(report, as_printed))).decode().split("<body>")
    parts = re.split(r"(<[^>]*>)", body)
    said = [part if part.startswith("<") else re.sub(r"\d+", _in_spans, part) for part in parts]
    return f"{head}<body>{''.join(said)}".encode()


def _in_spans(number: re.Match) -> str:
    return f"<span lang=EN-US>{number[0][:1]}</span><span lang=EN-US>{number[0][1:]}<o:p></o:p></span>"


def in_division_cells(report: ReportData) -> bytes:
    """No table at all: a division for each row and each cell."""
    said = []
    for section in report.official_form.sections:
        if section.tables:
            rows = rows_of_cells(report, section)
            said.append(
                "".join(
                    f'<div class="tr">{"".join(f"<div class=td>{text}</div>" for text, _, _ in row)}</div>'
                    for row in rows
                )
            )
    return page(report, said)


def first_row_of_group_apart(report: ReportData) -> bytes:
    """Each group a row of its own without figures, its rows below it with one label cell."""

    def flat(section, rows):
        if section.key != "applications":
            return rows
        made = []
        for row in rows:
            labels = [each for each in row if not re.fullmatch(r"\d*", each[0])]
            figures = row[len(labels) :]
            if len(figures) != 7 or len(labels) == 1:
                made.append([(text, 1 if len(figures) == 7 else down, across) for text, down, across in row])
                continue
            made += [[(text, 1, 10)] for text, _, _ in labels[:-1]]
            made.append([(labels[-1][0], 1, 3), *figures])
        return made

    return page(report, list(tables_of(report, flat)))


OTHER_HANDS: dict[str, Callable[[ReportData], bytes]] = {
    "divisions": in_divisions,
    "spans too long": with_false_spans,
    "spans too short": with_short_spans,
    "in three": in_three,
    "numbered": numbered,
    "upright": upright,
    "saved by Word": as_word_saves,
    "division cells": in_division_cells,
    "groups apart": first_row_of_group_apart,
}


def superseded(seed: int) -> ReportData:
    """The form of 2019 in a later year (Z6)."""
    report = random_report(seed, "2019")
    title = report.title.replace(str(report.year), "2022")
    return replace(report, year=2022, title=title)
