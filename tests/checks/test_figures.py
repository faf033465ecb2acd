"""N1–N4: single figures."""

from decimal import Decimal

import pytest

from reports.official import Cell
from reports.official.report_data import Kind
from tests.checks.reports import a_report, addresses, applications, found, nil

FEES = Cell("fees", "administrative_fees", "amount")
LICENSES = Cell("licensing", "administrative_licensing", "decisions")


def test_blank_is_not_zero():
    assert [addresses(each) for each in found("N1", a_report(figures={LICENSES: None}))] == [[str(LICENSES)]]
    assert found("N1", a_report(figures={LICENSES: 0})) == []


def test_the_blank_cells_of_a_table_are_one_finding_that_counts_them():
    figures = nil("applications") | dict.fromkeys(list(nil("applications"))[:38])
    (finding,) = found("N1", a_report(figures=figures))
    assert len(finding.cells) == 38
    assert "三、收到和处理政府信息公开申请情况有 38 格未填" in finding.message


def test_each_table_with_blank_cells_is_a_finding_of_its_own():
    figures = {LICENSES: None, FEES: None} | applications(new_received=None)
    assert [each.cells[0].table for each in found("N1", a_report(figures=figures))] == [
        "licensing",
        "fees",
        "applications",
    ]


def test_a_few_blank_cells_are_named():
    (finding,) = found("N1", a_report(figures=applications(granted=(None, None))))
    assert "（（一）予以公开，自然人；（一）予以公开，商业企业）" in finding.message


def test_columns_without_any_figure_are_named():
    figures = nil("applications")
    figures |= {cell: None for cell in figures if cell.column in {"business", "other_org"}}
    (finding,) = found("N1", a_report(figures=figures))
    assert "有 48 格未填（商业企业、其他各列全部未填）" in finding.message


def test_a_blank_table_is_named_as_a_whole():
    (finding,) = found("N1", a_report(figures=dict.fromkeys(nil("disputes"))))
    assert "有 12 格未填（整张表）" in finding.message


def test_a_table_declared_nil_has_no_blank_cells():
    figures = dict.fromkeys(nil("disputes"))
    assert found("N1", a_report(figures=figures, declared_nil=frozenset({"disputes"}))) == []
    assert len(found("N1", a_report(figures=figures, declared_nil=frozenset({"applications"})))) == 1


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (-1, "件数不能为负数"),
        ("-2", "件数不能为负数"),
        ("3.5", "件数应为整数"),
        ("无", "没有的请填 0"),
        ("/", "没有的请填 0"),
        ("三", "请填写数字"),
        ("1234567890123", "数字超过 12 位，请核对"),
    ],
)
def test_a_count_is_a_whole_number(figure, reason):
    (finding,) = found("N2", a_report(figures={LICENSES: figure}))
    assert finding.message == (
        f"二、主动公开政府信息情况（第二十条第（五）项）“行政许可，本年处理决定数量”填的是“{figure}”：{reason}。"
    )
    assert addresses(finding) == [str(LICENSES)]


@pytest.mark.parametrize("figure", [0, 1, 999_999_999_999, None])
def test_a_whole_number_or_a_blank_is_no_false_count(figure):
    assert found("N2", a_report(figures={LICENSES: figure})) == []


def test_a_net_change_may_be_negative():
    change = Cell("licensing", "administrative_licensing", "net_change")
    assert found("N2", a_report("2019", year=2020, figures={change: -3})) == []
    assert len(found("N2", a_report("2019", year=2020, figures={change: "减3"}))) == 1


def test_a_printed_total_is_a_count_too():
    printed = {Cell("disputes", "cases", "reconsideration_total"): "—"}
    assert len(found("N2", a_report(printed_totals=printed))) == 1


@pytest.mark.parametrize("figure", ["-0.5", Decimal("-1"), "1.23456", "380本", "无", "1.2.3"])
def test_money_is_an_amount_with_at_most_four_decimals(figure):
    report = a_report(figures={FEES: figure})
    assert [addresses(each) for each in found("N3", report)] == [[str(FEES)]]
    assert found("N2", report) == []


@pytest.mark.parametrize("figure", [Decimal("0"), Decimal("18.8710"), None])
def test_an_amount_or_a_blank_is_no_false_money(figure):
    assert found("N3", a_report(figures={FEES: figure})) == []


def test_what_was_typed_is_shown_on_one_line_and_shortened():
    (finding,) = found("N2", a_report(figures={LICENSES: "十\n" * 30 + "\ud800"}))
    assert finding.message.isprintable()
    assert len(finding.message) < 120


@pytest.mark.parametrize("amount", [Decimal("1000"), Decimal("1000.0001"), Decimal("36000")])
@pytest.mark.parametrize("kind", [Kind.TOWNSHIP, Kind.SUBDISTRICT])
def test_a_township_that_seems_to_charge_a_thousand_is_asked_for_the_unit(amount, kind):
    (finding,) = found("N4", a_report(kind=kind, figures={FEES: amount}))
    assert addresses(finding) == [str(FEES)]
    assert f"填的是 {amount} 万元" in finding.message


@pytest.mark.parametrize("amount", [Decimal("999.9999"), Decimal("999"), Decimal("18.8710"), Decimal("0"), None, "多"])
def test_a_township_may_charge_less(amount):
    assert found("N4", a_report(figures={FEES: amount})) == []


def test_a_round_amount_of_a_township_looks_like_yuan():
    assert len(found("N4", a_report(figures={FEES: Decimal("380")}))) == 1
    assert found("N4", a_report(figures={FEES: Decimal("380.5")})) == []
    assert found("N4", a_report(figures={FEES: Decimal("20")})) == []


@pytest.mark.parametrize("kind", [Kind.COUNTY, Kind.CITY, Kind.DEPARTMENT, Kind.OFFICE])
def test_what_others_charge_cannot_be_judged(kind):
    assert found("N4", a_report(kind=kind, figures={FEES: Decimal("59237.2449")})) == []


@pytest.mark.parametrize("kind", Kind)
def test_the_amount_that_the_text_states_in_yuan_is_asked_about(kind):
    texts = {"other_matters": "2022年有1件申请收取信息处理费50元。"}
    (finding,) = found("N4", a_report(kind=kind, texts=texts, figures={FEES: Decimal("50")}))
    assert finding.texts == ("other_matters",)
    assert found("N4", a_report(kind=kind, texts=texts, figures={FEES: Decimal("0.005")})) == []


def test_the_superseded_form_has_procurement_for_money_and_items_for_fees():
    procured = Cell("procurement", "centralized_procurement", "amount")
    items = Cell("fees", "administrative_fees", "net_change")
    assert len(found("N4", a_report("2019", year=2020, figures={procured: Decimal("1000")}))) == 1
    assert found("N4", a_report("2019", year=2020, figures={procured: Decimal("990")})) == []
    assert found("N4", a_report("2019", year=2020, figures={items: 5000})) == []
