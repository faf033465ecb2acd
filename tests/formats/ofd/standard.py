"""What GB/T 33190—2016 says of the elements that our documents have: their order, how often, and their attributes.

Written down from the standard's clauses 7 to 11, not from the writer. ``?`` may be left out, ``*`` and ``+`` repeat.
"""

import re

NAMESPACE = "http://www.ofdspec.org/2016"
NUMBER = r"-?\d+(\.\d+)?"
ID = r"[1-9]\d*"
PLACE = r"[\w./]+"
BOX = rf"{NUMBER}( {NUMBER}){{3}}"
LIST = rf"{NUMBER}( {NUMBER})*"
COLOUR = {"Value": r"\d{1,3} \d{1,3} \d{1,3}", "Alpha?": r"\d{1,3}"}
DRAWN = {"ID": ID, "Boundary": BOX, "CTM?": rf"{NUMBER}( {NUMBER}){{5}}"}

CHILDREN = {
    "OFD": "DocBody+",
    "DocBody": "DocInfo DocRoot",
    "DocInfo": "DocID Title? Author?",
    "Document": "CommonData Pages",
    "CommonData": "MaxUnitID PageArea PublicRes?",
    "PageArea": "PhysicalBox",
    "Pages": "Page+",
    "Res": "Fonts",
    "Fonts": "Font+",
    "Font": "FontFile",
    "Page": "Area? Content?",
    "Area": "PhysicalBox",
    "Content": "Layer+",
    "TextObject": "FillColor? CGTransform* TextCode",
    "CGTransform": "Glyphs",
    "PathObject": "StrokeColor? FillColor? AbbreviatedData",
}
ATTRIBUTES = {
    "OFD": {"Version": r"1\.[0-2]", "DocType": "OFD"},
    "Res": {"BaseLoc": PLACE},
    "Pages/Page": {"ID": ID, "BaseLoc": PLACE},
    "Font": {"ID": ID, "FontName": ".+", "FamilyName?": ".+"},
    "Layer": {"ID": ID, "Type?": "Body|Background|Foreground"},
    "TextObject": DRAWN | {"Font": ID, "Size": NUMBER},
    "PathObject": DRAWN | {"LineWidth?": NUMBER, "Stroke?": "true|false", "Fill?": "true|false"},
    "FillColor": COLOUR,
    "StrokeColor": COLOUR,
    "CGTransform": {"CodePosition": r"\d+", "CodeCount": ID, "GlyphCount": ID},
    "TextCode": {"X": NUMBER, "Y": NUMBER, "DeltaX?": LIST, "DeltaY?": LIST},
}
CONTENTS = {
    "DocID": "[0-9a-f]{32}",
    "DocRoot": PLACE,
    "PublicRes": PLACE,
    "MaxUnitID": ID,
    "PhysicalBox": BOX,
    "FontFile": PLACE,
    "Glyphs": r"\d+( \d+)*",
    "AbbreviatedData": rf"(M {NUMBER} {NUMBER}( L {NUMBER} {NUMBER})+( C)? ?)+",
}


def faults(element, parent=""):
    """In what an element and those within it are not as the standard says, a few words each."""
    name = _name(element)
    key = "Pages/Page" if (parent, name) == ("Pages", "Page") else name
    within = [_name(each) for each in element]
    if name == "Layer":  # in any order
        yield from (f"{name} has {each}" for each in set(within) - {"TextObject", "PathObject"})
    elif not re.fullmatch(_order(CHILDREN.get(key, "")), "".join(f"{each} " for each in within)):
        yield f"{name} has {' '.join(within)}"
    forms = ATTRIBUTES.get(key, {})
    yield from (f"{name} lacks {each}" for each in forms if not each.endswith("?") and each not in element.attrib)
    for attribute, value in element.items():
        form = forms.get(attribute) or forms.get(f"{attribute}?")
        if form is None or not re.fullmatch(form, value):
            yield f"{name} has {attribute} {value}"
    if name in CONTENTS and not re.fullmatch(CONTENTS[name], element.text or ""):
        yield f"{name} is {element.text}"
    for each in element:
        yield from faults(each, name)


def _order(children):
    return re.sub(r"(\w+)([?*+]?) ?", r"(\1 )\2", children)


def _name(element):
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")
