"""Text that keeps the figures of table 三 and their order, and parts them from their labels."""

from dataclasses import replace

import pytest

from reports.formats.plain_text.reader import read_text
from reports.official import Cell
from tests.formats.hands import random_report, shown
from tests.formats.reading import wrong_cells

TABLE = "applications"
APART = {"new_received", "carried_over", "carried_forward"}  # the rows that no column adds up


def balanced(seed, edition="2021"):
    """A report in which 第一项加第二项 is 第三项加第四项, as the form asks."""
    report = random_report(seed, edition)
    figures = dict(report.figures)
    for cell in report.official_form.table[TABLE].entries:
        if cell.row == "new_received":
            came = report.figure(Cell(TABLE, "handled_total", cell.column))
            figures[cell] = came + figures[Cell(TABLE, "carried_forward", cell.column)]
        if cell.row == "carried_over":
            figures[cell] = 0
    return replace(report, figures=figures)


def figures_of(report):
    """By row of table 三, its figures as printed."""
    table = report.official_form.table[TABLE]
    return {row: [shown(report, Cell(TABLE, row, column)) for column in table.column] for row in table.row}


def text(report, figures):
    """A figure a line, and all labels behind them, as pdftotext leaves a table that it takes for columns of text."""
    table = report.official_form.table[TABLE]
    labels = [row.label for row in table.rows]
    lines = [
        "三、收到和处理政府信息公开申请情况",
        "申请人情况",
        *(each for row in figures.values() for each in row),
        *labels,
    ]
    return "\n".join([report.title, *lines])


def wrong(report, figures):
    reading = read_text(text(report, figures))
    off = {cell: each for cell, each in wrong_cells(reading, report).items() if cell.table == TABLE}
    return off, reading


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_figures_whose_rows_and_columns_add_up_are_read_in_their_order(edition):
    report = balanced(5, edition)
    off, reading = wrong(report, figures_of(report))
    assert off == {}
    assert "“三、收到和处理政府信息公开申请情况”按各行、各列的合计核对后，依次读入" in reading.notices


def test_rows_that_no_column_adds_up_stay_in_doubt_where_the_identity_is_untrue():
    report = random_report(5)
    off, reading = wrong(report, figures_of(report))
    assert {cell.row for cell in off} == APART
    assert {read for read, _ in off.values()} == {None}
    doubts = [each.why for each in reading.doubts if each.found and each.row]
    assert doubts == ["文字的先后已乱，各数属于哪一栏不能确定"] * 3


def test_the_one_row_in_disorder_is_put_right_by_what_its_columns_lack():
    report = balanced(6)
    figures = figures_of(report)
    figures["denied_third_party"] = figures["denied_third_party"][::-1]
    assert wrong(report, figures)[0] == {}


def test_an_order_that_the_totals_do_not_prove_places_nothing():
    report = balanced(7)
    figures = figures_of(report)
    for row in ("denied_third_party", "not_processed_repeat"):
        figures[row] = figures[row][::-1]
    assert {read for read, _ in wrong(report, figures)[0].values()} == {None}


def test_figures_of_the_last_row_in_another_order_are_never_placed():
    report = random_report(8)
    figures = figures_of(report)
    first, *others, total = figures["carried_forward"]
    figures["carried_forward"] = [*others, first, total]
    off, _ = wrong(report, figures)
    assert {read for read, _ in off.values()} == {None}


def test_rows_in_another_order_than_the_forms_are_not_taken_for_the_forms():
    report = balanced(9)
    figures = figures_of(report)
    labels = {row.key: row.label for row in report.official_form.table[TABLE].rows}
    keys = list(figures)
    at = keys.index("denied_third_party")
    keys[at], keys[at + 1] = keys[at + 1], keys[at]
    lines = ["三、收到和处理政府信息公开申请情况"]
    for key in keys:
        lines += [labels[key], *figures[key]]
    reading = read_text("\n".join([report.title, *lines]))
    off = {cell: each for cell, each in wrong_cells(reading, report).items() if cell.table == TABLE}
    assert {read for read, _ in off.values()} <= {None}


@pytest.mark.parametrize(
    ("figures", "read"),
    [(("0", "0", "0"), [0, 0, 0]), (("21128335", "0", "4165"), [None, None, None])],
)
def test_scattered_figures_that_no_total_proves_are_placed_only_where_all_are_the_same(figures, read):
    lines = [
        "清水乡人民政府2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "行政规范性文件",
        *figures,
        "行政许可",
        "3",
    ]
    reading = read_text("\n".join(lines))
    columns = ("issued", "repealed", "in_force")
    assert [reading.report.figures.get(Cell("normative_acts", "normative_documents", each)) for each in columns] == read
    why = "文字的先后已乱，各数属于哪一栏不能确定"
    doubts = [each.found for each in reading.doubts if (each.row, each.why) == ("行政规范性文件", why)]
    assert doubts == [" ".join(figures)] * (None in read)
