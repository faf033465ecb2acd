"""The laid-out pages of the paper, taken from its PDF: each glyph with its place, each rule, each coloured ground.

Nothing is laid out a second time, so that the pages cannot differ. Millimetres from the upper left corner of the page,
as GB/T 33190 has them. What the paper does not use (pictures, curves, dashes) is refused, never left out.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import hypot
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFCIDFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt, mult_matrix

MILLIMETRE = 25.4 / 72  # in points
NEAR = 1e-3  # points

Box = tuple[float, float, float, float]  # left, top, right, bottom
Colour = tuple[int, ...]  # red, green, blue, to 255
Turn = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One glyph by its number in its font, with the characters that it stands for and where it is set."""

    text: str
    number: int
    x: float
    y: float


class GlyphRun(NamedTuple):
    """Glyphs of one font, size and colour; they are set along ``turn``, which is (1, 0, 0, 1) for upright text."""

    font: PDFCIDFont
    size: float
    turn: Turn
    colour: Colour
    alpha: float
    advance: float  # how wide the last glyph is
    glyphs: list[Glyph]


class Rules(NamedTuple):
    """Straight lines of one width and colour, each by its ends."""

    width: float
    colour: Colour
    lines: list[Box]


class Grounds(NamedTuple):
    """Filled rectangles of one colour."""

    colour: Colour
    boxes: list[Box]


Item = GlyphRun | Rules | Grounds


class Page(NamedTuple):
    width: float
    height: float
    items: list[Item]


def pages_of(paper: bytes) -> Iterator[Page]:
    """The pages of a PDF that was drawn here; ``NotImplementedError`` for what no page of the paper has."""
    resources = PDFResourceManager()
    for page in PDFPage.get_pages(BytesIO(paper)):
        device = _Device(resources, page)
        _Interpreter(resources, device).process_page(page)
        left, bottom, right, top = page.mediabox
        yield Page((right - left) * MILLIMETRE, (top - bottom) * MILLIMETRE, device.items)


class _State(PDFGraphicState):
    """With what pdfminer leaves out: how opaque a fill is, and within which rectangles anything is seen."""

    alpha: float = 1.0
    clip: tuple[Box, ...] | None = None

    def copy(self) -> "_State":
        state = _State()
        state.__dict__.update(self.__dict__)
        return state


class _Interpreter(PDFPageInterpreter):
    """Reads a page with its clips and its transparency."""

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate = _State()
        self.clips = False

    def do_gs(self, name: Any) -> None:
        self.graphicstate.alpha = resolve1(resolve1(self.resources["ExtGState"])[name.name]).get(
            "ca", self.graphicstate.alpha
        )

    def do_W(self) -> None:
        self.clips = True

    def do_n(self) -> None:
        if self.clips:
            boxes, state = boxes_of(self.curpath, self.ctm), self.graphicstate
            state.clip = tuple(boxes if state.clip is None else common(boxes, state.clip))
            self.clips = False
        super().do_n()

    def do_Do(self, name: Any) -> None:
        raise NotImplementedError("the paper has no pictures")


class _Device(PDFTextDevice):
    """Collects what an interpreter draws on a page."""

    def __init__(self, resources: PDFResourceManager, page: PDFPage) -> None:
        super().__init__(resources)
        self.height = page.mediabox[3] - page.mediabox[1]
        self.items: list[Item] = []
        self.glyphs: list[Glyph] = []  # of the string that is being drawn
        self.advance = 0.0  # of the last of them

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: _State) -> None:
        self.glyphs, self.advance = [], 0.0
        super().render_string(textstate, seq, ncs, graphicstate)
        if not self.glyphs:
            return
        font, (a, b, c, d, *_) = textstate.font, mult_matrix(textstate.matrix, self.ctm)
        scale = hypot(a, b)
        turn = (a / scale, -b / scale, -c / scale, d / scale)
        size, advance = (each * scale * MILLIMETRE for each in (textstate.fontsize, self.advance))
        colour = _colour(graphicstate.ncolor)
        self.items.append(GlyphRun(font, size, turn, colour, graphicstate.alpha, advance, self.glyphs))

    def render_char(
        self,
        matrix: tuple[float, ...],
        font: PDFCIDFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: _State,
    ) -> float:
        self.advance = font.char_width(cid) * fontsize * scaling
        self.glyphs.append(Glyph(_text(font, cid), cid, *self._place(apply_matrix_pt(matrix, (0, rise)))))
        return self.advance

    def paint_path(self, graphicstate: _State, stroke: bool, fill: bool, evenodd: bool, path: Sequence[tuple]) -> None:
        if graphicstate.dash and graphicstate.dash[0]:
            raise NotImplementedError("the paper has no dashes")
        if fill:
            boxes = boxes_of(path, self.ctm)
            clip = graphicstate.clip
            self._add(Grounds(_colour(graphicstate.ncolor), []), boxes if clip is None else common(boxes, clip))
        if stroke:
            width = graphicstate.linewidth * hypot(*self.ctm[:2]) * MILLIMETRE
            self._add(Rules(width, _colour(graphicstate.scolor), []), _lines(path, self.ctm))

    def _add(self, item: Rules | Grounds, shapes: Sequence[Box]) -> None:
        """Put shapes of one kind that follow each other into one item."""
        if not self.items or type(self.items[-1]) is not type(item) or self.items[-1][:-1] != item[:-1]:
            self.items.append(item)
        for x0, y0, x1, y1 in shapes:
            self.items[-1][-1].append((*self._place((x0, y0)), *self._place((x1, y1))))

    def _place(self, point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * MILLIMETRE, (self.height - point[1]) * MILLIMETRE


def _text(font: PDFCIDFont, number: int) -> str:
    try:
        return font.to_unichr(number)
    except PDFUnicodeNotDefined:
        return ""


def _colour(value: float | Sequence[float]) -> Colour:
    parts = [value] * 3 if isinstance(value, int | float) else list(value)
    if len(parts) != 3:
        raise NotImplementedError("the paper has colours of red, green and blue")
    return tuple(round(each * 255) for each in parts)


def _lines(path: Sequence[tuple], ctm: tuple[float, ...]) -> list[Box]:
    """The straight lines of a path."""
    lines, at = [], (0.0, 0.0)
    for kind, *ends in path:
        if kind not in "ml":
            raise NotImplementedError("the paper has rules and rectangles alone")
        point = apply_matrix_pt(ctm, tuple(ends))
        if kind == "l":
            lines.append((*at, *point))
        at = point
    return lines


def boxes_of(path: Sequence[tuple], ctm: tuple[float, ...]) -> list[Box]:
    """The rectangles of a path, in points; each is five steps, the last of which closes it."""
    boxes = []
    for start in range(0, len(path), 5):
        steps = path[start : start + 5]
        if [each[0] for each in steps] != ["m", "l", "l", "l", "h"]:
            raise NotImplementedError("the paper has rules and rectangles alone")
        corners = [apply_matrix_pt(ctm, each[1:]) for each in steps[:4]]
        xs, ys = ({round(each, 6) for each in side} for side in zip(*corners, strict=True))
        if len(xs) > 2 or len(ys) > 2:
            raise NotImplementedError("the rectangles of the paper stand upright")
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes


def common(boxes: Sequence[Box], clip: Sequence[Box]) -> list[Box]:
    """What of rectangles lies within others; those that touch side by side become one."""
    inside: list[Box] = []
    for box in boxes:
        for other in sorted(clip, key=lambda each: (each[1], each[0])):
            each = (*map(max, box[:2], other[:2]), *map(min, box[2:], other[2:]))
            if each[0] >= each[2] or each[1] >= each[3]:
                continue
            last = inside[-1] if inside else None
            if last and last[1::2] == each[1::2] and abs(last[2] - each[0]) < NEAR:
                inside[-1] = (*last[:2], each[2], each[3])
            else:
                inside.append(each)
    return inside
