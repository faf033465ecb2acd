"""The same reports as Word documents, workbooks, papers and saved pages: every figure in its cell."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formats import sandbox
from reports.formats.docx import reader as docx
from reports.formats.mht import reader as mht
from reports.formats.pdf import reader as pdf
from reports.formats.plain_text import reader as plain_text
from reports.formats.source import InSheet, InTable, OnLine, OnPage
from reports.formats.spreadsheets import reader as spreadsheets
from reports.official.interchange import NotUnderstood
from tests.formats import makers
from tests.formats.hands import HANDS, as_printed, page, random_report, spanned
from tests.formats.reading import wrong_cells
from tests.runs import times

SEEDS = st.integers(0, 10**9)
EDITIONS = st.sampled_from(("2021", "2019"))


def assert_read(reading, report):
    assert wrong_cells(reading, report) == {}
    assert reading.report.texts == report.texts
    particulars = (reading.report.organ, reading.report.year, reading.report.edition, reading.report.kind)
    assert particulars == (report.organ, report.year, report.edition, report.kind)
    assert reading.unplaced_texts == []


@given(seed=SEEDS, edition=EDITIONS, blanks=st.booleans())
@settings(max_examples=times(5, 300))
def test_a_word_document_is_read(seed, edition, blanks):
    report = random_report(seed, edition, blanks=blanks)
    reading = docx.read(makers.document(report))
    assert_read(reading, report)
    assert {type(origin) for origin in reading.origins.values()} == {InTable}


@given(seed=SEEDS, edition=EDITIONS, blanks=st.booleans())
@settings(max_examples=times(5, 300))
def test_a_workbook_in_the_official_layout_is_read(seed, edition, blanks):
    report = random_report(seed, edition, blanks=blanks)
    reading = spreadsheets.read(makers.workbook(report))
    assert_read(reading, report)
    assert {type(origin) for origin in reading.origins.values()} == {InSheet}


@pytest.mark.parametrize(("hand", "edition"), [("spans", "2021"), ("no spans", "2019"), ("in pieces", "2021")])
def test_a_paper_is_read(hand, edition):
    report = random_report(30, edition, blanks=True)
    reading = pdf.read(makers.paper(report, hand))
    assert_read(reading, report)
    assert {type(origin) for origin in reading.origins.values()} == {OnPage}


@pytest.mark.parametrize("style", ["@page{size:A4!important}", "td{border:0!important}"])
def test_figures_wider_than_their_cells_or_without_rules_are_never_wrong(style):
    report = random_report(12)
    wrong = wrong_cells(pdf.read(makers.paper(report, "no spans", style)), report)
    assert {found for found, _ in wrong.values()} <= {None}


@given(seed=SEEDS, edition=EDITIONS)
@settings(max_examples=times(5, 100))
def test_a_page_saved_in_one_file_is_read(seed, edition):
    report = random_report(seed, edition)
    for hand, charset, encoding in (
        ("spans", "utf-8", "base64"),
        ("strokes, gb2312, furniture", "gb18030", "quoted-printable"),
    ):
        assert_read(mht.read(makers.saved_page(HANDS[hand](report), charset, encoding)), report)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_any_encoding(encoding):
    reading = plain_text.read(makers.plain(random_report(6)).encode(encoding))
    assert len(reading.origins) == 200
    assert {type(origin) for origin in reading.origins.values()} == {OnLine}


@pytest.fixture(scope="module")
def old_workbook(tmp_path_factory):
    """As LibreOffice saves a page in the format of Excel 97."""
    folder = tmp_path_factory.mktemp("xls")
    report = random_report(31, blanks=True)
    (folder / "report.html").write_bytes(page(report, list(spanned(report, as_printed))))
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--infilter=calc_HTML_WebQuery", "--convert-to", "xls:MS Excel 97", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "report.html")], check=True, capture_output=True, timeout=120)
    return report, (folder / "report.xls").read_bytes()


def test_a_cell_beyond_all_others_of_such_a_workbook_ends_with_a_sentence(old_workbook):
    """The library makes room for all places before it, and aborts the process where it gets none."""
    report, content = old_workbook
    place = content.index(b"\xfd\x00\x0a\x00") + 4  # the row and the column of the first text
    far = content[:place] + b"\xff\xff\xff\xff" + content[place + 4 :]
    with pytest.raises(NotUnderstood, match=r"^文件过大或过于复杂，在规定的时间和内存内不能读取"):
        sandbox.read("年报.xls", far)
    assert sandbox.read("年报.xls", content).report.figures == report.figures


def test_a_workbook_of_excel_97_is_read(old_workbook):
    report, content = old_workbook
    assert content.startswith(b"\xd0\xcf\x11\xe0")
    assert_read(spreadsheets.read(content), report)
