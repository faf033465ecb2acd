"""``convert_report SOURCE TARGET``: exit 0, 1 or 2, in clear lines, and nothing written of what is not understood."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.formats import sandbox, writing
from reports.official.interchange import FORMAT
from reports.official.report_data import Kind
from tests.formats.any_report import complete_report

LEAST = {"format": FORMAT, "organ": "背孜乡人民政府", "kind": "township", "year": 2022}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "报告.json"
    path.write_bytes(writing.write(complete_report(), "json"))
    return path


def convert(capsys, source, target, *options):
    """The exit code, and what was printed."""
    try:
        call_command("convert_report", str(source), str(target), *options)
        code = 0
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as ending:
        code = ending.code
    return code, capsys.readouterr().out


def test_there_and_back_nothing_is_lost(source, tmp_path, capsys):
    workbook, again = tmp_path / "报告.xlsx", tmp_path / "再.json"
    assert convert(capsys, source, workbook) == (0, f"已写入 {workbook}\n")
    assert convert(capsys, workbook, again) == (0, f"已写入 {again}\n")
    assert again.read_bytes() == source.read_bytes()


def test_what_could_not_be_placed_is_printed(tmp_path, capsys):
    source, target = tmp_path / "a.json", tmp_path / "b.xlsx"
    tables = {"applications": {"new_received": {"natural_person": "abc", "business": 1}}}
    source.write_text(json.dumps({**LEAST, "tables": tables}))
    code, printed = convert(capsys, source, target)
    assert (code, printed.splitlines()[1:]) == (
        1,
        ["未能填入 三、收到和处理政府信息公开申请情况“一、本年新收政府信息公开申请数量，自然人”：“abc”，请填写数字"],
    )
    assert sandbox.read_file(target).unplaced[0].found == "abc"


def test_a_total_that_disagrees_is_printed(tmp_path, capsys):
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    row = dict.fromkeys(complete_report().official_form.table["applications"].column, 1)
    source.write_text(json.dumps({**LEAST, "tables": {"applications": {"new_received": row}}}))
    code, printed = convert(capsys, source, target)
    where = "三、收到和处理政府信息公开申请情况“一、本年新收政府信息公开申请数量，总计”"
    assert (code, printed.splitlines()[1:]) == (1, [f"合计不符 {where}：文件中为 1，各项相加为 6"])
    assert json.loads(target.read_bytes())["tables"]["applications"]["new_received"]["total"] == 6


def test_a_report_that_does_not_balance_is_converted_all_the_same(source, tmp_path, capsys):
    """Its table 三 breaks the reconciliation: that is for ``check_report`` to say."""
    assert convert(capsys, source, tmp_path / "b.xlsx")[0] == 0


def test_the_result_may_be_had_as_json(tmp_path, capsys):
    source = tmp_path / "a.json"
    row = dict.fromkeys(complete_report().official_form.table["applications"].column, 1) | {"business": "\ud800x"}
    tables = {"applications": {"new_received": row, "granted": {**row, "business": 2}}}
    source.write_text(json.dumps({**LEAST, "texts": {"problems": "⼀"}, "tables": tables}))
    code, printed = convert(capsys, source, tmp_path / "b.xlsx", "--json")
    assert (code, json.loads(printed)) == (
        1,
        {
            "unplaced": [
                {
                    "cell": "applications.new_received.business",
                    "where": "三、收到和处理政府信息公开申请情况“一、本年新收政府信息公开申请数量，商业企业”",
                    "found": "\ufffdx",
                    "why": "请填写数字",
                }
            ],
            "disagreeing_totals": [{"cell": "applications.granted.total", "printed": 1, "derived": 7}],
            "notices": ["“存在的主要问题及改进情况”：已将 1 个形近字符（复制自 PDF）改为通用汉字"],
        },
    )


def test_options_fill_in_what_the_file_lacks(tmp_path, capsys):
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    source.write_text(json.dumps({"format": FORMAT}))
    options = ("--organ", "瓦屋镇人民政府", "--kind", "township", "--year", "2020")
    assert convert(capsys, source, target, *options)[0] == 0
    report = sandbox.read_file(target).report
    assert (report.organ, report.kind, report.year, report.edition) == (
        "瓦屋镇人民政府",
        Kind.TOWNSHIP,
        2020,
        "2019",
    )


@pytest.mark.parametrize(
    ("written", "options", "reason"),
    [
        (LEAST, ("--organ", "瓦屋镇人民政府"), "给定的 organ 与文件中的不一致"),
        (LEAST, ("--year", "2021"), "给定的 year 与文件中的不一致"),
        (LEAST, ("--kind", "county"), "给定的 kind 与文件中的不一致"),
        (LEAST, ("--kind", "village"), "不认识的 kind：village"),
        (LEAST, ("--year", "去年"), "--year 应为年份，如 2022：去年"),
        ({**LEAST, "year": None}, (), "缺少 year"),
        ({**LEAST, "year": 2018}, (), "year 2018 不在 2019 年及以后"),
        ({**LEAST, "edition": "2016"}, (), "不认识的 edition：2016"),
        ({**LEAST, "tables": {"花名册": {}}}, (), "不认识的表：花名册"),
        ([], (), "文件内容应为一个 JSON 对象"),
    ],
)
def test_what_is_not_understood_is_said_in_one_line_and_nothing_is_written(tmp_path, capsys, written, options, reason):
    source, target = tmp_path / "a.json", tmp_path / "b.xlsx"
    source.write_text(json.dumps(written))
    assert convert(capsys, source, target, *options) == (2, reason)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("name", ["b.doc", "b", "b.xlsx.exe"])
def test_a_format_that_nobody_writes_is_refused(source, tmp_path, capsys, name):
    refusal = "不能写成这种文件，可以写成：.json .xlsx .html .docx .ofd .pdf"
    assert convert(capsys, source, tmp_path / name) == (2, refusal)
    assert list(tmp_path.iterdir()) == [source]


def test_a_source_that_is_not_there_is_refused(tmp_path, capsys):
    code, reason = convert(capsys, tmp_path / "不在.json", tmp_path / "b.xlsx")
    assert (code, reason) == (2, "无法打开文件：不在.json")


def test_a_folder_is_no_source(tmp_path, capsys):
    folder = tmp_path / "a.json"
    folder.mkdir()
    assert convert(capsys, folder, tmp_path / "b.xlsx")[0] == 2


def test_a_target_that_cannot_be_written_is_refused_and_nothing_is_left_behind(source, tmp_path, capsys):
    taken = tmp_path / "b.xlsx"
    taken.mkdir()
    (taken / "inside").touch()
    for target in (taken, tmp_path / "no" / "b.xlsx"):
        code, reason = convert(capsys, source, target)
        assert (code, reason) == (2, "无法写入文件：b.xlsx")
    assert sorted(tmp_path.iterdir()) == sorted([source, taken])


def test_a_target_that_is_there_is_replaced_and_kept_where_nothing_is_understood(source, tmp_path, capsys):
    target = tmp_path / "b.json"
    target.write_text("before")
    (tmp_path / "bad.json").write_text("{")
    assert convert(capsys, tmp_path / "bad.json", target)[0] == 2
    assert target.read_text() == "before"
    assert convert(capsys, source, target)[0] == 0
    assert target.read_bytes() == source.read_bytes()


def test_others_may_read_the_file_as_any_other(source, tmp_path, capsys):
    target, plain = tmp_path / "b.json", tmp_path / "plain"
    plain.touch()
    convert(capsys, source, target)
    assert target.stat().st_mode == plain.stat().st_mode


def test_from_the_shell_there_is_one_line_and_no_traceback(tmp_path):
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"PK\x03\x04")
    finished = subprocess.run(
        [sys.executable, "manage.py", "convert_report", str(source), str(tmp_path / "b.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
    )
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == "CommandError: 文件不完整或已损坏。请使用系统下载的模板（.xlsx）\n"
