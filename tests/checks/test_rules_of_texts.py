"""The rules of wording, each on sentences that it has to find and on others that it has to leave alone.

A line of the table holds the rule, with a `` -`` where it has to be silent, the key of the text, and the text.
"""

from pathlib import Path

import pytest

from tests.checks.reports import a_report, found

TABLE = Path(__file__).with_name("sentences.tsv")
RULES_WITH_BOTH = ["W3", "W6", "W7", "W8", "W11", "W13", "W16", "W17", "W18", "W19", "W20"]


def lines(*, silent):
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        rule, key, text = line.split("\t")
        if not line.startswith("#") and rule.endswith(" -") is silent:
            yield pytest.param(rule.removesuffix(" -"), key, text.replace("\\n", "\n"), id=f"{number} {rule}")


@pytest.mark.parametrize(("rule", "key", "text"), list(lines(silent=False)))
def test_what_is_wrong_with_a_text_is_found_once(rule, key, text):
    assert [each.texts for each in found(rule, a_report(texts={key: text}))] == [(key,)]


@pytest.mark.parametrize(("rule", "key", "text"), list(lines(silent=True)))
def test_what_may_be_right_is_left_alone(rule, key, text):
    assert found(rule, a_report(texts={key: text})) == []


def test_each_rule_has_sentences_of_both_kinds():
    for silent in (False, True):
        assert list(dict.fromkeys(each.values[0] for each in lines(silent=silent))) == RULES_WITH_BOTH


def test_the_name_of_another_place_is_told_without_what_stands_before_it_and_in_its_own_sentence():
    text = "我乡加强培训。大营镇人民政府认真落实。2022年，高楼乡累计发布信息。"
    told = [(each.quote, each.message) for each in found("W8", a_report(texts={"problems": text}))]
    rest = "，报告的机关是背孜乡人民政府。请核对是否沿用了别的单位的文字。"
    assert told == [
        ("大营镇人民政府认真落实。", f"五、存在的主要问题及改进情况：写的是“大营镇”{rest}"),
        ("2022年，高楼乡累计发布信息。", f"五、存在的主要问题及改进情况：写的是“高楼乡”{rest}"),
    ]
