"""``check_report SOURCE…``: every rule, on reports in files, in a folder of files or on one in the database."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.checks import Case, Finding, Level, rules_run, run
from reports.checks.examination import RulesOf
from reports.formats import registry
from reports.formats.reading import Reading
from reports.formats.sandbox import read_file
from reports.formats.xlsx.error_list import heading_of
from reports.lifecycle.findings import findings
from reports.management.folder_check import FolderCheck, check_folder
from reports.management.stored import NOT_UNDERSTOOD, stored_report, stored_rules
from reports.management.whole_files import write_whole
from reports.official.interchange import NotUnderstood, shown
from reports.official.report_data import ReportData

FINE, SOMETHING_STANDS = 0, 1
IN_THE_DATABASE = "系统中的报告"
ERROR_LIST = "差错清单.xlsx"


@dataclass(frozen=True)
class Checked:
    """What checking one source came to: findings, or the one line that says why it could not be read."""

    source: str
    report: ReportData | None = None
    findings: Sequence[Finding] = ()
    unplaced: Sequence[str] = ()
    error: str = ""

    @property
    def exit_code(self) -> int:
        if self.error:
            return NOT_UNDERSTOOD
        must_be_fixed = any(finding.level is Level.MUST_FIX for finding in self.findings)
        return SOMETHING_STANDS if must_be_fixed or self.unplaced else FINE


@dataclass(frozen=True)
class Beside:
    """The reports that are known beside the one that is checked, and how the checks are set for it."""

    previous: ReportData | None
    peers: Sequence[ReportData]
    rules: RulesOf

    def case(self, report: ReportData) -> Case:
        """Refuses a report as last year's that is of another year; leaves the report out of its own peers."""
        if self.previous and self.previous.year != report.year - 1:
            raise NotUnderstood(f"--previous 应为 {report.year - 1} 年度的报告，该文件为 {self.previous.year} 年度")
        peers = (peer for peer in self.peers if (peer.organ, peer.year) != (report.organ, report.year))
        return self.rules(report).applied_to(Case(report, self.previous, tuple(peers)))


class Command(BaseCommand):
    help = "检查年度报告。给出文件或一个文件夹，或用 --organ 和 --year 指定系统中的一份。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        extensions = " ".join(f".{each}" for each in registry.readable())
        parser.add_argument("sources", metavar="SOURCE", nargs="*", help=f"要检查的文件（{extensions}）或文件夹")
        parser.add_argument("--organ", help="机关名称，文件中没有时填写；不给文件时，指定系统中的报告")
        parser.add_argument("--kind", help="机关类别，如 township，文件中没有时填写")
        parser.add_argument("--year", help="报告年度，如 2022，文件中没有时填写；不给文件时，指定系统中的报告")
        parser.add_argument("--previous", metavar="FILE", help="上年的报告")
        parser.add_argument("--peers", metavar="FOLDER", help="其他单位本年报告所在的文件夹")
        parser.add_argument(
            "--set-by", metavar="ORGAN", help="按该审核单位在系统中设置的检查规则检查文件，默认按通常的规则"
        )
        parser.add_argument("--output", metavar="FILE", help=f"检查文件夹时写入的清单，默认为 {ERROR_LIST}")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, sources: list[str], **options: Any) -> None:
        try:
            is_folder = any(Path(source).is_dir() for source in sources)
            checked = self._check_folder(sources, options) if is_folder else _check(sources, options)
        except NotUnderstood as reason:
            raise CommandError(str(reason), returncode=NOT_UNDERSTOOD) from reason
        if not is_folder and len(checked) == 1 and checked[0].error:
            raise CommandError(checked[0].error, returncode=NOT_UNDERSTOOD)
        if not is_folder:
            self._report(checked, as_json=options["json"])
        code = max(each.exit_code for each in checked)
        if code != FINE:
            raise SystemExit(code)

    def _check_folder(self, sources: list[str], options: dict[str, Any]) -> list[Checked]:
        """Write the 差错清单; what single files print is printed only as JSON."""
        if len(sources) > 1 or any(options[key] for key in ("organ", "kind", "year", "previous", "peers")):
            raise NotUnderstood("检查文件夹时只给出一个文件夹，不用 --organ、--kind、--year、--previous 和 --peers")
        output = Path(options["output"] or ERROR_LIST)
        rules = stored_rules(options["set_by"])
        result = check_folder(Path(sources[0]), self.stderr.write, besides=output, rules=rules)
        try:
            write_whole(output, result.workbook())
        except OSError as error:
            raise NotUnderstood(f"无法写入文件：{shown(str(output))}") from error
        checked = _as_checked(result)
        if options["json"]:
            answers = [_as_mapping(each, name_source=True) for each in checked]
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(
                f"{heading_of(len(result.examined), len(result.unread))}。清单已写入 {shown(str(output))}"
            )
        return checked

    def _report(self, checked: Sequence[Checked], *, as_json: bool) -> None:
        if as_json:
            answers = [_as_mapping(each, name_source=len(checked) > 1) for each in checked]
            answer = answers[0] if len(answers) == 1 else answers
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n\n".join("\n".join(_lines(each)) for each in checked if not each.error))
        for each in checked:
            if each.error:
                self.stderr.write(f"{shown(each.source)}：{each.error}")
            elif as_json:
                for line in each.unplaced:
                    self.stderr.write(f"{shown(each.source)}：未能填入 {line}")


def _check(sources: list[str], options: dict[str, Any]) -> list[Checked]:
    if options["output"]:
        raise NotUnderstood("--output 只用于检查文件夹")
    expected = _expected(options)
    return _check_files(sources, expected, options) if sources else [_check_stored(expected, options)]


def _as_checked(result: FolderCheck) -> list[Checked]:
    read = [Checked(each.path, each.report, each.findings, result.unplaced[each.path]) for each in result.examined]
    return [*read, *(Checked(each.path, error=each.reason) for each in result.unread)]


def _expected(options: dict[str, Any]) -> dict[str, Any]:
    expected = {key: options[key] for key in ("organ", "kind", "year") if options[key] is not None}
    if "year" in expected:
        if not re.fullmatch(r"\d{4}", expected["year"], re.ASCII):
            raise NotUnderstood(f"--year 应为年份，如 2022：{shown(expected['year'])}")
        expected["year"] = int(expected["year"])
    return expected


def _check_stored(expected: dict[str, Any], options: dict[str, Any]) -> Checked:
    """The report in the database, last year's beside it as the database has it."""
    if not {"organ", "year"} <= set(expected):
        raise NotUnderstood("请给出要检查的文件，或用 --organ 和 --year 指定系统中的报告")
    if any(options[key] for key in ("kind", "previous", "peers", "set_by")):
        raise NotUnderstood("--kind、--previous、--peers 和 --set-by 只用于检查文件")
    stored = stored_report(expected["organ"], expected["year"])
    report = stored.data()
    return Checked(IN_THE_DATABASE, report, findings(stored, report))


def _check_files(sources: list[str], expected: dict[str, Any], options: dict[str, Any]) -> list[Checked]:
    previous = _read(options["previous"]).report if options["previous"] else None
    peers = [_read(path).report for path in _files_in(options["peers"])] if options["peers"] else []
    beside = Beside(previous, peers, stored_rules(options["set_by"]))
    return [_check_file(source, expected, beside) for source in sources]


def _read(path: str | Path) -> Reading:
    """A report that is not the one to be checked; what is wrong with it is said with its name."""
    try:
        return read_file(Path(path))
    except NotUnderstood as reason:
        raise NotUnderstood(f"{shown(str(path))}：{reason}") from reason


def _files_in(folder: str) -> list[Path]:
    """The reports in a folder: its files that a reader takes, not those in folders within it."""
    try:
        paths = sorted(Path(folder).iterdir())
    except OSError as error:
        raise NotUnderstood(f"无法打开文件夹：{shown(folder)}") from error
    return [path for path in paths if path.suffix.lower().removeprefix(".") in registry.readable() and path.is_file()]


def _check_file(source: str, expected: dict[str, Any], beside: Beside) -> Checked:
    try:
        reading = read_file(Path(source), **expected)
        case = beside.case(reading.report)
    except NotUnderstood as reason:
        return Checked(source, error=str(reason))
    return Checked(source, case.report, run(case), [str(each) for each in reading.unplaced])


def _as_mapping(checked: Checked, *, name_source: bool) -> dict[str, Any]:
    source = {"source": checked.source.encode(errors="replace").decode()} if name_source else {}
    if checked.error:
        return {**source, "error": checked.error}
    return {
        **source,
        "rules_run": rules_run(),
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level.value,
                "message": finding.message,
                "cells": [str(cell) for cell in finding.cells],
                "texts": list(finding.texts),
                "quote": finding.quote,
            }
            for finding in checked.findings
        ],
    }


def _lines(checked: Checked) -> Iterator[str]:
    report = checked.report
    yield f"{report.organ} {report.year} 年度（{shown(Path(checked.source).name)}）"
    for level in Level:
        found = [finding for finding in checked.findings if finding.level is level]
        if found:
            yield f"{level.label} {len(found)} 项"
        for finding in found:
            yield f"  {finding.rule}  {finding.message}"
            if finding.quote:
                yield f"      原文：{finding.quote}"
    yield from (f"未能填入 {line}" for line in checked.unplaced)
    yield f"已检查 {rules_run()} 项规则{'' if checked.findings else '，没有发现问题'}。"
