"""How well a file was read: right, wrong, not placed and listed, or missing without a word."""

from dataclasses import replace

from reports.formats.measuring import Measured, measured
from reports.formats.reading import Reading, Unplaced
from reports.official import Cell
from tests.formats.any_report import complete_report

KNOWN = complete_report()
GRANTED, DENIED, REPEAT = (
    Cell("applications", row, "business") for row in ("granted", "denied_state_secret", "not_processed_repeat")
)
FIGURES = len(KNOWN.figures)


def reading(changes, *unplaced, **more):
    return Reading(replace(KNOWN, figures={**KNOWN.figures, **changes}, **more), unplaced)


def test_what_is_read_as_it_stands_is_right():
    outcome = measured(Reading(KNOWN), KNOWN)
    assert outcome == Measured(right=FIGURES, sections_right=6, sections=6)
    assert outcome.is_perfect


def test_another_figure_is_wrong_and_its_section_with_it():
    outcome = measured(reading({GRANTED: KNOWN.figures[GRANTED] + 1}), KNOWN)
    assert outcome == Measured(right=FIGURES - 1, wrong=1, sections_right=5, sections=6)
    assert not outcome.is_perfect


def test_a_figure_where_none_is_known_is_wrong():
    known = replace(KNOWN, figures={**KNOWN.figures, GRANTED: None})
    assert measured(Reading(KNOWN), known) == Measured(right=FIGURES - 1, wrong=1, sections_right=5, sections=6)


def test_a_figure_that_was_not_read_is_missing_or_listed():
    lost = {GRANTED: None, DENIED: None, REPEAT: None}
    table = KNOWN.official_form.table["applications"]
    listed = (
        Unplaced(table.row["granted"].name, "", "文件中没有找到这一行"),
        Unplaced("表格", f"{KNOWN.figures[DENIED]} x", ""),
    )
    outcome = measured(reading(lost, *listed), KNOWN)
    assert (outcome.right, outcome.wrong, outcome.unplaced, outcome.missing) == (FIGURES - 3, 0, 2, 1)


def test_a_table_that_is_said_not_to_be_there_is_listed():
    rows = {cell: None for cell in KNOWN.figures if cell.table == "disputes"}
    said = Unplaced(KNOWN.official_form.section["disputes"].title, "", "文件中没有找到这张表")
    assert measured(reading(rows, said), KNOWN).unplaced == len(rows)
    assert measured(reading(rows), KNOWN).missing == len(rows)


def test_another_text_makes_its_section_wrong_and_how_it_is_broken_does_not():
    known = replace(KNOWN, texts={**KNOWN.texts, "problems": "一、好。 \n二、不好。"})
    read = replace(known, texts={**known.texts, "problems": "一、好。\n\n二、不好。[…]"})
    assert measured(Reading(read), known).sections_right == 6
    read = replace(known, texts={**known.texts, "problems": "一、好。二、好。"})
    assert measured(Reading(read), known).sections_right == 5


def test_of_a_refused_file_everything_is_missing():
    assert measured(None, KNOWN) == Measured(missing=FIGURES, sections=6)


def test_the_sum_of_two_measurements_is_that_of_their_counts():
    assert Measured(1, 2, 3, 4, 5, 6) + Measured(10, 20, 30, 40, 50, 60) == Measured(11, 22, 33, 44, 55, 66)
