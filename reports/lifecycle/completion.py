"""What stands between a draft and its submission beside what the checks find in its content: one truth for all pages.

Task list, check page, confirmation and home count these findings with the others, and ``submit`` is refused by them.
"""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from reports.checks.registry import RULES, Finding, Level, in_order
from reports.models.reports import PARTICULARS, AnnualReport
from reports.official import Edition
from reports.official.wording import FORMALITIES

PARTICULARS_TITLE = "报告基本信息"
# By address: the label of a line of the particulars, a hint, and whether it must be filled in.
LINES: dict[str, tuple[str, str, bool]] = {
    "title": ("标题", "由单位名称、年度和报告名称组成", True),
    "document_number": (FORMALITIES["document_number"], "选填，如 背政〔2023〕5号，印在标题上方", False),
    "issued_on": (FORMALITIES["issued_on"], "选填，如 2023-01-16，填写后文末印落款（单位和日期）", False),
    "index_number": ("索引号", "选填，政府网站为本报告编的号，只显示在公布页上", False),
    "contact.office": ("政府信息公开工作机构", "如 党政办公室", True),
    "contact.address": ("地址", "", True),
    "contact.postcode": ("邮编", "", True),
    "contact.telephone": ("电话", "如 0375-5051234", True),
    "contact.email": ("电子邮箱", "选填", False),
}


def title_of(form: Edition, step: str) -> str:
    """The heading of a step of the guided form."""
    return PARTICULARS_TITLE if step == PARTICULARS else form.section[step].title


def with_what_is_to_complete(
    report: AnnualReport, found: list[Finding], texts: Mapping[str, str] | None = None
) -> list[Finding]:
    """The findings of the content together with those of the process, in the form's order.

    ``texts`` are the stored texts by key, where they have been read already.
    """
    texts = report.stored_texts() if texts is None else texts
    missing = _missing_particulars(texts)
    if any("title" in each.texts for each in missing):
        found = [each for each in found if each.texts != ("title",)]  # said once, not twice
    found = [*found, *missing, *_put_off(report)]
    if not any(each.level is Level.MUST_FIX for each in found):
        found += _year_not_over(report.year)
    return in_order(found, report.official_form)


def _missing_particulars(texts: Mapping[str, str]) -> list[Finding]:
    """D6. What is blank of the particulars that must be filled in."""
    return [
        _finding("D6", f"{PARTICULARS_TITLE}：没有填写“{label}”。请填写。", address)
        for address, (label, _, is_required) in LINES.items()
        if is_required and not texts.get(address, "").strip()
    ]


def _put_off(report: AnnualReport) -> list[Finding]:
    """D7. The parts of which somebody said that they are to be filled in later."""
    steps = {record.step for record in report.step_records() if record.is_finished is False}
    return [
        _finding(
            "D7", f"{title_of(report.official_form, step)}：已选“否，稍后再填”。填写完毕后，请改选“是，已填完”。", step
        )
        for step in (PARTICULARS, *report.official_form.section)
        if step in steps
    ]


def is_year_running(year: int) -> bool:
    """Whether the year that is reported on is not over yet."""
    return timezone.localdate() <= date(year, 12, 31)


def _year_not_over(year: int) -> list[Finding]:
    """D5. A report that is complete says that its year is not over yet."""
    if not is_year_running(year):
        return []
    words = f"{PARTICULARS_TITLE}：{year} 年度尚未结束，统计期限至 12 月 31 日。现在提交的，请确认数字包括全年。"
    return [_finding("D5", words)]


def _finding(rule: str, message: str, *texts: str) -> Finding:
    return Finding(rule, RULES[rule].level, message, texts=texts)
