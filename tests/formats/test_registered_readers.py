"""What a reader of any format it reads becomes one kind of ``Reading``."""

import pytest

from reports.formats.reading import read
from reports.official import Cell
from reports.official.interchange import NotUnderstood
from tests.formats.hands import HANDS, random_report

PAGE = HANDS["spans"]


def test_a_saved_page_is_read_with_the_place_of_every_figure():
    report = random_report(11)
    reading = read("年报.html", PAGE(report))
    assert {cell: figure for cell, figure in reading.report.figures.items() if figure} == {
        cell: figure for cell, figure in report.figures.items() if figure
    }
    assert reading.unplaced == ()
    assert set(reading.origins) == {cell for table in report.official_form.table.values() for cell in table.cells}


def test_a_printed_total_that_disagrees_is_compared_and_never_used():
    report = random_report(11)
    cell = Cell("applications", "granted", "total")
    figure = report.figure(cell)
    reading = read("年报.html", PAGE(report).replace(f">{figure}<".encode(), f">{figure + 1}<".encode()))
    assert cell in {each.cell for each in reading.disagreements}
    assert reading.report.figure(cell) == figure


def test_what_fits_nowhere_is_listed_and_a_converted_amount_is_told():
    report = random_report(11)
    amount = report.figure(Cell("fees", "administrative_fees", "amount"))
    page = PAGE(report).decode()
    start = page.index("行政事业性收费")
    page = page[:start] + page[start:].replace(f">{amount}<", ">188710元<", 1)
    page = page.replace("1.属于国家秘密", "涉密情形", 1)
    reading = read("年报.html", page.encode())
    assert [(each.where, each.why) for each in reading.unplaced] == [
        ("表格", "不认识这一行的名称"),
        ("（三）不予公开1.属于国家秘密", "文件中没有找到这一行"),
    ]
    assert any("188710元" in notice and "18.8710" in notice for notice in reading.notices)


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.mht"])
def test_a_file_under_another_name_is_refused(name):
    with pytest.raises(NotUnderstood, match="扩展名与内容不符"):
        read(name, b"PK\x03\x04")
