"""The parts of an OFD document as XML (GB/T 33190—2016, clauses 7 to 11, in the order of elements that it gives).

The prefix ``ofd`` is the one that the standard's own examples have; there are readers that know no other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, dropwhile, groupby, pairwise
from math import hypot
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from reports.formats.ofd.pages import Box, Colour, Glyph, GlyphRun, Grounds, Item, Page, Rules

NAMESPACE = "http://www.ofdspec.org/2016"
UPRIGHT = (1.0, 0.0, 0.0, 1.0)
ABOVE, BELOW, BESIDE = 1.2, 0.6, 0.5  # of a size: how far a glyph may reach from where it is set
DECIMALS = 4  # of a millimetre
NOTHING = "\u200b"  # for a glyph that belongs to the letter beside it: each has to stand for something
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_TAG_OF_A_SUBSET = re.compile(r"^[A-Z]{6}\+")

register_namespace("ofd", NAMESPACE)


class Fonts:
    """The fonts of the pages in the order in which they come, their numbers from 1 and their files."""

    def __init__(self, pages: Iterable[Page]) -> None:
        runs = (item for page in pages for item in page.items if isinstance(item, GlyphRun))
        used = list({id(run.font): run.font for run in runs}.values())
        self.ids = {id(font): number for number, font in enumerate(used, start=1)}
        self.names = [_TAG_OF_A_SUBSET.sub("", font.basefont) for font in used]
        self.paths: list[str] = []
        self.files: dict[str, bytes] = {}
        for number, font in enumerate(used, start=1):
            is_truetype = "FontFile2" in font.descriptor
            stream = font.descriptor["FontFile2" if is_truetype else "FontFile3"].resolve()
            path = f"Res/font_{number}.{'ttf' if is_truetype else 'otf'}"
            self.paths.append(path)
            self.files[path] = stream.get_data()


class Numbers:
    """Numbers that nothing else in the document has, those of the fonts aside."""

    def __init__(self, fonts: Fonts) -> None:
        self._numbers = count(len(fonts.ids) + 1)
        self.last = len(fonts.ids)

    def next(self) -> str:
        self.last = next(self._numbers)
        return str(self.last)


def root(document: str, identity: str, about: Mapping[str, str]) -> bytes:
    """OFD.xml: where the document is and what it is about."""
    top = _element("OFD", Version="1.0", DocType="OFD")
    body = _child(top, "DocBody")
    information = _child(body, "DocInfo")
    for name, text in {"DocID": identity, **about}.items():
        _child(information, name).text = _UNFIT.sub("", text)
    _child(body, "DocRoot").text = document
    return _xml(top)


def document(pages: Sequence[Page], names: Sequence[str], ids: Numbers) -> bytes:
    """Document.xml: the size of its pages, and where each is."""
    top = _element("Document")
    common = _child(top, "CommonData")
    highest = _child(common, "MaxUnitID")
    _area(_child(common, "PageArea"), pages[0])
    _child(common, "PublicRes").text = "PublicRes.xml"
    listed = _child(top, "Pages")
    for name in names:
        _child(listed, "Page", ID=ids.next(), BaseLoc=name)
    highest.text = str(ids.last)
    return _xml(top)


def resources(fonts: Fonts) -> bytes:
    """PublicRes.xml: the fonts."""
    top = _element("Res", BaseLoc="Res")
    listed = _child(top, "Fonts")
    for number, (name, path) in enumerate(zip(fonts.names, fonts.paths, strict=True), start=1):
        font = _child(listed, "Font", ID=str(number), FontName=name, FamilyName=name)
        _child(font, "FontFile").text = path.removeprefix("Res/")
    return _xml(top)


def page(laid_out: Page, fonts: Fonts, ids: Numbers) -> bytes:
    """Content.xml of one page: what is drawn, in the order in which the PDF draws it."""
    top = _element("Page")
    _area(_child(top, "Area"), laid_out)
    layer = _child(_child(top, "Content"), "Layer", ID=ids.next(), Type="Body")
    for item in laid_out.items:
        for each in _objects(item, laid_out, fonts):
            each.set("ID", ids.next())
            layer.append(each)
    return _xml(top)


def _area(parent: Element, laid_out: Page) -> None:
    _child(parent, "PhysicalBox").text = _numbers(0, 0, laid_out.width, laid_out.height)


def _objects(item: Item, laid_out: Page, fonts: Fonts) -> Iterator[Element]:
    match item:
        case GlyphRun():
            for glyphs in _split(item.glyphs):
                yield _text(item, glyphs, laid_out, fonts)
        case Rules():
            path = _path(item.lines, item.width)
            path.set("LineWidth", _numbers(item.width))
            _colour(path, "StrokeColor", item.colour)
            yield _drawn(path, (("M", x0, y0, "L", x1, y1) for x0, y0, x1, y1 in item.lines))
        case Grounds():
            path = _path(item.boxes, 0)
            path.set("Stroke", "false")
            path.set("Fill", "true")
            _colour(path, "FillColor", item.colour)
            yield _drawn(path, map(_around, item.boxes))


# --- Text -----------------------------------------------------------------------------------------


def _split(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that stand for one character each, together; any other by itself.

    Readers count characters beyond U+FFFF as one or as two, and agree about a text that has no other. Some strip blanks
    from its beginning, and all that follows would move.
    """
    for is_plain, group in groupby(glyphs, key=lambda each: len(each.text.encode("utf-16-le")) == 2):
        if not is_plain:
            yield from ([each] for each in group)
        elif seen := list(dropwhile(lambda each: each.text.isspace(), group)):
            yield seen


def _text(run: GlyphRun, glyphs: Sequence[Glyph], laid_out: Page, fonts: Fonts) -> Element:
    """The object of one line of glyphs. What it draws outside of its boundary is cut off: this is a wide one."""
    if run.turn == UPRIGHT:
        sides = (
            glyphs[0].x - BESIDE * run.size,
            min(each.y for each in glyphs) - ABOVE * run.size,
            max(each.x for each in glyphs) + max(run.advance, run.size) + BESIDE * run.size,
            max(each.y for each in glyphs) + BELOW * run.size,
        )
        element = _element("TextObject", Boundary=_boundary(sides))
        places = [(each.x - _exact(sides[0]), each.y - _exact(sides[1])) for each in glyphs]
    else:
        element = _element("TextObject", Boundary=_boundary((0, 0, laid_out.width, laid_out.height)))
        element.set("CTM", _numbers(*run.turn, *glyphs[0][2:]))
        places = [(hypot(each.x - glyphs[0].x, each.y - glyphs[0].y), 0.0) for each in glyphs]
    element.set("Font", str(fonts.ids[id(run.font)]))
    element.set("Size", _numbers(run.size))
    colour = _colour(element, "FillColor", run.colour)
    if run.alpha < 1:
        colour.set("Alpha", str(round(run.alpha * 255)))
    _set(element, glyphs, places)
    return element


def _set(element: Element, glyphs: Sequence[Glyph], places: Sequence[tuple[float, float]]) -> None:
    """Put the characters and the numbers of their glyphs into a text object."""
    text = "".join(_UNFIT.sub(NOTHING, each.text) or NOTHING for each in glyphs)
    about = {"CodeCount": str(len(text)), "GlyphCount": str(len(glyphs))}
    transform = _child(element, "CGTransform", CodePosition="0", **about)
    _child(transform, "Glyphs").text = " ".join(str(each.number) for each in glyphs)
    code = _child(element, "TextCode", X=_numbers(places[0][0]), Y=_numbers(places[0][1]))
    code.text = text
    steps = [[_exact(after) - _exact(before) for before, after in pairwise(side)] for side in zip(*places, strict=True)]
    if len(text) > 1:
        code.set("DeltaX", _numbers(*steps[0], *[0] * (len(text) - len(glyphs))))
    if any(steps[1]):
        code.set("DeltaY", _numbers(*steps[1]))


# --- Rules and grounds ----------------------------------------------------------------------------


def _path(shapes: Sequence[Box], width: float) -> Element:
    """A path whose boundary is the page's corner to the end of what it draws: its places are those of the page."""
    right = max(max(each[0], each[2]) for each in shapes) + width
    bottom = max(max(each[1], each[3]) for each in shapes) + width
    return _element("PathObject", Boundary=_boundary((0, 0, right, bottom)))


def _drawn(path: Element, steps: Iterable[Sequence[str | float]]) -> Element:
    data = " ".join(each if isinstance(each, str) else _numbers(each) for step in steps for each in step)
    _child(path, "AbbreviatedData").text = data
    return path


def _around(box: Box) -> Sequence[str | float]:
    left, top, right, bottom = box
    return ("M", left, top, "L", right, top, "L", right, bottom, "L", left, bottom, "C")


# --- XML ------------------------------------------------------------------------------------------


def _colour(parent: Element, name: str, colour: Colour) -> Element:
    """The colour, black too, though that is what the standard takes where none is given: not all readers do."""
    return _child(parent, name, Value=" ".join(map(str, colour)))


def _boundary(sides: Sequence[float]) -> str:
    left, top, right, bottom = map(_exact, sides)
    return _numbers(left, top, right - left, bottom - top)


def _exact(number: float) -> float:
    return round(number, DECIMALS)


def _numbers(*numbers: float) -> str:
    return " ".join(f"{each + 0:.{DECIMALS}f}".rstrip("0").rstrip(".") for each in map(_exact, numbers))


def _element(name: str, **attributes: str) -> Element:
    return Element(f"{{{NAMESPACE}}}{name}", attributes)


def _child(parent: Element, name: str, **attributes: str) -> Element:
    return SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _xml(top: Element) -> bytes:
    return tostring(top, "UTF-8", xml_declaration=True)
