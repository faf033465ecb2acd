"""``manage.py measure_checks FOLDER``: what the rules find in reports of which it is known what stands in them."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.checks import Case
from reports.checks.changed_numbers import ChangeTally, measure_changes
from reports.checks.measuring import ExpectedFinding, KnownReport, RuleTally, measure
from reports.management.stored import NOT_UNDERSTOOD
from reports.official.interchange import NotUnderstood, parse
from reports.official.report_data import ReportData

DONE_BUT = 1
SEED = 1
"""Of the changes, so that two measurements compare."""


class Command(BaseCommand):
    """Checks the ``report.json`` of every folder in a folder against the ``expect.json`` beside it.

    ``must_find`` lists findings by ``rule`` and ``quote``, ``must_not_find`` rules that are to be silent. A report of
    the same organ and the year before, anywhere in the folder, is its last year's. With ``--changed`` one number after
    the other is changed, in a text or a table, and those are counted that raise a finding which was not there before.
    """

    help = "检查文件夹中各份报告，与旁边的 expect.json 核对：每条规则应发现、已发现、漏报和误报。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="文件夹，每份报告一个子文件夹，内有 report.json 和 expect.json")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")
        parser.add_argument("--changed", action="store_true", help="逐一改动一个数字，统计各条规则发现了多少")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            if options["changed"]:
                self._tell_of_changes(measure_changes((each.case for each in _samples(folder)), SEED))
                return
            tallies = measure(_samples(folder))
        except (NotUnderstood, OSError, ValueError, KeyError, TypeError) as reason:
            raise CommandError(f"不能读取：{reason}", returncode=NOT_UNDERSTOOD) from reason
        if options["json"]:
            self.stdout.write(json.dumps({rule: asdict(each) for rule, each in tallies.items()}, ensure_ascii=False))
        else:
            self._tell(tallies)
        if any(each.missed or each.false_alarms for each in tallies.values()):
            raise SystemExit(DONE_BUT)

    def _tell_of_changes(self, tallies: dict[tuple[str, bool], ChangeTally]) -> None:
        for (where, is_spoken_of), each in sorted(tallies.items()):
            about = "报告别处说到的数字" if is_spoken_of else "报告别处没有说到的数字"
            rules = "、".join(f"{rule} {number}" for rule, number in sorted(each.rules.items())) or "无"
            self.stdout.write(f"{where}（{about}）：改动 {each.made} 处，发现 {each.found} 处（{rules}）")

    def _tell(self, tallies: dict[str, RuleTally]) -> None:
        for rule, each in tallies.items():
            said = (
                f"应发现 {each.expected}，已发现 {each.found}，漏报 {len(each.missed)}，误报 {len(each.false_alarms)}"
            )
            self.stdout.write(f"{rule}：{said}")
            for name, cases in (("漏报", each.missed), ("误报", each.false_alarms)):
                for case in cases:
                    self.stdout.write(f"  {name} {case}")


def _samples(folder: Path) -> Iterator[KnownReport]:
    found = sorted(path.parent for path in folder.glob("*/expect.json"))
    if not found:
        raise NotUnderstood(f"{folder} 中没有可以核对的报告：每份报告一个子文件夹，内有 report.json 和 expect.json")
    reports = {path: parse((path / "report.json").read_bytes()) for path in found}
    for path, report in reports.items():
        expected = json.loads((path / "expect.json").read_text(encoding="utf-8"))
        must_find = [ExpectedFinding(each["rule"], each["quote"]) for each in expected["must_find"]]
        yield KnownReport(
            path.name, Case(report, _last_years(report, reports.values())), must_find, expected["must_not_find"]
        )


def _last_years(report: ReportData, reports: Iterable[ReportData]) -> ReportData | None:
    return next((each for each in reports if (each.organ, each.year) == (report.organ, report.year - 1)), None)
