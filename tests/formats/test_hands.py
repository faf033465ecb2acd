"""Published pages of other people's make: every figure in its cell, every text in its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formats.html.reader import read
from tests.formats.hands import HANDS, random_report
from tests.formats.reading import texts, wrong_cells

EDITIONS = ("2021", "2019")


@pytest.mark.parametrize("hand", HANDS)
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(EDITIONS), blanks=st.booleans())
@settings(max_examples=15)
def test_every_figure_of_a_page_is_read_into_its_cell(hand, seed, edition, blanks):
    report = random_report(seed, edition, blanks=blanks)
    reading = read(HANDS[hand](report))
    assert wrong_cells(reading, report) == {}
    assert texts(reading.report) == texts(report)
    particulars = (reading.report.organ, reading.report.year, reading.report.edition, reading.report.kind)
    assert particulars == (report.organ, report.year, report.edition, report.kind)


@pytest.mark.parametrize("hand", HANDS)
def test_what_is_understood_is_not_called_doubtful(hand):
    report = random_report(7)
    reading = read(HANDS[hand](report))
    rows = {doubt.row for doubt in reading.doubts}
    assert rows == set()


def test_a_row_with_a_strange_name_is_doubtful_and_moves_no_other():
    report = random_report(3)
    page = HANDS["spans"](report).replace("1.属于国家秘密".encode(), "涉密情形".encode())
    reading = read(page)
    row = {column: report.figure(cell) for column, cell in _row("denied_state_secret")}
    assert wrong_cells(reading, report) == {cell: (None, row[cell.column]) for _, cell in _row("denied_state_secret")}
    assert [doubt.why for doubt in reading.doubts] == ["不认识这一行的名称", "文件中没有找到这一行"]


def test_a_figure_too_many_makes_its_row_doubtful_and_moves_no_other():
    report = random_report(3)
    page = HANDS["no spans"](report).decode()
    start = page.index("2.重复申请")
    row = page[start : page.index("</tr>", start)]
    reading = read(page.replace(row, f"{row}<td>99</td>").encode())
    assert {cell.row for cell in wrong_cells(reading, report)} <= {"not_processed_repeat"}


def _row(key):
    form = random_report(0).official_form.table["applications"]
    return [(cell.column, cell) for cell in form.cells if cell.row == key]
