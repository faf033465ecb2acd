"""What is drawn on the pages of an OFD document, of any writer: its characters and its rules, in points.

Read from the XML alone (GB/T 33190—2016, clauses 7 to 11). Fonts are not opened: a character is as wide as characters
of its kind are.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import accumulate, chain, pairwise
from math import hypot
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from pdfplumber.page import Page

from reports.formats.package import local, parsed
from reports.official.interchange import NotUnderstood

POINT = 72 / 25.4  # in millimetres
MOST_CHARACTERS = 400_000  # of a document: a report has fewer
ASCENT, WIDE, NARROW = 0.88, 1.0, 0.5  # of a character's size
NEAR = 0.05  # points
A4 = (0.0, 0.0, 210.0, 297.0)
UNTURNED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STEP = re.compile(r"[SMLQBAC]|[^\sSMLQBAC]+")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Matrix = tuple[float, ...]


class DrawnPage(Page):
    """A page as pdfplumber has those of a PDF, with what is drawn on it."""

    def __init__(self, number: int, box: Sequence[float], drawn: dict[str, list[dict[str, Any]]]) -> None:
        self.pdf = self.page_obj = None
        self.root_page = self
        self.page_number, self.initial_doctop, self.rotation = number, 0, 0
        self.mediabox = self.cropbox = self.bbox = (0, 0, box[2] * POINT, box[3] * POINT)
        self._objects = drawn
        self.get_textmap = self._get_textmap


def pages_of(content: bytes) -> Iterator[DrawnPage]:
    """The pages of a document from the first on; ``NotUnderstood`` where it is damaged or holds too much."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.lower().endswith(".xml")}
    left = MOST_CHARACTERS
    for number, (box, layers) in enumerate(_pages(parts), start=1):
        drawn = {"char": [], "line": [], "rect": []}
        for each in chain.from_iterable(layer.iter() for layer in layers):
            for made in _objects(each, box):
                drawn[made["object_type"]].append(made)
        left -= len(drawn["char"])
        if left < 0:
            raise NotUnderstood("文件的文字过多，不能读取")
        yield DrawnPage(number, box, drawn)


def _pages(parts: Mapping[str, bytes]) -> Iterator[tuple[Sequence[float], list[Element]]]:
    """The box of each page, and the contents of its templates and its own."""
    name = _resolved("OFD.xml", _said(parsed(parts["OFD.xml"]), "DocRoot"))
    document = parsed(parts[name])
    usual = _box(document) or A4
    templates = {each.get("ID", ""): each.get("BaseLoc", "") for each in _all(document, "TemplatePage")}
    for listed in (each for pages in _all(document, "Pages") for each in _all(pages, "Page")):
        own = parsed(parts[_resolved(name, listed.get("BaseLoc", ""))])
        below = [templates.get(each.get("TemplateID", ""), "") for each in _all(own, "Template")]
        contents = [*(parsed(parts[_resolved(name, each)]) for each in below if each), own]
        yield _box(own) or usual, [layer for each in contents for layer in _all(each, "Content")]


def _resolved(name: str, place: str) -> str:
    """The part to which another refers, from the root of the archive or from where the other stands."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(name), place.strip())).lstrip("/")


def _all(element: Element, name: str) -> list[Element]:
    return [each for each in element.iter() if local(each) == name]


def _said(element: Element, name: str) -> str:
    return next((each.text or "" for each in _all(element, name)), "")


def _box(element: Element) -> list[float]:
    return _floats(_said(element, "PhysicalBox"))


def _floats(said: str | None) -> list[float]:
    return [float(each) for each in (said or "").split()]


def _objects(element: Element, page: Sequence[float]) -> Iterator[dict[str, Any]]:
    if element.get("Visible") == "false" or not (corner := _floats(element.get("Boundary"))):
        return
    own = tuple(_floats(element.get("CTM"))) or UNTURNED
    matrix = (*own[:4], own[4] + corner[0] - page[0], own[5] + corner[1] - page[1])
    if local(element) == "TextObject":
        yield from _characters(element, matrix)
    elif local(element) == "PathObject":
        yield from _shapes(element, matrix)


# --- Text -----------------------------------------------------------------------------------------


def _characters(element: Element, matrix: Matrix) -> Iterator[dict[str, Any]]:
    size, x, y = float(element.get("Size", "0")), 0.0, 0.0
    stretch = float(element.get("HScale", "1"))
    for code in _all(element, "TextCode"):
        x, y = float(code.get("X", x)), float(code.get("Y", y))
        text = code.text or ""
        across, down = (_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        places = zip(text, accumulate(across, initial=x), accumulate(down, initial=y), [*across, 0.0], strict=False)
        for each, left, base, step in places:
            width = size * stretch * (WIDE if unicodedata.east_asian_width(each) in "WFA" else NARROW)
            yield _character(each, matrix, (left, base), min(width, step or width) if step >= 0 else width, size)


def _steps(said: str | None, count: int) -> list[float]:
    """How far each character stands from the last; "g 5 3.2" is five times 3.2."""
    words, steps = iter((said or "").split()), []
    for word in words:
        if word == "g":
            times, step = int(next(words)), float(next(words))
            steps += [step] * min(times, count)
        else:
            steps.append(float(word))
    return (steps + [0.0] * count)[: max(count - 1, 0)]


def _character(text: str, matrix: Matrix, place: tuple[float, float], width: float, size: float) -> dict[str, Any]:
    a, b, c, d, *_ = matrix
    x, base = _at(matrix, place)
    height = size * hypot(c, d) * POINT
    sides = (x, base - ASCENT * height, x + width * hypot(a, b) * POINT, base + (1 - ASCENT) * height)
    turned = {"matrix": (a, -b, -c, d, x, base), "upright": not b, "size": height, "fontname": "", "adv": width}
    return _placed("char", sides) | turned | {"text": text}


# --- Rules ----------------------------------------------------------------------------------------


def _shapes(element: Element, matrix: Matrix) -> Iterator[dict[str, Any]]:
    """The straight lines of a path that are drawn, and the upright rectangles that are filled."""
    about = {"linewidth": float(element.get("LineWidth", "0.353")) * POINT, "fill": False, "stroke": True}
    for points in _subpaths(_said(element, "AbbreviatedData"), matrix):
        xs, ys = ([each[side] for each in points] for side in (0, 1))
        if element.get("Fill") == "true" and len(points) > 2:
            sides = (min(xs), min(ys), max(xs), max(ys))
            yield _placed("rect", sides) | about | {"fill": True, "stroke": False}
        if element.get("Stroke", "true") == "true":
            for start, end in pairwise(points):
                sides = [min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])]
                if min(sides[2] - sides[0], sides[3] - sides[1]) < NEAR:
                    yield _placed("line", sides) | about


def _subpaths(data: str, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; of a curve its end alone."""
    points: list[tuple[float, float]] = []
    words = iter(_STEP.findall(data))
    for word in words:
        operands = [float(next(words)) for _ in range(_OPERANDS[word])]
        if word in "SM":
            yield points
            points = [_at(matrix, operands)]
        elif word == "C":
            points += points[:1]
        else:
            points.append(_at(matrix, operands[-2:]))
    yield points


def _at(matrix: Matrix, place: Sequence[float]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * place[0] + c * place[1] + e) * POINT, (b * place[0] + d * place[1] + f) * POINT


def _placed(kind: str, sides: Sequence[float]) -> dict[str, Any]:
    left, top, right, bottom = sides
    return {
        "object_type": kind,
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": right - left,
        "height": bottom - top,
    }
