"""An office that starts here: last year's text is pasted and confirmed, and this year's report begins from it."""

import re

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.importing import take_in
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.formats import makers
from tests.views.uploads import an_upload

JANUARY = f"{YEAR + 2}-01-10T10:00:00+08:00"
REPORT = f"/reports/beizi/{YEAR + 1}"


@pytest.fixture(autouse=True)
def _in_january():
    with time_machine.travel(JANUARY):
        yield


def copied(page, text):
    """On the clipboard, as from a page or a PDF."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def test_last_years_text_is_pasted_confirmed_and_stands_beside_every_cell_of_this_year(page, cast, sign_in, seed):
    found = {}

    def look(name):
        found[name] = (violations(page), scrolls_sideways(page))

    sign_in(cast.clerk)
    page.goto("/")
    look("home")
    page.get_by_role("link", name="上传上年报告").first.click()
    copied(page, makers.plain(seed))
    page.get_by_label("或粘贴报告全文").click()
    page.keyboard.press("Control+v")
    look("pasted")
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url(re.compile(r"/uploads/beizi/\d+/$"))
    expect(page.locator(".lead-line")).to_contain_text(f"（背孜乡人民政府 {YEAR} 年度）：读出 166 个数字、7 段文字")
    look("preview")
    page.get_by_role("button", name=f"确认存为 {YEAR} 年度往年报告").click()
    expect(page.get_by_role("status").first).to_contain_text("已作为往年报告存入")
    assert AnnualReport.objects.get().data().figures == seed.figures
    look("stored")
    page.get_by_role("link", name="开始填报").click()
    page.wait_for_url("**/start/")
    look("start")
    for question in page.get_by_role("radio", name="有").all():
        question.check()
    page.get_by_role("button", name="开始填报").click()
    for part, entries in (("proactive_disclosure", 10), ("applications", 144), ("disputes", 12)):
        page.goto(f"{REPORT}/{part}/")
        expect(page.locator('[id$="_last"]')).to_have_count(entries)
        look(part)
    page.goto(f"{REPORT}/particulars/")
    look("particulars")
    page.goto(f"{REPORT}/overview/")
    page.locator('[id="overview.proactive_disclosure"]').click()
    expect(page.get_by_text(f"请改为{YEAR + 1}年").first).to_be_visible()
    look("overview")
    assert {name: each for name, each in found.items() if each != ([], False)} == {}


OVERLAPPING = """() => [...document.querySelectorAll("#grid td > .last-year")].filter((last) => {
    const shown = last.parentElement.querySelector("input") || last.parentElement.querySelector("[data-parts]");
    const style = getComputedStyle(shown);
    const box = shown.getBoundingClientRect();
    let { left, top } = box;
    if (shown.value !== undefined) {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = `${style.fontSize} ${style.fontFamily}`;
        left = box.right - parseFloat(style.paddingRight) - pen.measureText(shown.value).width;
        top = box.top + parseFloat(style.paddingTop);
    }
    const beside = last.getBoundingClientRect();
    return beside.width > 0 && beside.right > left && beside.bottom > top + 2;
}).map((last) => `${last.textContent} ${last.parentElement.textContent}`)"""


def test_last_years_figures_and_this_years_never_lie_over_each_other(page, cast, sign_in, seed):
    entries = [cell for cell in seed.official_form.entries if cell.table == "applications"]
    before = {cell: int("0" + "9" * (number % 9)) for number, cell in enumerate(entries)}
    upload = an_upload(cast, figures={**seed.figures, **before})
    take_in(upload, cast.clerk, YEAR, timezone.localdate())
    draft = open_report(cast.township, YEAR + 1, cast.clerk)
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    assert page.evaluate(OVERLAPPING) == [], "beside totals of nothing yet"
    save(draft.pk, cast.clerk, [Edit(str(each), "", "8" * (1 + n // 9 % 8)) for n, each in enumerate(entries)])
    page.goto(f"{REPORT}/applications/")
    expect(page.locator("#grid td.entry .last-year:visible")).to_have_count(len(entries))
    assert page.evaluate(OVERLAPPING) == []
