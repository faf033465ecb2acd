"""The fee answer, whose amounts are in 元 where those of the tables are in 万元."""

import pytest

from reports.forms.fees import FeesForm, without_contradicted
from reports.official import wording


def answered(amount):
    return FeesForm({"charges": "yes", "notices": "1件", "charged": amount, "collected": "0"})


@pytest.mark.parametrize(("typed", "written"), [("120", "120"), ("120元", "120"), ("1,200.50 元", "1200.50")])
def test_an_amount_in_yuan_stays_in_yuan(typed, written):
    form = answered(typed)
    assert form.is_valid(), form.errors
    assert f"总金额{written}元" in form.sentence()


def test_an_amount_in_ten_thousand_yuan_is_asked_about():
    form = answered("12万元")
    assert form.errors["charged"][0] == "总金额（元）请以元填写"


SAID = wording.fees("2", "1400", "380.50")


@pytest.mark.parametrize(
    ("answer", "text", "left"),
    [
        ({}, wording.no_fees(), wording.no_fees()),
        ({"charges": "no"}, SAID, SAID),
        ({"charges": "yes"}, wording.no_fees(), ""),
        ({"charges": "yes"}, f"甲。\n{wording.no_fees()}\n乙。", "甲。\n乙。"),
        ({"charges": "yes", "notices": "3"}, f"甲。{wording.no_fees()}\n\n乙。", "甲。\n\n乙。"),
        ({"charges": "yes"}, SAID, SAID),
        ({"charges": "yes", "notices": "２件", "charged": "1,400元"}, SAID, SAID),
        ({"charges": "yes", "collected": "380.5"}, SAID, ""),
        ({"charges": "yes", "notices": "3"}, f"甲。\n{SAID}", "甲。"),
        ({"charges": "yes", "charged": "很多"}, SAID, ""),
        ({"charges": "yes", "notices": "3"}, "本年度没有收取。", "本年度没有收取。"),
    ],
)
def test_a_sentence_stays_until_the_answer_given_so_far_contradicts_it(answer, text, left):
    assert without_contradicted(text, answer) == left
