"""``manage.py verify_audit``: follow the chain of the audit log, and name all that is broken."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.audit.proof import verify_audit

BROKEN = 1


class Command(BaseCommand):
    help = "核对审计日志：逐条核对校验码和次序，并与外部留存（AUDIT_HEAD_FILE）比对。逐处说明不符，退出码为 1。"

    def handle(self, *args: Any, **options: Any) -> None:
        proof = verify_audit()
        self.stdout.write(
            f"已核对 {proof.entries} 条审计日志，{len(proof.breaks) or '未发现'}{' 处' if proof.breaks else ''}不符"
        )
        for line in (*proof.told, *proof.breaks):
            self.stdout.write(f"      {line}")
        if proof.breaks:
            raise SystemExit(BROKEN)
