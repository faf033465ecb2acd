"""What no office would write degrades readably: the longest names and texts, letters of all directions, markup."""

import pytest

from reports.formats.pdf import writer
from reports.formats.printed import full_title
from reports.formats.reading import read
from reports.official import EDITIONS
from reports.official.report_data import Kind, ReportData
from tests.formats.pdf.pages import BOTTOM, LEFT, RIGHT, TOP, pages_of
from tests.runs import times

FORM = EDITIONS["2021"]
ORGAN = "某某自治州某某自治县某某族乡" * 14 + "人民政府"
MARKUP = "<b>粗</b>&amp;<style>*{display:none}</style>{{x}}{%y%}@page{size:A3}</p></body>"
TURNED = "正\u202e反\u202c正مرحبا字\x00\x07\ufeff制\t表"
UNBROKEN = "x" * 5000
LONG = "全面推进政务公开工作。" * times(short=20, long=1818)  # 20,000 characters: 301 pages in 8.5 s of processor time


@pytest.fixture(scope="module")
def report() -> ReportData:
    texts = {
        **dict.fromkeys(FORM.text, LONG),
        "preamble": MARKUP,
        "overview.lead": UNBROKEN,
        "problems": TURNED,
        "other_matters": "无" * 5000,
    }
    figures = dict.fromkeys(FORM.entries, 999_999_999_999)
    return ReportData("2021", ORGAN, Kind.TOWNSHIP, 2022, texts=texts, figures=figures)


@pytest.fixture(scope="module")
def paper(report) -> bytes:
    return writer.write(report)


@pytest.fixture(scope="module")
def characters(paper) -> list[dict]:
    """What stands in the text blocks of the paper, page after page."""
    said = [each for page in pages_of(paper) for each in page.chars if each["text"].strip()]
    return [each for each in said if TOP < each["bottom"] < BOTTOM + 10]


def test_nothing_stands_outside_of_the_text_block(characters):
    assert max(each["bottom"] for each in characters) < BOTTOM + 1
    assert [each["text"] for each in characters if each["x0"] < LEFT - 1 or each["x1"] > RIGHT + 1] == []


def test_every_character_of_the_longest_name_and_of_a_line_that_nothing_breaks_is_printed(characters, report):
    said = "".join(each["text"] for each in characters)
    assert len(report.organ) == 200
    assert said.startswith(full_title(report))
    assert said.count("x" * 40) >= 100
    assert sum(each["text"] == "x" for each in characters) == 5000 + MARKUP.count("x")


def test_markup_is_printed_as_text(characters):
    assert MARKUP in "".join(each["text"] for each in characters)


def test_what_turns_letters_round_does_not_reach_the_paper(characters):
    said = "".join(each["text"] for each in characters)
    assert "正反正" in said
    assert "字制表" in said


def test_figures_of_twelve_digits_are_read_back_from_the_paper(paper, report):
    known = {"organ": report.organ, "kind": report.kind.value, "year": report.year}
    found = read("report.pdf", paper, **known).report
    assert dict(found.figures) == dict(report.figures)
