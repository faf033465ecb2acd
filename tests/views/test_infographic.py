"""图解: what the page of a county's year says, from when on it is no draft, and its files."""

from http import HTTPStatus
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from reports.lifecycle.consolidation.adjusting import WantedAdjustment, register
from reports.lifecycle.consolidation.finalising import finalise
from reports.lifecycle.consolidation.standing import standing_sums
from reports.models import AdjustmentKind, Organ, Status
from reports.official import Cell
from reports.presenters.county_charts import MOST_RANKED
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle
from tests.markup import flat
from tests.views.test_adjusted_and_final_sums import complete  # noqa: F401 (a fixture)

PAGE = f"/county/lushan-gov/{YEAR}/infographic/"
PDF, PNG = f"{PAGE}infographic.pdf", f"{PAGE}infographic.png"
TITLE = f"鲁山县人民政府{YEAR}年政府信息公开工作年度报告图解"
DRAFT = "草稿"
NEW = Cell("applications", "new_received", "natural_person")


def text_of(content):
    paper = pypdfium2.PdfDocument(content)
    assert len(paper) == 1
    return "".join(paper[0].get_textpage().get_text_range().split())


def page_of(client):
    answer = client.get(PAGE)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def test_there_is_none_before_a_report_counts(government, supervisor):
    assert "没有可以画成图解的数字" in page_of(supervisor)
    for address in (PDF, PNG):
        assert supervisor.get(address).status_code == HTTPStatus.NOT_FOUND


def test_it_is_a_draft_until_the_sums_are_final(complete, summing, as_user):  # noqa: F811
    client = as_user(summing)
    draft = client.get(PDF)
    assert DRAFT in text_of(draft.content)
    assert "带有“草稿”字样" in page_of(client)
    finalise(complete, YEAR, summing, seen=standing_sums(complete, YEAR).seen)
    final = client.get(PDF)
    shown = text_of(final.content)
    assert (DRAFT in shown, DRAFT in page_of(client)) == (False, False)
    assert TITLE in shown
    assert "数据来源：5个单位年度报告的汇总数（已定稿）" in shown
    assert "图解供阅读参考" in shown
    assert client.get(PDF).content == final.content != draft.content


def test_its_figures_and_charts_are_those_of_the_year(four_of_five, supervisor):
    shown = page_of(supervisor)
    assert f'href="{PAGE}"' in flat(supervisor.get(f"/county/lushan-gov/{YEAR}/sums/").content.decode())
    for each in ("新收申请 11 件", "办理申请 9 件", "结转下年度 3 件", "行政复议 0 件", "行政诉讼 0 件"):
        assert f"<li>{each}</li>" in shown
    most = "鲁山县人民政府办公室：新收 6；鲁山县公安局：新收 4；背孜乡：新收 1"
    assert f"新收申请较多的单位（{YEAR} 年，4／5 个单位）：{most}" in shown
    written = text_of(supervisor.get(PDF).content)
    for each in (
        "历年申请量",
        f"{YEAR}年（4／5）",
        "申请人构成",
        "予以公开6",
        "鲁山县人民政府办公室鲁山县公安局背孜乡",
        "没有行政复议和行政诉讼案件。",
    ):
        assert each in written, each


def test_the_published_report_of_the_county_stands_before_the_sums(cast, four_of_five, government, supervisor):
    figures = figures_of("", YEAR) | {NEW: 40, NEW._replace(row="granted"): 40}
    own = settle(cast.clerk, government, figures, status=Status.APPROVED)
    assert "<li>新收申请 11 件</li>" in page_of(supervisor)
    own.status = Status.PUBLISHED
    own.save(update_fields=["status"])
    shown = page_of(supervisor)
    assert "<li>新收申请 40 件</li>" in shown
    assert "数据来源：已公布的《" in shown
    assert DRAFT not in shown


def test_its_figures_are_adjusted_as_the_report_of_the_county_has_to_be(complete, summing, as_user):  # noqa: F811
    granted = NEW._replace(row="granted")
    wanted = WantedAdjustment({NEW: 1, granted: 1}, AdjustmentKind.OWN_LEVEL, "县政府本级直接收到并答复 1 件")
    register(complete, YEAR, summing, wanted, seen="")
    client = as_user(summing)
    assert "<li>新收申请 12 件</li>" in page_of(client)
    finalise(complete, YEAR, summing, seen=standing_sums(complete, YEAR).seen)
    shown = page_of(client)
    assert "<li>新收申请 12 件</li>" in shown
    assert f"{YEAR} 年：新收 12，办结 10，结转下年度 3" in shown


def test_an_earlier_year_stands_as_the_county_published_it(cast, four_of_five, government, supervisor):
    settle(cast.clerk, Organ.objects.get(slug="beizi"), figures_of("beizi"), YEAR - 1)
    assert f"{YEAR - 1} 年（1／5）：新收 1" in page_of(supervisor)
    figures = figures_of("", YEAR - 1) | {NEW: 40, NEW._replace(row="granted"): 40}
    settle(cast.clerk, government, figures, YEAR - 1, status=Status.ARCHIVED)
    assert f"{YEAR - 1} 年：新收 40" in page_of(supervisor)


def test_the_picture_is_the_page_in_colours_twice_as_large_as_on_a_screen(four_of_five, supervisor):
    answer = supervisor.get(PNG)
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (1588, 2246))
    colours = {colour for _, colour in picture.getcolors(maxcolors=1 << 24)}
    assert (0x1D, 0x5A, 0xA6) in colours
    assert "png" in answer["Content-Disposition"]


def test_a_county_of_many_units_with_long_names_stays_on_one_page(cast, government, supervisor):
    for number in range(14):
        unit = organ(f"unit-{number}", f"鲁山县名称特别长的第{number}个事业单位管理委员会", "department", cast.county)
        figures = figures_of("", YEAR) | {NEW: 99_999_999 - number, NEW._replace(row="granted"): 99_999_999 - number}
        settle(cast.clerk, unit, figures | {Cell("disputes", "cases", "reconsideration_upheld"): 7})
    written = text_of(supervisor.get(PDF).content)
    assert written.count("…") == MOST_RANKED
    assert "99999999" in written


@pytest.mark.parametrize("extension", ["zip", "html"])
def test_no_other_file_is_made(four_of_five, supervisor, extension):
    assert supervisor.get(f"{PAGE}infographic.{extension}").status_code == HTTPStatus.NOT_FOUND
