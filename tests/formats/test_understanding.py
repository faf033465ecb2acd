"""What a file says of itself, and what is assumed where it says nothing."""

import pytest

from reports.formats import writing
from reports.formats.understanding import understand
from reports.official.interchange import NotUnderstood, canonical, parse
from tests.conftest import SEED
from tests.formats import makers

OURS = {"organ": "背孜乡人民政府", "kind": "township", "year": 2021}
WITHOUT_A_TITLE = (
    "<p>一、总体情况</p><p>（一）主动公开</p><p>公开信息 3 条。</p><p>五、存在的主要问题及改进情况</p><p>无</p>"
)


@pytest.fixture(scope="module")
def seed_report():
    return parse(SEED.read_bytes())


def test_a_file_says_whose_report_it_is_and_of_which_year(seed_report):
    made = understand("report.html", writing.write(seed_report, "html"), **OURS)
    assert (made.said_organ, made.said_year, made.reading.report.year) == ("背孜乡人民政府", 2022, 2022)


def test_another_organs_file_becomes_the_organs_own_and_says_whose_it_was(seed_report):
    made = understand("report.json", canonical(seed_report), organ="瓦屋镇人民政府", kind="subdistrict", year=2021)
    report = made.reading.report
    assert (made.said_organ, report.organ, report.kind) == ("背孜乡人民政府", "瓦屋镇人民政府", "subdistrict")


def test_a_page_without_a_title_is_read_as_the_organs_own_of_the_year_that_was_asked_for():
    made = understand("page.html", WITHOUT_A_TITLE.encode(), **OURS)
    assert (made.said_organ, made.said_year) == ("", None)
    assert (made.reading.report.organ, made.reading.report.year) == ("背孜乡人民政府", 2021)


def test_only_a_pdf_is_pictured_page_by_page_and_each_figure_lies_on_its_page(seed_report):
    made = understand("report.pdf", makers.paper(seed_report), **OURS)
    assert made.pictures
    assert all(each.content.startswith(b"\x89PNG") for each in made.pictures)
    places = set(made.reading.origins.values())
    assert len(made.reading.origins) == 200
    for place in places:
        picture = made.pictures[place.page - 1]
        assert 0 <= place.left < place.right <= picture.width
        assert 0 <= place.top < place.bottom <= picture.height
    assert understand("report.json", canonical(seed_report), **OURS).pictures == ()
    assert len(understand("report.doc", makers.paper(seed_report), **OURS).pictures) == len(made.pictures)


@pytest.mark.parametrize("name", ["report.exe", "report.docx", "report.pdf", "report.xlsx"])
def test_what_is_no_report_is_refused_with_a_sentence(name):
    with pytest.raises(NotUnderstood) as refusal:
        understand(name, b"MZ\x00\x00", **OURS)
    assert "可以读取" in str(refusal.value) or "不是" in str(refusal.value)
