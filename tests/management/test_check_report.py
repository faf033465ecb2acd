"""``check_report`` on files: exit codes, the JSON that it prints, and reports beside the one checked."""

import json

import pytest
from django.core.management import CommandError, call_command

from reports.checks import RULES
from reports.lifecycle.rule_setting import ChosenRule, set_rules
from tests.conftest import SEED

FOUND = {
    "rule": "W12",
    "level": "must_fix",
    "message": "开头段：统计期限应为2022年1月1日至12月31日，写的是2022年1月1日至2022年12月30日。请改正。",
    "cells": [],
    "texts": ["preamble"],
    "quote": "统计期限为2022年1月1日至12月30日。",
}


@pytest.fixture
def write(tmp_path):
    """Writes the seed's report with some of its keys changed; ``None`` leaves a key out."""

    def written(name="report.json", **changed):
        mapping = json.loads(SEED.read_text(encoding="utf-8")) | changed
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({key: value for key, value in mapping.items() if value is not None}), "utf-8")
        return str(path)

    return written


@pytest.fixture
def check(capsys):
    """Runs the command; gives its exit code, what it printed, and its lines on stderr."""

    def checked(*arguments):
        code = 0
        try:
            call_command("check_report", *arguments)
        except SystemExit as stopped:
            code = stopped.code
        except CommandError as refused:
            return refused.returncode, "", [str(refused)]
        printed = capsys.readouterr()
        return code, printed.out, printed.err.splitlines()

    return checked


@pytest.fixture
def check_json(check):
    def checked(*arguments):
        code, printed, _ = check(*arguments, "--json")
        return code, json.loads(printed)

    return checked


def run_count():
    return sum(each.function is not None for each in RULES.values())


def test_a_clean_report_is_exit_0(check_json):
    assert check_json(str(SEED)) == (0, {"rules_run": run_count(), "findings": []})


def test_a_finding_has_exactly_the_documented_keys(check_json, write):
    source = write(texts={"preamble": FOUND["quote"]})
    assert check_json(source) == (1, {"rules_run": run_count(), "findings": [FOUND]})


def test_cells_are_written_as_addresses(check_json, write):
    code, answer = check_json(write(tables={"licensing": {"administrative_licensing": {"decisions": None}}}))
    assert [each["cells"] for each in answer["findings"]] == [["licensing.administrative_licensing.decisions"]]
    assert code == 1


def test_what_only_needs_explaining_is_exit_0(check_json, write):
    code, answer = check_json(write(title="背孜乡2022年工作总结"))
    assert [(each["rule"], each["level"]) for each in answer["findings"]] == [("W15", "explain")]
    assert code == 0


@pytest.mark.parametrize("figure", ["abc", "-1", "3.5", -1, 3.5])
def test_an_unreadable_figure_is_a_finding_and_no_refusal(check_json, write, figure):
    code, answer = check_json(write(tables={"licensing": {"administrative_licensing": {"decisions": figure}}}))
    assert [each["rule"] for each in answer["findings"]] == ["N2"]
    assert code == 1


def test_a_printed_total_that_disagrees_is_exit_1(check_json, write):
    results = dict.fromkeys(("upheld", "corrected", "other_result", "pending"), 0)
    cases = {f"reconsideration_{result}": figure for result, figure in (results | {"total": 2}).items()}
    code, answer = check_json(write(tables={"disputes": {"cases": cases}}))
    assert [each["rule"] for each in answer["findings"]] == ["A4"]
    assert code == 1


def test_several_sources_are_an_array_in_their_order(check_json, write):
    wrong = write("wrong.json", texts={"preamble": FOUND["quote"]})
    assert check_json(wrong, str(SEED)) == (
        1,
        [
            {"source": wrong, "rules_run": run_count(), "findings": [FOUND]},
            {"source": str(SEED), "rules_run": run_count(), "findings": []},
        ],
    )


def test_an_unreadable_one_of_several_is_told_in_its_place(check_json, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    code, answers = check_json(str(broken), str(SEED))
    assert answers[0] == {"source": str(broken), "error": "不是有效的 JSON 文件"}
    assert answers[1]["findings"] == []
    assert code == 2


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"format": "other/1"}, "不是 zfxxgk-annual-report/1 格式的文件"),
        ({"edition": "2030"}, "不认识的 edition：2030"),
        ({"tables": {"licences": {}}}, "不认识的表：licences"),
        ({"year": 2018}, "year 2018 不在 2019 年及以后"),
        ({"organ": None}, "缺少 organ"),
        ({"year": None}, "缺少 year"),
    ],
)
def test_what_is_not_understood_is_exit_2_and_one_line(check, write, changed, line):
    assert check(write(**changed), "--json") == (2, "", [line])


def test_a_file_that_is_not_there_is_exit_2(check):
    code, printed, lines = check("absent.json")
    assert (code, printed, len(lines)) == (2, "", 1)


def test_options_fill_in_what_the_file_lacks(check_json, write):
    source = write(organ=None, kind=None, year=None)
    told = ["--organ", "背孜乡人民政府", "--kind", "township", "--year", "2022"]
    assert check_json(source, *told) == (0, {"rules_run": run_count(), "findings": []})


@pytest.mark.parametrize(
    ("option", "value"),
    [("--organ", "仓头乡人民政府"), ("--kind", "city"), ("--kind", "village"), ("--year", "2021"), ("--year", "去年")],
)
def test_an_option_that_contradicts_the_file_is_exit_2(check, option, value):
    code, printed, lines = check(str(SEED), option, value)
    assert (code, printed, len(lines)) == (2, "", 1)


def test_last_years_report_is_compared(check_json, write):
    forward = {"applications": {"carried_forward": {"natural_person": 1}}}
    previous = write("previous.json", year=2021, title=None, tables=forward)
    source = write(tables={}, declared_nil=["applications"])
    assert check_json(source)[0] == 0
    code, answer = check_json(source, "--previous", previous)
    assert "Z1" in [each["rule"] for each in answer["findings"]]
    assert code == 1


def test_the_report_of_another_year_is_not_last_years(check, write):
    code, _, lines = check(str(SEED), "--previous", write("other.json", year=2020, title=None))
    assert (code, lines) == (2, ["--previous 应为 2021 年度的报告，该文件为 2020 年度"])


def test_peers_are_the_other_reports_of_a_folder(monkeypatch, check, write, tmp_path):
    cases = []
    monkeypatch.setattr("reports.management.commands.check_report.run", lambda case: cases.append(case) or [])
    write("peers/a.json", organ="仓头乡人民政府")
    write("peers/itself.json")
    (tmp_path / "peers" / "notes.log").write_text("…", "utf-8")
    (tmp_path / "peers" / "older.json").mkdir()
    assert check(str(SEED), "--peers", str(tmp_path / "peers"))[0] == 0
    assert [peer.organ for peer in cases[0].peers] == ["仓头乡人民政府"]


@pytest.mark.parametrize("option", ["--previous", "--peers"])
def test_an_unreadable_report_beside_it_is_exit_2_and_named(check, tmp_path, option):
    (tmp_path / "broken.json").write_text("{", "utf-8")
    where = tmp_path / "broken.json" if option == "--previous" else tmp_path
    code, _, lines = check(str(SEED), option, str(where))
    assert code == 2
    assert lines[0].endswith("：不是有效的 JSON 文件")


def test_a_folder_that_is_not_there_is_exit_2(check):
    assert check(str(SEED), "--peers", "absent") == (2, "", ["无法打开文件夹：absent"])


def test_neither_file_nor_report_is_exit_2(check):
    assert check()[0] == 2
    assert check("--organ", "背孜乡人民政府")[0] == 2
    assert check("--year", "2022")[0] == 2


def test_people_read_the_findings_by_level(check, write):
    source = write(title="背孜乡2022年工作总结", texts={"preamble": FOUND["quote"]})
    code, printed, _ = check(source)
    assert printed.splitlines() == [
        "背孜乡人民政府 2022 年度（report.json）",
        "须修改 1 项",
        f"  W12  {FOUND['message']}",
        f"      原文：{FOUND['quote']}",
        "须说明 1 项",
        "  W15  标题没有写明是“政府信息公开工作年度报告”。规范的标题如“背孜乡人民政府2022年政府信息公开工作年度报告”。",
        "      原文：背孜乡2022年工作总结",
        f"已检查 {run_count()} 项规则。",
    ]
    assert code == 1


def test_people_are_told_that_nothing_was_found(check):
    assert check(str(SEED))[1].splitlines() == [
        f"背孜乡人民政府 2022 年度（{SEED.name}）",
        f"已检查 {run_count()} 项规则，没有发现问题。",
    ]


def test_a_report_in_the_database_is_checked_as_a_file_is(check_json, filled):
    assert check_json("--organ", "背孜乡人民政府", "--year", "2022") == (0, {"rules_run": run_count(), "findings": []})


def test_a_blank_report_in_the_database_is_exit_1(check, report):
    code, printed, _ = check("--organ", "beizi", "--year", "2022")
    assert printed.startswith("背孜乡人民政府 2022 年度（系统中的报告）\n须修改 ")
    assert code == 1


def test_a_report_that_is_not_in_the_database_is_exit_2(check, cast):
    assert check("--organ", "背孜乡人民政府", "--year", "2021") == (2, "", ["系统中没有背孜乡人民政府 2021 年度报告"])
    assert check("--organ", "无此乡", "--year", "2022") == (2, "", ["系统中没有此单位：无此乡"])


def test_files_are_judged_as_the_named_organ_has_set_the_checks(check, cast, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "county").mkdir()
    (tmp_path / "county" / "beizi.json").write_bytes(SEED.read_bytes())
    set_rules(cast.county, 2022, cast.supervisor, [ChosenRule("W14", False, 300)], "乡镇文字应当简短。", seen=0)

    def found(*arguments):
        _, printed, _ = check(*arguments, "--json")
        answer = json.loads(printed)
        return [each["rule"] for each in (answer[0] if isinstance(answer, list) else answer)["findings"]]

    for source in (str(SEED), "county"):
        usual, as_set = found(source), found(source, "--set-by", "鲁山县人民政府办公室")
        assert ("W14" in usual, set(as_set) - set(usual)) == (False, {"W14"})
    assert check(str(SEED), "--set-by", "无此办") == (2, "", ["系统中没有此单位：无此办"])


@pytest.mark.parametrize("option", ["--kind", "--previous", "--peers", "--set-by"])
def test_options_about_files_need_a_file(check, option):
    code, _, lines = check("--organ", "背孜乡人民政府", "--year", "2022", option, "township")
    assert (code, lines) == (2, ["--kind、--previous、--peers 和 --set-by 只用于检查文件"])
