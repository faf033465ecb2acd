"""Everything that can be verified of an installation, one answer each."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.models import FileField
from django.utils import timezone

from reports.audit.proof import verify_audit
from reports.lifecycle.history import proof
from reports.lifecycle.history.seal_proof import verify_seals
from reports.models.publication import PublishedFile
from reports.operations import schema
from reports.operations.backups import OLDEST_BACKUP, read_last


@dataclass(frozen=True)
class Verification:
    """What one verification found: its name, what was looked at, every fault in a sentence, and what to do soon."""

    name: str
    told: str
    faults: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()


def verify() -> Iterator[Verification]:
    """Verify one thing after the other, the quick ones first; whatever cannot be looked at is a fault of its own."""
    for name, look in VERIFICATIONS.items():
        try:
            yield look(name)
        except (DatabaseError, OSError) as error:
            yield Verification(name, "", (f"不能核对：{error}",))


def _database(name: str) -> Verification:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT version()")
            return Verification(name, cursor.fetchone()[0].split(" on ")[0])
        cursor.execute("PRAGMA integrity_check(5)")
        faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        faults += [f"{row[0]} 表第 {row[1]} 行的引用已断开" for row in cursor.fetchmany(5)]
    return Verification(name, "页面与引用完整", tuple(faults))


def _migrations(name: str) -> Verification:
    faults = [f"尚未执行：{each}" for each in schema.unapplied()[:5]]
    faults += [f"数据库来自更新的版本：{each}" for each in schema.unknown()]
    return Verification(name, "与程序版本一致", tuple(faults))


def _history(name: str) -> Verification:
    found = proof.verify()
    return Verification(name, f"{found.reports} 份报告、{found.events} 条记录", tuple(found.breaks))


def _seals(name: str) -> Verification:
    found = verify_seals()
    told = "；".join((f"{found.rows} 行", *found.since))
    return Verification(name, told, tuple(found.breaks))


def _audit(name: str) -> Verification:
    found = verify_audit()
    return Verification(name, "；".join((f"{found.entries} 条", *found.told)), tuple(found.breaks))


def _published_files(name: str) -> Verification:
    looked, faults = 0, []
    files = PublishedFile.objects.select_related("publication__report__organ").order_by("pk")
    for file in files.iterator(chunk_size=20):
        looked += 1
        if hashlib.sha256(bytes(file.content)).hexdigest() != file.digest:
            faults.append(f"{file.publication.report} 公布的文件（{file.extension}）与校验码不符")
    return Verification(name, f"{looked} 个文件", tuple(faults))


def _uploads(name: str) -> Verification:
    fields = [field for model in apps.get_models() for field in model._meta.fields if isinstance(field, FileField)]
    stored = [field.model.objects.values_list(field.name, flat=True) for field in fields]
    names = sorted({each for values in stored for each in values if each})
    gone = [each for each in names if not default_storage.exists(each)]
    return Verification(name, f"{len(names)} 个文件", tuple(f"文件已不存在：{each}" for each in gone[:5]))


def _last_backup(name: str) -> Verification:
    last = read_last()
    if last is None:
        return Verification(name, "尚未做过", reminders=("请运行 manage.py backup，并设定时任务",))
    age = timezone.now() - last
    told = f"{timezone.localtime(last):%Y-%m-%d %H:%M}"
    late = (f"已是 {age.days} 天前，请检查定时任务",) if age > OLDEST_BACKUP else ()
    return Verification(name, told, reminders=late)


VERIFICATIONS: dict[str, Callable[[str], Verification]] = {
    "数据库": _database,
    "数据表版本": _migrations,
    "最近备份": _last_backup,
    "待读取的文件": _uploads,
    "公布的文件": _published_files,
    "办理记录": _history,
    "封条": _seals,
    "审计日志": _audit,
}
"""Each verification by the name under which it is told."""
