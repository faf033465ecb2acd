"""Whom to ask, out of the opening paragraph of a report."""

import pytest

from reports.formats.contact import contact_in
from reports.official.wording import preamble

KNOWN = {
    "office": "党政办公室",
    "address": "鲁山县背孜街1号",
    "postcode": "467300",
    "telephone": "0375-5050001",
    "email": "bzx@example.gov.cn",
}


@pytest.mark.parametrize("left_out", ["", *KNOWN])
def test_what_our_own_paragraph_says_is_found_again(left_out):
    contact = {key: said for key, said in KNOWN.items() if key != left_out}
    found = contact_in(preamble("背孜乡人民政府", 2022, "国办公开办函〔2021〕30号", contact))
    if left_out == "office":
        contact["office"] = "背孜乡人民政府"
    assert found == contact


def test_other_hands_write_it_in_other_words():
    said = "请与县政府办公室联系。联系电话：（0375）5051234；电子邮箱 a.b@c.gov.cn；邮政编码467300，地址：人民路1号。"
    assert {key: each for key, each in contact_in(said).items() if key != "office"} == {
        "telephone": "（0375）5051234",
        "email": "a.b@c.gov.cn",
        "postcode": "467300",
        "address": "人民路1号",
    }


def test_a_paragraph_that_names_nobody_says_nothing():
    assert contact_in("根据《条例》第四十九条编制本报告，共公开信息 11320001 条。") == {}
