"""``manage.py rehearse_upgrade``: a backup migrated to this version and verified, beside the installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.management.stored import NOT_UNDERSTOOD
from reports.operations.rehearsing import RehearsalFault, rehearse


class Command(BaseCommand):
    help = "在备份的副本上试着升级到本版本并逐项核对，不影响正在使用的数据（由 script/upgrade 使用）。"
    requires_system_checks = ()  # the database has still to be migrated

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件，不加密")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_tried = rehearse(options["file"])
        except RehearsalFault as fault:
            raise CommandError(str(fault), returncode=NOT_UNDERSTOOD) from fault
        self.stdout.write("副本升级成功，核对无误" if is_tried else "数据库账号不能新建数据库，没有在副本上试升级")
