"""``manage.py measure_import FOLDER``, as a person at a shell uses it."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.formats import writing
from tests.formats.any_report import complete_report

REPORT = complete_report()
PRINTED = len(REPORT.figures) + sum(len(table.totals) for table in REPORT.official_form.table.values())


@pytest.fixture
def folder(tmp_path):
    """A folder of two reports, one of them deeper in it."""
    (tmp_path / "乡").mkdir()
    page, known = writing.write(REPORT, "html"), writing.write(REPORT, "json")
    for path in (tmp_path / "report", tmp_path / "乡" / "report"):
        path.with_suffix(".html").write_bytes(page)
        path.with_suffix(".json").write_bytes(known)
    (tmp_path / "source.txt").write_text("https://example.invalid/")  # what no report lies beside
    return tmp_path


def measured(folder, *options):
    output = StringIO()
    code = 0
    try:
        call_command("measure_import", str(folder), *options, stdout=output)
    except SystemExit as end:
        code = end.code
    return code, output.getvalue()


def test_each_file_and_their_sum_are_told(folder):
    line = f"数字对 {PRINTED}、错 0、漏 0、未能放入 0，部分对 6/6"
    double = f"数字对 {2 * PRINTED}、错 0、漏 0、未能放入 0，部分对 12/12"
    assert measured(folder) == (0, f"report.html：{line}\n乡/report.html：{line}\n共 2 个文件：{double}\n")


def test_a_file_read_wrongly_is_told_and_the_exit_code_says_so(folder):
    path = folder / "report.json"
    known = json.loads(path.read_bytes())
    known["tables"]["applications"]["granted"]["business"] += 1
    path.write_text(json.dumps(known))
    code, output = measured(folder, "--json")
    result = json.loads(output)
    assert code == 1
    assert result["files"]["report.html"] == {
        "right": PRINTED - 1,
        "wrong": 1,
        "missing": 0,
        "unplaced": 0,
        "sections_right": 5,
        "sections": 6,
        "refused": "",
    }
    assert result["sum"]["wrong"] == 1


def test_a_refused_file_counts_as_missing_and_says_why(folder):
    (folder / "report.html").write_bytes(b"<p>nothing</p>")
    code, output = measured(folder)
    assert code == 1
    assert f"report.html：数字对 0、错 0、漏 {PRINTED}、未能放入 0，部分对 0/6；没有找到年度报告的标题或表格" in output


@pytest.mark.parametrize("alone", ["", "report.html", "report.json"])
def test_a_folder_without_known_figures_is_refused(tmp_path, alone):
    if alone:
        (tmp_path / alone).write_bytes(writing.write(REPORT, alone.partition(".")[2]))
    with pytest.raises(CommandError, match="每份报告旁应有同名的") as refusal:
        measured(tmp_path)
    assert refusal.value.returncode == 2


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="没有这个文件夹") as refusal:
        measured(tmp_path / "x")
    assert refusal.value.returncode == 2


def test_a_report_beside_a_file_that_is_none_is_refused_by_name(folder):
    (folder / "乡" / "report.json").write_bytes(b"{}")
    with pytest.raises(CommandError, match=re.escape("report.json")) as refusal:
        measured(folder)
    assert refusal.value.returncode == 2
