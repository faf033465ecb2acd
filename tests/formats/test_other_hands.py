"""Hands that the readers were not written against: every figure in its cell, or listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formats.html.reader import read
from reports.formats.plain_text.reader import read_text
from reports.official import Cell
from tests.formats.hands import HANDS, random_report
from tests.formats.other_hands import OTHER_HANDS, superseded
from tests.formats.published_hands import PUBLISHED_HANDS, merged
from tests.formats.reading import texts, wrong_cells
from tests.runs import times


@pytest.mark.parametrize("hand", OTHER_HANDS)
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")))
@settings(max_examples=times(5, 150))
def test_every_figure_of_another_hand_is_read_into_its_cell(hand, seed, edition):
    report = random_report(seed, edition)
    reading = read(OTHER_HANDS[hand](report))
    assert wrong_cells(reading, report) == {}
    assert texts(reading.report) == texts(report)
    assert reading.doubts == []


@given(seed=st.integers(0, 10**9))
@settings(max_examples=times(3, 100))
def test_the_superseded_form_in_a_later_year_is_read_as_what_it_is(seed):
    report = superseded(seed)
    reading = read(HANDS["spans"](report))
    assert (reading.report.edition, reading.report.year) == ("2019", 2022)
    assert wrong_cells(reading, report) == {}


@pytest.mark.parametrize("hand", PUBLISHED_HANDS)
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")))
@settings(max_examples=times(3, 150))
def test_every_figure_of_a_published_page_is_read_into_its_cell(hand, seed, edition):
    report = random_report(seed, edition)
    reading = read(PUBLISHED_HANDS[hand](report))
    if hand == "one row of others":
        report = merged(report)
    off = wrong_cells(reading, report)
    if hand == "no row of totals":
        off = {cell: each for cell, each in off.items() if cell.row != "handled_total"}
    assert off == {}
    assert texts(reading.report) == texts(report)


def test_a_figure_that_its_cell_broke_in_text_laid_out_in_columns_is_put_back_between_its_neighbours():
    lines = [
        {0: "二、上年结转政府信息公", 62: "97670796"},
        {20: "29", 28: "5", 36: "9", 44: "0", 52: "79", 72: "97670918"},
        {0: "开申请数量"},
        {0: "（一）予以公开", 20: "1", 28: "2", 36: "3", 44: "4", 52: "0", 62: "8405628", 72: "84056294"},
        {62: "4"},
    ]
    table = "\n".join(laid_out(each) for each in lines)
    text = f"清水乡人民政府2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{table}"
    figures = read_text(text).report.figures
    columns = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
    read_out = {
        row: [figures.get(Cell("applications", row, each)) for each in columns] for row in ("carried_over", "granted")
    }
    assert read_out == {"carried_over": [29, 5, 9, 0, 79, 97670796], "granted": [1, 2, 3, 4, 0, 84056284]}


def laid_out(texts):
    """A line with texts that begin where they stand."""
    line = ""
    for place, text in texts.items():
        line = f"{line:{place}}{text}"
    return line
