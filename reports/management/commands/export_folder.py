"""``manage.py export_folder``: the reports of a year as files of a folder, one after the other."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.audit.recording import record_if_possible
from reports.formats import registry, writing
from reports.formats.publication_package import file_name
from reports.lifecycle.releasing import file_of
from reports.management.stored import NOT_UNDERSTOOD, stored_organ
from reports.management.whole_files import write_whole
from reports.models import AnnualReport
from reports.models.audit import AuditAction
from reports.models.reports import SETTLED
from reports.official.interchange import shown
from reports.official.wording import title

SOMETHING_LEFT = 1


class Command(BaseCommand):
    help = "把一个年度的报告逐份导出到文件夹，每单位一份，取最新版本。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="导出到哪个文件夹，没有的新建")
        parser.add_argument("--year", required=True, type=int, help="报告年度，如 2022")
        parser.add_argument("--to", default="pdf", choices=sorted(registry.writable()), help="文件格式，默认 pdf")
        parser.add_argument("--superior", help="只导出这个单位审核的各单位的报告，名称或代码")
        parser.add_argument("--drafts", action="store_true", help="没有审核通过的也导出，标有“草稿”")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 where a report could not be exported; the others are."""
        keys = list(_chosen(options["year"], options["superior"], with_drafts=options["drafts"]))
        if not keys:
            raise CommandError(f"没有 {options['year']} 年度可以导出的报告", returncode=NOT_UNDERSTOOD)
        refused: list[str] = []
        taken: set[str] = set()
        for number, key in enumerate(keys, start=1):  # one in memory at a time
            report = AnnualReport.objects.select_related("organ").get(pk=key)
            name = _name(report, options["to"], taken)
            if refusal := _exported(report, options["folder"] / name, options["to"]):
                refused.append(f"{report.organ_name}：{refusal}")
            self._show_progress(f"{number}／{len(keys)} {shown(report.organ_name)}", is_last=number == len(keys))
        done = {"格式": options["to"], "份": len(keys) - len(refused)}
        record_if_possible(AuditAction.EXPORTED, f"{options['year']} 年度", done)
        for each in refused:
            self.stdout.write(f"未导出：{each}")
        self.stdout.write(f"已导出 {len(keys) - len(refused)} 份，未导出 {len(refused)} 份")
        if refused:
            raise SystemExit(SOMETHING_LEFT)

    def _show_progress(self, line: str, *, is_last: bool) -> None:
        """On a terminal the line is written over the last one."""
        is_terminal = sys.stderr.isatty()
        ending = "\n" if is_last or not is_terminal else ""
        self.stderr.write(f"\r\x1b[K{line}" if is_terminal else line, ending=ending)


def _chosen(year: int, superior: str | None, *, with_drafts: bool) -> Iterator[int]:
    """The newest revision of each organ's report that may be exported; a correction in work hides no published one."""
    reports = AnnualReport.objects.filter(year=year)
    if superior:
        reports = reports.filter(organ__superior=stored_organ(superior))
    newest = {
        organ: key
        for key, organ, status in reports.order_by("revision").values_list("pk", "organ", "status")
        if with_drafts or status in SETTLED
    }
    yield from newest.values()


def _name(report: AnnualReport, extension: str, taken: set[str]) -> str:
    """A name for the file, the organ's code with it where another organ has the same."""
    name = file_name(title(report.organ_name, report.year))
    if name in taken:
        name = f"{name}（{report.organ.slug}）"
    taken.add(name)
    return f"{name}{'（草稿）' if report.is_draft else ''}.{extension}"


def _exported(report: AnnualReport, target: Path, extension: str) -> str:
    """Write the file; why it cannot be, in a sentence, or "" ."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, file_of(report, extension, patience=writing.PATIENCE))
    except (ValueError, writing.CannotDraw) as refusal:
        return str(refusal)
    except OSError as error:
        raise CommandError(f"无法写入 {target}：{error.strerror}", returncode=NOT_UNDERSTOOD) from error
    return ""
