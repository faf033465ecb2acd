"""``manage.py export_report``: a stored report as a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import exports
from reports.management.stored import NOT_UNDERSTOOD, stored_report


class Command(BaseCommand):
    help = "把系统中的一份年度报告导出为文件。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--organ", required=True, help="单位名称或代码")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--to", required=True, choices=sorted(exports.FORMATS))
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args, **options) -> None:
        report = stored_report(options["organ"], options["year"])
        content = exports.write(
            report.data(), options["to"], draft=report.is_draft, demonstration=report.is_demonstration
        )
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"无法写入 {options['output']}：{error.strerror}", returncode=NOT_UNDERSTOOD) from error
