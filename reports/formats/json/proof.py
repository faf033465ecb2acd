"""The proof of the interchange file: parsed again, it is the report, with the totals of the report."""

from collections.abc import Iterator

from reports.checks.naming import place_name
from reports.formats import proof
from reports.official import interchange
from reports.official.report_data import ReportData
from reports.official.wording import FORMALITIES

_PARTICULARS = FORMALITIES | {
    "edition": "报告格式",
    "organ": "行政机关",
    "kind": "机关类别",
    "year": "报告年度",
    "title": "报告标题",
}


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the file says otherwise than the data; it says nothing of demonstrations."""
    read = interchange.parse(content)
    for key, name in _PARTICULARS.items():
        if getattr(read, key) != getattr(report, key):
            yield f"{name}应为“{getattr(report, key)}”，文件中为“{interchange.shown(str(getattr(read, key)))}”"
    for key in report.official_form.text:
        if read.texts.get(key) != report.texts.get(key):
            yield f"“{place_name(report.official_form, key)}”与数据不一致"
    if read.declared_nil != report.declared_nil:
        yield "声明无事项的表与数据不一致"
    yield from proof.of_figures({**read.figures, **read.printed_totals}, report)
