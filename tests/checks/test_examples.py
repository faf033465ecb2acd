"""The examples of the page 「检查规则」 are what the rules really find, and really pass."""

import pytest

from reports.checks import RULES, run
from reports.checks.examples import EXAMPLES


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_finds_fault_with_its_one_example_and_passes_the_other(rule):
    failing, passing = ([each.rule for each in run(example.case)] for example in EXAMPLES[rule])
    assert (rule in failing, rule in passing) == (True, False)
    assert all(list(example.said()) for example in EXAMPLES[rule])


def test_every_rule_that_is_run_has_its_examples():
    assert {id for id, rule in RULES.items() if rule.function} == EXAMPLES.keys()


def test_a_long_text_is_shown_by_its_beginning_and_its_length():
    failing, _ = EXAMPLES["W14"]
    (said,) = failing.said()
    text = failing.texts["overview.proactive_disclosure"]
    assert said.endswith(f"：{text[:60]}……（共 {len(text)} 字）")


def test_the_page_shows_both(cast, as_user):
    page = as_user(cast.clerk).get("/rules/").content.decode()
    assert page.count("2026年，我乡新收政府信息公开申请17件。") == 1
    assert page.count("不通过：") == page.count("通过：") - page.count("不通过：") == len(EXAMPLES)
