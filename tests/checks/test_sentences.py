"""The sentences of a text."""

from reports.checks.sentences import known_texts, says_something, sentence_at, sentences
from tests.checks.reports import a_report

TEXT = "一是人少。二是“件件有回应。”\n改进情况：加人，加钱；不加班\n\n好！"


def test_a_sentence_ends_with_its_mark_or_its_line():
    assert sentences(TEXT) == ["一是人少。", "二是“件件有回应。”", "改进情况：加人，加钱；不加班", "好！"]


def test_the_sentence_around_a_character_is_found():
    assert sentence_at(TEXT, TEXT.index("回应")) == "二是“件件有回应。”"
    assert sentence_at(TEXT, TEXT.index("好")) == "好！"
    assert sentence_at(TEXT, 0) == "一是人少。"


def test_a_text_without_sentences_has_none():
    assert sentences(" \n\n") == []
    assert sentence_at("", 0) == ""


def test_marks_alone_say_nothing():
    assert [each for each in ("", "—", "。", "____", " /") if says_something(each)] == []
    assert says_something("无")


def test_known_texts_stand_in_the_order_of_the_form():
    report = a_report(texts={"problems": "丙", "preamble": "甲", "overview.lead": ""})
    assert list(known_texts(report)) == [("preamble", "甲"), ("overview.lead", ""), ("problems", "丙")]
