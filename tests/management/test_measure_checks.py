"""``manage.py measure_checks``: what was to be found, what was missed, and what was found where nothing is."""

import json

import pytest
from django.core.management import CommandError, call_command

from reports.official.interchange import as_mapping
from tests.checks.reports import a_report

WRONG = a_report(texts={"overview.disclosure_on_request": "我局收到申请。更新公示栏12期。"})


def a_folder(tmp_path, must_find=(), must_not_find=()):
    sample = tmp_path / "one"
    sample.mkdir()
    (sample / "report.json").write_text(json.dumps(as_mapping(WRONG)), encoding="utf-8")
    expected = {"must_find": list(must_find), "must_not_find": list(must_not_find)}
    (sample / "expect.json").write_text(json.dumps(expected), encoding="utf-8")
    return tmp_path


def test_what_was_to_be_found_is_counted(tmp_path, capsys):
    call_command("measure_checks", a_folder(tmp_path, [{"rule": "W8", "quote": "我局收到申请"}], ["X1"]))
    assert capsys.readouterr().out == "W8：应发现 1，已发现 1，漏报 0，误报 0\n"


def test_what_was_missed_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("measure_checks", a_folder(tmp_path, [{"rule": "X5", "quote": "不相等"}]))
    assert ended.value.code == 1
    assert capsys.readouterr().out == "X5：应发现 1，已发现 0，漏报 1，误报 0\n  漏报 one：不相等\n"


def test_a_finding_of_a_rule_that_is_to_be_silent_is_a_false_alarm(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("measure_checks", a_folder(tmp_path, must_not_find=["W8"]), "--json")
    tally = json.loads(capsys.readouterr().out)["W8"]
    assert (tally["found"], tally["missed"], len(tally["false_alarms"])) == (0, [], 1)


def test_a_folder_without_reports_is_refused_in_one_line(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("measure_checks", tmp_path)
    assert refused.value.returncode == 2
    assert "expect.json" in str(refused.value)


def test_numbers_changed_one_at_a_time_are_counted_by_where_they_stand(tmp_path, capsys):
    call_command("measure_checks", a_folder(tmp_path), "--changed")
    assert capsys.readouterr().out == "正文（报告别处没有说到的数字）：改动 1 处，发现 0 处（无）\n"
