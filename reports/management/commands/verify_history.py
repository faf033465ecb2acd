"""``verify_history``: follow the chain of events of every report, and name all that is broken."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from reports.lifecycle.history.proof import verify

BROKEN = 1


class Command(BaseCommand):
    help = "核对全部办理记录：逐条核对校验码，并与报告、公布的内容比对。逐处说明不符，退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        proof = verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(proof), ensure_ascii=False))
        elif proof.broken:
            self.stdout.write(proof.broken)
        else:
            self.stdout.write(f"已核对 {proof.reports} 份报告、{proof.events} 条办理记录，未发现不符")
        if proof.broken:
            raise SystemExit(BROKEN)
