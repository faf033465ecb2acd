"""``manage.py put_back``: a backup in the place of the database that is there. ``script/upgrade`` is who uses it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.management.stored import NOT_UNDERSTOOD
from reports.operations.backups import made_at
from reports.operations.putting_back import lost_since, put_back
from reports.operations.restoring import RestoreFault
from reports.people.sessions import end_all_sessions


class Command(BaseCommand):
    help = "用备份替换现有的整个数据库（退回版本时由 script/upgrade 使用，须先停止服务）。恢复到空的位置请用 restore。"
    requires_system_checks = ()  # some of them ask the database, which may be of another version

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件，不加密")
        parser.add_argument("--tell", action="store_true", help="只说明会丢失什么，不改动")

    def handle(self, *args: Any, **options: Any) -> None:
        made = made_at(options["file"])
        if made is None:
            raise CommandError(f"不是备份文件：{options['file'].name}", returncode=NOT_UNDERSTOOD)
        if options["tell"]:
            self.stdout.write(lost_since(made))
            return
        try:
            manifest = put_back(options["file"])
        except RestoreFault as fault:
            raise CommandError(f"未替换：{fault}", returncode=NOT_UNDERSTOOD) from fault
        end_all_sessions()  # also those that were ended since it was made
        self.stdout.write(f"数据库已换成 {manifest.made} 的备份")
