"""汇总 as a workbook: read back by the product's own importer it says the same sums; final, it is the same for good."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.county.workbook import write
from reports.formats.reading import read
from reports.lifecycle.consolidation.finalising import document_of
from reports.lifecycle.consolidation.scope import scope_of
from reports.lifecycle.consolidation.sums import sums_of
from reports.models import Applications
from reports.official import Cell
from reports.official.report_data import Kind
from tests.conftest import YEAR

REPEAT = Cell("applications", "not_processed_repeat", "natural_person")


def document(government):
    return document_of(sums_of(scope_of(government, YEAR)))


def sheets(content, **more):
    return load_workbook(BytesIO(content), **more)


def test_the_importer_reads_the_same_sums_back(government, four_of_five):
    sums = sums_of(scope_of(government, YEAR))
    found = read("汇总.xlsx", write(document(government)), organ=government.name, kind=Kind.COUNTY, year=YEAR)
    assert found.report.figures == sums.figures


def test_each_sum_is_a_formula_over_the_units_and_its_value_stands_beside_it(government, four_of_five):
    content = write(document(government))
    formulas, values = sheets(content), sheets(content, data_only=True)
    table = next(sheet for sheet in formulas.sheetnames if sheet.startswith("三"))
    found = [
        (cell.value, values[table][cell.coordinate].value)
        for row in formulas[table].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "SUMIFS" in cell.value
    ]
    assert len(found) == 24 * 6
    assert found[0] == ("=SUMIFS('明细_表三'!$G$2:$G$97,'明细_表三'!$E$2:$E$97,1)", 11)
    details = values["明细_表三"]
    new = [row for row in details.iter_rows(min_row=2, values_only=True) if row[4] == 1]
    assert [(row[0], row[6]) for row in new] == [
        ("鲁山县人民政府办公室", 6),
        ("鲁山县公安局", 4),
        ("背孜乡人民政府", 1),
        ("瓦屋镇人民政府", 0),
    ]
    assert new[-1][2].endswith("（零报告）")


def test_who_is_missing_and_what_is_not_known_is_said_and_no_smaller_sum_stands_there(government, four_of_five):
    Applications.objects.filter(report=four_of_five["police"], row=REPEAT.row).delete()
    content = write(document(government))
    found = read("汇总.xlsx", content, organ=government.name, kind=Kind.COUNTY, year=YEAR).report.figures
    assert found.get(REPEAT) is None
    assert found[REPEAT._replace(row="granted")] == 6
    book = sheets(content)
    about = dict(row[:2] for row in book["汇总说明"].iter_rows(values_only=True))
    assert about["覆盖"] == "已汇总 4／5 个单位"
    assert "不予处理" in about["未知的格"]
    for sheet in (each for each in book if each.title[0] in "二三四"):
        assert "已汇总 4／5 个单位，汇总未定稿" in sheet["A2"].value
    assert [row[:3] for row in book["未纳入单位"].iter_rows(min_row=2, values_only=True)] == [
        ("土门街道办事处", "缺", "未开始")
    ]


def test_the_same_document_is_the_same_bytes(government, four_of_five):
    said = document(government)
    assert write(said) == write(said)


@pytest.mark.parametrize("name", ["=1+1", "+县", "@县"])
def test_no_name_is_ever_a_formula(government, four_of_five, name):
    four_of_five["beizi"].organ.__class__.objects.filter(slug="lushan").update(name=name)
    rows = sheets(write(document(government)))["明细_表三"].iter_rows(min_row=2, max_row=2)
    cell = next(rows)[0]
    assert (cell.value, cell.data_type) == (name, "s")
