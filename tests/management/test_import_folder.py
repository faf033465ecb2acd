"""``import_folder``: good files go in while bad ones are named, and a dry run writes nothing."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.formats import writing
from reports.management.commands import import_folder
from reports.models import AnnualReport, Status
from tests.conftest import YEAR


@pytest.fixture
def folder(tmp_path, seed, cast):
    """Two reports of 背孜乡, one of a town that nobody knows, a file that is no report, and what a system leaves."""
    earlier = replace(seed, year=YEAR - 1, title=seed.title.replace("2022", "2021"))
    unknown = replace(seed, organ="背孜镇人民政府", title=seed.title.replace("背孜乡", "背孜镇"))
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022" / "背孜乡.html").write_bytes(writing.write(seed, "html"))
    (tmp_path / "a.xlsx").write_bytes(writing.write(earlier, "xlsx"))
    (tmp_path / "b.html").write_bytes(writing.write(unknown, "html"))
    (tmp_path / "c.docx").write_bytes(b"hello")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    return tmp_path


def run(folder, *options):
    """The exit code and what was printed."""
    out = StringIO()
    try:
        call_command("import_folder", str(folder), *options, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_good_files_go_in_and_bad_ones_are_named(folder, cast, seed):
    code, said = run(folder, "--json")
    told = {each["source"]: each for each in json.loads(said)}
    assert code == 1
    assert {path: (each["stored"], each["organ"], each["year"], each["placed"]) for path, each in told.items()} == {
        "2022/背孜乡.html": (True, "背孜乡人民政府", YEAR, 166),
        "a.xlsx": (True, "背孜乡人民政府", YEAR - 1, 166),
        "b.html": (False, "", YEAR, 166),
        "c.docx": (False, "", None, 0),
    }
    assert told["b.html"]["refusal"] == "系统中没有“背孜镇人民政府”，最接近的是“背孜乡人民政府”"
    assert told["c.docx"]["refusal"].startswith("不是 .docx 文件")
    stored = AnnualReport.objects.order_by("year")
    assert [(each.organ, each.year, each.status) for each in stored] == [
        (cast.township, YEAR - 1, Status.ARCHIVED),
        (cast.township, YEAR, Status.ARCHIVED),
    ]
    assert stored.last().data().figures == seed.figures
    assert {each.events.get().actor for each in stored} == {cast.supervisor}


def test_what_is_doubtful_goes_in_where_that_is_asked_for_but_never_over_another_file_of_its_report(
    tmp_path, cast, seed
):
    earlier = replace(seed, year=YEAR - 1, title=seed.title.replace("2022", "2021"))
    (tmp_path / "a 2020.html").write_bytes(writing.write(seed, "html"))  # its name says another year
    (tmp_path / "b.html").write_bytes(writing.write(seed, "html") + b" ")
    (tmp_path / "c 2020.html").write_bytes(writing.write(earlier, "html"))
    assert "共 3 个文件，可读入 1 份" in run(tmp_path, "--dry-run")[1]
    code, said = run(tmp_path, "--doubtful")
    assert (code, said.count("\n  已读入\n")) == (1, 2)
    assert "  未读入：与“b.html”是同一单位同一年度的报告，只读入一份\n" in said
    stored = {each.year: each.imported_files.get().name for each in AnnualReport.objects.all()}
    assert stored == {YEAR: "b.html", YEAR - 1: "c 2020.html"}


def test_a_dry_run_says_the_same_and_writes_nothing(folder, cast):
    code, said = run(folder, "--dry-run")
    assert code == 1
    assert "背孜乡人民政府 2022 年度：放入 166 个数字，未放入 0，合计不一致 0，须修改 " in said
    assert said.endswith("共 4 个文件，可读入 2 份。试读入，没有写入\n")
    assert not AnnualReport.objects.exists()


def test_once_more_nothing_is_stored_twice(folder, cast):
    run(folder)
    code, said = run(folder)
    assert (code, AnnualReport.objects.count()) == (1, 2)
    assert said.count("不必重复读入") == 2


def test_what_is_stored_is_stored_by_the_account_that_is_named_where_it_may(folder, cast):
    assert "当前账号没有读入背孜乡人民政府往年报告的权限" in run(folder, "--editor", "neighbour")[1]
    assert not AnnualReport.objects.exists()
    run(folder, "--editor", "clerk")
    assert [each.events.get().actor for each in AnnualReport.objects.all()] == [cast.clerk, cast.clerk]


def test_no_folder_an_empty_one_and_no_such_account_are_not_understood(tmp_path, folder, cast):
    (tmp_path / "empty").mkdir()
    for options in ((tmp_path / "none",), (tmp_path / "empty",), (folder, "--editor", "nobody")):
        with pytest.raises(CommandError) as refused:
            run(*options)
        assert refused.value.returncode == 2


def test_progress_is_told_once_a_second(folder, cast, monkeypatch):
    monkeypatch.setattr(import_folder, "A_SECOND", 0.0)
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_folder", str(folder), "--dry-run", stdout=StringIO(), stderr=told)
    assert told.getvalue().split() == [
        f"已读取 {number}／4 份".split()[part] for number in (1, 2, 3, 4) for part in (0, 1, 2)
    ]
