"""Sheets of other programs: what LibreOffice makes of a page whose cells have several lines."""

from io import BytesIO

from openpyxl import Workbook

from reports.formats.spreadsheets.reader import read
from reports.official import Cell

ORGAN = {"organ": "清水乡人民政府", "year": 2023}
TABLE = "applications"


def sheet(*rows):
    """A workbook of rows whose cells begin at a column each."""
    made = Workbook()
    for number, cells in enumerate(rows, start=1):
        for column, text in cells.items():
            made.active.cell(number, column, text)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def figures(reading, row):
    return [reading.report.figures.get(Cell(TABLE, row, each)) for each in ("natural_person", "business", "research")]


NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def test_headings_that_go_down_a_row_for_each_character_are_read():
    downwards = [
        {3 + at: name[line] for at, name in enumerate(NAMES) if line < len(name)}
        for line in range(max(map(len, NAMES)))
    ]
    # A column that is no column of the form: the figures can be told by their headings alone.
    row = {1: "一、本年新收政府信息公开申请数量", 2: 77, **{3 + at: at + 1 for at in range(6)}, 9: 21}
    reading = read(
        sheet({1: "三、收到和处理政府信息公开申请情况"}, {3: "申请人情况"}, {2: "序号"}, *downwards, row), **ORGAN
    )
    assert figures(reading, "new_received") == [1, 2, 3]


def test_a_long_rest_of_a_label_is_no_text_between_two_tables():
    label = "2.申请人", "逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    headings = {3 + at: name for at, name in enumerate(NAMES)}
    row = {2: label[0], **{3 + at: at + 1 for at in range(6)}, 9: 21}
    reading = read(
        sheet({1: "三、收到和处理政府信息公开申请情况"}, {1: "项目", **headings}, row, {2: label[1]}), **ORGAN
    )
    assert figures(reading, "other_fee_unpaid") == [1, 2, 3]


def test_columns_of_a_wider_table_elsewhere_do_not_widen_a_row():
    row = {1: "2.重复申请", **{2 + at: at + 1 for at in range(6)}, 8: 21}
    wide = {1: "行政复议", 15: "复议后起诉"}
    section = "三、收到和处理政府信息公开申请情况"
    reading = read(sheet({1: section}, row, {1: "四、政府信息公开行政复议、行政诉讼情况"}, wide), **ORGAN)
    assert figures(reading, "not_processed_repeat") == [1, 2, 3]
