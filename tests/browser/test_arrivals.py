"""Two people at one step, each in a browser of their own: what one saves arrives at the other, beside what is typed."""

import os
import re
import zlib

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from tests.browser.scripts import with_scripts
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
GRANTED = "applications.granted.natural_person"
BUSINESS = "applications.granted.business"
RECEIVED = "applications.new_received.natural_person"
TOTAL = "applications.granted.total"
SAVED = re.compile(r"已保存 \d\d:\d\d")
LONGEST_WAIT = 25_000  # a page says every 15 seconds that it is open
LEAD, PLATFORM = "overview.lead", "overview.platform"


def at(page, address):
    return page.locator(f'[id="{address}"]')


def ask(page):
    """Say at once that the page is open, which it does every few seconds."""
    page.evaluate("document.getElementById('step-form').dispatchEvent(new CustomEvent('ask'))")


def photograph(page, name):
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/{name}.png")


def where_the_caret_is(page):
    return page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]")


@pytest.fixture
def clerk(desk_of, cast, report):
    page = desk_of(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    return page


def test_two_clerks_see_each_others_figures_arrive(clerk, desk_of, cast, report):
    colleague = desk_of(cast.colleague)
    colleague.goto(f"{REPORT}/applications/")
    at(clerk, RECEIVED).click()
    clerk.keyboard.type("12")
    clerk.keyboard.press("ArrowLeft")
    for address, figure in ((GRANTED, "5"), (BUSINESS, "7")):
        at(colleague, address).fill(figure)
    colleague.keyboard.press("Tab")
    expect(colleague.locator("#save-status")).to_have_text(SAVED)
    expect(at(clerk, GRANTED)).to_have_value("5", timeout=LONGEST_WAIT)
    expect(at(clerk, BUSINESS)).to_have_value("7")
    expect(at(clerk, TOTAL)).to_have_text("12")
    expect(clerk.locator("#arrived")).to_contain_text(re.compile(r"^王某某 \d\d:\d\d 修改 2 处，已显示"))
    expect(at(clerk, f"{GRANTED}_arrived")).to_have_text(re.compile(r"^王某某 \d\d:\d\d 修改，原为 （空）$"))
    assert (at(clerk, RECEIVED).input_value(), where_the_caret_is(clerk)) == ("12", [RECEIVED, 1])
    photograph(clerk, "arrived")
    expect(at(colleague, RECEIVED)).to_have_value("12", timeout=LONGEST_WAIT)
    expect(clerk.locator("#save-status")).to_have_text(SAVED)
    stored = {str(cell): figure for cell, figure in report.figures().items() if figure is not None}
    figures = {cell: figure for cell, figure in stored.items() if cell.startswith("applications.")}
    assert figures == {RECEIVED: 12, GRANTED: 5, BUSINESS: 7}


def test_the_balance_and_the_findings_come_along(clerk, cast, report):
    column = clerk.locator("td.entry input").evaluate_all("all => all.map((each) => each.name)")
    natural = [name for name in column if name.endswith(".natural_person")]
    balance = clerk.locator("td.balance").first
    expect(balance).to_have_text("未填完")
    edits = [Edit(name, "", "3" if name == RECEIVED else "2" if name == GRANTED else "0") for name in natural]
    save(report.pk, cast.colleague, [*edits, Edit(BUSINESS, "", "三")])
    ask(clerk)
    expect(balance).to_have_text("少 1")
    expect(clerk.locator("#found-title")).not_to_have_text("本页问题 0")
    expect(at(clerk, BUSINESS)).to_have_attribute("aria-invalid", "true")
    expect(clerk.locator(".found")).to_contain_text("请填写数字")


def test_a_touched_figure_shows_both_and_nothing_is_overwritten(clerk, cast, report):
    clerk.route("**/save/", lambda route: route.abort())
    clerk.allow_failures = True
    at(clerk, GRANTED).fill("8")
    clerk.keyboard.press("Tab")
    expect(clerk.locator("#save-status")).to_contain_text("未保存")
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "5")])
    ask(clerk)
    row = clerk.locator("#conflicts tbody tr")
    expect(row.locator("th")).to_have_text("（一）予以公开，自然人")
    assert [row.locator(f".{choice} span").inner_text() for choice in ("theirs", "mine")] == ["5", "8"]
    expect(row.locator(".editor")).to_have_text(re.compile(r"^王某某 \d\d:\d\d$"))
    expect(at(clerk, GRANTED)).to_have_value("8")
    photograph(clerk, "arrived-conflict")
    clerk.unroute("**/save/")
    row.locator(".mine input").check()
    clerk.get_by_role("button", name="按所选内容保存").click()
    expect(clerk.locator("#save-status")).to_have_text(SAVED)
    assert report.changes.filter(address=GRANTED).first().new == "8"


def test_a_cell_that_has_the_focus_waits_until_it_is_left(clerk, cast, report):
    at(clerk, GRANTED).click()
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "5")])
    ask(clerk)
    waits = re.compile(r"^王某某 \d\d:\d\d 修改为 5（离开后显示），原为 （空）$")
    expect(clerk.locator("#grid-fault")).to_have_text(waits)
    expect(at(clerk, GRANTED)).to_have_value("")
    clerk.keyboard.press("Tab")
    expect(at(clerk, GRANTED)).to_have_value("5")
    expect(at(clerk, TOTAL)).to_have_text("5")
    clerk.wait_for_timeout(300)
    assert [each.editor for each in report.changes.filter(address=GRANTED)] == [cast.colleague]


def test_whoever_types_over_what_has_arrived_has_seen_it(clerk, cast, report):
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "5")])
    ask(clerk)
    expect(at(clerk, GRANTED)).to_have_value("5")
    at(clerk, GRANTED).fill("6")
    clerk.keyboard.press("Tab")
    expect(clerk.locator("#save-status")).to_have_text(SAVED)
    expect(clerk.locator("#conflicts")).to_be_hidden()
    expect(at(clerk, f"{GRANTED}_arrived")).to_have_count(0)
    assert report.changes.filter(address=GRANTED).first().new == "6"


def test_a_text_follows_with_what_stood_there_and_the_caret_stays(clerk, cast, report):
    clerk.goto(f"{REPORT}/overview/")
    before = at(clerk, PLATFORM).input_value()
    at(clerk, LEAD).fill("本乡高度重视。")
    clerk.keyboard.press("ArrowLeft")
    place = at(clerk, LEAD).evaluate("each => each.getBoundingClientRect().y")
    save(report.pk, cast.colleague, [Edit(PLATFORM, before, "依托县政府网站。\n设公开专区。")])
    ask(clerk)
    expect(at(clerk, PLATFORM)).to_have_value("依托县政府网站。\n设公开专区。")
    assert (where_the_caret_is(clerk), at(clerk, LEAD).input_value()) == ([LEAD, 6], "本乡高度重视。")
    assert at(clerk, LEAD).evaluate("each => each.getBoundingClientRect().y") == place
    note = at(clerk, f"{PLATFORM}_arrived")
    expect(note.locator("summary")).to_have_text(re.compile(r"^王某某 \d\d:\d\d 修改，查看原文$"))
    note.locator("summary").click()
    expect(note.locator(".was")).to_have_text(before or "（空）")
    photograph(clerk, "arrived-text")


def test_what_waits_for_the_caret_to_leave_is_not_called_shown(clerk, cast, report):
    clerk.goto(f"{REPORT}/overview/")
    before = at(clerk, PLATFORM).input_value()
    at(clerk, PLATFORM).focus()
    note, news = at(clerk, f"{PLATFORM}_arrived").locator("summary"), clerk.locator("#arrived > span")
    edits = [Edit(PLATFORM, before, "依托县政府网站。"), Edit(LEAD, "", "他人所写。")]
    save(report.pk, cast.colleague, edits)
    ask(clerk)
    expect(news).to_have_text(re.compile(r"^王某某 \d\d:\d\d 修改 2 处，已显示 1 处，1 处正在填写，离开后显示$"))
    assert at(clerk, PLATFORM).input_value() == before
    expect(note).to_have_text(re.compile("修改（离开后显示），查看原文$"))
    photograph(clerk, "arrived-waits")
    clerk.keyboard.press("Tab")
    expect(at(clerk, PLATFORM)).to_have_value("依托县政府网站。")
    expect(news).to_have_text(re.compile("修改 2 处，已显示$"))
    expect(note).to_have_text(re.compile(r"\d 修改，查看原文$"))


def test_what_one_is_changing_oneself_is_not_called_shown(clerk, cast, report):
    save(report.pk, cast.clerk, [Edit("problems", "", "一\n二")])
    clerk.goto(f"{REPORT}/problems/")
    at(clerk, "problems").focus()
    save(report.pk, cast.colleague, [Edit("problems", "一\n二", "一，他人补充\n二")])
    ask(clerk)
    news = clerk.locator("#arrived > span")
    expect(news).to_have_text(re.compile("修改 1 处，1 处正在填写，离开后显示$"))
    clerk.keyboard.press("Control+End")
    clerk.keyboard.type("，本人补充")
    expect(news).to_have_text(re.compile("修改 1 处，1 处您也在修改，保存时合并$"))
    clerk.keyboard.press("Tab")
    expect(at(clerk, "problems")).to_have_value("一，他人补充\n二，本人补充")


def test_a_touched_text_is_merged_paragraph_by_paragraph(clerk, cast, report):
    save(report.pk, cast.clerk, [Edit("problems", "", "一\n二")])
    clerk.goto(f"{REPORT}/problems/")
    at(clerk, "problems").fill("一\n二，本人补充")
    save(report.pk, cast.colleague, [Edit("problems", "一\n二", "一，他人补充\n二")])
    ask(clerk)
    clerk.keyboard.press("Tab")
    expect(at(clerk, "problems")).to_have_value("一，他人补充\n二，本人补充")
    expect(clerk.locator("#conflicts")).to_be_hidden()


def test_ones_own_second_window_follows_too(clerk, report):
    second = clerk.context.new_page()
    second.goto(f"{REPORT}/applications/")
    at(second, GRANTED).fill("4")
    second.keyboard.press("Tab")
    expect(second.locator("#save-status")).to_have_text(SAVED)
    ask(clerk)
    expect(at(clerk, GRANTED)).to_have_value("4")
    expect(clerk.locator("#arrived")).to_contain_text("本账号在另一窗口")


def test_what_a_page_saves_itself_never_arrives_as_news(clerk, report):
    for figure in ("1", "12", "123"):
        at(clerk, GRANTED).fill(figure)
        clerk.keyboard.press("Tab")
        ask(clerk)
    expect(clerk.locator("#save-status")).to_have_text(SAVED)
    for _ in range(3):  # a question that crossed a save is asked again, and then all is known
        with clerk.expect_response(lambda answer: "/presence/" in answer.url and "told" in answer.json()) as told:
            ask(clerk)
        clerk.wait_for_timeout(300)
    assert told.value.json() == {"told": ""}
    expect(clerk.locator("#arrived")).to_be_hidden()


def test_a_page_with_news_is_accessible_and_fits(clerk, cast, report):
    save(report.pk, cast.colleague, [Edit(GRANTED, "", "5"), Edit(BUSINESS, "", "三")])
    ask(clerk)
    expect(at(clerk, GRANTED)).to_have_value("5")
    found = violations(clerk)
    clerk.set_viewport_size({"width": 683, "height": 768})
    photograph(clerk, "arrived-683")
    assert (found, violations(clerk), scrolls_sideways(clerk)) == ([], [], False)


@pytest.mark.parametrize("text", ["", "a", "政府信息公开", "𠮷野家\n二", "x" * 20_000])
def test_both_sides_sum_up_a_value_alike(clerk, text):
    assert with_scripts(clerk, "Checksum.of", text, Checksum="checksum") == zlib.crc32(text.encode())
