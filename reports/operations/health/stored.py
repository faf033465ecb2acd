"""Probes of what is stored: the database, its version, the ends of the chains of events, the last backup."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from reports.models.reports import AnnualReport
from reports.models.review import ChainHead, Event, chained
from reports.operations import schema
from reports.operations.backups import OLDEST_BACKUP, read_last
from reports.operations.health.probe import Complaint, Diagnosis, Severity, found

ENDS = 20  # reports whose newest event is held against what was noted of it; ``verify`` follows whole chains


def database() -> Diagnosis:
    """Whether the database answers and takes what is saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM django_migrations")
        cursor.fetchone()
        if connection.vendor != "postgresql":
            return found("可以读取")
        cursor.execute("SELECT current_setting('transaction_read_only') = 'on'")
        is_read_only = cursor.fetchone()[0]
    return found("可以读取", _read_only() if is_read_only else None)


def _read_only() -> Complaint:
    advice = "请确认 DATABASE_URL 指向主库，并检查是否设置了 default_transaction_read_only"
    return Complaint(Severity.STOPPED, "数据库只能读取，不能保存", advice)


def migrations() -> Diagnosis:
    """Whether the database's tables are those of this version."""
    advice = "请先备份，再运行 manage.py migrate 并重新启动"
    behind = [Complaint(Severity.FAULT, f"尚未执行：{each}", advice) for each in schema.unapplied()[:5]]
    advice = "请换回与数据库相同或更新的程序版本"
    ahead = [Complaint(Severity.FAULT, f"数据库来自更新的版本：{each}", advice) for each in schema.unknown()[:5]]
    return found("与程序版本一致" if not behind + ahead else "", *behind, *ahead)


def chain_ends() -> Diagnosis:
    """Whether the newest events of the reports that changed last are there, and as they were written.

    Cheap, and no proof: a report, its event and the noted end are held against each other, nothing before them.
    """
    reports = AnnualReport.objects.filter(chain_length__gt=0).order_by("-changed_at")
    ends = {(pk, length): head for pk, length, head in reports.values_list("pk", "chain_length", "chain_head")[:ENDS]}
    broken = list(_broken(ends))
    advice = "请停止修改，运行 manage.py verify 查明是哪几份，并从备份中核对（docs/history-proof.md）"
    complaint = Complaint(Severity.STOPPED, f"{len(broken)} 份报告的最后一条办理记录与校验码不符", advice)
    return found(f"最近办理的 {len(ends)} 份报告", complaint if broken else None)


def _broken(ends: dict[tuple[int, int], str]) -> Iterator[int]:
    """The reports whose chain does not end as noted, by key. Events are never removed, so a race misses none."""
    of_these = {"report__in": {pk for pk, _ in ends}, "number__in": {length for _, length in ends}}
    events = {(each.report_id, each.number): each for each in Event.objects.filter(**of_these)}
    heads = {(pk, length): head for pk, length, head in
             ChainHead.objects.filter(**of_these).values_list("report_id", "number", "digest")}  # fmt: skip
    for end, head in ends.items():
        event = events.get(end)
        if not event or not _written(event) == event.digest == head == heads.get(end):
            yield end[0]


def _written(event: Event) -> str:
    record = event.record.encode() if isinstance(event.record, str) else bytes(event.record)  # SQLite keeps either
    return chained(event.previous_digest, record)


def last_backup() -> Diagnosis:
    """Whether somebody made a backup lately that was found whole."""
    last = read_last()
    advice = "请运行 manage.py backup，并设定每天的定时任务（docs/backup.zh.md）"
    if last is None:
        return found("", Complaint(Severity.FAULT, "尚未做过备份", advice))
    age = timezone.now() - last
    late = Complaint(Severity.FAULT, f"最近一次备份已是 {age.days} 天前", f"定时任务可能没有运行。{advice}")
    return found(f"{timezone.localtime(last):%Y-%m-%d %H:%M}", late if age > OLDEST_BACKUP else None)
