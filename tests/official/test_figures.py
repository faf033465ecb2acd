"""How a typed figure is read, kept and printed."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.official import Measure
from reports.official.figures import MOST_CHARACTERS_OF_A_FIGURE, display, fault, is_readable, notice, read

VECTORS = json.loads((Path(__file__).parent / "number_vectors.json").read_text(encoding="utf-8"))
CASES = [(Measure(measure), case) for measure in ("count", "net_change", "money") for case in VECTORS[measure]]


@pytest.mark.parametrize(("measure", "case"), CASES, ids=[f"{measure}: {case['typed']!r}" for measure, case in CASES])
def test_a_typed_figure_is_read_as_the_table_says(measure, case):
    figure = read(case["typed"], measure)
    if "fault" in case:
        assert (figure, fault(figure, measure)) == (case["typed"], case["fault"])
    else:
        assert (None if figure is None else display(figure), fault(figure, measure)) == (case["figure"], "")


@pytest.mark.parametrize(("measure", "case"), CASES, ids=[f"{measure}: {case['typed']!r}" for measure, case in CASES])
def test_what_reading_assumed_is_told(measure, case):
    assert notice(case["typed"], measure) == case.get("notice", "")


@pytest.mark.parametrize("measure", Measure)
def test_what_is_longer_than_any_figure_is_not_even_looked_at(measure):
    class Unseen(str):
        def translate(self, table):
            raise AssertionError("it was looked at")

    typed = Unseen("1 " * 32_000 + "x")
    assert len(typed) > MOST_CHARACTERS_OF_A_FIGURE
    assert fault(typed, measure) == "请填写数字"


def test_blank_is_not_zero():
    assert read("", Measure.COUNT) is None
    assert read("0", Measure.COUNT) == 0
    assert not is_readable(None)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_count_survives_being_printed_and_read(number):
    assert read(display(number), Measure.COUNT) == number


@given(st.decimals(min_value=0, max_value=10**12 - 1, places=4))
def test_an_amount_keeps_its_decimals(amount):
    assert display(read(display(amount), Measure.MONEY)) == display(amount)
    assert read(display(amount), Measure.MONEY) == amount


@given(st.text(max_size=30), st.sampled_from(Measure))
def test_whatever_is_typed_is_read_or_kept_with_a_reason(typed, measure):
    figure = read(typed, measure)
    if isinstance(figure, str):
        assert figure == typed
        assert fault(figure, measure)
    else:
        assert fault(figure, measure) == ""


def test_nil_money_prints_as_plain_zero():
    assert display(Decimal("0.0000")) == "0"
