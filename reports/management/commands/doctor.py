"""``manage.py doctor``: what is wrong with an installation and what to do, line by line."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.operations.health.probe import Severity
from reports.operations.health.registry import diagnose

ILL = 1


class Command(BaseCommand):
    help = "逐项检查本系统能否正常运行，有问题的说明原因和处理办法。有故障时退出码为 1，只有提醒时为 0。"
    requires_system_checks = ()  # some of them ask the database, which may be what is wrong

    def handle(self, *args: Any, **options: Any) -> None:
        worst = Severity.FINE
        for probe, diagnosis in diagnose():
            worst = max(worst, diagnosis.severity)
            self.stdout.write(
                f"{diagnosis.severity.mark}  {probe.name}{'：' if diagnosis.told else ''}{diagnosis.told}"
            )
            for complaint in diagnosis.complaints:
                self.stdout.write(f"      {complaint.what}。{complaint.advice}。")
        if worst >= Severity.FAULT:
            raise SystemExit(ILL)
