"""The workbook read back: figures however they were typed, and clear words for what is not our workbook."""

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.formats import reading
from reports.formats.xlsx import writer as workbook
from reports.formats.xlsx.layout import Particular
from reports.official import Cell
from reports.official.figures import display
from reports.official.interchange import NotUnderstood
from reports.official.report_data import Kind
from tests import runs
from tests.formats.any_report import complete_report
from tests.formats.xlsx.packages import (
    APPLICATIONS,
    PROACTIVE,
    TEXTS,
    TYPES,
    changed,
    members,
    packed,
    row_of,
    with_cell,
    written,
)

COUNT = Cell("applications", "new_received", "natural_person")
AMOUNT = Cell("fees", "administrative_fees", "amount")


def read(content, **told):
    return reading.read("report.xlsx", content, **told)


def refusal(content, **told):
    with pytest.raises(NotUnderstood) as caught:
        read(content, **told)
    return str(caught.value)


def typed(inside, attributes=""):
    """What is read of a count cell that holds this."""
    reading = read(with_cell(APPLICATIONS, "D6", inside, attributes))
    return reading.report.figures[COUNT], [str(each) for each in reading.unplaced]


# --- Figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "attributes", "figure"),
    [
        ("<v>3</v>", "", 3),
        ("<v>3.0</v>", "", 3),
        ("<v>3.0000000000000004</v>", "", 3),
        ("<v>3E2</v>", "", 300),
        ("<v>999999999999</v>", "", 999_999_999_999),
        ("<is><t>１２３</t></is>", ' t="inlineStr"', 123),
        ("<is><t>1,234</t></is>", ' t="inlineStr"', 1234),
        ("<is><t> 12件 </t></is>", ' t="inlineStr"', 12),
        ("<is><r><t>1</t></r><r><t>2</t></r></is>", ' t="inlineStr"', 12),
        ("<f>1+2</f><v>3</v>", "", 3),
        ("<is><t>  </t></is>", ' t="inlineStr"', None),
        ('<f>""</f><v></v>', ' t="str"', None),
        ("", "", None),
    ],
)
def test_a_figure_is_read_however_it_was_typed(inside, attributes, figure):
    assert typed(inside, attributes) == (figure, [])


@pytest.mark.parametrize(
    ("inside", "attributes", "figure", "why"),
    [
        ("<v>3.5</v>", "", "3.5", "件数应为整数"),
        ("<v>-2</v>", "", "-2", "件数不能为负数"),
        ("<v>1234567890123</v>", "", "1234567890123", "数字超过 12 位，请核对"),
        ("<v>1E400</v>", "", "INF", "请填写数字"),
        ("<v>1</v>", ' t="b"', "TRUE", "请填写数字"),
        ("<v>#REF!</v>", ' t="e"', "#REF!", "请填写数字"),
        ("<v>2022-01-03</v>", ' t="d"', "2022-01-03", "请填写数字"),
        ("<is><t>—</t></is>", ' t="inlineStr"', "—", "没有的请填 0"),
        ("<is><t>=1+2</t></is>", ' t="inlineStr"', "=1+2", "请填写数字"),
        ("<is><t>12,34</t></is>", ' t="inlineStr"', "12,34", "请核对数字“12,34”"),
    ],
)
def test_a_figure_that_cannot_be_read_is_kept_and_named(inside, attributes, figure, why):
    where = "“三、收到和处理政府信息公开申请情况”第 6 行“一、本年新收政府信息公开申请数量，自然人”"
    assert typed(inside, attributes) == (figure, [f"{where}：“{figure}”，{why}"])


def test_a_formula_that_no_program_has_calculated_is_named_and_blank():
    figure, unplaced = typed("<f>SUM(A1:A2)</f>")
    assert figure is None
    assert unplaced == [
        "“三、收到和处理政府信息公开申请情况”第 6 行“一、本年新收政府信息公开申请数量，自然人”："
        "单元格是没有计算结果的公式，请先在 WPS/Excel 中保存"
    ]


def test_totals_need_not_be_calculated():
    reading = read(with_cell(APPLICATIONS, "J6", "<f>SUM(D6:I6)</f>"))
    assert (reading.unplaced, reading.disagreements) == ((), ())
    assert reading.report == complete_report()


def test_a_total_typed_over_is_compared_and_never_used():
    reading = read(with_cell(APPLICATIONS, "J6", "<v>99</v>"))
    total = Cell("applications", "new_received", "total")
    derived = complete_report().figure(total)
    assert [(each.cell, each.printed, each.derived) for each in reading.disagreements] == [(total, 99, derived)]
    assert reading.report == complete_report()


@pytest.mark.parametrize(
    ("number", "number_format", "amount"),
    [
        ("18.871", "0.0000", "18.8710"),
        ("18.871", "#,##0.00_ ", "18.871"),
        ("18.87", "#,##0.0000_ ", "18.8700"),
        ("18.871000000000002", "General", "18.871"),
        ("5", "0.00", "5.00"),
        ("0", "0.0000", "0"),
        ("18.871", "0.000000", "18.8710"),
    ],
)
def test_an_amount_has_the_decimals_that_its_format_shows(number, number_format, amount):
    content = with_cell(PROACTIVE, "B16", f"<v>{number}</v>")
    restyled = changed(
        "xl/styles.xml",
        lambda part: part.replace(b'formatCode="0.0000"', f'formatCode="{number_format}"'.encode()),
        content,
    )
    figure = read(restyled).report.figure(AMOUNT)
    assert display(figure) == amount
    assert isinstance(figure, Decimal)


@pytest.mark.parametrize(
    ("inside", "attributes", "figure", "why"),
    [
        ("<v>18.87105</v>", "", "18.87105", "金额最多保留 4 位小数"),
        ("<v>-1</v>", "", "-1.0000", "金额不能为负数"),
        ("<is><t>18.8710元</t></is>", ' t="inlineStr"', "18.8710元", "“18.8710元”换算为万元超过 4 位小数，请核对"),
    ],
)
def test_an_amount_that_cannot_be_read_is_kept_and_named(inside, attributes, figure, why):
    reading = read(with_cell(PROACTIVE, "B16", inside, attributes))
    assert reading.report.figures[AMOUNT] == figure
    assert [(each.cell, each.found, each.why) for each in reading.unplaced] == [(AMOUNT, figure, why)]


def test_an_amount_may_be_typed_as_text():
    reading = read(with_cell(PROACTIVE, "B16", "<is><t>18.8700万元</t></is>", ' t="inlineStr"'))
    assert display(reading.report.figure(AMOUNT)) == "18.8700"


def test_a_percentage_is_no_count():
    restyled = changed("xl/styles.xml", lambda part: part.replace(b'formatCode="0.0000"', b'formatCode="0.00%"'))
    reading = read(restyled)
    assert reading.report.figures[AMOUNT] == "1887.1%"


def test_a_figure_typed_into_a_declared_table_withdraws_the_declaration():
    complete = complete_report()
    nil = {cell: 0 if cell.table == "applications" else figure for cell, figure in complete.figures.items()}
    declared = replace(complete, figures=nil, declared_nil=frozenset({"applications"}))
    content = workbook.write(declared)
    assert read(content).report.declared_nil == {"applications"}
    assert read(retyped(content, "D6", "2")).report.declared_nil == frozenset()


def test_a_figure_typed_where_the_report_knew_none_is_known():
    report = complete_report(figures={})
    assert read(workbook.write(report)).report.figures == {}
    assert read(retyped(workbook.write(report), "D6", "2")).report.figures == {COUNT: 2}


def retyped(content, reference, number):
    return with_cell(APPLICATIONS, reference, f"<v>{number}</v>", content=content)


# --- Particulars and texts ------------------------------------------------------------------------


def test_texts_are_repaired_as_on_entry_with_a_notice():
    content = with_cell(
        TEXTS, f"B{row_of(Particular.TITLE)}", "<is><t>背孜乡⼀年_x000D_\n度&#x202E;报告</t></is>", ' t="inlineStr"'
    )
    reading = read(content)
    assert reading.report.title == "背孜乡一年 度报告"


def test_a_repaired_text_is_told():
    report = complete_report(texts={"problems": "问题"})
    text = "问题</t>".encode("ascii", "xmlcharrefreplace")  # as openpyxl writes it where lxml is installed
    content = changed(
        TEXTS,
        lambda part: part.replace(text, "问题</t>".encode()).replace(
            "问题</t>".encode(), "问题⼀_x000D_\n⼆</t>".encode()
        ),
        workbook.write(report),
    )
    reading = read(content)
    assert reading.report.texts["problems"] == "问题一\n二"
    assert reading.notices == ("“存在的主要问题及改进情况”：已将 2 个形近字符（复制自 PDF）改为通用汉字",)


def test_a_text_that_is_too_long_is_refused():
    long = f"<is><t>{'字' * 20_001}</t></is>"
    report = with_cell(TEXTS, f"B{row_of('开头段')}", long, ' t="inlineStr"')
    assert refusal(report) == "“开头段”最多 20000 字，现有 20001 字"


@pytest.mark.parametrize(
    ("column", "label", "inside", "reason"),
    [
        ("B", Particular.KIND, "村民委员会", "不认识的机关类别：村民委员会"),
        ("B", Particular.YEAR, "去年", "报告年度应为年份，如 2022：去年"),
        ("B", Particular.YEAR, "2018", "year 2018 不在 2019 年及以后"),
        ("B", Particular.EDITION, "国办公开办函〔2031〕1号", "不认识的报告格式：国办公开办函〔2031〕1号"),
        ("B", Particular.DECLARED_NIL, "五、其他", "不认识的表：五、其他"),
        ("B", Particular.ORGAN, "", "“基本信息和文字”中没有填写行政机关"),
        ("A", "综述", "（一）公开", "请使用系统下载的模板（.xlsx）。“基本信息和文字”中没有“综述”一行"),
    ],
)
def test_particulars_are_understood_or_refused(column, label, inside, reason):
    content = with_cell(TEXTS, f"{column}{row_of(label)}", f"<is><t>{inside}</t></is>", ' t="inlineStr"')
    assert refusal(content) == reason


@pytest.mark.parametrize("typed_year", ["2023", "2023年", "2023年度"])
def test_a_year_may_be_written_as_a_year(typed_year):
    content = with_cell(TEXTS, f"B{row_of(Particular.YEAR)}", f"<is><t>{typed_year}</t></is>", ' t="inlineStr"')
    assert read(content).report.year == 2023


def test_what_the_workbook_leaves_out_may_be_told():
    blank = with_cell(TEXTS, f"B{row_of(Particular.ORGAN)}", "")
    assert read(blank, organ="瓦屋镇人民政府").report.organ == "瓦屋镇人民政府"


@pytest.mark.parametrize("told", [{"organ": "瓦屋镇人民政府"}, {"year": 2022}, {"kind": "county"}])
def test_what_is_told_may_not_contradict_the_workbook(told):
    (key,) = told
    assert refusal(written(), **told) == f"给定的 {key} 与文件中的不一致"


def test_what_is_told_may_agree_with_the_workbook():
    report = complete_report()
    assert read(written(), organ=report.organ, kind=Kind.TOWNSHIP, year=report.year).report == report


# --- Not our workbook -----------------------------------------------------------------------------


def test_a_workbook_of_something_else_is_refused():
    other = changed("xl/workbook.xml", lambda part: part.replace("基本信息和文字".encode(), b"Sheet1"))
    assert refusal(other) == "请使用系统下载的模板（.xlsx）。没有找到报告年度，请注明年度"


def test_a_label_that_is_not_where_it_is_printed_is_named_with_its_row():
    wrong = with_cell(PROACTIVE, "A9", "<is><t>行政审批</t></is>", ' t="inlineStr"')
    assert refusal(wrong) == (
        "请使用系统下载的模板（.xlsx）。“二、主动公开政府信息情况”第 9 行应为“行政许可”，现为“行政审批”"
    )


def test_a_row_that_is_missing_is_named():
    cut = changed(APPLICATIONS, lambda part: part[: part.index(b'<row r="30"')] + b"</sheetData></worksheet>")
    assert refusal(cut) == (
        "请使用系统下载的模板（.xlsx）。“三、收到和处理政府信息公开申请情况”"
        "第 30 行应为“四、结转下年度继续办理”，现为空白"
    )


def test_white_space_in_a_label_does_not_matter():
    spaced = with_cell(PROACTIVE, "A9", "<is><t>行政\n许　可 </t></is>", ' t="inlineStr"')
    assert read(spaced).report == complete_report()


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_further_worksheets_do_not_matter():
    parts = members(written())
    sheet = f'<sheet xmlns:q="{RELATIONSHIPS}" name="台账" sheetId="5" q:id="rId99"/></sheets>'
    link = f'<Relationship Id="rId99" Target="/xl/worksheets/sheet5.xml" Type="{RELATIONSHIPS}/worksheet"/>'
    parts["xl/worksheets/sheet5.xml"] = parts[APPLICATIONS]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheet.encode())
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", f"{link}</Relationships>".encode()
    )
    assert read(packed(parts)).report == complete_report()


# --- Built to exhaust the machine -----------------------------------------------------------------

FAR_ROW = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BOMBS = {
    "a cell in the last row": lambda part: part.replace(b"</sheetData>", FAR_ROW + b"</sheetData>"),
    "a merged range over everything": lambda part: part.replace(
        b"<mergeCells", b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><mergeCells', 1
    ),
    "ninety thousand rows": lambda part: part.replace(
        b"</sheetData>", b"".join(b'<row r="%d"/>' % row for row in range(40, 90_000)) + b"</sheetData>"
    ),
    "a false size, and a cell in the last column of many rows": lambda part: part.replace(
        b'<dimension ref="A1:J32"', b'<dimension ref="A1:XFD1048576"'
    ).replace(
        b"</sheetData>",
        b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(40, 30_000))
        + b"</sheetData>",
    ),
    "a row of many cells": lambda part: part.replace(
        b"</sheetData>", b'<row r="50">' + b"<c><v>1</v></c>" * 45_000 + b"</row></sheetData>"
    ),
    "a formula shared by many": lambda part: part.replace(
        b"</sheetData>",
        b'<row r="50"><c r="A50"><f t="shared" si="0" ref="A50:A99">'
        + b"A1+" * 100_000
        + b"1</f></c>"
        + b'<c><f t="shared" si="0"/></c>' * 1_000
        + b"</row></sheetData>",
    ),
}


DISTANT = {
    "a cell in the last row": "XFD1048576",
    "a false size, and a cell in the last column of many rows": "XFD245",
}


def outcome(content):
    """The report, or why there is none."""
    try:
        return read(content).report
    except NotUnderstood as reason:
        return str(reason)


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.timeout(60)
def test_a_bomb_is_read_or_refused_quickly(name):
    content = changed(APPLICATIONS, BOMBS[name])
    assert content != written()
    result = outcome(content)
    if distant := DISTANT.get(name):
        assert result == f"工作表在 {distant} 处有离表格过远的内容，不能读取，请删去这一格后再试"
    else:
        assert result == complete_report()


def test_nothing_but_a_refusal_comes_of_a_damaged_workbook():
    dice = random.Random(2021)
    parts = members(written())
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    tokens = [b"<", b">", b'"', b"0", b"-1", b"9" * 30, b"r=", b"s=", b"<v>", b"</c>", b't="s"', b"A1", b"\xff", b""]
    outcomes = []
    for _ in range(runs.times(150, 8_000)):
        name = dice.choice(names)
        part = bytearray(parts[name])
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(part))
            part[at : at + dice.randint(0, 8)] = dice.choice(tokens)
        outcomes.append(outcome(packed({**parts, name: bytes(part)})))
    refusals = [each for each in outcomes if isinstance(each, str)]
    assert 0 < len(refusals) < len(outcomes)
    assert not any("\n" in each for each in refusals)


# --- What other programs write (cases of public bug reports) --------------------------------------


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def as_strict(content):
    parts = members(content)
    for loose, strict in STRICT.items():
        parts = {name: part.replace(loose, strict) for name, part in parts.items()}
    return packed(parts)


ODD_WITHOUT_HARM = {
    "strict": as_strict,
    "empty fill": lambda content: changed(
        "xl/styles.xml", lambda part: part.replace(b"<fill>", b"<fill/><fill>", 1), content
    ),
    "fill with an extension": lambda content: changed(
        "xl/styles.xml", lambda part: re.sub(rb"<patternFill", b'<patternFill extLst="1"', part), content
    ),
    "no properties": lambda content: packed(
        {name: part for name, part in members(content).items() if "docProps" not in name}
    ),
    "a worksheet by another name": lambda content: with_part_renamed(APPLICATIONS, "xl/worksheets/sheet3.dat", content),
}


@pytest.mark.parametrize("change", ODD_WITHOUT_HARM.values(), ids=ODD_WITHOUT_HARM)
def test_a_workbook_that_is_odd_without_harm_is_read_like_any_other(change):
    report = complete_report()
    content = change(workbook.write(report))
    assert content != workbook.write(report)
    assert read(content).report == report


def with_part_renamed(old, new, content):
    parts = {new if name == old else name: part for name, part in members(content).items()}
    for listing in (TYPES, "xl/_rels/workbook.xml.rels"):
        parts[listing] = parts[listing].replace(old.encode(), new.encode())
        parts[listing] = parts[listing].replace(old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode())
    return packed(parts)


def test_an_escape_that_a_person_typed_stays_as_typed():
    report = complete_report(texts={"problems": "列名为_x000D_与_x005F_x000D_。"})
    assert read(workbook.write(report)).report.texts["problems"] == "列名为_x000D_与_x005F_x000D_。"
