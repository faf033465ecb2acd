"""The sentences of a text."""

import re

from reports.text.sentences import by_sentence, known_texts, says_something, sentences
from tests.checks.reports import a_report

TEXT = "一是人少。二是“件件有回应。”\n改进情况：加人，加钱；不加班\n\n好！"


def test_a_sentence_ends_with_its_mark_or_its_line():
    assert sentences(TEXT) == ["一是人少。", "二是“件件有回应。”", "改进情况：加人，加钱；不加班", "好！"]


def test_matches_are_grouped_by_the_sentence_in_which_they_stand():
    assert by_sentence(TEXT, re.finditer("人|好|加", TEXT)) == {
        "一是人少。": ["人"],
        "改进情况：加人，加钱；不加班": ["加", "人", "加", "加"],
        "好！": ["好"],
    }


def test_a_text_without_sentences_has_none():
    assert sentences(" \n\n") == []


def test_marks_alone_say_nothing():
    assert [each for each in ("", "—", "。", "____", " /") if says_something(each)] == []
    assert says_something("无")


def test_known_texts_stand_in_the_order_of_the_form():
    report = a_report(texts={"problems": "丙", "preamble": "甲", "overview.lead": ""})
    assert list(known_texts(report)) == [("preamble", "甲"), ("overview.lead", ""), ("problems", "丙")]
