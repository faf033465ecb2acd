"""The Word document: read back as it was, laid out as the standard asks, the same bytes for the same report."""

from io import BytesIO

import pytest
import time_machine
from docx import Document
from docx.oxml.ns import qn

from reports.formats.docx import reader, writer
from reports.formats.pdf import reader as pdf_reader
from reports.official.grid import section_grid
from tests.formats.any_report import complete_report
from tests.formats.hands import random_report
from tests.formats.libreoffice import saved_again
from tests.formats.pdf.pages import pages_of, rows_of


def opened(content):
    return Document(BytesIO(content))


def filled_in(values):
    return {key: value for key, value in values.items() if value not in (None, "")}


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_a_report_holds_is_read_back_from_its_document(edition, seed):
    report = random_report(seed, edition, blanks=seed % 2 == 1)
    reading = reader.read(writer.write(report))
    assert filled_in(reading.report.figures) == filled_in(report.figures)
    assert filled_in(reading.report.texts) == filled_in(report.texts)
    assert (reading.report.title, reading.report.organ, reading.report.year) == (
        report.title,
        report.organ,
        report.year,
    )
    assert (reading.doubts, reading.notices, reading.unplaced_texts) == ([], [], [])


def test_the_same_report_is_the_same_bytes():
    with time_machine.travel("2026-01-20T10:00:00+08:00", tick=False):
        first = writer.write(complete_report())
    assert writer.write(complete_report()) == first


def test_the_page_is_that_of_an_official_document():
    document = opened(writer.write(complete_report()))
    page = document.sections[0]
    measures = (page.page_width, page.page_height, page.top_margin, page.left_margin, page.right_margin)
    assert [round(each.mm) for each in measures] == [210, 297, 37, 28, 26]
    assert document.settings.odd_and_even_pages_header_footer
    sides = [each.paragraphs[0].alignment for each in (page.footer, page.even_page_footer)]
    assert [str(side).split()[0] for side in sides] == ["RIGHT", "LEFT"]
    assert page.footer._element.xpath("string(.//w:instrText)") == "PAGE"


def test_the_parts_of_the_report_are_headings_that_word_lists():
    report = complete_report()
    document = opened(writer.write(report))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [section.title for section in report.official_form.sections]
    parts = [each.text for each in document.paragraphs if each.style.name == "Heading 2"]
    assert parts == [
        text.name for section in report.official_form.sections for text in section.texts if text.is_heading
    ]


def test_the_headings_of_a_table_are_repeated_and_its_cells_merged_as_on_the_form():
    report = complete_report()
    document = opened(writer.write(report))
    sections = [section for section in report.official_form.sections if section.tables]
    assert len(document.tables) == len(sections)
    for table, section in zip(document.tables, sections, strict=True):
        grid = section_grid(section)
        repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeated == [number < len(grid.heading_rows) for number in range(len(grid.rows))]
        merged = {
            (each.row, each.column): table.cell(each.row, each.column)._tc
            is table.cell(each.row + each.rowspan - 1, each.column + each.colspan - 1)._tc
            for row in grid.rows
            for each in row.cells
        }
        assert all(merged.values()), merged


@pytest.mark.parametrize(("marks", "head"), [({}, ""), ({"draft": True, "demonstration": True}, "草稿　演示数据")])
def test_a_draft_says_so_at_the_head_of_every_page(marks, head):
    page = opened(writer.write(complete_report(), **marks)).sections[0]
    assert [each.paragraphs[0].text for each in (page.header, page.even_page_header)] == [head, head]


def test_libreoffice_opens_it_and_prints_every_figure_number_and_signature_on_numbered_pages(tmp_path):
    report = random_report(4)
    paper = saved_again(writer.write(report), "pdf", tmp_path, extension="docx")["report"]
    read = pdf_reader.read(paper).report
    printed = {**read.figures, **read.printed_totals}
    assert {cell: printed.get(cell) for cell in report.official_form.entries} == report.figures
    assert (read.title, read.document_number, read.issued_on) == (
        report.title,
        report.document_number,
        report.issued_on,
    )
    pages = pages_of(paper)
    assert ["".join(rows_of(page)[-1].text.split()) for page in pages] == [f"—{n}—" for n in range(1, len(pages) + 1)]
