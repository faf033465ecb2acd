"""Ruled tables of a PDF whose figures are wider than their cells."""

from io import BytesIO

import pdfplumber
from weasyprint import HTML

from reports.formats.pdf.reader import blocks_of

STYLE = (
    "table{border-collapse:collapse;table-layout:fixed;width:70pt}td{border:1pt solid;font:10pt FandolSong;padding:0}"
)


def test_a_figure_that_goes_out_of_the_last_cell_is_read_whole_and_leaves_no_line_behind():
    rows = "<tr><td>行政许可</td><td>23868684</td></tr><tr><td>7</td><td>4</td></tr>"
    page = HTML(string=f"<style>{STYLE}</style><table>{rows}</table><p>文字</p>").write_pdf()
    with pdfplumber.open(BytesIO(page)) as paper:
        blocks = list(blocks_of(paper.pages[0], 1))
    assert [[cell.text for cell in row] for block in blocks for row in block.rows] == [
        ["行政许可", "23868684"],
        ["7", "4"],
    ]
    assert [block.text for block in blocks if not block.rows] == ["文字"]
