"""The form of 国办公开办函〔2021〕30号, held label by label against the tables as published."""

import pytest

from reports.official import EDITIONS, Cell
from reports.official.grid import CellRole, section_grid, turned_grid

FORM = EDITIONS["2021"]

SECTION_TITLES = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]

ASPECTS = [
    "（一）主动公开",
    "（二）依申请公开",
    "（三）政府信息管理",
    "（四）政府信息公开平台建设",
    "（五）监督保障",
]

# A row a line; a heading as label[colspan×rowspan], a figure as a dot.
TABLE_TWO = """
第二十条第（一）项[4×1]
信息内容[1×1] 本年制发件数[1×1] 本年废止件数[1×1] 现行有效件数[1×1]
规章[1×1] . . .
行政规范性文件[1×1] . . .
第二十条第（五）项[4×1]
信息内容[1×1] 本年处理决定数量[3×1]
行政许可[1×1] .[3]
第二十条第（六）项[4×1]
信息内容[1×1] 本年处理决定数量[3×1]
行政处罚[1×1] .[3]
行政强制[1×1] .[3]
第二十条第（八）项[4×1]
信息内容[1×1] 本年收费金额（单位：万元）[3×1]
行政事业性收费[1×1] .[3]
"""

TABLE_THREE = """
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）[3×3] 申请人情况[7×1]
自然人[1×2] 法人或其他组织[5×1] 总计[1×2]
商业企业[1×1] 科研机构[1×1] 社会公益组织[1×1] 法律服务机构[1×1] 其他[1×1]
一、本年新收政府信息公开申请数量[3×1] . . . . . . =
二、上年结转政府信息公开申请数量[3×1] . . . . . . =
三、本年度办理结果[1×22] （一）予以公开[2×1] . . . . . . =
（二）部分公开（区分处理的，只计这一情形，不计其他情形）[2×1] . . . . . . =
（三）不予公开[1×8] 1.属于国家秘密[1×1] . . . . . . =
2.其他法律行政法规禁止公开[1×1] . . . . . . =
3.危及“三安全一稳定”[1×1] . . . . . . =
4.保护第三方合法权益[1×1] . . . . . . =
5.属于三类内部事务信息[1×1] . . . . . . =
6.属于四类过程性信息[1×1] . . . . . . =
7.属于行政执法案卷[1×1] . . . . . . =
8.属于行政查询事项[1×1] . . . . . . =
（四）无法提供[1×3] 1.本机关不掌握相关政府信息[1×1] . . . . . . =
2.没有现成信息需要另行制作[1×1] . . . . . . =
3.补正后申请内容仍不明确[1×1] . . . . . . =
（五）不予处理[1×5] 1.信访举报投诉类申请[1×1] . . . . . . =
2.重复申请[1×1] . . . . . . =
3.要求提供公开出版物[1×1] . . . . . . =
4.无正当理由大量反复申请[1×1] . . . . . . =
5.要求行政机关确认或重新出具已获取信息[1×1] . . . . . . =
（六）其他处理[1×3] 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请[1×1] . . . . . . =
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请[1×1] . . . . . . =
3.其他[1×1] . . . . . . =
（七）总计[2×1] = = = = = = =
四、结转下年度继续办理[3×1] . . . . . . =
"""

TABLE_FOUR = """
行政复议[5×1] 行政诉讼[10×1]
结果维持[1×2] 结果纠正[1×2] 其他结果[1×2] 尚未审结[1×2] 总计[1×2] 未经复议直接起诉[5×1] 复议后起诉[5×1]
结果维持[1×1] 结果纠正[1×1] 其他结果[1×1] 尚未审结[1×1] 总计[1×1] \
结果维持[1×1] 结果纠正[1×1] 其他结果[1×1] 尚未审结[1×1] 总计[1×1]
. . . . = . . . . = . . . . =
"""


def drawn(section):
    """The grid of a section in the notation above."""
    return "\n".join(" ".join(map(_drawn_cell, row.cells)) for row in section_grid(FORM.section[section]).rows)


def _drawn_cell(cell):
    if cell.cell is None:
        return f"{cell.text}[{cell.colspan}×{cell.rowspan}]"
    mark = "=" if cell.role is CellRole.TOTAL else "."
    return mark if cell.colspan == 1 else f"{mark}[{cell.colspan}]"


def test_the_six_sections_bear_their_official_titles():
    assert [section.title for section in FORM.sections] == SECTION_TITLES


def test_section_one_has_the_five_aspects():
    assert [text.name for text in FORM.section["overview"].texts if text.is_required] == ASPECTS


@pytest.mark.parametrize(
    ("section", "table"),
    [("proactive_disclosure", TABLE_TWO), ("applications", TABLE_THREE), ("disputes", TABLE_FOUR)],
)
def test_a_table_has_every_official_label_and_span(section, table):
    assert drawn(section) == table.strip()


def test_166_figures_are_entered_and_34_derived():
    entered = len(FORM.entries)
    derived = sum(len(table.totals) for table in FORM.table.values())
    assert (entered, derived, entered + derived) == (166, 34, 200)


def test_the_superseded_form_prints_198_figures():
    form = EDITIONS["2019"]
    assert sum(len(table.cells) for table in form.table.values()) == 198


def test_the_grid_covers_every_place_exactly_once():
    for form in EDITIONS.values():
        for section in form.sections:
            if section.tables:
                grid = section_grid(section)
                places = [
                    (cell.row + down, cell.column + right)
                    for row in grid.rows
                    for cell in row.cells
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                ]
                every = [(row, column) for row in range(len(grid.rows)) for column in range(len(grid.widths))]
                assert sorted(places) == every


def test_table_four_is_turned_for_typing_into_three_rows_of_five():
    grid = turned_grid(FORM.table["disputes"])
    figures = [[cell.cell.column for cell in row.cells if cell.cell] for row in grid.body_rows]
    assert [len(row) for row in figures] == [5, 5, 5]
    assert [cell for row in figures for cell in row] == list(FORM.table["disputes"].column)


def test_a_cell_is_named_by_its_row_and_column():
    table = FORM.table["applications"]
    assert (
        table.name(Cell("applications", "denied_state_secret", "business")) == "（三）不予公开1.属于国家秘密，商业企业"
    )
    disputes = FORM.table["disputes"]
    cell = Cell("disputes", "cases", "litigation_direct_upheld")
    assert disputes.name(cell) == "行政诉讼，未经复议直接起诉，结果维持"
