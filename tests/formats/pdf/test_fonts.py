"""The fonts of the paper: the office's own first, every 汉字 of GB 18030—2022, what nobody can draw, broken files."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from reports.formats import writing
from reports.formats.pdf import fonts, pdf_renderer, writer
from tests.formats.pdf.pages import body_of, pages_of

# GB 18030—2022, level 3 holds levels 1 and 2: 汉字 of the Unicode blocks that it names, and the radicals of 康熙.
GB_18030 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
    (0x2F00, 0x2FD5),
)


def files_of(family: str) -> set[tuple[str, int]]:
    """The files of a family that is installed, with the number of its face in each."""
    listing = subprocess.run(
        ["fc-list", family, "--format=%{file}|%{index}\n"], capture_output=True, check=True, text=True
    )
    lines = (line.split("|") for line in listing.stdout.split())
    return {(path, int(index) & 0xFFFF) for path, index in lines}


def own_font(folder, family, text):
    """A font of the office: 楷体 under another name, with the characters of the text alone."""
    ((path, number),) = files_of("FandolKai")
    font = TTFont(path, fontNumber=number)
    subsetter = subset.Subsetter(subset.Options(name_IDs=["*"], notdef_outline=True))
    subsetter.populate(text=text)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
    font["CFF "].cff.fontNames[0] = "FangSong"
    folder.mkdir(exist_ok=True)
    font.save(folder / "office.otf")


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    """The folder of the office's fonts, and how the renderer learns of what was put there."""
    settings.FONTS_DIR = tmp_path / "fonts"

    def taken():
        monkeypatch.setattr(pdf_renderer, "_fonts", fonts.configuration())

    return settings.FONTS_DIR, taken


def test_the_offices_own_font_draws_what_it_has_and_open_ones_the_rest(folder, seed):
    place, taken = folder
    own_font(place, "仿宋_GB2312", "背孜乡人民政府")
    taken()
    report = replace(seed, texts={"preamble": "背孜乡人民政府公告"})
    (row,) = [row for row in body_of(pages_of(writer.write(report))[0]) if row.text == "背孜乡人民政府公告"]
    faces = [each["fontname"].partition("+")[2] for each in row.characters]
    assert faces[:7] == [faces[0]] * 7
    assert faces[0] not in ("FandolFang", "FandolKai")
    assert faces[7:] == ["FandolFang"] * 2
    assert list(fonts.office_fonts().values()) == [["仿宋_GB2312"]]


def test_a_broken_font_is_said_in_the_log_and_left_out(folder, seed, caplog):
    usual = writer.write(seed)
    place, taken = folder
    place.mkdir()
    (place / "broken.ttf").write_bytes(b"\x00\x01\x00\x00 no font")
    (place / "empty.otf").write_bytes(b"")
    (place / "readme.txt").write_text("no font", "utf-8")
    taken()
    assert writer.write(seed) == usual
    said = [record.getMessage() for record in caplog.records if record.name == "reports.formats.pdf.fonts"]
    assert [re.search(r"\w+\.\w+", message[message.index(str(place)) + len(str(place)) :])[0] for message in said] == [
        "broken.ttf",
        "empty.otf",
    ]
    assert fonts.office_fonts() == {"broken.ttf": [], "empty.otf": []}


def test_a_folder_that_is_not_there_is_no_fault(folder):
    folder[1]()
    assert fonts.office_files() == []


def test_the_open_fonts_have_every_character_of_gb_18030():
    style = pdf_renderer.STYLESHEET.read_text("utf-8")
    (stack,) = re.findall(r"^html \{\s*font-family: ([^;]+);", style, re.M)
    known = set()
    for family in re.findall(r'"([^"]+)"|([^\s,"]+)', stack):
        for path, number in files_of("".join(family)):
            with TTFont(path, fontNumber=number, lazy=True) as font:
                known |= set(font.getBestCmap())
    wanted = {code for first, last in GB_18030 for code in range(first, last + 1)}
    assert len(wanted) == 88_089
    assert wanted - known == set()


def test_characters_of_every_block_are_drawn_and_copied_as_they_are():
    spread = "".join(chr(code) for first, last in GB_18030[:-1] for code in range(first, last, (last - first) // 7))
    assert [each for each, face in writer.faces(spread).items() if not face] == []
    assert set(copied(spread)) - set("—1") == set(spread)  # a page has its number


def copied(text):
    """What is copied out of a page that says the text."""
    page = pdf_renderer.pdf(f'<html lang="zh-CN"><title>字</title><body><p>{text}</p></body></html>')
    return "".join("".join(each.extract_text().split()) for each in PdfReader(BytesIO(page)).pages)


def test_usual_characters_are_not_asked_about(seed, monkeypatch):
    monkeypatch.setattr(writing, "drawn", pytest.fail)
    usual = replace(seed, texts={"problems": "“双公示”——“一网通办”……《条例》〔2021〕30号，100%；A—Z。\n\t（二）"})
    assert writing.undrawable(usual) == ""


def test_what_two_reports_have_alike_is_asked_once(seed, settings, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(writing, "drawn", lambda writer, report: asked.append(report) or "\U0010fffd".encode())
    for title in ("甲", "乙"):
        assert writing.undrawable(replace(seed, title=title, texts={"problems": "某\U0010fffd"})) == "\U0010fffd"
    assert asked[0] == asked[1]
    assert asked[0].title == "\U0010fffd"
