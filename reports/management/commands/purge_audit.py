"""``manage.py purge_audit``: remove whole months of the audit log that need not be kept any longer."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.audit.retention import purge, purgeable


class Command(BaseCommand):
    help = (
        "清理审计日志：只清理整月，当月和之前 AUDIT_MONTHS 个月（至少 6 个月，默认 120 个月）的保留；清理后仍可核对。"
        "不加 --yes 只显示将清理什么。清理前请先备份或导出。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="确认清理")

    def handle(self, *args: Any, **options: Any) -> None:
        found = purgeable()
        if found is None:
            self.stdout.write(f"没有可以清理的：保留当月和之前 {settings.AUDIT_MONTHS} 个月")
        elif not options["yes"]:
            self.stdout.write(
                f"{found.before} 以前有 {found.rows} 条可以清理（至第 {found.last_number} 条）。确认请加 --yes"
            )
        elif made := purge():
            self.stdout.write(f"已清理 {made.before} 以前的 {made.rows} 条（至第 {made.last_number} 条）")
