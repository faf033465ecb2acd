"""Page, styles and page numbers of the Word document, after GB/T 9704—2012.

The fonts are named as offices have them; Word and WPS take others where they lack one.
"""

import unicodedata
from datetime import UTC, datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

LINE = Mm(225 / 22)  # 22 lines on a page of 225 mm
TEXT_WIDTH = Mm(156)
TYPE = 16  # points (3号)
CLOSER = -5  # twentieths of a point between two characters, so that 28 of them fill a line
LATIN = "Times New Roman"

# By style: the font of its 汉字, its points, and the characters by which its first line is indented.
STYLES = {
    "Normal": ("仿宋_GB2312", TYPE, 2),
    "Title": ("方正小标宋简体", 22, 0),
    "Heading 1": ("黑体", TYPE, 2),
    "Heading 2": ("楷体_GB2312", TYPE, 2),
    "Signature": ("仿宋_GB2312", TYPE, 0),
    "Document Number": ("仿宋_GB2312", TYPE, 0),
    "Footer": ("宋体", 14, 0),
    "Header": ("黑体", 14, 0),
}
CHARACTERS = 28  # of a line
CHARACTERS_OF_A_TITLE = 20  # of a line of its type
FROM_MARGIN = 4  # characters that the day of a signature stands from it
MADE = datetime(2021, 9, 29, tzinfo=UTC)  # when the official form was published: the same report, the same bytes


def prepare(document: Any, *, title: str, organ: str, mark: str) -> None:
    """Give a new document its page, its styles, its numbers, and ``mark`` at the head of every page."""
    about = document.core_properties
    about.title, about.author, about.language, about.comments = title, organ, "zh-CN", ""
    about.created = about.modified = MADE
    for name in STYLES:
        if name not in document.styles:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set_style(document.styles[name], *STYLES[name])
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Title"].paragraph_format.space_after = LINE
    document.styles["Document Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Document Number"].paragraph_format.space_after = LINE
    document.styles["Signature"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _set_page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    for header in (document.sections[0].header, document.sections[0].even_page_header):
        header.paragraphs[0].text = mark
        header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _number(document.sections[0].footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(document.sections[0].even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def place_signature(organ: Any, day: Any) -> None:
    """Set the two paragraphs of a signature: the day four characters from the margin, the organ above its middle.

    Two lines stay free above them, so that a seal covers both and begins at the text.
    """
    organ.paragraph_format.space_before = 2 * LINE
    organ.paragraph_format.keep_with_next = True
    wide, narrow = width(organ.text), width(day.text)
    if wide > CHARACTERS:
        organ.alignment = day.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    indent = max(FROM_MARGIN, (wide - narrow) / 2)
    day.paragraph_format.right_indent = Pt(indent * TYPE)
    organ.paragraph_format.right_indent = Pt((indent + (narrow - wide) / 2) * TYPE)


def width(text: str) -> float:
    """How wide a line is, in characters: a digit is half of one."""
    return sum(1 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)


def fonts_of(han: str) -> dict[str, str]:
    """By script, the font of 汉字 and the one of Latin letters and digits."""
    return dict.fromkeys(("ascii", "hAnsi", "cs"), LATIN) | {"eastAsia": han, "hint": "eastAsia"}


def _set_style(style: Any, han: str, points: float, indent: int) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # those of Word's themes
    for script, font in fonts_of(han).items():
        fonts.set(qn(f"w:{script}"), font)
    style.font.size, style.font.bold, style.font.italic = Pt(points), style.name == "Title", False
    style.font.color.rgb = None
    for colour in style.element.rPr.findall(qn("w:color")):
        style.element.rPr.remove(colour)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.widow_control = False
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):  # the line under Word's own titles
        properties.remove(border)
    if style.name == "Normal":
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(CLOSER))
        style.element.rPr.append(spacing)
    form.first_line_indent = Pt(indent * TYPE)
    properties.ind.set(qn("w:firstLineChars"), str(indent * 100))


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(24)
    for grid in section._sectPr.findall(qn("w:docGrid")):  # lines and characters have their measures from the styles
        section._sectPr.remove(grid)


def _number(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character from the outer edge of the page."""
    paragraph.alignment = side
    indent = "right_indent" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, indent, Pt(STYLES["Footer"][1]))
    paragraph.add_run("— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
    paragraph.add_run(" —")
