"""``manage.py check_database``: whether the database can be used at all, asked at every start before anything else."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from reports.management.stored import NOT_UNDERSTOOD

MOST_FAULTS = 3


class Command(BaseCommand):
    """On SQLite it reads every page of the file (0.2 s for 80 MB); PostgreSQL looks after its own files."""

    help = "检查数据库能否使用，已损坏的在启动时说明。"
    requires_system_checks = ()  # some of them ask the database

    def handle(self, *args, **options) -> None:
        if fault := _fault():
            raise CommandError(
                f"数据库 {connection.settings_dict['NAME']} 不能使用：{fault}。"
                "请检查数据库和磁盘；文件已损坏的，从最近的备份恢复后再启动。",
                returncode=NOT_UNDERSTOOD,
            )


def _fault() -> str:
    """What the database says is wrong with it; empty where it is sound."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                return ""
            cursor.execute(f"PRAGMA quick_check({MOST_FAULTS})")
            found = [row[0] for row in cursor.fetchall()]
    except DatabaseError as error:
        return str(error).strip()
    return "" if found == ["ok"] else "; ".join(found)
