"""An OFD document taken apart by the standard alone: its parts, and its pages as SVG for a browser to draw."""

import base64
from html import escape
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from tests.formats.ofd.standard import NAMESPACE

NAMES = {"": NAMESPACE}
FACE = '@font-face {{ font-family: "font{}"; src: url(data:font/otf;base64,{}) }}'


def parts_of(content):
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml_of(part):
    return ElementTree.fromstring(part)


def fonts_of(parts):
    """The files of the fonts by their numbers."""
    listed = xml_of(parts["Doc_0/PublicRes.xml"]).iterfind(".//Font", NAMES)
    return {each.get("ID"): parts[f"Doc_0/Res/{each.findtext('FontFile', '', NAMES)}"] for each in listed}


def pages_of(parts):
    listed = xml_of(parts["Doc_0/Document.xml"]).iterfind("Pages/Page", NAMES)
    return [xml_of(parts[f"Doc_0/{each.get('BaseLoc')}"]) for each in listed]


def glyphs_of(text):
    """Each character of a text object with its glyph and where it is set, in millimetres of its page."""
    code = text.find("TextCode", NAMES)
    left, top, *_ = map(float, text.get("Boundary").split())
    numbers = [int(each) for each in text.findtext("CGTransform/Glyphs", "", NAMES).split()]
    x, y = float(code.get("X")), float(code.get("Y"))
    steps = [[float(each) for each in (code.get(name) or "").split()] for name in ("DeltaX", "DeltaY")]
    for at, (character, number) in enumerate(zip(code.text, numbers, strict=True)):
        if at:
            x += steps[0][at - 1]
            y += steps[1][at - 1] if steps[1] else 0
        yield character, number, left + x, top + y


def as_svg(parts):
    """The pages one below the other, drawn with the fonts within the document."""
    faces = (FACE.format(number, base64.b64encode(font).decode()) for number, font in fonts_of(parts).items())
    style = f"{''.join(faces)} body {{ margin: 0 }} svg {{ display: block }}"
    yield f"<!doctype html><meta charset=utf-8><style>{style}</style>"
    for page in pages_of(parts):
        yield '<svg viewBox="0 0 210 297" width="1050" height="1485" text-rendering="geometricPrecision">'
        yield from map(_drawn, page.find("Content/Layer", NAMES))
        yield "</svg>"


def _drawn(element):
    left, top, *_ = map(float, element.get("Boundary").split())
    moved = f'transform="translate({left} {top}) matrix({element.get("CTM", "1 0 0 1 0 0")})"'
    if element.tag == f"{{{NAMESPACE}}}PathObject":
        data = element.findtext("AbbreviatedData", "", NAMES).replace("C", "Z")
        fill = _colour(element, "FillColor") if element.get("Fill") == "true" else "none"
        stroke = _colour(element, "StrokeColor") if element.get("Stroke", "true") == "true" else "none"
        return f'<path {moved} d="{data}" fill="{fill}" stroke="{stroke}" stroke-width="{element.get("LineWidth")}"/>'
    glyphs = [(each, x - left, y - top) for each, _, x, y in glyphs_of(element)]
    set_at = "".join(f'<tspan x="{x:.4f}" y="{y:.4f}">{escape(each)}</tspan>' for each, x, y in glyphs)
    alpha = int(element.find("FillColor", NAMES).get("Alpha", 255)) / 255
    about = f'font-family="font{element.get("Font")}" font-size="{element.get("Size")}" fill-opacity="{alpha:.3f}"'
    return f'<text {moved} {about} fill="{_colour(element, "FillColor")}" xml:space="preserve">{set_at}</text>'


def _colour(element, name):
    return f"rgb({','.join(element.find(name, NAMES).get('Value').split())})"
