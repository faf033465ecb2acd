"""The public column: what was published is found by year and organ, and nothing else is."""

from http import HTTPStatus
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.lifecycle.opening import open_report
from reports.models import Organ
from tests.conftest import YEAR
from tests.markup import Browser
from tests.views.publications import published, townships

COLUMN = "/public/"
NAMESPACES = {"atom": "http://www.w3.org/2005/Atom", "map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def page(address=COLUMN, **query):
    answer = Browser().get(address, query)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


@pytest.fixture
def two_years(cast):
    for year in (YEAR, YEAR + 1):
        published(cast.clerk, cast.township, year)
    return published(cast.clerk, cast.neighbouring_township, YEAR + 1)


def test_the_newest_year_is_listed_and_the_others_lie_one_click_away(two_years):
    shown = page()
    assert f"瓦屋镇人民政府{YEAR + 1}年政府信息公开工作年度报告" in shown
    assert f"背孜乡人民政府{YEAR}年" not in shown
    assert f'href="?year={YEAR}"' in shown
    earlier = page(year=YEAR)
    assert f'href="/public/beizi/{YEAR}/"' in earlier
    assert "瓦屋镇人民政府" not in earlier
    everything = page(year="all")
    assert f'href="/public/beizi/{YEAR}/"' in everything
    assert f'href="/public/wawu/{YEAR + 1}/"' in everything


def test_it_is_narrowed_by_kind_and_by_a_part_of_the_name_of_then_or_of_now(two_years, cast):
    assert "瓦屋镇" not in page(name="背孜")
    assert "没有符合条件的报告" in page(kind="county")
    assert "背孜乡" in page(kind="township")
    Organ.objects.filter(slug="wawu").update(name="新瓦屋镇人民政府")
    found = page(name="新瓦屋")
    assert f"瓦屋镇人民政府{YEAR + 1}年" in found
    assert f"新瓦屋镇人民政府{YEAR + 1}年" not in found.replace('value="新瓦屋"', "")


def test_a_corrected_report_is_listed_once_with_a_note_and_the_files_of_now(two_years, cast):
    published(cast.clerk, cast.township, YEAR + 1, revision=2)
    shown = page()
    assert shown.count(f"背孜乡人民政府{YEAR + 1}年政府信息公开工作年度报告</a>") == 1
    assert "已更正" in shown
    assert f"/public/beizi/{YEAR + 1}/2/report.pdf" in shown
    assert f"/public/beizi/{YEAR + 1}/1/report.pdf" not in shown


def test_a_correction_that_is_not_published_and_one_that_was_withdrawn_leave_no_trace(two_years, cast):
    before = page()
    correction = two_years.report.__class__.objects.create(
        organ=cast.neighbouring_township, year=YEAR + 1, revision=2, edition="2021"
    )
    assert page() == before
    correction.delete()
    assert page() == before


def test_an_organs_page_lists_its_years_the_newest_first(two_years):
    shown = page("/public/beizi/")
    assert shown.index(f"/public/beizi/{YEAR + 1}/") < shown.index(f"/public/beizi/{YEAR}/")
    assert "瓦屋镇" not in shown


def test_an_organ_that_published_nothing_has_no_page(two_years, cast):
    open_report(cast.county, YEAR, cast.clerk)
    for slug in ("lushan", "nobody"):
        assert Client().get(f"/public/{slug}/").status_code == HTTPStatus.NOT_FOUND


def test_a_long_list_has_pages(cast):
    for organ in townships(cast.county, 51):
        published(cast.clerk, organ, YEAR)
    assert "第 1 页，共 2 页（51 份报告）" in page()
    assert "第50镇人民政府" in page(page=2)
    for beyond in ("10000000000", "x", "-1", "٣"):
        assert page(page=beyond)


def test_the_feed_names_each_report_with_the_organ_as_its_author(two_years):
    answer = Client().get("/public/feed.xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall("atom:entry", NAMESPACES)
    assert [each.findtext("atom:author/atom:name", namespaces=NAMESPACES) for each in entries] == [
        "瓦屋镇人民政府", "背孜乡人民政府", "背孜乡人民政府",
    ]  # fmt: skip
    assert entries[0].find("atom:link", NAMESPACES).get("href") == f"http://testserver/public/wawu/{YEAR + 1}/1/"


def test_the_map_leads_to_every_page_and_each_is_there(two_years):
    parts = ElementTree.fromstring(Client().get("/public/sitemap.xml").content)
    pages = []
    for part in parts.iterfind("map:sitemap/map:loc", NAMESPACES):
        answer = Client().get(part.text.removeprefix("http://testserver"))
        pages += [each.text for each in ElementTree.fromstring(answer.content).iterfind("map:url/map:loc", NAMESPACES)]
    assert len(pages) == len(set(pages)) == 5
    assert {Client().get(each.removeprefix("http://testserver")).status_code for each in pages} == {HTTPStatus.OK}


def test_an_installation_without_the_column_has_none_of_it_but_its_published_pages(two_years, settings):
    settings.PUBLIC_COLUMN = False
    addresses = ("", "beizi/", "feed.xml", "sitemap.xml", "sitemap-reports.xml")
    assert {Client().get(f"/public/{each}").status_code for each in addresses} == {HTTPStatus.NOT_FOUND}
    assert 'href="/public/"' not in page(f"/public/beizi/{YEAR}/")


def test_search_engines_leave_it_out_unless_the_installation_lets_them_in(two_years, settings):
    addresses = (COLUMN, "/public/beizi/", f"/public/beizi/{YEAR}/", f"/public/beizi/{YEAR}/1/report.pdf")
    assert {Client().get(each).headers["X-Robots-Tag"] for each in addresses} == {"noindex"}
    settings.PUBLIC_PAGES_INDEXED = True
    assert not any("X-Robots-Tag" in Client().get(each).headers for each in addresses)


def test_what_is_kept_is_made_once_and_again_after_a_publication(two_years, cast):
    page()
    with CaptureQueriesContext(connection) as kept:
        page()
    with CaptureQueriesContext(connection) as narrowed:
        page(name="乡")
    assert len(kept) < len(narrowed)
    published(cast.clerk, cast.neighbouring_township, YEAR)
    assert f"瓦屋镇人民政府{YEAR}年" in page(year=YEAR)


def test_what_is_kept_for_others_holds_nothing_that_somebody_wrote_into_the_address(two_years):
    plain = page()
    for junk in ({"poem": "1"}, {"year": "poem"}, {"kind": "poem"}, {"page": "poem"}):
        assert page(**junk) == plain
    assert "poem" not in page(poem="1", year="all", kind="township")


def test_who_has_it_is_told_so_until_something_is_published(two_years, cast):
    tag = Client().get(COLUMN).headers["ETag"]
    assert Client().get(COLUMN, headers={"If-None-Match": tag}).status_code == HTTPStatus.NOT_MODIFIED
    published(cast.clerk, cast.neighbouring_township, YEAR)
    assert Client().get(COLUMN, headers={"If-None-Match": tag}).status_code == HTTPStatus.OK


def test_nothing_that_is_published_is_said_when_nothing_is(cast):
    assert "目前没有公布的报告" in page()
    assert ElementTree.fromstring(Client().get("/public/feed.xml").content).find("atom:entry", NAMESPACES) is None
