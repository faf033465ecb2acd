"""Which column of the form stands under the headings of a table, and which figure is a subtotal."""

from reports.formats.columns import Headings
from reports.formats.source import SourceCell
from reports.official import EDITIONS

TABLE = EDITIONS["2021"].table["applications"]
INNER = [column.label for column in TABLE.columns if len(column.under) > 1]


def cells(*said):
    """Cells of one column each, in order; a pair gives a text and how many columns it covers."""
    made, at = [], 0
    for each in said:
        text, width = each if isinstance(each, tuple) else (each, 1)
        made.append(SourceCell(text, at, at + width))
        at += width
    return made


HEADINGS = Headings().under(cells("自然人", ("法人或其他组织", 6), "总计")).under(cells("", *INNER, "小计", ""))


def test_a_figure_stands_in_the_column_of_the_headings_over_it():
    figures = cells(*"12345678")
    places = HEADINGS.places(TABLE, figures)
    assert [places[column.key].text for column in TABLE.columns] == list("1234568")


def test_columns_in_another_order_are_told_by_their_headings():
    turned = Headings().under(cells("总计", *INNER, "自然人"))
    places = turned.places(TABLE, cells(*"7123456"))
    assert (places["total"].text, places["natural_person"].text) == ("7", "6")


def test_position_says_nothing_where_a_heading_is_missing():
    assert Headings().under(cells("自然人", *INNER)).places(TABLE, cells(*"1234567")) is None


def test_without_places_the_subtotal_goes_by_the_place_of_its_heading():
    kept = HEADINGS.without_subtotals(TABLE, [SourceCell(each) for each in "12345678"])
    assert "".join(cell.text for cell in kept) == "1234568"


def test_a_heading_broken_over_rows_is_one():
    broken = Headings().under(cells("行政", "行政")).under(cells("复议", "诉讼"))
    assert {"行政复议", "行政诉讼"} <= broken.said
