"""``manage.py restore``: a backup put back into an empty place, and verified there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from reports.audit.recording import record_if_possible
from reports.management.stored import NOT_UNDERSTOOD
from reports.models.audit import AuditAction
from reports.models.seal_key import kept_seal_key
from reports.operations.restoring import RestoreFault, restore
from reports.people.sessions import end_all_sessions


class Command(BaseCommand):
    help = "把备份恢复到空的位置（新的数据目录或新建的数据库），升级到本版本，并逐项核对。"
    requires_system_checks = ()  # some of them ask the database, which is not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--identity", type=Path, help="age 私钥文件，备份加密时需要")
        parser.add_argument("--keys", type=Path, help="另存密钥（secret_key、seal_key）的文件夹，没有则不能核对封条")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identity = options["identity"].read_text(encoding="utf-8") if options["identity"] else ""
            manifest = restore(options["file"], identity, options["keys"])
        except OSError as error:
            raise CommandError(f"文件不能读取：{error.filename}", returncode=NOT_UNDERSTOOD) from error
        except (RestoreFault, UnicodeDecodeError) as fault:
            raise CommandError(f"未恢复：{fault}", returncode=NOT_UNDERSTOOD) from fault
        end_all_sessions()
        record_if_possible(AuditAction.RESTORED, options["file"].name, {"备份时间": manifest.made})
        self.stdout.write(f"已恢复 {manifest.made} 的备份（{len(manifest.files)} 个文件）")
        if kept_seal_key() is None:
            self.stdout.write(
                "没有封条密钥（seal_key）：可以照常使用，但不能核对数据有没有被人改动过，下面的“封条”显示不符。"
                f"请把另存的 seal_key 放到 {settings.SEAL_KEY_FILE.parent}；确已丢失的，运行 manage.py reseal"
            )
        call_command("verify", stdout=self.stdout, stderr=self.stderr)
