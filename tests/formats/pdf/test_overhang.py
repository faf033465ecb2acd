"""Text beyond the right edge of a page, as LibreOffice leaves it of a table wider than the paper."""

import pytest

from reports.formats.pdf.overhang import columns_beyond, is_whole, split

WIDTH, REACH = 600, 700


def chars(text, left, top=10):
    """One line of characters, each 8 points wide."""
    alike = {"top": top, "bottom": top + 10, "doctop": top, "height": 10, "width": 8, "size": 10, "upright": True}
    alike |= {"fontname": "F", "matrix": (1, 0, 0, 1, 0, 0), "adv": 8, "direction": 1}
    return [alike | {"text": each, "x0": left + 8 * at, "x1": left + 8 * at + 8} for at, each in enumerate(text)]


def test_columns_whose_rules_the_edge_cut_are_told_by_where_their_figures_begin():
    cells = [(580, top, REACH, top + 20) for top in (0, 20)]
    said = [*chars("4444", 590), *chars("1", 640), *chars("2", 590, 30), *chars("33", 640, 30)]
    columns = columns_beyond(cells, said, REACH)
    assert [left for left, _ in columns] == [590, 640]
    own = [each for each in said if each["top"] == 30]
    assert ["".join(each["text"] for each in share) for share in split(own, columns)] == ["2", "33"]


def test_one_column_is_no_more_than_its_cell():
    assert (
        columns_beyond([(580, 0, REACH, 20), (580, 20, REACH, 40)], [*chars("444", 590), *chars("1", 590, 30)], REACH)
        == []
    )


@pytest.mark.parametrize(
    ("top", "others", "is_so"),
    [
        (10, [(10, 20), (10, 40)], True),  # set to the top of the row
        (20, [(20, 30), (10, 40)], True),  # set to its middle
        (10, [(20, 30), (10, 40)], False),  # the first of two lines, the second of which is lost
        (10, [], True),
    ],
)
def test_a_text_whose_second_line_is_lost_beyond_the_edge_is_not_whole(top, others, is_so):
    blocks = [[{"top": above, "bottom": below}] for above, below in others]
    assert is_whole(chars("5068729", 590, top), blocks) is is_so
