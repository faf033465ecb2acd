"""The cells of a table of a web page, each with the columns that it covers."""

import re

from selectolax.lexbor import LexborNode

from reports.formats.source import InTable, SourceCell

MOST_ROWS, MOST_COLUMNS = 600, 60
MOST_CHARACTERS_OF_A_CELL = 2000
_APART = {"p", "br", "div", "li", "td", "tr"}
_SPAN = re.compile(r"\s*(\d{1,4})")


def spread(table: LexborNode, table_number: int) -> list[list[SourceCell]]:
    """The rows of a table; a cell that reaches down keeps its columns taken in the rows below it."""
    taken: dict[int, int] = {}  # by column, for how many more rows a cell from above reaches into it
    rows = []
    for number, row in enumerate(table.css("tr")[:MOST_ROWS]):
        cells = []
        column = 0
        below: dict[int, int] = {}
        for place, cell in enumerate(each for each in row.iter() if each.tag in ("td", "th")):
            while taken.get(column):
                column += 1
            width, height = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS)
            if column + width > MOST_COLUMNS:
                break
            cells.append(SourceCell(text_of(cell), column, column + width, InTable(table_number, number, place)))
            below |= dict.fromkeys(range(column, column + width), height - 1)
            column += width
        taken = {each: left - 1 for each, left in taken.items() if left > 1} | {k: v for k, v in below.items() if v}
        rows.append(cells)
    return rows


def text_of(cell: LexborNode) -> str:
    """The text of a cell on one line; what stands in two paragraphs stays apart."""
    said = []
    for node in cell.traverse(include_text=True):
        if node.tag == "-text":
            said.append(node.text_content or "")
        elif node.tag in _APART:
            said.append(" ")
    return " ".join("".join(said).split())[:MOST_CHARACTERS_OF_A_CELL]


def _span(cell: LexborNode, name: str, most: int) -> int:
    match = _SPAN.match(cell.attributes.get(name) or "")
    return min(max(int(match[1]), 1), most) if match else 1
