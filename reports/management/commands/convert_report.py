"""``convert_report SOURCE TARGET``: a report from one file format to another, without the database."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.formats import registry, writing
from reports.formats.reading import Reading
from reports.formats.sandbox import read_file
from reports.management.whole_files import write_whole
from reports.official.figures import display
from reports.official.interchange import NotUnderstood, shown

NOT_UNDERSTOOD = 2
DONE_BUT = 1


class Command(BaseCommand):
    """Converts any readable format to any writable one, by extension.

    A conversion carries a report over and does not judge it: its exit code says whether all of the file
    could be placed and whether the totals that it prints are what its entries make. The other rules are
    ``check_report``'s.
    """

    help = "把一份年度报告从一种文件格式转换为另一种，按扩展名识别格式，不使用数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help=f"源文件（{_dotted(registry.readable())}）")
        parser.add_argument("target", help=f"目标文件（{_dotted(registry.writable())}）")
        parser.add_argument("--organ", help="行政机关名称，文件中没有时填写")
        parser.add_argument("--kind", help="机关类别，如 township，文件中没有时填写")
        parser.add_argument("--year", help="报告年度，如 2022，文件中没有时填写")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, source: str, target: str, **options: Any) -> None:
        try:
            expected = {key: options[key] for key in ("organ", "kind") if options[key] is not None}
            reading = _convert(Path(source), Path(target), **expected, **_year(options["year"]))
        except NotUnderstood as reason:
            raise CommandError(str(reason), returncode=NOT_UNDERSTOOD) from reason
        if options["json"]:
            self.stdout.write(json.dumps(_as_mapping(reading), ensure_ascii=False, indent=1, default=display))
        else:
            self.stdout.write("\n".join(_lines(reading, target)))
        if reading.unplaced or reading.disagreements:
            raise SystemExit(DONE_BUT)


def _dotted(extensions: Iterable[str]) -> str:
    return " ".join(f".{each}" for each in extensions)


def _year(typed: str | None) -> dict[str, int]:
    if typed is None:
        return {}
    if not re.fullmatch(r"\d{4}", typed, re.ASCII):
        raise NotUnderstood(f"--year 应为年份，如 2022：{shown(typed)}")
    return {"year": int(typed)}


def _convert(source: Path, target: Path, **expected: Any) -> Reading:
    extension = target.suffix.lower().removeprefix(".")
    if extension not in registry.writable():
        raise NotUnderstood(f"不能写成这种文件，可以写成：{_dotted(registry.writable())}")
    reading = read_file(source, **expected)
    try:
        content = writing.write(reading.report, extension, patience=writing.PATIENCE)
    except (ValueError, OSError, writing.CannotDraw) as error:  # the latter also where WeasyPrint finds no Pango
        raise NotUnderstood(f"无法写成 .{extension} 文件：{shown(str(error))}") from error
    try:
        write_whole(target, content)
    except OSError as error:
        raise NotUnderstood(f"无法写入文件：{shown(target.name)}") from error
    return reading


def _as_mapping(reading: Reading) -> dict[str, Any]:
    return {
        "unplaced": [
            {"cell": str(each.cell or ""), "where": each.where, "found": each.found, "why": each.why}
            for each in reading.unplaced
        ],
        "disagreeing_totals": [
            {"cell": str(each.cell), "printed": each.printed, "derived": each.derived} for each in reading.disagreements
        ],
        "notices": list(reading.notices),
    }


def _lines(reading: Reading, target: str) -> list[str]:
    return [
        f"已写入 {''.join(each if each.isprintable() else '?' for each in target)}",
        *reading.notices,
        *(f"未能填入 {each}" for each in reading.unplaced),
        *(
            f"合计不符 {each.where}：文件中为 {shown(display(each.printed))}，各项相加为 {display(each.derived)}"
            for each in reading.disagreements
        ),
    ]
