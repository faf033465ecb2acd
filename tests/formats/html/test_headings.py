"""Which headings a browser says of a figure: those of its row and its column on the official form, and no others."""

import pytest
from lxml import html

from reports.formats.html import writer
from reports.official import EDITIONS
from tests.formats.html.test_writer import a_report


def placed(table):
    """Every cell of a table by each place that it covers, and the place, width and height of each."""
    at, measures = {}, {}
    for y, row in enumerate(table.iter("tr")):
        x = 0
        for cell in row.iter("th", "td"):
            while (x, y) in at:
                x += 1
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            measures[cell] = (x, y, width, height)
            at |= {(x + right, y + down): cell for right in range(width) for down in range(height)}
    return at, measures


def seen(at, measures, cell, way):
    """The headings towards the top (``way`` 1) or the left (0): 4.9.12.2 of the HTML standard, scanning."""
    found, opaque, block = [], set(), set()
    place = list(measures[cell][:2])
    while place[way] > 0:
        place[way] -= 1
        other = at[tuple(place)]
        if other.tag == "td":
            opaque |= block
            block = set()
            continue
        mark = (measures[other][1 - way], measures[other][3 - way])
        block.add(mark)
        if mark not in opaque and other.get("scope") == ("row", "col")[way] and other not in found:
            found.append(other)
    return found


def told(table):
    """By figure, in the order of reading, the words of the headings that a browser finds for it."""
    at, measures = placed(table)
    named = {cell.get("id"): cell for cell in table.iter("th") if cell.get("id")}
    for cell in table.iter("td"):
        if cell.get("headers"):
            headings = [named[each] for each in cell.get("headers").split()]
        else:
            headings = [*seen(at, measures, cell, 1), *seen(at, measures, cell, 0)]
        yield sorted(each.text_content() for each in headings if each.text_content())


def official(table):
    """The same of a table of the form."""
    for cell in table.cells:
        row, column = table.row[cell.row], table.column[cell.column]
        yield sorted(filter(None, (table.band, *column.under, column.label, *row.under, row.label)))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("written", [writer.write, writer.code], ids=["page", "code"])
def test_a_figure_is_headed_by_its_own_row_and_column_alone(edition, written):
    page = html.fromstring(written(a_report(edition)))
    sections = [section for section in EDITIONS[edition].sections if section.tables]
    for section, table in zip(sections, page.iter("table"), strict=True):
        assert list(told(table)) == [each for block in section.tables for each in official(block)]


def test_a_table_of_one_block_needs_no_more_than_the_scope_of_its_headings():
    """So a website that strips ids leaves tables 三 and 四 as they are."""
    tables = list(html.fromstring(writer.code(a_report())).iter("table"))
    assert [len(table.xpath(".//td[@headers]")) for table in tables] == [10, 0, 0]
