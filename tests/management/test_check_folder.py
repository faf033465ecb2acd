"""``check_report FOLDER``: a county's published reports checked together, and the 差错清单 that comes of it."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reports.formats.xlsx.error_list import ERRORS, SUMMARY, UNREAD
from tests.conftest import SEED
from tests.formats.libreoffice import saved_again

PROBLEMS = (
    "部分站所对群众关切梳理不够细致，办事指南更新滞后于政策调整；村务公开栏内容陈旧，老年群众查阅存在困难。"
    "我乡将安排专人逐月核对办事指南，把惠农补贴发放结果张贴到每个村民小组，并在便民大厅增设查询终端供来访人员使用，"
    "同时邀请乡人大代表每季度检查公开栏，发现问题限期整改，整改情况纳入站所年终考核内容。"
)


@pytest.fixture
def folder(tmp_path):
    """Reports of two organs, last year's of one of them, a damaged file, and what a system left there."""

    def write(name, **changed):
        mapping = json.loads(SEED.read_text(encoding="utf-8"))
        texts = mapping["texts"] | changed.pop("texts", {})
        path = tmp_path / "county" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(mapping | {"texts": texts} | changed), "utf-8")

    write("beizi.json", texts={"problems": f"{PROBLEMS}=1+1"})
    title = "鲁山县马楼乡人民政府2022年政府信息公开工作年度报告"
    write("villages/malou.json", organ="马楼乡人民政府", title=title, texts={"problems": PROBLEMS})
    write("last-year.json", organ="鲁山县背孜乡人民政府", year=2021, title=None, texts={"problems": PROBLEMS})
    (tmp_path / "county" / "damaged.docx").write_bytes(b"PK\3\4 nothing")
    (tmp_path / "county" / "notice.exe").write_bytes(b"MZ")
    (tmp_path / "county" / "Thumbs.db").write_bytes(b"x")
    return tmp_path / "county"


@pytest.fixture
def checked(folder, tmp_path, capsys):
    """The exit code of the command, what it printed, and the workbook."""
    output = tmp_path / "list.xlsx"
    with pytest.raises(SystemExit) as stopped:
        call_command("check_report", str(folder), "--output", str(output))
    return stopped.value.code, capsys.readouterr().out, output.read_bytes()


def rows_of(content, sheet):
    heading, *rows = load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_each_report_has_a_line_that_names_its_last_year(checked):
    code, printed, content = checked
    lines = [(row["单位"], row["年度"], row["上年报告"], row["文件"]) for row in rows_of(content, SUMMARY)]
    assert lines == [
        ("背孜乡人民政府", 2022, "last-year.json", "beizi.json"),
        ("鲁山县背孜乡人民政府", 2021, "没有", "last-year.json"),
        ("马楼乡人民政府", 2022, "没有", "villages/malou.json"),
    ]
    assert (code, printed.startswith("已检查 3 份报告，")) == (2, True)


def test_a_copied_section_is_named_with_whose_it_is_and_the_numbers_compared(checked):
    rows = [row for row in rows_of(checked[2], ERRORS) if row["规则"] in {"W9", "W10"} and row["文件"] == "beizi.json"]
    assert [
        (row["规则"], row["级别"], row["位置"], row["对照的数"]) for row in rows if row["部分"].startswith("五")
    ] == [
        ("W9", "须说明", "五、存在的主要问题及改进情况", "100%"),
        ("W10", "须说明", "五、存在的主要问题及改进情况", "100%"),
    ]


def test_files_that_cannot_be_read_are_named_with_the_reason_and_keep_no_other_from_it(checked):
    rows = rows_of(checked[2], UNREAD)
    assert [row["文件"] for row in rows] == ["damaged.docx", "notice.exe"]
    assert all(row["原因"] for row in rows)


def test_the_counts_of_the_summary_are_those_of_the_list(checked):
    errors, summary = rows_of(checked[2], ERRORS), rows_of(checked[2], SUMMARY)
    for row in summary:
        own = [error["级别"] for error in errors if error["文件"] == row["文件"]]
        assert [row[level] for level in ("须修改", "须说明", "提示")] == [
            own.count(level) for level in ("须修改", "须说明", "提示")
        ]
    assert errors


def test_libreoffice_opens_the_list(checked, tmp_path):
    sheets = saved_again(checked[2], "csv", tmp_path)
    assert sorted(sheets) == sorted([SUMMARY, ERRORS, UNREAD])
    rows = list(csv.reader(StringIO(sheets[SUMMARY].decode())))
    assert [row[0] for row in rows] == ["单位", "背孜乡人民政府", "鲁山县背孜乡人民政府", "马楼乡人民政府"]


def test_a_list_written_into_the_folder_is_no_report_of_the_next_check(folder, capsys):
    for _ in range(2):
        with pytest.raises(SystemExit):
            call_command("check_report", str(folder), "--json", "--output", str(folder / "list.xlsx"))
        sources = [each["source"] for each in json.loads(capsys.readouterr().out)]
    assert sources == ["beizi.json", "last-year.json", "villages/malou.json", "damaged.docx", "notice.exe"]


@pytest.mark.parametrize("more", [["--year", "2022"], ["--organ", "某乡"], ["another.json"]])
def test_what_makes_no_sense_of_a_folder_is_refused(folder, more):
    with pytest.raises(CommandError) as refused:
        call_command("check_report", str(folder), *more)
    assert refused.value.returncode == 2


def test_an_empty_folder_and_a_list_of_a_single_file_are_refused(tmp_path):
    for arguments in ([str(tmp_path)], [str(SEED), "--output", str(tmp_path / "list.xlsx")]):
        with pytest.raises(CommandError) as refused:
            call_command("check_report", *arguments)
        assert refused.value.returncode == 2


def test_no_text_of_a_report_is_a_formula_of_the_list(folder, tmp_path):
    organ = "=HYPERLINK(1)"
    mapping = json.loads(SEED.read_text(encoding="utf-8")) | {"organ": organ, "title": None}
    (folder / "formula.json").write_text(json.dumps(mapping), "utf-8")
    with pytest.raises(SystemExit):
        call_command("check_report", str(folder), "--output", str(tmp_path / "list.xlsx"))
    cells = [cell for sheet in load_workbook(tmp_path / "list.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == organ} == {"s"}
