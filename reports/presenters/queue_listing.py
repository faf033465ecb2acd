"""The queue as a table of plain text, for the workbook of the list."""

from datetime import datetime

from django.utils import timezone

from reports.presenters.queue import QueueRow

COLUMNS = {
    "单位": 30, "类别": 10, "状态": 10, "已填部分": 10, "提交时间": 18, "第几次": 16, "期限": 30, "延期": 40,
    "须说明": 8, "停留（天）": 10, "最近活动": 18, "上次催报": 18, "联系人": 12, "电话": 18,
}  # fmt: skip


def listed(row: QueueRow) -> tuple[str | int, ...]:
    """The row in the order of ``COLUMNS``; what does not apply is blank."""
    mark = row.timing.exception
    name, telephone = row.contact
    return (
        row.organ.name,
        row.organ.get_kind_display(),
        row.status,
        f"{row.filled}／{row.parts}" if row.is_being_written else "",
        _moment(row.submission.event.at if row.submission else None),
        row.submission.name if row.submission else "",
        mark.words if mark else "",
        row.timing.extension_words,
        row.explained if row.is_submitted else "",
        row.days_waiting if row.waits else "",
        _moment(row.report.changed_at if row.report else None),
        _moment(row.reminded_at),
        name,
        telephone,
    )


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
