"""Figures whose columns only their places on the page tell."""

from reports.formats.positions import Word, figures_in_columns


def line(text):
    """Words where they stand in a line of characters."""
    words, at = [], 0
    for word in text.split(" "):
        if word:
            words.append(Word(word, at, at + len(word)))
        at += len(word) + 1
    return words


def columns(*lines):
    placed = figures_in_columns([line(each) for each in lines])
    return {number: [cell.text for cell in cells] for number, cells in placed.items()}


def test_a_blank_is_told_by_the_lines_around():
    placed = columns("规章    1   2   3", "文件    4       6")
    assert placed == {0: ["1", "2", "3"], 1: ["4", "", "6"]}


def test_figures_of_other_widths_stand_in_one_column_when_they_overlap():
    assert columns("规章   100   2   30", "文件     4  12    6")[1] == ["4", "12", "6"]


def test_nothing_is_said_where_two_figures_of_a_line_stand_in_one_column():
    assert columns("规章    1   2   3", "文件    4  1000000", "法   1000000  3") == {}


def test_nothing_is_said_where_no_line_has_all_columns():
    assert columns("规章    1   2", "文件        4   6") == {}


def test_the_tables_of_two_sections_have_their_own_columns():
    placed = columns("规章    1   2   3", "三、收到和处理政府信息公开申请情况", "新收  1  2  3", "结转  4     6")
    assert placed[3] == ["4", "", "6"]
