"""``manage.py measure_import FOLDER``: how well the files of a folder are read, whose reports are known."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.formats import registry, sandbox
from reports.formats.measuring import Measured, measured
from reports.management.stored import NOT_UNDERSTOOD
from reports.official.interchange import NotUnderstood, parse
from reports.official.report_data import ReportData

DONE_BUT = 1
KNOWN = ".json"
_LINE = "{}：数字对 {right}、错 {wrong}、漏 {missing}、未能放入 {unplaced}，部分对 {sections_right}/{sections}"


class Command(BaseCommand):
    """Reads every file of the folder and of those in it that has its report beside it.

    ``report.pdf`` is held against ``report.json`` of the same folder, in the interchange format: unknown left out,
    blank ``null``, totals as they are printed.
    """

    help = "读入文件夹中的报告，与旁边同名的 .json 逐格核对：对、错、漏、未能放入的数字，以及正确的部分。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="文件夹，其中每份报告旁有同名的 .json")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            results = {str(path.relative_to(folder)): _measure(path) for path in _sources(folder)}
        except (NotUnderstood, OSError) as reason:
            raise CommandError(str(reason), returncode=NOT_UNDERSTOOD) from reason
        total = sum((each for each, _ in results.values()), Measured())
        if options["json"]:
            files = {name: asdict(each) | {"refused": refusal} for name, (each, refusal) in results.items()}
            self.stdout.write(json.dumps({"files": files, "sum": asdict(total)}, ensure_ascii=False, indent=1))
        else:
            for name, (each, refusal) in results.items():
                self.stdout.write(_LINE.format(name, **asdict(each)) + (f"；{refusal}" if refusal else ""))
            self.stdout.write(_LINE.format(f"共 {len(results)} 个文件", **asdict(total)))
        if not total.is_perfect:
            raise SystemExit(DONE_BUT)


def _sources(folder: Path) -> Iterator[Path]:
    """The files with their reports beside them, in the folder and however deep in it."""
    if not folder.is_dir():
        raise NotUnderstood(f"没有这个文件夹：{folder}")
    suffixes = {f".{each}" for each in registry.readable()} - {KNOWN}
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in suffixes and path.is_file() and path.with_suffix(KNOWN).is_file()
    ]
    if not found:
        raise NotUnderstood(f"{folder} 中没有可以核对的报告：每份报告旁应有同名的 .json，写明其中的数字")
    return iter(found)


def _measure(path: Path) -> tuple[Measured, str]:
    """What was read of a file, and why it was refused, if it was."""
    known = _known(path.with_suffix(KNOWN))
    try:
        return measured(sandbox.read_file(path, organ=known.organ, kind=known.kind, year=known.year), known), ""
    except NotUnderstood as refusal:
        return measured(None, known), str(refusal)


def _known(path: Path) -> ReportData:
    try:
        return parse(path.read_bytes())
    except NotUnderstood as reason:
        raise NotUnderstood(f"{path}：{reason}") from reason
