"""填报说明: how the figures of each table are counted, for those who collect them before they are typed."""

from reports.official.form import Section
from reports.official.wording import period

OF_ALL = "没有的填 0，不留空白，也不填“—”“/”“无”。灰色格是合计，由系统计算，不用填。"
_OF_TABLES = {
    "normative_acts": (
        "规章由有权制定的机关填报；乡镇人民政府、街道办事处不制定规章，规章一行填 0。",
        "现行有效件数一般等于上年现行有效件数加本年制发、减本年废止的件数；有文件失效的，相差的件数在检查时说明。",
    ),
    "licensing": ("行政许可填本年作出处理决定的件数。",),
    "enforcement": ("行政处罚、行政强制分别填本年作出处理决定的件数。",),
    "fees": ("收费金额以万元为单位，最多保留 4 位小数；收取的政府信息公开信息处理费一并计入。",),
    "procurement": ("政府集中采购填项目数量和总金额。",),
    "applications": (
        "按申请人分列：自然人一列，法人或其他组织五列。每件申请只填入一列。",
        "第二项（上年结转）与上年报告第四项（结转下年度）的件数一致。",
        "第三项填本年度办结的申请，按答复的结果计入一行；区分处理的只计入（二），不计其他情形。",
        "每列核对：第一项加第二项，等于第三项（七）总计加第四项。",
    ),
    "disputes": (
        "行政复议一组；行政诉讼按起诉前是否经过复议分两组。每件案件在一组内按结果填入一格；到年底没有结果的，填入尚未审结。",
        "每组核对：四种结果相加，等于该组总计。",
    ),
}


def notes(section: Section, year: int) -> list[str]:
    """The notes on a section's tables, a sentence or two each, those on all tables first."""
    return [*general_notes(year), *own_notes(section)]


def general_notes(year: int) -> list[str]:
    """The notes that go for every table."""
    return [f"统计期限{period(year)}。", OF_ALL]


def own_notes(section: Section) -> list[str]:
    """The notes on a section's tables alone."""
    return [note for table in section.tables for note in _OF_TABLES[table.key]]


def bases(section: Section) -> list[tuple[str, str]]:
    """The rows of a section whose legal basis the form gives, each with it."""
    return [(row.name, row.basis) for table in section.tables for row in table.rows if row.basis]
