"""How the workbook looks: its named cell styles, which Excel and WPS list under these names."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

TITLE = "年报标题"
SUBJECT = "年报说明"
HEADING = "年报表头"
ROW_HEADING = "年报行标题"
ROW_GROUP = "年报行分组"
ENTRY = "年报填写"
TOTAL = "年报合计"
CHECK = "年报核对"
LABEL = "年报项目"
CONTENT = "年报文字"
LONG_LABEL = "年报长文项目"
LONG_CONTENT = "年报长文"

INDENT = 2  # what an indented text loses of its width, in digits

_BODY, _BODY_POINTS = "宋体", 11
_DISPLAY = "黑体"
_PALE = PatternFill("solid", fgColor="E8EEF4")
_PALER = PatternFill("solid", fgColor="F5F6F8")
_INK = "7D8794"
_RULED = Border(*(Side("thin", _INK) for _ in range(4)))
_CENTRED = {"horizontal": "center", "vertical": "center"}
_UNLOCKED = Protection(locked=False)


def add_styles(book: Workbook) -> None:
    """Give a new workbook the styles that its cells name."""
    body, grey = Font(_BODY, _BODY_POINTS), Font(_BODY, 10, color="59636E")
    book._named_styles["Normal"].font = body  # its digits measure the columns; openpyxl has no other way to it
    wrapped = Alignment(**_CENTRED, wrap_text=True)
    indented = {"horizontal": "left", "wrap_text": True, "indent": 1}
    left, high = Alignment(**indented, vertical="center"), Alignment(**indented, vertical="top")
    shrunk = Alignment(**_CENTRED, shrink_to_fit=True)
    ruled = {"border": _RULED}
    for style in (
        NamedStyle(TITLE, font=Font(_DISPLAY, 16), alignment=wrapped),
        NamedStyle(SUBJECT, font=grey, alignment=Alignment(vertical="center")),
        NamedStyle(HEADING, font=body, fill=_PALE, alignment=wrapped, **ruled),
        NamedStyle(ROW_HEADING, font=body, alignment=left, **ruled),
        NamedStyle(ROW_GROUP, font=body, alignment=wrapped, **ruled),
        NamedStyle(ENTRY, font=body, alignment=shrunk, number_format="0", protection=_UNLOCKED, **ruled),
        NamedStyle(TOTAL, font=body, fill=_PALER, alignment=shrunk, number_format="0", **ruled),
        NamedStyle(CHECK, font=grey, alignment=wrapped),
        NamedStyle(LABEL, font=body, fill=_PALE, alignment=left, **ruled),
        NamedStyle(CONTENT, font=body, alignment=left, protection=_UNLOCKED, **ruled),
        NamedStyle(LONG_LABEL, font=body, fill=_PALE, alignment=high, **ruled),
        NamedStyle(LONG_CONTENT, font=body, alignment=high, protection=_UNLOCKED, **ruled),
    ):
        book.add_named_style(style)


def lay_out(sheet: Worksheet, mark: str) -> None:
    """A4 upright, as wide as the paper, with page numbers, and what marks a draft on every page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_PORTRAIT
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.8
    sheet.oddHeader.right.text = mark or None
    sheet.oddFooter.center.text = "— &P —"
    sheet.sheet_view.showGridLines = False
