"""``export_folder``: the reports of a year as files, one an organ, with what could not be exported named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.formats import reading, writing
from reports.models import AnnualReport, Organ
from tests.conftest import YEAR
from tests.deciding import perform


def run(*arguments):
    out, progress = StringIO(), StringIO()
    call_command("export_folder", *arguments, stdout=out, stderr=progress)
    return out.getvalue().splitlines(), progress.getvalue().splitlines()


@pytest.fixture
def approved(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    return filled


def another(report, name):
    """A draft of another organ."""
    organ = Organ.objects.create(name=name, slug=f"o{Organ.objects.count()}", kind=report.organ.kind)
    return AnnualReport.objects.create(organ=organ, year=YEAR, edition=report.edition)


def test_what_was_approved_is_written_one_by_one_and_drafts_where_they_are_asked_for(approved, tmp_path):
    another(approved, "某镇人民政府")
    told, progress = run(str(tmp_path / "new"), "--year", str(YEAR), "--to", "json")
    assert (told, progress) == (["已导出 1 份，未导出 0 份"], [f"1／1 {approved.organ_name}"])
    (path,) = (tmp_path / "new").iterdir()
    assert path.name == f"{approved.organ_name}{YEAR}年政府信息公开工作年度报告.json"
    assert reading.read(path.name, path.read_bytes()).report == approved.data()
    told, progress = run(str(tmp_path), "--year", str(YEAR), "--to", "html", "--drafts")
    assert (told, len(progress)) == (["已导出 2 份，未导出 0 份"], 2)
    assert sorted("（草稿）" in path.name for path in tmp_path.glob("*.html")) == [False, True]


def test_two_organs_of_one_name_overwrite_nothing_and_another_superior_has_none(approved, tmp_path):
    other = another(approved, "某镇人民政府")
    AnnualReport.objects.filter(pk=other.pk).update(submitted_name=approved.organ_name)  # it was called so then
    run(str(tmp_path), "--year", str(YEAR), "--to", "json", "--drafts")
    assert len(list(tmp_path.iterdir())) == 2
    superior = Organ.objects.create(name="某县人民政府", slug="nobody", kind="county")
    with pytest.raises(CommandError, match="没有 2022 年度可以导出的报告"):
        run(str(tmp_path), "--year", str(YEAR), "--superior", superior.slug)


def test_what_is_not_released_is_named_and_the_others_are_written(approved, tmp_path, monkeypatch):
    other = another(approved, "某镇人民政府")
    draw = writing.write

    def refuse(report, *arguments, **more):
        if report.organ == other.organ.name:
            raise writing.CannotDraw("报告内容过多")
        return draw(report, *arguments, **more)

    monkeypatch.setattr(writing, "write", refuse)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "export_folder", str(tmp_path), "--year", str(YEAR), "--to", "html", "--drafts",
            stdout=out, stderr=StringIO(),
        )  # fmt: skip
    assert ended.value.code == 1
    assert out.getvalue().splitlines() == ["未导出：某镇人民政府：报告内容过多", "已导出 1 份，未导出 1 份"]
    assert len(list(tmp_path.iterdir())) == 1
