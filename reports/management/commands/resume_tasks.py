"""``manage.py resume_tasks``: queues again what a worker left when it ended; script/server runs it before the next."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.lifecycle.batches import examining
from reports.lifecycle.batches.keeping import go_on, left, prune
from reports.lifecycle.bundles import asking


class Command(BaseCommand):
    help = "后台程序意外退出后，把没有做完的处理重新排队，并清除过期的压缩包和下载包。"

    def handle(self, *args: Any, **options: Any) -> None:
        prune()
        examining.prune()
        asking.prune()
        for batch in left():
            if go_on(batch):
                self.stdout.write(f"继续处理：{batch}")
        for bundle in asking.left():
            if asking.go_on(bundle):
                self.stdout.write(f"继续生成：{bundle}")
