"""公布核对: which differences of a page from what was published are told, and which are none."""

from dataclasses import replace

from reports.checks.naming import cell_name
from reports.formats.reading import Reading, Unplaced
from reports.official import Cell
from reports.presenters.publication_check import DifferingFigure, check_publication

GRANTED = Cell("applications", "granted", "natural_person")
TOTAL = Cell("applications", "granted", "total")


def of(seed, **changed):
    return check_publication(seed, Reading(replace(seed, **changed)))


def with_text(seed, key, text):
    return of(seed, texts={**seed.texts, key: text})


def test_a_page_that_says_the_same_agrees(seed):
    assert of(seed).agrees


def test_blanks_and_line_breaks_are_no_difference(seed):
    spaced = {key: f"  {text[:9]}\n {text[9:]} \n" for key, text in seed.texts.items()}
    assert of(seed, texts=spaced).agrees


def test_a_figure_that_differs_is_named_with_both_values(seed):
    result = of(seed, figures={**seed.figures, GRANTED: 7})
    place = cell_name(seed.official_form, GRANTED)
    assert result.figures == [DifferingFigure(place, "0", "7")]


def test_a_total_is_compared_as_the_page_prints_it(seed):
    result = of(seed, printed_totals={**seed.printed_totals, TOTAL: 9})
    assert [(each.published, each.on_page) for each in result.figures] == [("0", "9")]


def test_a_figure_that_the_page_has_not_is_not_taken_for_0(seed):
    result = of(seed, figures={cell: figure for cell, figure in seed.figures.items() if cell != GRANTED})
    assert [(each.published, each.on_page) for each in result.figures] == [("0", "没有")]


def test_a_table_that_the_page_has_not_is_one_difference(seed):
    figures = {cell: figure for cell, figure in seed.figures.items() if cell.table != "disputes"}
    assert [(each.place[:2], each.on_page) for each in of(seed, figures=figures).figures] == [("四、", "没有")]


def test_a_sentence_that_is_missing_added_or_changed_is_told(seed):
    text = seed.text("problems")
    first = text.split("。")[0] + "。"
    missing = with_text(seed, "problems", text.removeprefix(first)).texts[0]
    assert [piece.text for piece in missing.pieces if piece.change == "deleted"] == ["".join(first.split())]
    added = with_text(seed, "problems", f"{text}欢迎监督。").texts[0]
    assert [piece.text for piece in added.pieces if piece.change == "inserted"] == ["欢迎监督。"]
    assert with_text(seed, "problems", "").texts[0].place == missing.place == "五、存在的主要问题及改进情况"


def test_what_found_no_place_keeps_a_page_from_being_called_the_same(seed):
    reading = Reading(seed, unplaced=(Unplaced("第 3 页", "12", "不知道是哪一格"),))
    result = check_publication(seed, reading)
    assert (result.count, result.agrees, result.left_over) == (0, False, ["第 3 页：“12”，不知道是哪一格"])


def test_a_page_without_a_title_is_not_said_to_have_another(seed):
    assert of(seed, title=None).agrees
    assert [each.place for each in of(seed, title="另一个标题").texts] == ["标题"]
