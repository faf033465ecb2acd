"""``manage.py send_mail``: hands the mail server what it could not be given when it was written."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.lifecycle.mailing import send
from reports.management.stored import NOT_UNDERSTOOD
from reports.models import Notice

NOT_ALL = 1
DAYS = 7  # older news is no news any more; it still stands in the application


class Command(BaseCommand):
    help = "发送尚未发出的通知邮件，每条通知最多发送一次，可同时或反复执行。有未能发送的，退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help="只发送最近几天的通知，默认 %(default)s")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_MAIL:
            raise CommandError("没有设置邮件服务器（EMAIL_URL），不发送邮件", returncode=NOT_UNDERSTOOD)
        if not 0 < options["days"] <= timezone.now().toordinal():
            raise CommandError("--days 应为大于 0 的天数", returncode=NOT_UNDERSTOOD)
        outcome = send(Notice.objects.filter(at__gt=timezone.now() - timedelta(days=options["days"])))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome)))
        else:
            self.stdout.write(f"已发送 {outcome.sent} 封，未能发送 {outcome.kept} 封，结果不明 {outcome.unclear} 封")
        if outcome.kept or outcome.unclear:
            raise SystemExit(NOT_ALL)
