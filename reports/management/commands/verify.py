"""``manage.py verify``: everything that can be verified, one line each."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.audit.recording import record_if_possible
from reports.models.audit import AuditAction, AuditOutcome
from reports.operations.verification import verify

BROKEN = 1


class Command(BaseCommand):
    help = (
        "逐项核对：数据库、数据表版本、最近备份、待读取的文件、公布的文件、办理记录、封条、审计日志。"
        + "有不符的逐处说明，退出码为 1。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken: list[str] = []
        for answer in verify():
            mark = "不符" if answer.faults else "提醒" if answer.reminders else "正常"
            self.stdout.write(f"{mark}  {answer.name}{'：' if answer.told else ''}{answer.told}")
            for line in (*answer.faults, *answer.reminders):
                self.stdout.write(f"      {line}")
            broken += [answer.name] * bool(answer.faults)
        outcome = AuditOutcome.FAILED if broken else AuditOutcome.OK
        record_if_possible(AuditAction.VERIFIED, details={"不符": "、".join(broken)}, outcome=outcome)
        if broken:
            raise SystemExit(BROKEN)
