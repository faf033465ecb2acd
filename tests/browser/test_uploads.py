"""A report that is brought, beside what was read of it: pointing at a figure marks where it stood, keys do it too."""

import re
import time

import pytest
from playwright.sync_api import expect

from reports.formats import writing
from reports.models import AnnualReport, Upload
from tests.browser.test_accessibility import violations
from tests.browser.test_form import cell
from tests.formats import makers

UPLOADS = "/uploads/beizi/"
GRANTED = "applications.granted.natural_person"
FORWARD = "applications.carried_forward.other_org"


def bring(page, name, content):
    page.goto(UPLOADS)
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url(re.compile(r"/uploads/beizi/\d+/$"))


def marked(page):
    return page.locator(".is-marked")


@pytest.fixture(params=["html", "pdf"])
def brought(request, page, cast, sign_in, seed):
    """The seed's report as a saved page or as a paper, on the page where it is compared."""
    sign_in(cast.clerk)
    content = writing.write(seed, "html") if request.param == "html" else makers.paper(seed)
    bring(page, f"上年.{request.param}", content)
    return request.param


def test_the_focused_figure_is_marked_in_the_file_and_brought_into_sight(brought, page):
    for address in (GRANTED, FORWARD):
        cell(page, address).focus()
        expect(marked(page)).to_have_count(1)
        expect(marked(page)).to_have_id(cell(page, address).get_attribute("data-mark"))
        expect(marked(page)).to_be_in_viewport()
        expect(page.locator("#from-where")).to_have_text(f"读自文件{cell(page, address).get_attribute('data-where')}")


def test_the_tab_key_moves_the_mark_from_figure_to_figure(brought, page):
    cell(page, GRANTED).focus()
    first = marked(page).get_attribute("id")
    page.keyboard.press("Tab")
    expect(cell(page, "applications.granted.business")).to_be_focused()
    assert marked(page).get_attribute("id") != first


def test_the_figure_under_the_pointer_is_marked_a_total_too(brought, page):
    cell(page, FORWARD).hover()
    expect(marked(page)).to_have_id(cell(page, FORWARD).get_attribute("data-mark"))
    total = page.locator('[id="applications.carried_forward.total"]')
    total.hover()
    expect(marked(page)).to_have_id(total.get_attribute("data-mark"))


def test_a_click_on_a_place_of_the_file_leads_to_its_figure(brought, page):
    place = cell(page, GRANTED).get_attribute("data-mark")
    page.locator(f'[id="{place}"]').click()
    expect(cell(page, GRANTED)).to_be_focused()
    expect(marked(page)).to_have_id(place)


def test_enter_in_a_figure_keeps_it_and_confirms_nothing(brought, page):
    cell(page, GRANTED).fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("修改已保存，已重新核对")).to_be_visible()
    assert Upload.objects.get().corrections == {GRANTED: "7"}
    assert AnnualReport.objects.count() == 0


def test_the_page_is_accessible_and_scrolls_sideways_nowhere(brought, page):
    cell(page, GRANTED).focus()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_while_a_file_is_read_the_page_says_so_and_sends_it_once(page, cast, sign_in):
    sign_in(cast.clerk)
    page.goto(UPLOADS)
    expect(page.get_by_text("正在读取，PDF 约需几秒")).to_be_hidden()
    page.evaluate(
        """() => {
            window.sent = 0;
            document.getElementById("upload-form").addEventListener("submit", (event) => {
                window.sent += event.defaultPrevented ? 0 : 1;
                event.preventDefault();
            });
        }"""
    )
    for _ in range(2):
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_text("正在读取，PDF 约需几秒")).to_be_visible()
    assert page.evaluate("window.sent") == 1


def test_what_is_put_right_is_there_again_after_a_reload_without_any_button(page, cast, sign_in, seed):
    sign_in(cast.clerk)
    bring(page, "上年.html", writing.write(seed, "html"))
    cell(page, GRANTED).fill("7")
    page.locator("#problems").fill("改过。")
    expect(page.locator("#kept")).to_have_text("已保留 2 处修改")
    page.reload()
    expect(cell(page, GRANTED)).to_have_value("7")
    expect(page.locator("#problems")).to_have_value("改过。")
    expect(page.get_by_text("已改 2 处，离开后再打开仍在")).to_be_visible()
    assert violations(page) == []


def test_what_is_typed_in_the_last_moment_is_kept_when_the_page_is_left(page, cast, sign_in, seed):
    sign_in(cast.clerk)
    bring(page, "上年.html", writing.write(seed, "html"))
    cell(page, GRANTED).fill("7")
    page.goto(UPLOADS)
    until = time.monotonic() + 10
    while not Upload.objects.get().corrections and time.monotonic() < until:
        time.sleep(0.1)
    page.reload()
    expect(page.get_by_text("已改 1 处")).to_be_visible()


def test_while_the_network_is_away_the_page_says_so_and_keeps_it_later(page, cast, sign_in, seed):
    sign_in(cast.clerk)
    bring(page, "上年.html", writing.write(seed, "html"))
    page.allow_failures = True
    page.context.set_offline(True)
    cell(page, GRANTED).fill("7")
    expect(page.locator("#kept")).to_have_text("修改未保留：网络中断，将自动重试")
    assert Upload.objects.get().corrections == {}
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_have_text("已保留 1 处修改")
    assert Upload.objects.get().corrections == {GRANTED: "7"}
