"""``manage.py audit_head``: note outside where the audit log ends, so that a tail that is cut off is missed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.audit.anchors import AnchorFault, drop_anchor
from reports.management.stored import NOT_UNDERSTOOD


class Command(BaseCommand):
    help = (
        "把审计日志末条的编号和校验码追加到 AUDIT_HEAD_FILE（另一块磁盘上的文件）；定时运行，核对时据此发现末尾被删。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            line = drop_anchor()
        except AnchorFault as fault:
            raise CommandError(str(fault), returncode=NOT_UNDERSTOOD) from fault
        self.stdout.write(line)
