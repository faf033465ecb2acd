"""The OFD document: as GB/T 33190—2016 says, opened by another reader, and its pages those of the PDF."""

from ctypes import c_double
from io import BytesIO

import ofdkit
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdfium2 import raw

from reports.formats.ofd import writer
from reports.formats.pdf import writer as paper
from tests.formats.any_report import complete_report
from tests.formats.ofd.opened import NAMES, fonts_of, glyphs_of, pages_of, parts_of, xml_of
from tests.formats.ofd.standard import NAMESPACE, faults
from tests.formats.pdf.golden_pictures import rare_characters

MILLIMETRE = 25.4 / 72  # in points
NEAR = 0.01  # millimetres
NEAR_ENOUGH = 1  # along a line, for pdfium leaves out the spacing before the first glyph of each font in it


@pytest.fixture(scope="module")
def draft():
    return writer.write(complete_report(), draft=True, demonstration=True)


def test_every_part_is_as_the_standard_says(draft):
    parts = parts_of(draft)
    assert next(iter(parts)) == "OFD.xml"
    found = {name: list(faults(xml_of(part))) for name, part in parts.items() if name.endswith(".xml")}
    assert len(found) > 5
    assert [fault for faults_of_a_part in found.values() for fault in faults_of_a_part] == []


def test_the_rules_of_the_standard_are_held(draft):
    page = pages_of(parts_of(draft))[0]
    text = page.find(".//TextObject", NAMES)
    text.set("Colour", "red")
    text.remove(text.find("TextCode", NAMES))
    del text.attrib["Boundary"]
    page.find(".//Layer", NAMES).append(text.makeelement(f"{{{NAMESPACE}}}ImageObject", {}))
    assert len(list(faults(page))) == 4


def test_every_number_stands_for_one_thing_and_none_is_above_the_highest(draft):
    parts = parts_of(draft)
    trees = [xml_of(part) for name, part in parts.items() if name.endswith(".xml")]
    numbers = [int(each.get("ID")) for tree in trees for each in tree.iter() if each.get("ID")]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    highest = xml_of(parts["Doc_0/Document.xml"]).findtext("CommonData/MaxUnitID", "", NAMES)
    assert int(highest) == len(numbers)
    used = {each.get("Font") for page in pages_of(parts) for each in page.iterfind(".//TextObject", NAMES)}
    assert used == fonts_of(parts).keys()


@pytest.mark.parametrize("made", [complete_report, rare_characters])
def test_each_character_is_drawn_by_its_own_glyph_in_the_font_that_comes_along(made):
    parts = parts_of(writer.write(made()))
    fonts = {number: TTFont(BytesIO(font)) for number, font in fonts_of(parts).items()}
    for page in pages_of(parts):
        for text in page.iterfind(".//TextObject", NAMES):
            font = fonts[text.get("Font")]
            if len(text.findtext("TextCode", "", NAMES)) == int(text.find("CGTransform", NAMES).get("GlyphCount")):
                for character, number, *_ in glyphs_of(text):
                    assert font.getBestCmap().get(ord(character)) == font.getGlyphName(number)


def test_nothing_is_cut_off_by_its_boundary(draft):
    for page in pages_of(parts_of(draft)):
        for text in page.iterfind(".//TextObject", NAMES):
            left, top, width, height = map(float, text.get("Boundary").split())
            size = float(text.get("Size"))
            for _, _, x, y in [] if text.get("CTM") else glyphs_of(text):
                assert left < x < x + size < left + width + NEAR
                assert top < y - size < y + size / 2 < top + height


@pytest.mark.parametrize("made", [complete_report, rare_characters])
def test_another_reader_finds_each_line_where_another_reader_of_the_pdf_does(made):
    document = ofdkit.OFDDocument(BytesIO(writer.write(made())))
    pdf = pypdfium2.PdfDocument(paper.write(made(), draft=False))
    assert document.info.title == paper.html(made()).partition("<title>")[2].partition("</title>")[0]
    assert len(document.pages) == len(pdf)
    for page, drawn in zip(document.pages, pdf, strict=True):
        assert (round(page.width, 2), round(page.height, 2)) == (210, 297)
        places = origins(drawn)
        runs = [each for each in page.runs if each.text.strip() and each.text <= "\uffff"]
        assert len(runs) > 10
        for run in runs:
            there = places.get(run.text[0], [])
            assert any(abs(x - run.x) < NEAR_ENOUGH and abs(y - run.y) < NEAR for x, y in there), run


def origins(page):
    """Where pdfium says that the characters of a page are set, in millimetres from its upper left corner."""
    text, height = page.get_textpage(), page.get_height()
    places = {}
    for at in range(text.count_chars()):
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        place = (x.value * MILLIMETRE, (height - y.value) * MILLIMETRE)
        places.setdefault(chr(raw.FPDFText_GetUnicode(text, at)), []).append(place)
    return places


def test_the_same_report_is_the_same_bytes():
    assert writer.write(complete_report()) == writer.write(complete_report())
