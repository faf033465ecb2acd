"""What has not changed is not checked again, and whatever has is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.checks import unchanged
from reports.checks.examples import EXAMPLES
from reports.checks.parts import run_on
from reports.checks.registry import Case, run
from reports.official import Cell
from reports.official.report_data import Kind, ReportData

AMOUNT = Cell("fees", "administrative_fees", "amount")
CASES = {f"{rule}-{number}": example.case for rule, pair in EXAMPLES.items() for number, example in enumerate(pair)}


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(unchanged, "_found", {})


@pytest.fixture
def checked(monkeypatch):
    """The cases of which the rules were asked."""
    cases = []
    monkeypatch.setattr(unchanged, "run", lambda case: cases.append(case) or run(case))
    monkeypatch.setattr(unchanged, "run_on", lambda part, case: cases.append(case) or run_on(part, case))
    return cases


def report(**said):
    return Case(ReportData("2021", "青山乡人民政府", Kind.TOWNSHIP, 2025, **said))


@pytest.mark.parametrize("name", CASES)
def test_the_second_answer_is_the_first(name, checked):
    case = CASES[name]
    assert unchanged.run_once(case) == unchanged.run_once(replace(case)) == run(case)
    assert len(checked) == 1


def test_each_part_is_remembered_by_itself(checked):
    case = report(texts={"overview": "本年度收到申请 3 件。"})
    for part in ("overview", "applications", "overview"):
        assert unchanged.run_on_once(part, case) == run_on(part, case)
    assert len(checked) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"figures": {AMOUNT: Decimal("1.50")}},
        {"figures": {AMOUNT: "1.5"}},
        {"figures": {AMOUNT: Decimal("1.5")}, "texts": {"overview": ""}},
        {"figures": {AMOUNT: Decimal("1.5")}, "printed_totals": {AMOUNT: 2}},
        {"figures": {AMOUNT: Decimal("1.5")}, "title": "青山乡报告"},
    ],
    ids=["more decimals", "text", "a blank text", "a printed total", "a title"],
)
def test_what_differs_in_anything_is_checked_anew(other, checked):
    unchanged.run_once(report(figures={AMOUNT: Decimal("1.5")}))
    unchanged.run_once(report(**other))
    assert len(checked) == 2


@pytest.mark.parametrize("known", [{"turned_down": ("C1",)}, {"thresholds": {"W9": 3}}, {"previous": report().report}])
def test_so_is_what_is_seen_beside_something_else(known, checked):
    unchanged.run_once(report())
    unchanged.run_once(replace(report(), **known))
    assert len(checked) == 2


def test_what_was_found_is_nobody_elses_to_change():
    wrong = report(title="某某报告")
    unchanged.run_once(wrong).clear()
    assert unchanged.run_once(wrong) == run(wrong) != []


def test_no_more_is_remembered_than_there_is_room_for(checked, monkeypatch):
    monkeypatch.setattr(unchanged, "MOST_REMEMBERED", 2)
    for year in (2021, 2022, 2023, 2021, 2021):
        unchanged.run_once(replace(report(), report=replace(report().report, year=year)))
    assert (len(checked), len(unchanged._found)) == (4, 2)
