"""Sentences made from the tables: they say the tables' figures, and nothing over a blank."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.official import EDITION_2021, Cell
from reports.official.proposed_wording import (
    InsertableNumber,
    Sentence,
    numbers_for,
    on_applications,
    on_decisions,
    on_disputes,
    on_normative_acts,
    on_results,
    sentences_for,
)
from tests.checks.reports import a_report, applications, nil

WE = "我乡"
EVERY_TABLE = tuple(EDITION_2021.table)
counts = st.integers(min_value=0, max_value=10**12 - 1)
few = st.integers(min_value=0, max_value=3)


def report_of(figures, **known):
    return a_report(year=2026, figures=nil(*EVERY_TABLE) | figures, **known)


BUSY = report_of(
    applications(new_received=(4, 1), carried_over=1, granted=(3, 1), partially_granted=1, carried_forward=1)
)


def test_nobody_applied():
    assert on_applications(report_of({}), WE) == "2026年，我乡未收到政府信息公开申请，无上年结转。"


def test_what_came_in_and_what_became_of_it():
    assert on_applications(BUSY, WE) == (
        "2026年，我乡共收到政府信息公开申请5件（自然人4件，法人或其他组织1件），"
        "上年结转1件，办结5件，结转下年度继续办理1件。"
    )
    assert on_results(BUSY, WE) == "办理结果为：予以公开4件，部分公开1件。"


def test_a_year_that_only_finished_what_was_carried_over():
    report = report_of(applications(carried_over=2, granted=1, carried_forward=1))
    assert on_applications(report, "我镇") == (
        "2026年，我镇未收到政府信息公开申请，上年结转2件，办结1件，结转下年度继续办理1件。"
    )


def test_disputes_are_named_with_their_results():
    cases = {"reconsideration_upheld": 1, "reconsideration_pending": 1, "litigation_after_reconsideration_corrected": 1}
    report = report_of({Cell("disputes", "cases", column): number for column, number in cases.items()})
    assert on_disputes(report, WE) == (
        "2026年，我乡发生因政府信息公开引起的行政复议2件（结果维持1件，尚未审结1件），"
        "发生行政诉讼1件，其中复议后起诉1件（结果纠正1件）。"
    )
    assert on_disputes(report_of({}), WE) == "2026年，我乡未发生因政府信息公开引起的行政复议、行政诉讼。"


def test_rules_are_named_only_where_there_are_any():
    documents = {Cell("normative_acts", "normative_documents", "issued"): 2}
    rules = {Cell("normative_acts", "rules", "in_force"): 3}
    assert on_normative_acts(report_of(documents), WE) == "2026年，我乡制发行政规范性文件2件，废止0件，现行有效0件。"
    assert on_normative_acts(report_of(documents | rules), "我市") == (
        "2026年，我市制发规章0件，废止0件，现行有效3件；制发行政规范性文件2件，废止0件，现行有效0件。"
    )


def test_money_keeps_the_decimals_as_typed():
    report = report_of({Cell("fees", "administrative_fees", "amount"): Decimal("1.2500")})
    assert on_decisions(report, WE) == (
        "2026年，我乡作出行政许可0件、行政处罚0件、行政强制0件，行政事业性收费1.2500万元。"
    )
    assert numbers_for("overview.proactive_disclosure", report)[-1] == InsertableNumber("行政事业性收费", "1.2500万元")


@pytest.mark.parametrize("blank", [None, "三件"])
def test_a_total_over_a_blank_offers_nothing_and_says_which_table(blank):
    report = report_of({Cell("applications", "granted", "research"): blank})
    assert sentences_for("overview.disclosure_on_request", report, WE) == [
        Sentence("按表三生成", missing="表三未填完"),
        Sentence("按表三生成办理结果", missing="表三未填完"),
        Sentence("按表四生成", "2026年，我乡未发生因政府信息公开引起的行政复议、行政诉讼。"),
    ]
    labels = [each.label for each in numbers_for("overview.disclosure_on_request", report)]
    assert labels == ["依申请公开", "上年结转", "结转下年度继续办理"]


def test_a_table_that_does_not_balance_makes_no_sentence():
    report = report_of(applications(new_received=2, granted=1))
    assert sentences_for("overview.disclosure_on_request", report, WE)[0] == Sentence(
        "按表三生成", missing="表三勾稽不平，请先核对"
    )


def test_an_empty_report_offers_no_number():
    assert [numbers_for(text, a_report()) for text in EDITION_2021.text] == [[]] * len(EDITION_2021.text)


def test_the_superseded_form_has_no_such_columns():
    report = a_report(edition="2019", year=2020)
    assert sentences_for("overview.information_management", report, WE) == [
        Sentence("按表二生成", missing="表二未填完")
    ]


def said(sentence, name):
    """The number that a sentence gives to a name, 0 where it does not name it."""
    match = re.search(rf"{name}(\d+)件", sentence)
    return int(match[1]) if match else 0


@given(st.tuples(*[counts] * 6), counts, counts, counts)
def test_the_numbers_read_back_from_a_sentence_on_applications_are_the_figures(new, carried_over, granted, forward):
    report = report_of(
        applications(new_received=new, carried_over=carried_over, granted=granted, carried_forward=forward)
    )
    sentence = on_applications(report, WE)
    names = ("政府信息公开申请", "自然人", "法人或其他组织", "上年结转", "办结", "结转下年度继续办理")
    assert [said(sentence, name) for name in names] == [
        sum(new),
        new[0],
        sum(new[1:]),
        carried_over,
        granted,
        forward,
    ]


@given(st.data())
def test_the_results_of_a_sentence_add_up_to_what_was_handled(data):
    table = EDITION_2021.table["applications"]
    rows = [row.key for row in table.rows if row.under and not row.is_total]
    report = report_of(applications(**{row: data.draw(few) for row in rows}))
    numbers = [int(number) for number in re.findall(r"(\d+)件", on_results(report, WE))]
    assert sum(numbers) == report.figure(Cell("applications", "handled_total", "total"))


@given(st.tuples(*[few] * 12))
def test_the_numbers_read_back_from_a_sentence_on_disputes_are_the_figures(numbers):
    entries = EDITION_2021.table["disputes"].entries
    sentence = on_disputes(report_of(dict(zip(entries, numbers, strict=True))), WE)
    groups = [numbers[start : start + 4] for start in (0, 4, 8)]
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    assert [said(sentence, name) for name in names] == [sum(group) for group in groups]
    assert said(sentence, "行政诉讼") == sum(groups[1]) + sum(groups[2])
    for name, group in zip(names, groups, strict=True):
        outcomes = re.search(rf"{name}\d+件（(.*?)）", sentence)
        found = (
            [said(outcomes[1], each) for each in ("结果维持", "结果纠正", "其他结果", "尚未审结")]
            if outcomes
            else [0] * 4
        )
        assert found == list(group)


@given(counts, counts, counts)
def test_the_numbers_read_back_from_a_sentence_on_documents_are_the_figures(issued, repealed, in_force):
    row = ("normative_acts", "normative_documents")
    numbers = {"issued": issued, "repealed": repealed, "in_force": in_force}
    sentence = on_normative_acts(report_of({Cell(*row, column): number for column, number in numbers.items()}), WE)
    assert [said(sentence, name) for name in ("制发行政规范性文件", "废止", "现行有效")] == [issued, repealed, in_force]
