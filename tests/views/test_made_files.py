"""Files that a worker makes for a large county: asked for on a page, shown while they are made, fetched afterwards."""

import io
import json
import re
from http import HTTPStatus
from types import SimpleNamespace
from urllib.parse import urlsplit
from zipfile import ZipFile

import pypdfium2
import pytest
from openpyxl import load_workbook

from reports.lifecycle.bundles import making, tasks
from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.models import Basis, Bundle, BundleKind, BundleState, Finalisation
from reports.models.bundles import MOST_BEGINNINGS
from reports.views.county import workbook
from reports.views.shared import score_exports
from reports.web import made_files
from tests.conftest import YEAR
from tests.markup import flat
from tests.views.publications import published
from tests.views.test_score_exports import scheme  # noqa: F401  a fixture

SUMS = f"/county/lushan-gov/{YEAR}/sums/"
FILES = f"{SUMS}files/"
SITE = f"/county/lushan/{YEAR}/site/"
SCORES = f"/county/lushan/{YEAR}/scores/files/"
LINK = re.compile(r'\b(?:href|src)="([^"]+)"')


@pytest.fixture
def nobody_works(monkeypatch):
    monkeypatch.setattr(tasks, "making", SimpleNamespace(make=lambda pk: None))


def page_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def sums_of(answer):
    book = load_workbook(io.BytesIO(answer.getvalue()), data_only=True)
    return book["三、收到和处理政府信息公开申请情况"]


def test_the_workbook_of_few_units_comes_at_once_and_of_many_from_a_worker(four_of_five, summing, as_user, monkeypatch):
    browser = as_user(summing)
    at_once = browser.get(f"{SUMS}workbook.xlsx")
    assert at_once["Content-Type"].endswith("sheet")
    monkeypatch.setattr(workbook, "MOST_AT_ONCE", 3)
    assert browser.get(f"{SUMS}workbook.xlsx").url == FILES
    assert "已开始生成汇总表" in flat(browser.post(FILES, follow=True).content.decode())
    made = Bundle.objects.get()
    assert (made.kind, made.state, made.done, made.total) == (BundleKind.SUMS, BundleState.READY, 4, 5)
    assert f'href="{FILES}{made.pk}.xlsx"' in page_of(browser, FILES)
    fetched = browser.get(f"{FILES}{made.pk}.xlsx")
    assert fetched["Content-Type"] == at_once["Content-Type"]
    rows = [[each.value for each in row] for row in sums_of(fetched).iter_rows()]
    assert rows == [
        [each.value for each in row]
        for row in load_workbook(io.BytesIO(at_once.content), data_only=True)[
            "三、收到和处理政府信息公开申请情况"
        ].iter_rows()
    ]


def test_a_large_document_that_was_final_once_is_made_from_its_own_content(
    cast, government, four_of_five, summing, as_user, monkeypatch
):
    browser = as_user(summing)
    scope = decide_scope(government, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    final = Finalisation.objects.create(
        consolidation=scope.stored, content=_document(government), content_hash="0" * 64, by=summing, at=_now()
    )
    monkeypatch.setattr(workbook, "MOST_BYTES_AT_ONCE", 10)
    asked = browser.get(f"{SUMS}final/{final.pk}.xlsx").url
    assert asked == f"{FILES}?final={final.pk}"
    assert f'name="final" value="{final.pk}"' in page_of(browser, asked)
    browser.post(FILES, {"final": final.pk})
    assert Bundle.objects.get().wanted == {"final": final.pk}
    assert browser.post(FILES, {"final": final.pk + 1}).status_code == HTTPStatus.NOT_FOUND
    assert browser.post(FILES, {"final": "9" * 40}).status_code == HTTPStatus.NOT_FOUND


def _document(government):
    from reports.lifecycle.consolidation.finalising import document_of  # noqa: PLC0415
    from reports.lifecycle.consolidation.standing import standing_sums  # noqa: PLC0415

    return document_of(standing_sums(government, YEAR), by="蒋文").as_bytes()


def _now():
    from django.utils import timezone  # noqa: PLC0415

    return timezone.now()


def test_while_one_is_being_made_it_is_shown_and_no_other_is_begun(four_of_five, summing, as_user, nobody_works):
    browser = as_user(summing)
    browser.post(FILES)
    again = flat(browser.post(FILES, follow=True).content.decode())
    assert "已有汇总表正在生成，完成后可以再生成新的" in again
    assert "已完成 0／5" in again
    assert Bundle.objects.count() == 1
    browser.post(FILES, {"go": "discard", "bundle": Bundle.objects.get().pk})
    assert not Bundle.objects.exists()


def test_nothing_to_sum_up_is_said_on_the_page(government, summing, as_user):
    page = flat(as_user(summing).post(FILES, follow=True).content.decode())
    assert "没有可以汇总的报告。" in page
    assert Bundle.objects.get().state == BundleState.FAILED


def test_after_the_third_worker_that_ended_it_is_given_up(four_of_five, summing, as_user, nobody_works):
    as_user(summing).post(FILES)
    Bundle.objects.update(begun=MOST_BEGINNINGS)
    making.make(Bundle.objects.get().pk)
    assert making.GIVEN_UP in page_of(as_user(summing), FILES)


def test_the_copy_of_the_site_is_whole_and_names_nothing_outside(cast, as_user):
    published(cast.clerk, cast.township, YEAR)
    browser = as_user(cast.supervisor)
    assert f'href="{SITE}"' in page_of(browser, f"/county/lushan/{YEAR}/publishing/")
    browser.post(SITE, {"address": "https://example.org/column"})
    made = Bundle.objects.get()
    assert (made.kind, made.state, made.done, made.total, made.why) == (BundleKind.SITE, BundleState.READY, 1, 1, "")
    with ZipFile(io.BytesIO(browser.get(f"{SITE}{made.pk}.zip").getvalue())) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert {"index.html", "sitemap.xml", "data/reports.json", "site-copy.json"} < names
        assert json.loads(archive.read("site-copy.json"))["reports"] == 1
        assert "https://example.org/column/index.html" in archive.read("sitemap.xml").decode()
        links = LINK.findall(archive.read("index.html").decode())
    assert links
    assert {urlsplit(each).path for each in links if urlsplit(each).path} <= names


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org", "https:///x", "https://a b/", "http://[x"])
def test_an_address_that_is_none_is_refused_and_stays(cast, as_user, address):
    page = flat(as_user(cast.supervisor).post(SITE, {"address": address}).content.decode())
    assert "网址应以 http:// 或 https:// 开头，不含空格" in page
    assert f'value="{address}"' in page
    assert not Bundle.objects.exists()


def test_an_installation_without_a_column_has_no_copy_of_it(cast, as_user, settings):
    settings.PUBLIC_COLUMN = False
    browser = as_user(cast.supervisor)
    assert browser.get(SITE).status_code == HTTPStatus.NOT_FOUND
    assert SITE not in page_of(browser, f"/county/lushan/{YEAR}/publishing/")


def test_all_score_sheets_are_one_paper_each_from_a_new_page_in_the_order_of_the_list(cast, as_user, scheme):  # noqa: F811
    answer = as_user(cast.supervisor).get(f"/county/lushan/{YEAR}/scores.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = [each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(answer.content)]
    assert [name for page in pages for name in ("背孜乡人民政府", "瓦屋镇人民政府") if f"{name}{YEAR}" in page] == [
        "背孜乡人民政府",
        "瓦屋镇人民政府",
    ]
    assert all("内部工作资料" in each for each in pages)


def test_very_many_score_sheets_are_made_by_a_worker_part_by_part(cast, as_user, scheme, monkeypatch):  # noqa: F811
    monkeypatch.setattr(score_exports, "TOGETHER", 1)
    monkeypatch.setattr("reports.presenters.score_exports.TOGETHER", 1)
    browser = as_user(cast.supervisor)
    assert browser.get(f"/county/lushan/{YEAR}/scores.pdf").url == SCORES
    browser.post(SCORES)
    made = Bundle.objects.get()
    assert (made.kind, made.state, made.done, made.total) == (BundleKind.SCORES, BundleState.READY, 2, 2)
    paper = pypdfium2.PdfDocument(browser.get(f"{SCORES}{made.pk}.pdf").getvalue())
    assert len(paper) == 2


def test_a_file_that_is_gone_says_so(four_of_five, summing, as_user):
    browser = as_user(summing)
    browser.post(FILES)
    made = Bundle.objects.get()
    made.file.storage.delete(made.file.name)
    assert made_files.GONE in flat(browser.get(f"{FILES}{made.pk}.xlsx", follow=True).content.decode())


def test_what_another_organ_had_made_is_not_there(cast, four_of_five, summing, as_user):
    as_user(summing).post(FILES)
    made = Bundle.objects.get()
    for user in (cast.clerk, cast.neighbour, cast.stranger):
        assert as_user(user).get(f"{FILES}{made.pk}.xlsx").status_code == HTTPStatus.NOT_FOUND
        assert as_user(user).post(FILES).status_code == HTTPStatus.NOT_FOUND
    assert as_user(cast.supervisor).get(f"/county/lushan/{YEAR}/bundle/{made.pk}.zip").status_code == (
        HTTPStatus.NOT_FOUND
    )
