"""The title of the report: organ, year, and what it is."""

import re
from collections.abc import Iterator

from reports.checks.organ_names import names_organ
from reports.checks.reads import TITLE
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.repair import Repair
from reports.official.report_data import ReportData
from reports.official.wording import REPORT_NAME, title
from reports.text import lookalikes

_IGNORED = re.compile(r"[\s《》“”\"]")
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_YEAR = re.compile(r"(?<!\d)(\d{4})(年度?)?(?!\d)")
_YEAR_IN_WORDS = re.compile(r"[二２2][〇○零０一二三四五六七八九\d]{3}(?=年)|[０-９]{4}")
_SUBJECT = re.compile("政府信息公开|政务信息公开|信息公开|政务公开")


@rule(
    "W15",
    Level.EXPLAIN,
    asserts=f"标题由机关名称（全称或简称）、年份和“{REPORT_NAME}”组成",
    reads=(TITLE,),
    is_part_by_part=True,
)
def the_title_names_organ_year_and_report(case: Case) -> Iterator[Fault]:
    report = case.report
    if report.title is None:
        return
    wrong = _wrong(report) if report.title.strip() else ["没有填写"]
    if wrong:
        customary = title(report.organ, report.year)
        message = f"标题{'；'.join(wrong)}。规范的标题如“{customary}”。"
        repair = Repair(0, len(report.title), customary, "改为规范的标题")
        yield Fault(message, texts=("title",), quote=report.title, repair=repair)


def _wrong(report: ReportData) -> list[str]:
    """What is not right about the title, in clauses."""
    written = _IGNORED.sub("", lookalikes.repaired(report.title))
    written = _YEAR_IN_WORDS.sub(lambda match: match[0].translate(_DIGITS), written)
    if written.endswith(REPORT_NAME):
        return _wrong_head(report, written.removesuffix(REPORT_NAME))
    subject = _SUBJECT.search(written)
    if not subject:
        return [f"没有写明是“{REPORT_NAME}”"]
    tail = written[subject.start() :]
    return [f"以“{tail}”结尾，应为“{REPORT_NAME}”", *_wrong_head(report, written[: subject.start()])]


def _wrong_head(report: ReportData, head: str) -> list[str]:
    """What is not right about the organ and the year, which may stand in either order."""
    wrong = []
    year = _YEAR.search(head)
    if not year:
        wrong.append("没有写明年份")
    elif int(year[1]) != report.year:
        wrong.append(f"写的是{year[1]}年，本报告为{report.year}年度")
    elif not year[2]:
        wrong.append(f"中{year[1]}之后少“年”字")
    elif year.start() > 0 and year.end() < len(head):
        wrong.append("中的年份应写在机关名称之前或之后")
    organ = _YEAR.sub("", head, count=1)
    if not organ:
        wrong.append("没有写明机关名称")
    elif not names_organ(organ, report.organ, report.kind):
        wrong.append(f"中的“{organ}”不是{report.organ}的全称或简称")
    return wrong
