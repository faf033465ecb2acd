"""What entering a text repairs, and that it touches nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text import lookalikes
from reports.text.cleaning import cleaned, length, one_line, paragraphs


@pytest.mark.parametrize(
    ("entered", "stored"),
    [
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\t二", "一 二"),
        ("一  \n二\n\n", "一\n二"),
        ("\n\n一", "一"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("\u202e反\u2066向", "反向"),
        ("\ud800孤", "孤"),
        ("\ufeff头\uffff", "头"),
        ("⼀⼯⻅⺠", "一工见民"),
    ],
)
def test_a_text_is_repaired_on_entry(entered, stored):
    assert cleaned(entered).text == stored


@pytest.mark.parametrize("text", ["（），：“”！", "１２３ＡＢＣ", "㙍䶮𠮷𬱖", "ﬁ①㎡", "👨‍👩‍👧", "e\u0301", "豈\uf900"])
def test_nothing_else_is_normalised(text):
    assert cleaned(text).text == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = cleaned(text)
    assert cleaned(once.text).text == once.text
    assert cleaned(once.text).notices == ()


@given(st.text())
def test_a_cleaned_text_can_be_stored_and_printed(text):
    result = cleaned(text).text
    result.encode("utf-8")
    assert all(each == "\n" or unicodedata.category(each) != "Cc" for each in result)


def test_every_kangxi_radical_has_its_ideograph():
    for code in range(0x2F00, 0x2FD6):
        repaired = lookalikes.repaired(chr(code))
        assert repaired == unicodedata.normalize("NFKC", chr(code))


def test_no_repaired_text_has_a_look_alike_left_that_could_be_repaired():
    whole = "".join(map(chr, range(0x2E80, 0x2FE0)))
    assert lookalikes.count(lookalikes.repaired(whole)) == 0
    assert lookalikes.count(whole) == 328


def test_a_line_is_a_single_one():
    assert one_line("  背孜乡 \n 人民政府 ") == "背孜乡 人民政府"


def test_white_space_is_not_counted():
    assert length("一 二\n三　四") == 4


def test_paragraphs_are_the_lines_that_say_something():
    assert paragraphs("一\n\n  二  \n") == ["一", "二"]
