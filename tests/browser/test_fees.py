"""Section 六: the answer to the question on fees writes its sentence, and a changed answer changes it."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.conftest import YEAR

STEP = f"/reports/beizi/{YEAR}/other_matters/"
NO_FEES = "本年度未发出信息处理费收费通知，未收取信息处理费。"


@pytest.fixture
def text(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(STEP)
    return page.locator("textarea#other_matters")


def stored(report):
    return report.texts.get(key="other_matters").body


def charge(page, notices, charged, collected):
    page.get_by_label("发出收费通知，填写下面三项").check()
    for label, value in (("收费通知件数", notices), ("总金额（元）", charged), ("实际收取（元）", collected)):
        page.get_by_label(label).fill(value)
    page.keyboard.press("Tab")


def test_ticking_the_answer_writes_its_sentence_and_it_is_saved(page, text, report):
    page.get_by_label("未发出收费通知，未收取").check()
    expect(text).to_have_value(NO_FEES)
    expect(page.locator("#fees-said")).to_have_text("已写入正文")
    expect(page.locator("#save-status")).to_contain_text("已保存")
    assert stored(report) == NO_FEES
    if os.environ.get("PHOTOGRAPHS"):
        page.screenshot(path=f"{os.environ['PHOTOGRAPHS']}/fees.png")
    assert violations(page) == []


def test_a_changed_answer_changes_the_sentence_and_nothing_else(page, text):
    text.fill("另有一事。")
    page.get_by_label("未发出收费通知，未收取").check()
    expect(text).to_have_value(f"另有一事。\n{NO_FEES}")
    charge(page, "１", "1,400", "380.50")
    with_numbers = text.input_value().split("\n")[1]
    assert with_numbers.endswith("本年度发出收费通知1件，总金额1400元，实际收取信息处理费380.50元。")
    page.get_by_label("实际收取（元）").fill("400")
    page.keyboard.press("Tab")
    expect(text).to_have_value(f"另有一事。\n{with_numbers.replace('380.50', '400')}")
    page.get_by_label("未发出收费通知，未收取").check()
    expect(text).to_have_value(f"另有一事。\n{NO_FEES}")


def test_numbers_that_are_missing_or_wrong_are_asked_for(page, text):
    charge(page, "1", "400", "")
    expect(text).to_have_value("")
    expect(page.locator("#fees-said")).to_have_text("填好三项后写入正文，没有的填 0")
    charge(page, "-1", "400", "0")
    expect(page.locator("#fees-said")).to_have_text("件数不能为负数")
    charge(page, "1", "0.04万元", "0")
    expect(page.locator("#fees-said")).to_have_text("已从正文删去与所填不符的一句。金额请以元填写")
    charge(page, "1", "400元", "0")
    expect(text).to_have_value(re.compile("总金额400元，实际收取信息处理费0元。$"))


def test_a_sentence_that_is_contradicted_goes_before_the_new_one_is_complete(page, text, report):
    text.fill("另有一事。")
    page.get_by_label("未发出收费通知，未收取").check()
    expect(text).to_have_value(f"另有一事。\n{NO_FEES}")
    page.get_by_label("发出收费通知，填写下面三项").check()
    expect(text).to_have_value("另有一事。")
    said = "已从正文删去与所填不符的一句。填好三项后写入正文，没有的填 0"
    expect(page.locator("#fees-said")).to_have_text(said)
    charge(page, "2", "400", "0")
    expect(text).to_have_value(re.compile("发出收费通知2件，总金额400元"))
    with_numbers = text.input_value()
    page.get_by_label("实际收取（元）").fill("")
    page.keyboard.press("Tab")
    expect(text).to_have_value(with_numbers)
    page.get_by_label("收费通知件数").fill("3")
    page.keyboard.press("Tab")
    expect(text).to_have_value("另有一事。")
    expect(page.locator("#save-status")).to_contain_text("已保存")
    assert stored(report) == "另有一事。"


def test_a_sentence_that_was_reworded_is_not_written_again(page, text, report):
    page.get_by_label("未发出收费通知，未收取").check()
    text.fill("本年度没有收取信息处理费。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".notice-success")).to_contain_text("，本部分已完成")
    assert stored(report) == "本年度没有收取信息处理费。"
