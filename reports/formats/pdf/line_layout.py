"""What WeasyPrint cannot be told of lines of 汉字: they reach the margin, and stand alike whichever font draws them.

Three functions of ``weasyprint.layout.inline`` are replaced, here and nowhere else; ``OF`` names the source they were
written for, and a test says when an upgrade changed it (tests/formats/pdf/test_line_layout.py).
"""

from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

MOST_STRETCH = 0.25  # of a character, between two; a line that would need more is left ragged
RAISED = 0.38  # of a character: how far the middle of 汉字 stands above their baseline (-0.12 to 0.88)
OF = {  # how the SHA-256 of what is replaced begins
    "justify_line": "f83b21ff8793",
    "split_text_box": "8c564329599e",
    "strut": "b57885b70dd0",
}

REPLACED = {name: getattr(inline, name) for name in OF}


def justify_line(context: object, line: LineBox, missing: float) -> None:
    """Space the characters of a line so that it ends at the margin; ``missing`` is how far it stops short of it.

    WeasyPrint widens spaces, of which a line of 汉字 has none.
    """
    texts = [box for box in line.descendants() if isinstance(box, TextBox)]
    gaps = len(texts[0].text) - 1 if len(texts) == 1 else 0
    if not gaps or missing / gaps > MOST_STRETCH * line.style["font_size"]:
        return
    (text,) = texts
    text.style = text.style.copy()
    text.style["letter_spacing"] += missing / gaps
    text.pango_layout = create_layout(text.text, text.style, context, None, 0)
    text.pango_layout.deactivate()
    text.width += missing
    line.width += missing


def strut(style: dict) -> tuple[float, float]:
    """The height of a line and how deep its baseline lies in it: 汉字 stand in the middle of the line.

    WeasyPrint puts the middle of whatever font comes first there, and fonts disagree about their own.
    """
    height, _ = REPLACED["strut"](style)
    return height, height / 2 + RAISED * style["font_size"]


def split_text_box(*given: object, **named: object) -> tuple:
    """The first line of a text, its baseline where that of all lines is.

    WeasyPrint sets it by the heights of the fonts which that line happens to need, so that one rare character or
    figure moves its line, and with it those below.
    """
    box, *rest = REPLACED["split_text_box"](*given, **named)
    if box:
        _, box.baseline = strut(box.style)
    return box, *rest


def replace() -> None:
    """Have WeasyPrint lay out lines by the functions above."""
    inline.justify_line, inline.strut, inline.split_text_box = justify_line, strut, split_text_box
