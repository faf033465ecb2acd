"""X1–X4, X8 and Z4: what the texts say against what stands in the tables, and disputes without an application."""

from decimal import Decimal

import pytest

from reports.official import Cell
from tests.checks.reports import a_report, applications, found, nil

ASPECT = "overview.disclosure_on_request"
MANAGEMENT = "overview.information_management"
TABLES = ("applications", "disputes", "normative_acts", "licensing", "enforcement", "fees")
FIGURES = nil(*TABLES) | applications(
    new_received=(7, 1), carried_over=1, granted=5, denied_internal_affairs=2, carried_forward=(1, 1)
)
FIGURES |= {
    Cell("disputes", "cases", "reconsideration_upheld"): 2,
    Cell("disputes", "cases", "reconsideration_pending"): 1,
    Cell("normative_acts", "normative_documents", "issued"): 2,
    Cell("normative_acts", "normative_documents", "in_force"): 9,
    Cell("enforcement", "administrative_penalty", "decisions"): 30,
}


def said(rule, key, text, **figures):
    return found(rule, a_report(year=2022, texts={key: text}, figures=FIGURES | figures))


@pytest.mark.parametrize(
    ("rule", "key", "text"),
    [
        ("X1", ASPECT, "2022年新收政府信息公开申请9件。"),
        ("X1", ASPECT, "收到政府信息公开申请8件，其中自然人申请6件。"),
        ("X1", ASPECT, "2022年办结申请7件，其中属于三类内部事务信息1件。"),
        ("X1", ASPECT, "所有申请均已办结，无结转下年度。"),
        ("X1", ASPECT, "2022年新收申请8件，上年结转1件，共计10件。"),
        ("X2", ASPECT, "2022年，我乡未收到政府信息公开申请。"),
        ("X2", ASPECT, "2022年我乡依申请公开件数为零。"),
        ("X3", MANAGEMENT, "2022年制发行政规范性文件3件。"),
        ("X3", MANAGEMENT, "2022年我乡未制发行政规范性文件。"),
        ("X3", MANAGEMENT, "2022年作出行政处罚决定29件。"),
        ("X3", MANAGEMENT, "2022年公开行政处罚31件。"),
        ("X4", ASPECT, "因政府信息公开引起行政复议2件。"),
        ("X4", ASPECT, "2022年未发生行政复议、行政诉讼。"),
        ("X4", ASPECT, "信息公开类行政复议3件，均获维持。"),
    ],
)
def test_a_sentence_that_no_reading_of_the_table_bears_out_is_found(rule, key, text):
    (finding,) = said(rule, key, text)
    assert finding.quote in text


@pytest.mark.parametrize(
    ("rule", "key", "text"),
    [
        ("X1", ASPECT, "2022年新收政府信息公开申请8件，上年结转1件，共计9件。"),
        ("X1", ASPECT, "受理政府信息公开申请9件，其中自然人申请7件。"),
        ("X1", ASPECT, "2022年办结申请7件，其中属于三类内部事务信息2件，结转下年度2件。"),
        ("X2", ASPECT, "2021年，我乡未收到政府信息公开申请。"),
        ("X3", MANAGEMENT, "2022年制发行政规范性文件2件，废止0件，现行有效9件。"),
        ("X3", MANAGEMENT, "2022年公开行政处罚12件。"),
        ("X4", ASPECT, "因政府信息公开引起行政复议3件，其中结果维持2件、尚未审结1件。"),
        ("X4", ASPECT, "2022年未发生行政诉讼。"),
    ],
)
def test_a_sentence_that_some_reading_bears_out_is_left_alone(rule, key, text):
    assert said(rule, key, text) == []


def test_what_was_none_is_told_in_its_own_words():
    (finding,) = said("X3", MANAGEMENT, "2022年我乡未制发行政规范性文件。")
    assert "写没有制发行政规范性文件，" in finding.message


@pytest.mark.parametrize(("amount", "number"), [("0", 1), ("0.038", 0)])
def test_the_fee_for_information_is_part_of_the_fees(amount, number):
    text = "有1件申请收取信息处理费380元。"
    figures = {Cell("fees", "administrative_fees", "amount"): Decimal(amount)}
    report = a_report(year=2022, texts={"other_matters": text}, figures=FIGURES | figures)
    assert len(found("X8", report)) == number


@pytest.mark.parametrize(("unpaid", "number"), [(1, 1), (0, 0)])
def test_no_notice_of_a_fee_means_that_none_lapsed(unpaid, number):
    figures = FIGURES | applications(other_fee_unpaid=unpaid)
    report = a_report(year=2022, texts={"other_matters": "本年度没有发出收费通知。"}, figures=figures)
    assert len(found("X8", report)) == number


@pytest.mark.parametrize(("applied", "number"), [(0, 1), (1, 0)])
def test_disputes_without_an_application_are_asked_about(applied, number):
    figures = nil(*TABLES) | {Cell("disputes", "cases", "reconsideration_upheld"): 1}
    last_year = a_report(year=2021, figures=nil("applications") | applications(new_received=applied))
    assert len(found("Z4", a_report(year=2022, figures=figures), last_year)) == number


def test_where_only_a_slot_stands_a_text_is_not_written():
    slots = {"overview.platform": "（文字描述）", "other_matters": "（文字描述，收取信息处理费情况在此处报告。）"}
    report = a_report(texts=slots)
    assert [each.texts for each in found("W1", report)] == [("overview.platform",)]
    assert [each.texts for each in found("W4", report)] == [("other_matters",)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("其中自然人申请5件", "自然人申请 5 件"),
        ("其中商业企业申请5件", "商业企业申请 5 件"),
        ("其中法人或其他组织申请5件", "法人或其他组织申请 5 件"),
    ],
)
def test_whose_applications_a_text_counts_is_told_in_the_words_of_the_table(said, told):
    text = f"2022年，我乡新收政府信息公开申请7件，{said}。"
    figures = nil("applications") | applications(new_received=(4, 3), granted=7)
    report = a_report(texts={"overview.disclosure_on_request": text}, figures=figures)
    (message,) = [each.message for each in found("X1", report)]
    assert message.startswith(f"一、总体情况 （二）依申请公开写{told}，")
