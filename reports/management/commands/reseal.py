"""``manage.py reseal``: seal every row as it stands, where the key of the seals is lost or rows were mended by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.lifecycle.history.resealing import seal_as_they_stand
from reports.management.stored import NOT_UNDERSTOOD

SHORTEST_REASON = 4


class Command(BaseCommand):
    help = (
        "把数据库的全部内容按现状重新封存，并记下日期和原因（不能删改）。"
        "此前有没有被改动，从此无法核对。只在封条密钥丢失，或核对不符的地方已查明并处理后使用；先停止本系统。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="为什么重新封存，以后每次核对都会显示")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = options["reason"].strip()
        if not SHORTEST_REASON <= len(reason) <= 200:
            raise CommandError(f"原因请写 {SHORTEST_REASON}—200 字", returncode=NOT_UNDERSTOOD)
        made = seal_as_they_stand(reason)
        self.stdout.write(f"已按现状封存 {made.rows} 行")
