"""公布清单: what is published and where, entered one by one or as a block, and taken along."""

import html
import re
from http import HTTPStatus
from io import BytesIO

import openpyxl
import pytest

from reports.models import PublishedAddress
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.county.published import publish
from tests.county.reports import organ
from tests.markup import flat

LIST = f"/county/lushan/{YEAR}/publishing/"
PASTE, CODE, WORKBOOK = (f"{LIST}{each}" for each in ("paste/", "code/", "list.xlsx"))
URL = "https://www.example.gov.cn/a.html?id=1&n=2"


@pytest.fixture
def published(cast):
    return [publish(each, cast.supervisor) for each in (cast.township, cast.neighbouring_township)]


@pytest.fixture
def browser(cast, as_user):
    return as_user(cast.supervisor)


def text(answer):
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def test_an_address_is_entered_and_checked_on_the_list(cast, browser, published):
    page = text(browser.get(LIST))
    assert "已公布 2 个单位，2 个尚未回填网址。" in page
    said = {f"url-{published[0].pk}": URL, f"seen-{published[0].pk}": "", f"url-{published[1].pk}": ""}
    page = text(browser.post(LIST, said, follow=True))
    assert ("已保存 1 个网址" in page, page.count(">标为已核对</button>")) == (True, 1)
    entry = PublishedAddress.objects.get()
    page = text(browser.post(LIST, {"check": f"{published[0].pk} {entry.pk}"}, follow=True))
    assert "人工核对" in page
    assert "张某某" in page


def test_what_is_no_address_is_refused_at_its_field_and_stays_typed(browser, published):
    said = {f"url-{published[0].pk}": "javascript:alert(1)", f"url-{published[1].pk}": URL}
    page = text(browser.post(LIST, said))
    assert "背孜乡人民政府：请填写以 http:// 或 https:// 开头的网址" in page
    assert 'value="javascript:alert(1)"' in page
    assert 'href="javascript:' not in page
    assert not PublishedAddress.objects.exists()


def test_a_block_is_shown_before_anything_of_it_is_entered(browser, published):
    block = f"背孜乡\t{URL}\n某乡\t{URL}\n瓦屋镇\tjavascript:alert(1)"
    page = text(browser.post(PASTE, {"block": block}))
    assert "找到 1 个单位，其中 1 个网址有变化。1 行未找到单位。1 行的网址不能用。" in page
    assert not PublishedAddress.objects.exists()
    seen = re.search(r'name="apply" value="(\w+)"', page)[1]
    assert "已填入 1 个网址" in text(browser.post(PASTE, {"block": block, "apply": seen}, follow=True))
    assert PublishedAddress.objects.get().url == URL


def test_a_preview_that_no_longer_holds_is_shown_anew(cast, browser, published):
    block = f"背孜乡\t{URL}"
    seen = re.search(r'name="apply" value="(\w+)"', text(browser.post(PASTE, {"block": block})))[1]
    PublishedAddress.objects.create(
        publication=published[0], url="http://b.example.gov.cn/", entered_by=cast.supervisor
    )
    page = text(browser.post(PASTE, {"block": block, "apply": seen}))
    assert "网址在您预览后有变化，请核对后再确认" in page
    assert "http://b.example.gov.cn/" in page
    assert PublishedAddress.objects.count() == 1


def test_the_code_links_every_report_to_where_it_stands(cast, browser, published):
    PublishedAddress.objects.create(publication=published[0], url=URL, entered_by=cast.supervisor)
    page = browser.get(CODE).content.decode()
    code = html.unescape(re.search(r'<textarea class="form-control page-code".*?>(.*?)</textarea>', page, re.DOTALL)[1])
    assert f'<a href="{html.escape(URL)}">背孜乡人民政府{YEAR}年政府信息公开工作年度报告</a>' in code
    assert f'<a href="http://testserver/public/wawu/{YEAR}/1/">' in code
    assert "<script" not in code


def test_the_workbook_has_the_list_with_whole_addresses(cast, browser, published):
    PublishedAddress.objects.create(publication=published[0], url=URL, entered_by=cast.supervisor)
    sheet = openpyxl.load_workbook(BytesIO(browser.get(WORKBOOK).content)).active
    first, second = (list(row) for row in sheet.iter_rows(min_row=2, values_only=True))
    assert first[:2] == [1, "背孜乡人民政府"]
    assert first[4] == f"http://testserver/public/beizi/{YEAR}/1/report.pdf"
    assert (first[7], second[7]) == (URL, None)


def test_nobody_but_the_supervisors_of_the_office_sees_or_enters_anything(cast, as_user, published):
    said = {f"url-{published[0].pk}": URL}
    for name in ("clerk", "leader", "neighbour", "stranger", "administrator"):
        for address in (LIST, PASTE, CODE, WORKBOOK):
            assert as_user(getattr(cast, name)).get(address).status_code == HTTPStatus.NOT_FOUND
        assert as_user(getattr(cast, name)).post(LIST, said).status_code == HTTPStatus.NOT_FOUND
    assert not PublishedAddress.objects.exists()


def test_a_year_without_publications_says_so(browser, cast):
    assert f"{YEAR} 年度还没有已公布的报告。" in text(browser.get(LIST))


def test_the_list_asks_as_often_for_sixty_organs_as_for_three(
    cast, browser, published, django_assert_num_queries, django_assert_max_num_queries
):
    browser.get(LIST)
    with django_assert_max_num_queries(20) as few:
        browser.get(LIST)
    for number in range(60):
        publish(organ(f"o{number}", f"某局{number}", Kind.DEPARTMENT, cast.county), cast.supervisor)
    with django_assert_num_queries(len(few)):
        browser.get(LIST)
