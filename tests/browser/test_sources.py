"""How a value came into the report, as the history tells it: typed, pasted, filled, taken over, inserted, undone."""

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.models import AnnualReport, Status
from tests.browser.test_form import cell
from tests.browser.test_grid import ENTRIES, at, grid, last_year, saved  # noqa: F401 - fixtures
from tests.browser.test_paste import accept, paste
from tests.browser.test_texts import (
    NOTHING_ASKED,
    ON_REQUEST,
    OVERVIEW,
    PROACTIVE,
    field,
    writing,  # noqa: F401 - a fixture
)
from tests.browser.test_texts import paste as paste_text
from tests.conftest import YEAR

STEP = f"/reports/beizi/{YEAR}/applications/"


def sources(report, address):
    """Old, new and how, oldest first."""
    return list(report.changes.filter(address=address).order_by("pk").values_list("old", "new", "source"))


def test_a_typed_figure_and_a_pasted_block_are_told_apart(grid, report):  # noqa: F811
    grid.keyboard.type("5")
    grid.keyboard.press("Tab")
    saved(grid)
    cell(grid, at("carried_over")).focus()
    paste(grid, "1\t2\r\n3\t4\r\n")
    accept(grid)
    saved(grid)
    assert sources(report, ENTRIES[0]) == [("", "5", "typed")]
    assert sources(report, at("granted", "business")) == [("", "4", "pasted")]


def test_a_pasted_figure_that_is_typed_over_was_typed(grid, report):  # noqa: F811
    paste(grid, "1\t2\r\n3\t4\r\n")
    grid.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    grid.allow_failures = True
    accept(grid)
    cell(grid, ENTRIES[0]).fill("7")
    grid.wait_for_timeout(400)  # the journal is written
    grid.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    grid.goto("about:blank")
    grid.goto(STEP)
    expect(grid.locator("#restored")).to_be_visible()
    saved(grid)
    assert sources(report, ENTRIES[0]) == [("", "7", "typed")]
    assert sources(report, ENTRIES[1]) == [("", "2", "pasted")], "the journal forgot how it came in"


def test_zeros_that_were_filled_in_and_taken_back_say_so(grid, report):  # noqa: F811
    grid.get_by_role("button", name="空格填 0").click()
    saved(grid)
    grid.get_by_role("button", name="撤销").click()
    expect(grid.locator("#grid-said")).to_contain_text("已撤销")
    expect(cell(grid, ENTRIES[-1])).to_have_value("")
    for _ in range(40):
        if len(sources(report, ENTRIES[-1])) > 1:
            break
        grid.wait_for_timeout(100)
    assert sources(report, ENTRIES[-1]) == [("", "0", "nil"), ("0", "", "undone")]


def test_what_last_year_carried_forward_says_where_it_is_from(last_year, grid, report):  # noqa: F811
    AnnualReport.objects.filter(year=report.year - 1).update(status=Status.PUBLISHED)
    grid.get_by_role("button", name="按上年结转填入").click()
    saved(grid)
    assert sources(report, at("carried_over")) == [("", "3", "carried_over")]


def test_a_sentence_from_beside_the_text_is_inserted_and_a_pasted_one_pasted(page, writing):  # noqa: F811
    field(page, ON_REQUEST).focus()
    page.get_by_role("button", name="按表三生成", exact=True).click()
    saved(page)
    page.goto(OVERVIEW)
    paste_text(page, PROACTIVE, "通过门户网站公开信息。")
    page.keyboard.press("Tab")
    saved(page)
    assert sources(writing, ON_REQUEST) == [("", NOTHING_ASKED, "inserted")]
    assert sources(writing, PROACTIVE) == [("", "通过门户网站公开信息。", "pasted")]


def test_what_is_inserted_between_typed_words_was_typed_with_them(page, writing):  # noqa: F811
    save(writing.pk, writing.changes.first().editor, [Edit(ON_REQUEST, "", "甲。乙。")])
    page.goto(OVERVIEW)
    page.evaluate(
        "() => { window.saveLater = window.fetch; window.fetch = () => Promise.reject(new TypeError('cut')); }"
    )
    page.allow_failures = True
    field(page, ON_REQUEST).press_sequentially("丙。")
    page.get_by_role("button", name="按表三生成", exact=True).click()
    expect(page.locator("#save-status")).to_contain_text("网络中断")
    page.evaluate("() => { window.fetch = window.saveLater; window.dispatchEvent(new Event('online')); }")
    saved(page)
    assert [each[2] for each in sources(writing, ON_REQUEST)] == ["typed"]  # all by one person in one go


def test_a_sentence_inserted_while_typed_words_are_under_way_is_told_apart(page, writing):  # noqa: F811
    field(page, ON_REQUEST).press_sequentially("丙。")
    page.get_by_role("button", name="按表三生成", exact=True).click()
    for _ in range(40):
        if len(sources(writing, ON_REQUEST)) > 1:
            break
        page.wait_for_timeout(100)
    said = [("", "丙。", "typed"), ("丙。", f"丙。{NOTHING_ASKED}", "inserted")]
    assert sources(writing, ON_REQUEST) == said


def test_a_text_tidied_before_pasting_was_pasted(page, writing):  # noqa: F811
    paste_text(page, PROACTIVE, "一是公开,二是解读。")
    page.get_by_role("button", name="按整理后的内容粘贴").click()
    page.keyboard.press("Tab")
    saved(page)
    assert sources(writing, PROACTIVE) == [("", "一是公开，二是解读。", "pasted")]


@pytest.mark.parametrize(("typed", "source"), [("", "proposed"), ("另有一事。", "typed")])
def test_without_scripts_a_button_that_writes_a_sentence_says_so(cast, as_user, report, typed, source):
    client = as_user(cast.clerk)
    page = client.get(f"/reports/beizi/{YEAR}/other_matters/")
    seen = page.context["seen"]
    posted = {"seen": seen, "other_matters": typed, "write": "fees", "charges": "no", "finished": "no"}
    client.post(f"/reports/beizi/{YEAR}/other_matters/", posted)
    assert [each[2] for each in sources(report, "other_matters")] == [source]
