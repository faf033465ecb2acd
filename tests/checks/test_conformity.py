"""Z5 and Z6: what the organ may make, and the form it must use."""

import pytest

from reports.official import Cell
from reports.official.report_data import Kind
from tests.checks.reports import a_report, addresses, found


def rules(issued=0, repealed=0, in_force=0):
    columns = {"issued": issued, "repealed": repealed, "in_force": in_force}
    return {Cell("normative_acts", "rules", column): figure for column, figure in columns.items()}


COUNTYS_OWN = [
    ("背孜乡人民政府", Kind.TOWNSHIP),
    ("民治街道办事处", Kind.SUBDISTRICT),
    ("合江县人民政府", Kind.COUNTY),
    ("沭阳县发展和改革局", Kind.DEPARTMENT),
    ("深圳市龙华区教育局", Kind.DEPARTMENT),
    ("宽城满族自治县人民政府办公室", Kind.OFFICE),
    ("科尔沁左翼中旗财政局", Kind.DEPARTMENT),
    ("国家税务总局鲁山县税务局", Kind.DEPARTMENT),
]
OTHERS = [
    ("宿迁市人民政府", Kind.CITY),
    ("上海市人民政府办公厅", Kind.OFFICE),
    ("杭州市市场监督管理局", Kind.DEPARTMENT),
    ("广西壮族自治区财政厅", Kind.DEPARTMENT),
    ("大兴安岭地区行政公署办公室", Kind.OFFICE),
    ("上海市浦东新区发展和改革委员会", Kind.DEPARTMENT),
    ("苏州工业园区管理委员会", Kind.DEPARTMENT),
    ("五常市教育局", Kind.DEPARTMENT),
    ("深圳市市场监督管理局龙华监管局", Kind.DEPARTMENT),
    ("江苏省社区发展中心", Kind.DEPARTMENT),
]


@pytest.mark.parametrize(("organ", "kind"), COUNTYS_OWN)
def test_no_organ_of_a_county_makes_rules(organ, kind):
    (finding,) = found("Z5", a_report(organ=organ, kind=kind, figures=rules(2, 0, 6)))
    assert addresses(finding) == ["normative_acts.rules.issued", "normative_acts.rules.in_force"]
    assert "本年制发件数 2、现行有效件数 6" in finding.message


@pytest.mark.parametrize(("organ", "kind"), OTHERS)
def test_others_may_make_rules_or_cannot_be_told(organ, kind):
    assert found("Z5", a_report(organ=organ, kind=kind, figures=rules(2, 0, 6))) == []


@pytest.mark.parametrize("figures", [rules(), rules(None, None, None), rules("二", 0, 0), {}])
def test_no_rules_blank_and_unknown_are_silent(figures):
    assert found("Z5", a_report(figures=figures)) == []


def test_documents_of_the_row_below_are_no_rules():
    assert found("Z5", a_report(figures={Cell("normative_acts", "normative_documents", "issued"): 4})) == []


def test_the_superseded_form_is_judged_by_its_own_columns():
    figures = {Cell("normative_acts", "rules", "total_disclosed"): 1}
    assert len(found("Z5", a_report("2019", year=2020, figures=figures))) == 1


@pytest.mark.parametrize(
    ("edition", "year", "findings"),
    [("2019", 2019, 0), ("2019", 2020, 0), ("2019", 2021, 1), ("2019", 2025, 1), ("2021", 2021, 0), ("2021", 2020, 0)],
)
def test_the_tables_are_those_in_force(edition, year, findings):
    assert [each.texts for each in found("Z6", a_report(edition, year=year))] == [("edition",)] * findings
