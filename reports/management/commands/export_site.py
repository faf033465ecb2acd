"""``manage.py export_site FOLDER``: the public column as plain files, for the government's own site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.audit.recording import record_if_possible
from reports.models.audit import AuditAction
from reports.web.site_copy import CannotCopy, copy_site


class Command(BaseCommand):
    help = "把已公布的全部报告导出为静态网页（相对链接，不需服务器），放入文件夹；文件夹中原有的副本整个替换。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="导出到哪个文件夹")
        parser.add_argument("--address", default="", help="这些网页将来的网址，写入 sitemap.xml；不写则不生成该文件")

    def handle(self, *, folder: Path, address: str, **options) -> None:
        if address and not address.startswith(("http://", "https://")):
            raise CommandError("网址应以 http:// 或 https:// 开头")
        try:
            count = copy_site(folder.absolute(), f"{address.rstrip('/')}/" if address else "")
        except CannotCopy as refusal:
            raise CommandError(f"{refusal}。") from refusal
        record_if_possible(AuditAction.EXPORTED, "公布栏目", {"份": count})
        self.stdout.write(f"已导出 {count} 份报告到 {folder}")
