"""The official tables in a Word document: the grid's merged cells, its headings repeated on every page.

They are built as elements: the library merges cells one at a time, which takes it seconds for table 三.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import nsmap, qn
from lxml.builder import ElementMaker

from reports.formats.docx.layout import TEXT_WIDTH, fonts_of
from reports.official.figures import display
from reports.official.form import Section
from reports.official.grid import CellRole, Grid, GridCell, GridRow, section_grid
from reports.official.report_data import ReportData

HEADING_GROUND = "E9F0F8"
TYPE = {"proactive_disclosure": 10.5, "applications": 9, "disputes": 9}  # points, by section
NARROW = ("applications", "disputes")  # sections whose columns are too narrow for long figures in the usual type
SMALL = 7.5
MOST_DIGITS = 6  # of a figure in the usual type
TWIPS = 20  # in a point
INSIDE = {"top": 45, "left": 28, "bottom": 45, "right": 28}  # twips between a cell's line and its text

_W = ElementMaker(namespace=nsmap["w"], nsmap={"w": nsmap["w"]})


def table_of(report: ReportData, section: Section) -> Any:
    """The printed table of a section as an element to stand in the document's body."""
    grid = section_grid(section)
    widths = [round(TEXT_WIDTH.pt * TWIPS * percent / 100) for percent in grid.widths]
    return _W.tbl(
        _element("tblPr", _of("tblStyle", "TableGrid"), _measure("tblW", sum(widths)), _of("jc", "center"),
                 _element("tblLayout", type="fixed"), _margins()),
        _W.tblGrid(*(_element("gridCol", w=width) for width in widths)),
        *_rows(grid, widths, report, section),
    )  # fmt: skip


def _rows(grid: Grid, widths: list[int], report: ReportData, section: Section) -> Iterator[Any]:
    begun: dict[int, GridCell] = {}  # by column, the merged cell that reaches down into the row
    for number, row in enumerate(grid.rows):
        begun = {column: each for column, each in begun.items() if each.row + each.rowspan > number}
        begun |= {each.column: each for each in row.cells}
        cells = (_cell(begun[column], number, widths, report, section) for column in sorted(begun))
        yield _W.tr(_row_properties(row, is_repeated=number < len(grid.heading_rows)), *cells)


def _row_properties(row: GridRow, *, is_repeated: bool) -> Any:
    return _element("trPr", _W.cantSplit(), *([_W.tblHeader()] if row.is_heading and is_repeated else []))


def _cell(each: GridCell, row: int, widths: list[int], report: ReportData, section: Section) -> Any:
    properties = [_measure("tcW", sum(widths[each.column : each.column + each.colspan]))]
    if each.colspan > 1:
        properties.append(_of("gridSpan", each.colspan))
    if each.rowspan > 1:
        properties.append(_of("vMerge", "restart" if row == each.row else "continue"))
    if each.is_heading:
        properties.append(_element("shd", val="clear", color="auto", fill=HEADING_GROUND))
    properties.append(_of("vAlign", "center"))
    text = each.text if each.is_heading else display(report.figure(each.cell))
    return _W.tc(_W.tcPr(*properties), _paragraph(each, text if row == each.row else "", section.key))


def _paragraph(each: GridCell, text: str, section: str) -> Any:
    size = SMALL if section in NARROW and not each.is_heading and len(text) > MOST_DIGITS else TYPE[section]
    is_label = each.role is CellRole.ROW_HEADING and not each.is_group
    fonts = _element("rFonts", **fonts_of("黑体" if each.is_heading else "宋体"))
    return _W.p(
        _W.pPr(
            _element("spacing", before=0, after=0, line=round((size + 2) * TWIPS), lineRule="exact"),
            _element("ind", firstLine=0, firstLineChars=0),
            _of("jc", "left" if is_label else "center"),
        ),
        _W.r(
            _W.rPr(
                fonts,
                _of("spacing", 0),
                _of("sz", round(size * 2)),
            ),
            _W.t(text),
        ),
    )


def _margins() -> Any:
    return _W.tblCellMar(*(_measure(side, twips) for side, twips in INSIDE.items()))


def _measure(name: str, twips: int) -> Any:
    return _element(name, w=twips, type="dxa")


def _of(name: str, value: object) -> Any:
    return _element(name, val=value)


def _element(name: str, *children: Any, **attributes: object) -> Any:
    given: Mapping[str, str] = {qn(f"w:{key}"): str(value) for key, value in attributes.items()}
    return _W(name, *children, given)
