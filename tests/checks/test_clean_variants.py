"""Reports that are right raise nothing, however they put it; one number of them changed is found.

``tests/claims/variants.py`` draws figures and says them in sentences of ``templates.tsv``; the long run draws 600.
"""

import random
from dataclasses import replace

import pytest

from reports.checks import run
from reports.checks.registry import Case, Level
from reports.text.numerals import rewritten
from tests.claims.variants import templates, variant
from tests.runs import times

FOUND_AT_LEAST = 0.95
MORE = 4


@pytest.fixture(scope="module")
def cases():
    chance, sentences = random.Random(3), templates()
    return [variant(chance, sentences) for _ in range(times(20, 600))]


def findings(case):
    return [each.message for each in run(case) if each.level is not Level.HINT]


def test_a_report_that_is_right_raises_nothing_that_has_to_be_mended_or_explained(cases):
    assert [said for case in cases for said in findings(case)] == []


def with_one_number_changed(case):
    """The case once for each number that a claim is about, that number a little greater, with the claim's words."""
    for claim in case.claims:
        text = case.report.texts[claim.key]
        said = rewritten(text[claim.start : claim.end], claim.value, claim.value + MORE)
        changed = text[: claim.start] + said + text[claim.end :]
        yield Case(replace(case.report, texts={**case.report.texts, claim.key: changed}), case.previous), claim.quote


def test_nineteen_of_twenty_numbers_that_the_tables_speak_of_are_found_when_changed(cases):
    changed = [each for case in cases[: times(4, 60)] for each in with_one_number_changed(case)]
    missed = [said for case, said in changed if not findings(case)]
    assert len(changed) >= times(25, 400)
    assert len(missed) <= len(changed) * (1 - FOUND_AT_LEAST), missed
