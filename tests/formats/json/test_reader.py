"""The interchange file read: whatever JSON may hold, a report or one clear line."""

import json

import pytest

from reports.formats import reading, writing
from reports.formats.reading import place_on_paper
from reports.official import Cell
from reports.official.figures import display
from reports.official.interchange import FORMAT, NotUnderstood
from tests.formats.any_report import complete_report

LEAST = {"format": FORMAT, "organ": "背孜乡人民政府", "kind": "township", "year": 2022}
COUNT = Cell("applications", "new_received", "natural_person")
WHERE = "三、收到和处理政府信息公开申请情况“一、本年新收政府信息公开申请数量，自然人”"


def read(mapping, **told):
    content = mapping if isinstance(mapping, bytes) else json.dumps(mapping).encode()
    return reading.read("report.json", content, **told)


def with_count(written):
    mapping = {**LEAST, "tables": {"applications": {"new_received": {"natural_person": "HERE"}}}}
    return json.dumps(mapping).replace('"HERE"', written).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[]", "文件内容应为一个 JSON 对象"),
        (b"null", "文件内容应为一个 JSON 对象"),
        (b"{}", f"不是 {FORMAT} 格式的文件"),
        (b'{"format": ', "不是有效的 JSON 文件"),
        (b"[" * 100_000, "不是有效的 JSON 文件"),
        (b'{"a":' * 100_000, "不是有效的 JSON 文件"),
        (with_count("9" * 5_000), "不是有效的 JSON 文件"),
        (json.dumps({**LEAST, "tables": []}).encode(), "tables 应为对象"),
        (json.dumps({**LEAST, "texts": {"problems": 1}}).encode(), "texts 中的 problems 应为文字"),
        (json.dumps({**LEAST, "edition": ["2021"]}).encode(), "不认识的 edition：['2021']"),
        (json.dumps({**LEAST, "year": 10**400}).encode(), f"year 1{'0' * 39}… 不在 2019 年及以后"),
        (json.dumps({**LEAST, "year": float("nan")}).encode(), "year 应为年份，如 2022"),
        (json.dumps({**LEAST, "organ": "\ud800"}).encode(), "organ 应为机关名称"),
        (json.dumps({**LEAST, "\ud800\n": 1}).encode(), "不认识的键：\ufffd\ufffd"),
    ],
)
def test_another_shape_is_refused_in_one_line(content, reason):
    with pytest.raises(NotUnderstood) as caught:
        read(content)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("written", "figure", "why"),
    [
        ("NaN", "NaN", "请填写数字"),
        ("-Infinity", "-Infinity", "请填写数字"),
        ("true", "true", "请填写数字"),
        ("-2", "-2", "件数不能为负数"),
        ("1.5", "1.5", "件数应为整数"),
        ('"abc"', "abc", "请填写数字"),
        ("1e999999999", "1E+999999999", "请填写数字"),
        ("1234567890123", "1234567890123", "数字超过 12 位，请核对"),
    ],
)
@pytest.mark.timeout(60)
def test_a_figure_that_cannot_be_read_is_kept_and_named(written, figure, why):
    reading = read(with_count(written))
    assert reading.report.figures == {COUNT: figure}
    assert [str(each) for each in reading.unplaced] == [f"{WHERE}：“{figure}”，{why}"]


def test_a_byte_order_mark_does_not_matter():
    content = writing.write(complete_report(), "json")
    assert read(b"\xef\xbb\xbf" + content).report == complete_report()


def test_what_no_text_may_hold_is_taken_out_with_a_notice():
    reading = read({**LEAST, "title": "报\ud800告", "texts": {"problems": "一\x00二\udc00"}})
    assert (reading.report.title, reading.report.texts) == ("报告", {"problems": "一二"})
    assert reading.notices == ("“存在的主要问题及改进情况”：已删除 2 个不能显示的字符",)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(NotUnderstood, match="“开头段”最多 20000 字，现有 20001 字"):
        read({**LEAST, "texts": {"preamble": "字" * 20_001}})


def test_a_printed_total_that_the_entries_do_not_make_is_told():
    row = dict.fromkeys(complete_report().official_form.table["applications"].column, 1)
    reading = read({**LEAST, "tables": {"applications": {"new_received": row}}})
    assert [(each.where, each.printed, each.derived) for each in reading.disagreements] == [
        ("三、收到和处理政府信息公开申请情况“一、本年新收政府信息公开申请数量，总计”", 1, 6)
    ]


def test_what_the_file_leaves_out_may_be_told():
    told = {key: LEAST[key] for key in ("organ", "kind", "year")}
    assert read({"format": FORMAT}, **told).report == read(LEAST).report


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{" + '"a":1,' * 280_000 + '"a":1}', "同一个键写了两次：a"),
        ("{" + ",".join(f'"{number}":1' for number in range(150_000)) + ',"149999":1}', "同一个键写了两次：149999"),
        ("{" + ",".join(f'"{number}":1' for number in range(150_000)) + "}", f"不是 {FORMAT} 格式的文件"),
        (json.dumps({**LEAST, "kind": "长" * 600_000}, ensure_ascii=False), f"不认识的 kind：{'长' * 40}…"),
        (json.dumps({**LEAST, "kind": [[["x" * 100]] * 50] * 300}), "不认识的 kind："),
        (json.dumps({**LEAST, "x" * 1_500_000: 1}), f"不认识的键：{'x' * 40}…"),
        ("[" * 1_500_000, "不是有效的 JSON 文件"),
        (f'{{"a":{"1" * 1_500_000}}}', "不是有效的 JSON 文件"),
        (f'{{"a":1e{"9" * 1_500_000}}}', "不是有效的 JSON 文件"),
    ],
    ids=["one key", "last key", "keys", "kind", "nested kind", "key", "depth", "digits", "exponent"],
)
@pytest.mark.timeout(20)  # one repeated key took more than thirty seconds
def test_a_file_made_to_be_slow_is_refused_at_once(content, reason):
    with pytest.raises(NotUnderstood) as refusal:
        read(content.encode())
    assert str(refusal.value).startswith(reason)


@pytest.mark.timeout(60)
def test_a_table_declared_nil_a_hundred_thousand_times_is_declared_once():
    report = read({**LEAST, "declared_nil": ["applications"] * 100_000}).report
    assert report.declared_nil == {"applications"}


def test_figures_with_blanks_between_them_are_asked_about():
    """Three figures of a row of a PDF in one cell (``spaces_merge.json``)."""
    acts = {"normative_documents": {"issued": "5 120 300", "repealed": None, "in_force": None}}
    reading = read({**LEAST, "tables": {"normative_acts": acts}})
    cell = Cell("normative_acts", "normative_documents", "issued")
    assert reading.report.figures[cell] == "5 120 300"
    assert [(each.cell, each.why) for each in reading.unplaced] == [(cell, "请核对数字“5 120 300”")]


@pytest.mark.parametrize(
    ("written", "figure", "sentence"),
    [
        ("12。5", "12.5", "“12。5”已读作 12.5 万元，请核对"),
        ("152790元", "15.2790", "“152790元”已换算为 15.2790 万元，请核对"),
        ("0.00000", "0", None),
    ],
)
def test_what_was_assumed_of_an_amount_is_told_with_its_place(written, figure, sentence):
    """An amount typed with a Chinese input method, and one in 元 (``money.json``, ``procurement_2019.json``)."""
    tables = {"procurement": {"centralized_procurement": {"projects": 1, "amount": written}}}
    reading = read({**LEAST, "year": 2019, "edition": "2019", "tables": tables})
    cell = Cell("procurement", "centralized_procurement", "amount")
    assert display(reading.report.figures[cell]) == figure
    assert reading.unplaced == ()
    assert reading.notices == ((f"{place_on_paper(reading.report, cell)}：{sentence}",) if sentence else ())
