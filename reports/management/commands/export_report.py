"""``manage.py export_report``: a stored report as a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.audit.recording import record_if_possible
from reports.formats import registry, writing
from reports.lifecycle.releasing import file_of
from reports.management.stored import NOT_UNDERSTOOD, stored_report
from reports.management.whole_files import write_whole
from reports.models.audit import AuditAction


class Command(BaseCommand):
    help = "把系统中的一份年度报告导出为文件。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--organ", required=True, help="单位名称或代码")
        parser.add_argument("--year", required=True, type=int, help="报告年度，如 2022")
        parser.add_argument("--to", required=True, choices=sorted(registry.writable()), help="文件格式")
        parser.add_argument("--output", required=True, type=Path, help="写入哪个文件")

    def handle(self, *args, **options) -> None:
        report = stored_report(options["organ"], options["year"])
        try:
            content = file_of(report, options["to"], patience=writing.PATIENCE)
        except (ValueError, writing.CannotDraw) as refusal:
            raise CommandError(f"无法导出：{refusal}", returncode=NOT_UNDERSTOOD) from refusal
        try:
            write_whole(options["output"], content)
        except OSError as error:
            raise CommandError(f"无法写入 {options['output']}：{error.strerror}", returncode=NOT_UNDERSTOOD) from error
        record_if_possible(AuditAction.EXPORTED, str(report), {"格式": options["to"]})
