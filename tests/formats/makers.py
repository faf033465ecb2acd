"""The report of a hand as a Word document, a workbook, a paper and a saved page, made by other people's libraries."""

from email.message import EmailMessage
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from weasyprint import HTML

from reports.official.grid import section_grid
from reports.official.report_data import ReportData
from tests.formats.hands import HANDS, as_printed, as_text, shown


def document(report: ReportData) -> bytes:
    """As Word makes it: merged cells, headings in bold, an indent before each paragraph."""
    made = Document()
    made.add_heading(report.title, 0)
    for line in _lines(report, "preamble"):
        made.add_paragraph(line)
    for section in report.official_form.sections:
        made.add_heading(section.title, 1)
        for text in section.texts:
            if text.is_heading:
                made.add_paragraph(text.name)
            for line in _lines(report, text.key):
                made.add_paragraph(line)
        if section.tables:
            _add_table(made, report, section)
    return _saved(made)


def _add_table(made, report, section):
    grid = section_grid(section)
    table = made.add_table(len(grid.rows), len(grid.widths))
    for number, row in enumerate(grid.rows):
        for cell in row.cells:
            first = table.cell(number, cell.column)
            last = table.cell(number + cell.rowspan - 1, cell.column + cell.colspan - 1)
            first.merge(last).text = cell.text if cell.cell is None else shown(report, cell.cell)


def _lines(report: ReportData, key: str) -> list[str]:
    return [f"　　{line}" for line in report.texts[key].split("\n")]


def workbook(report: ReportData) -> bytes:
    """As somebody lays it out in one worksheet: a text a row, then the tables with merged cells."""
    made = Workbook()
    sheet = made.active
    row = 1

    def line(text):
        nonlocal row
        sheet.cell(row, 1, text)
        row += 1

    line(report.title)
    line(report.texts["preamble"])
    for section in report.official_form.sections:
        line(section.title)
        for text in section.texts:
            if text.is_heading:
                line(text.name)
            line(report.texts[text.key])
        if section.tables:
            row = _write_table(sheet, report, section, row)
    return _saved(made)


def _write_table(sheet, report, section, first):
    rows = section_grid(section).rows
    for number, row in enumerate(rows):
        for cell in row.cells:
            at = first + number, cell.column + 1
            sheet.cell(*at, cell.text if cell.cell is None else report.figure(cell.cell))
            if cell.rowspan * cell.colspan > 1:
                sheet.merge_cells(
                    start_row=at[0],
                    start_column=at[1],
                    end_row=at[0] + cell.rowspan - 1,
                    end_column=at[1] + cell.colspan - 1,
                )
    return first + len(rows)


def _saved(made) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def paper(report: ReportData, hand: str = "spans", style: str = "") -> bytes:
    """As a browser prints the page of a hand."""
    page = HANDS[hand](report).decode()
    rules = (
        "@page{size:A3 landscape;margin:20mm}body{font:10.5pt FandolSong}table{border-collapse:collapse}"
        "table,tr{page-break-inside:avoid}td,th{border:.5pt solid;font-size:6pt}"
    )
    return HTML(string=page.replace("</head>", f"<style>{rules}{style}</style></head>")).write_pdf()


def saved_page(page: bytes, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    """As a browser saves it in one file, a picture beside it."""
    message = EmailMessage()
    message["Subject"] = "=?utf-8?Q?=E5=B9=B4=E6=8A=A5?="
    message.set_content(page.decode(charset), subtype="html", charset=charset, cte=encoding)
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    return message.as_bytes()


def plain(report: ReportData) -> str:
    """As somebody types it: a line for each paragraph and for each row of the tables."""
    tables = [each.replace("<p>", "").replace("</p>", "\n") for each in as_text(report, as_printed)]
    lines = [report.title, report.texts["preamble"]]
    for section in report.official_form.sections:
        lines.append(section.title)
        for text in section.texts:
            lines += [text.name if text.is_heading else "", report.texts[text.key]]
        if section.tables:
            lines.append(tables.pop(0))
    return "\n".join(lines)
