"""Y1–Y5: this year's figures against last year's report."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.checks import RULES, Level
from reports.official import EDITION_2021, Cell
from tests.checks.reports import a_report, addresses, applications, found, nil

ACTS = "normative_acts"
FEES = Cell("fees", "administrative_fees", "amount")
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")


def carried_over(*figures, **known):
    return a_report(figures=applications(carried_over=figures), **known)


def carried_forward(*figures, year=2021, **known):
    return a_report(year=year, figures=applications(carried_forward=figures), **known)


def acts(issued, repealed, in_force, row="normative_documents"):
    figures = zip(("issued", "repealed", "in_force"), (issued, repealed, in_force), strict=True)
    return {Cell(ACTS, row, column): figure for column, figure in figures if figure is not None}


@pytest.mark.parametrize("rule", ["Y1", "Y2", "Y3", "Y4", "Y5"])
def test_every_rule_is_silent_without_last_years_report_and_of_the_year_before_last(rule, seed):
    figures = dict.fromkeys(EDITION_2021.entries, 100)
    report = replace(seed, figures=figures)
    other = replace(report, year=2020, figures=dict.fromkeys(figures, 7))
    assert found(rule, report) == []
    assert found(rule, report, other) == []
    assert found(rule, report, replace(other, year=2022)) == []
    assert found(rule, report, replace(other, year=2021, figures={}, printed_totals={})) == []


def test_the_levels_are_those_of_the_catalogue():
    levels = {rule: RULES[rule].level for rule in ("Y1", "Y2", "Y3", "Y4", "Y5")}
    assert levels == dict.fromkeys(levels, Level.EXPLAIN) | {"Y3": Level.HINT}


@pytest.mark.parametrize("number", range(6))
def test_each_column_carries_over_what_last_year_carried_forward(number):
    before = [2, 1, 0, 3, 0, 4]
    now = [*before]
    now[number] += 1
    (finding,) = found("Y1", carried_over(*now), carried_forward(*before))
    assert addresses(finding) == [f"applications.carried_over.{COLUMNS[number]}"]
    assert f"为 {now[number]}，2021年度报告“结转下年度继续办理”" in finding.message
    assert f"为 {before[number]}，多 1 件" in finding.message
    assert found("Y1", carried_over(*before), carried_forward(*before)) == []


def test_of_a_table_that_is_declared_nil_another_rule_says_it():
    report = carried_over(0, declared_nil=frozenset({"applications"}))
    assert (found("Y1", report, carried_forward(2)), len(found("Z1", report, carried_forward(2)))) == ([], 1)


def test_of_a_file_that_prints_only_totals_these_are_compared():
    total = Cell("applications", "carried_forward", "total")
    previous = a_report(year=2021, printed_totals={total: 3})
    (finding,) = found("Y1", carried_over(1, 0, 0, 0, 0, 1), previous)
    assert addresses(finding) == ["applications.carried_over.total"]
    assert found("Y1", carried_over(1, 0, 0, 0, 0, 2), previous) == []


def test_a_blank_or_unreadable_figure_is_not_compared_with_last_year():
    assert found("Y1", carried_over(None, "一"), carried_forward(3, 4)) == []
    assert found("Y1", carried_over(3, 4), carried_forward(None, "一")) == []


def test_the_form_of_2019_carries_forward_into_that_of_2021():
    previous = carried_forward(2, year=2020, edition="2019")
    assert len(found("Y1", carried_over(1, year=2021), previous)) == 1
    assert found("Y1", carried_over(2, year=2021), previous) == []


def test_what_is_in_force_follows_from_last_year():
    previous = a_report(year=2021, figures=acts(9, 9, 3))
    (finding,) = found("Y2", a_report(figures=acts(2, 0, 4)), previous)
    assert "上年现行有效 3＋本年制发 2－本年废止 0＝5，现行有效件数填的是 4，少 1 件" in finding.message
    assert addresses(finding) == [
        f"{ACTS}.normative_documents.{column}" for column in ("issued", "repealed", "in_force")
    ]
    assert found("Y2", a_report(figures=acts(2, 1, 4)), previous) == []


def test_what_was_made_and_not_repealed_is_in_force_whatever_was_before():
    (finding,) = found("Y2", a_report(figures=acts(5, 1, 3)))
    assert "本年制发 5－本年废止 1＝4，现行有效件数填的是 3，少 1 件" in finding.message
    assert found("Y2", a_report(figures=acts(5, 1, 4))) == []
    assert found("Y2", a_report(figures=acts(5, 1, None))) == []


def test_what_is_in_force_is_not_judged_where_a_part_is_unknown_or_the_form_changed():
    previous = a_report(year=2021, figures=acts(0, 0, 3))
    for figures in (acts(None, 0, 9), acts(2, None, 9), acts(2, 0, None), acts(2, "一", 9)):
        assert found("Y2", a_report(figures=figures), previous) == []
    assert found("Y2", a_report(figures=acts(2, 0, 9)), a_report(year=2021, figures=acts(1, 1, None))) == []
    old = a_report(year=2020, edition="2019", figures={Cell(ACTS, "rules", "total_disclosed"): 3})
    assert found("Y2", a_report(year=2021, figures=acts(0, 0, 9, "rules")), old) == []


def disputes(**known):
    return nil("disputes") | {Cell("disputes", "cases", column): figure for column, figure in known.items()}


@pytest.mark.parametrize("group", ["reconsideration", "litigation_direct", "litigation_after_reconsideration"])
def test_a_case_that_was_pending_reappears_in_its_group(group):
    previous = a_report(year=2021, figures=disputes(**{f"{group}_pending": 2}))
    (finding,) = found("Y3", a_report(figures=disputes(**{f"{group}_upheld": 1})), previous)
    assert "上年报告尚未审结 2 件，本年各种结果和尚未审结合计 1 件，少 1 件" in finding.message
    assert f"disputes.cases.{group}_total" in addresses(finding)
    for now in ({f"{group}_upheld": 2}, {f"{group}_pending": 1, f"{group}_corrected": 1}, {f"{group}_upheld": 9}):
        assert found("Y3", a_report(figures=disputes(**now)), previous) == []


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [(5, 25, False), (5, 26, True), (10, 2, False), (10, 1, True), (5, 0, True), (4, 400, False), (0, 900, False)],
)
def test_a_figure_moves_by_no_more_than_five_times_from_a_base_of_five(before, now, is_told):
    report, previous = (
        a_report(figures=applications(granted=now)),
        a_report(year=2021, figures=applications(granted=before)),
    )
    told = found("Y4", report, previous)
    assert [addresses(finding) for finding in told] == [["applications.granted.natural_person"]] * is_told
    if is_told:
        assert f"为 {now}，上年为 {before}" in told[0].message


def test_an_amount_is_compared_in_its_unit():
    previous = a_report(year=2021, figures={FEES: Decimal("12.5")})
    (finding,) = found("Y4", a_report(figures={FEES: Decimal("125000")}), previous)
    assert "为 125000 万元，上年为 12.5 万元，是上年的 5 倍以上" in finding.message


def test_what_last_year_explains_by_itself_is_not_asked_about():
    previous = a_report(year=2021, figures=applications(carried_over=50, carried_forward=1) | acts(0, 0, 60))
    report = a_report(figures=applications(carried_over=1) | acts(0, 59, 1))
    assert found("Y4", report, previous) == []
    report = a_report(figures=applications(carried_over=2) | acts(0, 50, 1))
    assert [addresses(finding) for finding in found("Y4", report, previous)] == [
        [f"{ACTS}.normative_documents.in_force"],
        ["applications.carried_over.natural_person"],
    ]


def test_rows_that_only_one_of_the_years_merges_are_not_compared():
    merged = a_report(year=2021, figures=applications(other_misc=10))
    report = a_report(figures=applications(other_no_correction=10, other_fee_unpaid=0, other_misc=0))
    assert found("Y4", report, merged) == []
    whole = a_report(year=2021, figures=applications(other_no_correction=0, other_fee_unpaid=0, other_misc=10))
    assert len(found("Y4", report, whole)) == 1


def test_signed_changes_of_the_old_form_are_not_compared():
    cell = Cell("licensing", "administrative_licensing", "net_change")
    previous = a_report(edition="2019", year=2019, figures={cell: 50})
    assert found("Y4", a_report(edition="2019", year=2020, figures={cell: -50}), previous) == []


def test_not_every_figure_is_last_years(seed):
    figures = {cell: number % 7 for number, cell in enumerate(EDITION_2021.entries)}
    report, previous = replace(seed, figures=figures), replace(seed, year=2021, figures=figures)
    (finding,) = found("Y5", report, previous)
    assert "全部数字与2021年度报告相同" in finding.message
    assert [*finding.cells] == [cell for cell in EDITION_2021.entries if figures[cell]]
    cell = EDITION_2021.entries[40]
    for other in (figures[cell] + 1, None, "一"):
        assert found("Y5", replace(seed, figures={**figures, cell: other}), previous) == []
    nothing = dict.fromkeys(figures, 0)
    assert found("Y5", replace(report, figures=nothing), replace(previous, figures=nothing)) == []


def test_an_explanation_lapses_when_last_years_figure_changes():
    report = carried_over(1)
    (one,), (other,) = (found("Y1", report, carried_forward(before)) for before in (2, 3))
    assert one.fingerprint != other.fingerprint
    assert one.place == other.place


def test_a_nil_year_after_a_nil_year_is_asked_nothing():
    figures = nil(*EDITION_2021.table)
    report, previous = a_report(figures=figures), a_report(year=2021, figures=figures)
    assert [finding for rule in ("Y1", "Y2", "Y3", "Y4", "Y5") for finding in found(rule, report, previous)] == []
