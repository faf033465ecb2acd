"""The pages of the column, and of its static copy opened from a folder: accessible, at a desk and on a phone."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from reports.models.publication import publish_files
from tests.browser.chromium import SCREEN
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.views.publications import published

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def column(cast):
    for year in (YEAR, YEAR + 1):
        published(cast.clerk, cast.township, year)
    of_all_formats = published(cast.clerk, cast.neighbouring_township, YEAR)
    publish_files(of_all_formats, {"ofd": b"PK", "docx": b"PK", "html": b"<!doctype html>"})  # more than a line holds
    published(cast.clerk, cast.township, YEAR, revision=2)


@pytest.mark.parametrize("screen", [SCREEN, PHONE], ids=["desk", "phone"])
def test_the_column_is_accessible(page, column, screen):
    page.set_viewport_size(screen)
    for address in ("/public/", f"/public/?year={YEAR}&name=x", "/public/?year=all", "/public/beizi/"):
        page.goto(address)
        assert violations(page) == []
        assert not scrolls_sideways(page), address


def test_a_citizen_finds_a_report_by_its_year_and_organ(page, column):
    page.goto("/public/")
    page.get_by_role("link", name=str(YEAR), exact=True).click()
    page.get_by_label("单位名称").fill("背孜")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name=f"背孜乡人民政府{YEAR}年").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("政府信息公开工作年度报告")
    page.get_by_role("navigation", name="位置").get_by_role("link", name="背孜乡人民政府").click()
    expect(page.get_by_role("row")).to_have_count(3)


@pytest.mark.parametrize("screen", [SCREEN, PHONE], ids=["desk", "phone"])
def test_the_copy_opens_from_a_folder_without_a_server_and_is_accessible(page, column, tmp_path, screen):
    call_command("export_site", str(tmp_path / "copy"))
    page.allow_failures = True  # axe asks for the style sheets once more, which a page of a folder may not
    page.set_viewport_size(screen)
    page.goto((tmp_path / "copy" / "index.html").as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.frame-header')).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
    pages = ["历年报告", f"背孜乡人民政府{YEAR}年"]
    for name in (None, *pages):
        if name:
            page.get_by_role("link", name=name).first.click()
        assert page.url.startswith("file:")
        assert violations(page) == []
        assert not scrolls_sideways(page)
    expect(page.locator("#applications table")).to_be_visible()
    page.get_by_role("link", name="查看更正前的版本").click()
    expect(page.locator(".public-note")).to_contain_text("本版本已更正")
