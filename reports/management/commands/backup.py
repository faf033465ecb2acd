"""``manage.py backup``: the database and the uploads as one verified file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.audit.recording import record_if_possible
from reports.management.stored import NOT_UNDERSTOOD
from reports.models.audit import AuditAction
from reports.operations import backups
from reports.operations.retention import RetentionRule


class Command(BaseCommand):
    help = "备份数据库和待读取的文件，写好后立即核对，再按规则清理旧备份。可在有人使用时运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, help="备份放在哪里，应在另一块磁盘上（默认：数据目录下的 backups）"
        )
        parser.add_argument(
            "--recipient", default=settings.BACKUP_RECIPIENT, help="age 公钥；指定后备份加密，只有私钥能读"
        )
        parser.add_argument("--keys", type=Path, help="把 secret_key、seal_key 另存到此文件夹，不要与备份放在一起")
        rule = RetentionRule()
        parser.add_argument("--days", type=int, default=rule.days, help=f"保留最近几天的（默认 {rule.days}）")
        parser.add_argument("--weeks", type=int, default=rule.weeks, help=f"保留最近几周的（默认 {rule.weeks}）")
        parser.add_argument("--months", type=int, default=rule.months, help=f"保留最近几月的（默认 {rule.months}）")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or Path(settings.DATA_DIR, "backups")
        try:
            made = backups.make(folder, options["recipient"])
            gone = backups.prune(folder, RetentionRule(options["days"], options["weeks"], options["months"]))
            keys = backups.copy_keys(options["keys"]) if options["keys"] else []
        except backups.BackupFault as fault:
            raise CommandError(str(fault), returncode=NOT_UNDERSTOOD) from fault
        kept = {"字节": made.size, "文件": made.files, "清理旧备份": len(gone), "另存密钥": "是" if keys else "否"}
        record_if_possible(AuditAction.BACKED_UP, made.path.name, kept)
        self._tell(made, gone, keys)

    def _tell(self, made: backups.Made, gone: list[Path], keys: list[Path]) -> None:
        tried = "已试恢复并核对办理记录" if made.is_tried else "数据库内容未试恢复，请定期在另一处恢复一次"
        self.stdout.write(f"已备份到 {made.path}（{made.size / 1e6:.1f} MB，{made.files} 个文件，{tried}）")
        if gone:
            self.stdout.write(f"已清理旧备份 {len(gone)} 个")
        if keys:
            self.stdout.write(f"密钥另存到 {keys[0].parent}：{'、'.join(each.name for each in keys)}")
        else:
            self.stdout.write(
                "备份不含密钥，请用 --keys 另存：没有 seal_key，恢复后不能核对封条；没有 secret_key，所有人须重新登录"
            )
        if made.path.stat().st_dev == Path(settings.DATA_DIR).stat().st_dev:
            self.stderr.write("注意：备份与数据在同一块磁盘上，磁盘损坏时会一起丢失，请另存一份到别处")
