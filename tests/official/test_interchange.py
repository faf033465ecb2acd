"""The interchange file: what is written, what is read, and what is refused in one clear line."""

import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.official import EDITIONS, Cell, Measure
from reports.official.interchange import FORMAT, NotUnderstood, as_mapping, canonical, content_hash, from_mapping, parse
from reports.official.report_data import Kind, ReportData
from reports.official.schema import schema
from tests import runs

HEAD = {"format": FORMAT, "edition": "2021", "organ": "背孜乡人民政府", "kind": "township", "year": 2022}


def written(**more):
    return json.dumps(HEAD | more, ensure_ascii=False).encode()


def figure(measure):
    if measure is Measure.MONEY:
        return st.decimals(0, 10**6, places=4) | st.none()
    return st.integers(0 if measure is Measure.COUNT else -99, 10**6) | st.none()


@st.composite
def reports(draw):
    form = EDITIONS[draw(st.sampled_from(["2019", "2021"]))]
    cells = draw(st.lists(st.sampled_from(form.entries), unique=True, max_size=40))
    keys = draw(st.lists(st.sampled_from(list(form.text)), unique=True))
    return ReportData(
        edition=form.key,
        organ="背孜乡人民政府",
        kind=Kind.TOWNSHIP,
        year=form.first_year,
        title=draw(st.none() | st.text(max_size=20)),
        texts={key: draw(st.text(max_size=30)) for key in keys},
        figures={cell: draw(figure(form.table[cell.table].measure(cell))) for cell in cells},
    )


@given(reports())
def test_a_report_survives_being_written_and_read(report):
    content = json.dumps(as_mapping(report)).encode()
    assert parse(content) == report


@settings(max_examples=runs.times(25, 1_000))
@given(reports())
def test_what_is_written_fits_the_generated_schema(report):
    jsonschema.validate(as_mapping(report), schema(EDITIONS[report.edition]))


def test_derived_totals_are_written_and_never_read_as_entries():
    cells = dict.fromkeys(EDITIONS["2021"].table["applications"].entries, 1)
    report = ReportData("2021", "甲乡人民政府", Kind.TOWNSHIP, 2022, figures=cells)
    mapping = as_mapping(report)
    assert mapping["tables"]["applications"]["handled_total"]["total"] == 126
    mapping["tables"]["applications"]["handled_total"]["total"] = 999
    read_again = from_mapping(mapping)
    total = Cell("applications", "handled_total", "total")
    assert (read_again.figure(total), read_again.printed_totals[total]) == (126, 999)


def test_a_key_left_out_is_unknown_and_null_is_blank():
    report = parse(written(tables={"licensing": {"administrative_licensing": {"decisions": None}}}))
    assert dict(report.figures) == {Cell("licensing", "administrative_licensing", "decisions"): None}


def test_money_stays_as_typed():
    report = parse(written(tables={"fees": {"administrative_fees": {"amount": "18.8710"}}}))
    assert as_mapping(report)["tables"]["fees"]["administrative_fees"]["amount"] == "18.8710"


@pytest.mark.parametrize(("value", "kept"), [(3.5, "3.5"), (-1, "-1"), ("abc", "abc"), (True, "true")])
def test_a_figure_that_cannot_be_read_is_kept_and_no_reason_to_refuse(value, kept):
    report = parse(written(tables={"licensing": {"administrative_licensing": {"decisions": value}}}))
    assert list(report.figures.values()) == [kept]


def test_a_declared_table_is_nil_in_every_cell():
    report = parse(written(declared_nil=["disputes"]))
    disputes = EDITIONS["2021"].table["disputes"]
    assert {cell: report.figures[cell] for cell in disputes.entries} == dict.fromkeys(disputes.entries, 0)
    assert report.declared_nil == {"disputes"}


@pytest.mark.parametrize("blank", [None, "", "  ", 0, "0"])
def test_the_cells_of_a_declared_table_are_0_whatever_the_file_leaves_blank(blank):
    tables = {"disputes": {"cases": {"reconsideration_upheld": blank}}}
    report = parse(written(declared_nil=["disputes"], tables=tables))
    assert {figure for cell, figure in report.figures.items() if cell.table == "disputes"} == {0}
    assert (len(report.figures), report.declared_nil) == (12, {"disputes"})


@pytest.mark.parametrize("figure", [1, "十二", -1])
def test_a_figure_in_a_declared_table_withdraws_the_declaration(figure):
    """And what is blank beside it stays blank: nobody said that it is 0."""
    tables = {"disputes": {"cases": {"reconsideration_upheld": figure, "reconsideration_corrected": None}}}
    report = parse(written(declared_nil=["disputes"], tables=tables))
    assert (report.declared_nil, list(report.figures.values())[1:]) == (frozenset(), [None])


def test_the_content_hash_is_of_what_is_entered():
    cell = Cell("licensing", "administrative_licensing", "decisions")
    one, same, other = (
        ReportData("2021", "甲乡人民政府", Kind.TOWNSHIP, 2022, figures={cell: value}) for value in (1, 1, 2)
    )
    assert content_hash(one) == content_hash(same) != content_hash(other)


def test_what_cannot_be_read_is_content_too():
    """Two different unreadable figures, and a blank one, are three contents; each is read back as it was typed."""
    cell = Cell("licensing", "administrative_licensing", "decisions")
    reports = [
        ReportData("2021", "甲乡人民政府", Kind.TOWNSHIP, 2022, figures={cell: value})
        for value in ("十二", "十三", "1.5", None)
    ]
    assert len({content_hash(report) for report in reports}) == len(reports)
    assert [parse(canonical(report)).figures for report in reports] == [report.figures for report in reports]
    assert as_mapping(reports[0])["tables"]["licensing"]["administrative_licensing"]["decisions"] is None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "不是有效的 JSON 文件"),
        (b"{", "不是有效的 JSON 文件"),
        (b"\xff\xfe", "不是有效的 JSON 文件"),
        (b"[" * 100_000, "不是有效的 JSON 文件"),
        (b'{"year": ' + b"9" * 5000 + b"}", "不是有效的 JSON 文件"),
        (b"[]", "文件内容应为一个 JSON 对象"),
        (b"{}", f"不是 {FORMAT} 格式的文件"),
        (b'{"format": 1, "format": 2}', "同一个键写了两次：format"),
        (written(colour="red"), "不认识的键：colour"),
        (written(year=2018), "year 2018 不在 2019 年及以后"),
        (written(year="2022"), "year 应为年份，如 2022"),
        (written(year=None), "缺少 year"),
        (written(organ=""), "organ 应为机关名称"),
        (written(kind="village"), "不认识的 kind：village"),
        (written(edition="2008"), "不认识的 edition：2008"),
        (written(texts=[]), "texts 应为对象"),
        (written(texts={"poem": ""}), "不认识的文字：poem"),
        (written(texts={"problems": 5}), "texts 中的 problems 应为文字"),
        (written(tables={"poem": {}}), "不认识的表：poem"),
        (written(tables={"fees": {"x": {}}}), "不认识的行（表 fees）：x"),
        (written(tables={"fees": {"administrative_fees": {"x": 1}}}), "不认识的列（fees.administrative_fees）：x"),
        (
            written(tables={"fees": {"administrative_fees": {"amount": [1]}}}),
            "fees.administrative_fees.amount 应为数字",
        ),
        (written(declared_nil=["poem"]), "declared_nil 中不认识的表：poem"),
        (written(declared_nil="disputes"), "declared_nil 应为表名的列表"),
        (written(title=5), "title 应为文字"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_line(content, line):
    with pytest.raises(NotUnderstood) as refusal:
        parse(content)
    assert str(refusal.value) == line


def test_what_the_caller_tells_fills_in_and_must_not_contradict():
    bare = json.dumps({"format": FORMAT}).encode()
    assert parse(bare, organ="甲乡人民政府", kind="township", year=2022).edition == "2021"
    with pytest.raises(NotUnderstood, match="给定的 year 与文件中的不一致"):
        parse(written(), year=2023)
