"""``prove_publications``: what was published before releases were proved is read back, and named where it differs."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from reports.formats import registry, writing
from reports.models import PublishedFile
from reports.models.publication import Publication
from reports.official import Cell
from tests.conftest import YEAR
from tests.deciding import perform

GRANTED = Cell("applications", "granted", "natural_person")


@pytest.fixture
def published(filled, cast, monkeypatch):
    """Publishes the report with the files that a function makes of it, as releases did that read nothing back."""

    def publish(wrongly):
        monkeypatch.setattr(writing, "frozen", wrongly)
        for action, user in (("submit", cast.clerk), ("approve", cast.supervisor), ("publish", cast.clerk)):
            perform(action, filled.pk, user)

    return publish


def files_of(report, other, *extensions):
    """The files of the report, some of them of another one."""
    each_of = {each: other if each in extensions else report for each in ("json", "html", "xlsx")}
    return {each: writing.write(said, each) for each, said in each_of.items()}


def run(*arguments):
    out = StringIO()
    try:
        call_command("prove_publications", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as ended:
        return ended.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_what_says_what_was_published_is_counted_and_nothing_is_changed(published):
    published(lambda report, **_: files_of(report, report))
    before = list(PublishedFile.objects.values())
    assert run() == (0, ["共核对 1 份公布的报告，0 份有不一致"])
    assert run("--year", str(YEAR + 1)) == (0, ["共核对 0 份公布的报告，0 份有不一致"])
    assert list(PublishedFile.objects.values()) == before


def test_a_file_that_says_another_figure_is_named_with_its_cell(published):
    published(lambda report, **_: files_of(report, replace(report, figures=report.figures | {GRANTED: 77}), "html"))
    code, (named, *_, summary) = run()
    publication = Publication.objects.get()
    was = publication.data().figure(GRANTED)
    place = "三、收到和处理政府信息公开申请情况“（一）予以公开，自然人”"
    assert named.startswith(
        f"{publication.report}（第 1 版）{registry.writable()['html'].spaced_name} 文件：{place}应为 {was}，文件中为 77"
    )
    assert (code, summary) == (1, "共核对 1 份公布的报告，1 份有不一致")


def test_data_that_are_not_what_was_approved_and_data_that_are_gone_are_named(published):
    published(lambda report, **_: files_of(report, replace(report, title="另一个标题"), "json", "html", "xlsx"))
    assert [line.partition("版）")[2] for line in run()[1][:-1]] == ["数据文件与审核通过的内容不一致"]
    if connection.vendor == "postgresql":  # on SQLite the tests go without the trigger (conftest)
        connection.cursor().execute("SET LOCAL session_replication_role = replica")
    PublishedFile.objects.filter(extension="json")._raw_delete("default")
    assert [line.partition("版）")[2] for line in run()[1][:-1]] == ["数据文件不能读取，其他文件无从核对"]
