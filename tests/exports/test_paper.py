"""The official paper, read back from its bytes: the grid of GB/T 9704—2012, whole tables, fonts, marks, safety."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from reports.exports import paper, press
from reports.official import EDITIONS
from reports.official.figures import display
from reports.official.report_data import Kind, ReportData

MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 28 * MILLIMETRE, (210 - 26) * MILLIMETRE
TOP, BOTTOM = 37 * MILLIMETRE, (297 - 35) * MILLIMETRE
HAIR = 0.5 * MILLIMETRE
FORM = EDITIONS["2021"]
PLAIN = "政府信息公开工作全面推进基层政务标准规范"
OPEN_FONTS = {"Noto-Serif-CJK-SC-Semi-Bold", "FandolHei", "FandolKai", "FandolFang", "FandolSong"}


class Word(NamedTuple):
    """A run of text as the page shows it, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def a_report(figures=None, title=None, **texts):
    keys = {key.replace(".", "_"): key for key in FORM.text}
    return ReportData(
        edition="2021",
        organ="某某镇人民政府",
        kind=Kind.TOWNSHIP,
        year=2022,
        title=title,
        texts={keys[key]: text for key, text in texts.items()},
        figures=figures or {},
    )


def words_of(pdf: bytes) -> list[list[Word]]:
    """What stands on each page, from top to bottom."""
    listing = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    pages = ElementTree.fromstring(listing).iter("{http://www.w3.org/1999/xhtml}page")
    places = ("xMin", "yMin", "xMax", "yMax")
    return [
        sorted(
            (Word(*(float(each.get(place)) for place in places), each.text) for each in page),
            key=lambda word: (word.top, word.left),
        )
        for page in pages
    ]


def body_of(page: list[Word]) -> list[Word]:
    return [word for word in page if word.bottom < BOTTOM + HAIR]


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, as a reader would copy it, without white space."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """The fonts that the pages use, by name, and whether each is embedded."""
    fonts = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            fonts[font["/BaseFont"].partition("+")[2]] = "/FontFile3" in descriptor or "/FontFile2" in descriptor
    return fonts


@pytest.fixture(scope="module")
def full_page() -> list[Word]:
    """A page of nothing but 汉字."""
    return body_of(words_of(paper.write(a_report(overview_lead=PLAIN * 80)))[1])


def test_a_page_of_text_has_22_lines_of_28_characters(full_page):
    assert [len(line.text) for line in full_page] == [28] * 22


def test_lines_fill_the_measure_of_156_millimetres(full_page):
    assert {(round(line.left), round(line.right)) for line in full_page} == {(round(LEFT), round(RIGHT))}


def test_lines_are_set_evenly_over_225_millimetres(full_page):
    middles = [(line.top + line.bottom) / 2 for line in full_page]
    steps = [later - earlier for earlier, later in zip(middles, middles[1:], strict=False)]
    assert {round(step, 1) for step in steps} == {round(225 * MILLIMETRE / 22, 1)}
    assert full_page[0].top >= TOP - HAIR
    assert full_page[-1].bottom <= BOTTOM + HAIR


def test_a_paragraph_starts_two_characters_in():
    first, second, *_ = [word for word in words_of(paper.write(a_report(preamble=PLAIN * 4)))[0] if PLAIN[0] in word.text][1:]
    assert len(first.text) == 26
    assert first.left - second.left == pytest.approx(2 * (RIGHT - LEFT) / 28, abs=HAIR)


def test_lines_of_mixed_text_end_at_the_margin_and_none_begins_with_a_closing_mark():
    text = "2022年，我镇通过“公开”栏、政务新媒体等13个平台，发布信息1,130条（其中：政策解读7件）；依《条例》办结24件。" * 12
    lines = body_of(words_of(paper.write(a_report(overview_lead=text)))[1])
    edges = {}
    for word in lines:
        left, right, start = edges.get(round(word.bottom), (word.left, word.right, word.text))
        edges[round(word.bottom)] = (min(left, word.left), max(right, word.right), start)
    ragged = [right for _, right, _ in list(edges.values())[:15] if abs(right - RIGHT) > HAIR]
    assert ragged == []
    assert [start for _, _, start in edges.values() if start[0] in "，。；：、）》”"] == []
