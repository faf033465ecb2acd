"""The page of a published report, as anybody reads it: with and without scripts, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.models import AnnualReport
from tests.browser.chromium import SCREEN
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.deciding import perform

PUBLIC = f"/public/beizi/{YEAR}/"
PHONE = {"width": 390, "height": 844}
REASON = "第六部分所列情况与实际不符，须更正。"


@pytest.fixture
def corrected(filled, cast):
    publish(filled, cast)
    perform("correct", filled.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "没有其他事项。")])
    publish(correction, cast)


def publish(report, cast):
    perform("submit", report.pk, cast.clerk)
    perform("approve", report.pk, cast.supervisor)
    perform("publish", report.pk, cast.clerk)


@pytest.mark.parametrize("screen", [SCREEN, PHONE], ids=["desk", "phone"])
def test_every_size_is_accessible_and_scrolls_sideways_only_inside_a_table(page, corrected, screen):
    page.set_viewport_size(screen)
    page.goto(PUBLIC)
    heights = []
    for size in ("小", "中", "大"):
        page.get_by_role("link", name=size, exact=True).click()
        expect(page.get_by_role("link", name=size, exact=True)).to_have_attribute("aria-current", "true")
        assert violations(page) == []
        assert not scrolls_sideways(page)
        heights.append(page.locator("#problems p").first.evaluate("each => getComputedStyle(each).fontSize"))
    assert heights == ["16px", "18px", "24px"]


def test_a_table_scrolls_in_its_own_region_on_a_phone(page, corrected):
    page.set_viewport_size(PHONE)
    page.goto(PUBLIC)
    region = page.locator("#applications .table-region")
    assert region.evaluate("each => each.scrollWidth > each.clientWidth")
    region.evaluate("each => { each.scrollLeft = each.scrollWidth; }")
    assert region.evaluate("each => each.scrollLeft") > 0


def test_the_button_prints_where_scripts_run(page, corrected):
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(PUBLIC)
    page.get_by_role("button", name="打印").click()
    assert page.title() == "printed"


def test_without_scripts_everything_is_there_but_the_button(chromium, live_server, corrected):
    context = chromium.new_context(viewport=SCREEN, base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(PUBLIC)
    assert page.get_by_role("button", name="打印").count() == 0
    page.get_by_role("link", name="大", exact=True).click()
    expect(page.locator(".sheet-large")).to_be_visible()
    page.get_by_role("link", name="五、存在的主要问题及改进情况").click()
    assert page.url.endswith("#problems")
    expect(page.locator(".public-note")).to_contain_text("更正为")
    page.get_by_role("link", name="查看更正前的版本").click()
    expect(page.locator(".public-note")).to_contain_text("本版本已更正")
    context.close()
