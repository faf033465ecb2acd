"""What sentences say against themselves, and lists, shares and accounts that may be right: one table of both.

A line holds a sentence and, after a tab, what is found in it, or ``-``: the rule and, for X5 and X6, how the message
works it out; two findings stand after one another with ``；`` between.
"""

from pathlib import Path

import pytest

from tests.checks.reports import a_report, found

TABLE = Path(__file__).with_name("arithmetic.tsv")
ASPECT = "overview.disclosure_on_request"
RULES = ("X5", "X6", "X7")


def lines():
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            sentence, _, said = line.partition("\t")
            yield pytest.param(sentence, said, id=f"{number}")


def told(rule, text):
    for each in found(rule, a_report(year=2023, texts={ASPECT: text})):
        _, _, worked_out = each.message.partition("：")
        yield rule if rule == "X7" else f"{rule} {worked_out.partition('，')[0]}"


@pytest.mark.parametrize(("sentence", "said"), list(lines()))
def test_a_sentence_is_contradicted_by_its_own_numbers_or_left_alone(sentence, said):
    assert ("；".join(each for rule in RULES for each in told(rule, sentence)) or "-") == said


def test_most_of_the_sentences_may_be_right():
    every = [each.values[1] for each in lines()]
    assert every.count("-") * 2 >= len(every)
