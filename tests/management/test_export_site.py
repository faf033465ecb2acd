"""The static copy of the public column: all of it is there, nothing else is, and a failure leaves the one before."""

import json
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from reports.formats.xlsx import open_data
from reports.lifecycle.opening import open_report
from reports.models import Publication
from reports.web import site_copy
from tests.conftest import YEAR
from tests.views.publications import published, townships

LINKS = re.compile(r'\b(?:href|src)="([^"]+)"')
OUTSIDE = re.compile(r"(?:[a-z]+:)?//|/|javascript:|data:")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "copy"


@pytest.fixture
def column(cast):
    """Two years, a report corrected, and a draft that is nobody's business."""
    for year in (YEAR, YEAR + 1):
        published(cast.clerk, cast.township, year)
    published(cast.clerk, cast.township, YEAR, revision=2)
    open_report(cast.neighbouring_township, YEAR, cast.clerk)
    return cast


def export(folder, *options):
    call_command("export_site", str(folder), *options)


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def broken_links(folder):
    """What a page leads to that is not in the folder; and what leads out of it."""
    broken = []
    for page in folder.rglob("*.html"):
        for link in LINKS.findall(page.read_text(encoding="utf-8")):
            parts = urlsplit(link)
            there = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
            is_there = there.is_file() and there.is_relative_to(folder.resolve())
            has_place = not parts.fragment or f'id="{parts.fragment}"' in there.read_text(encoding="utf-8")
            if OUTSIDE.match(link) or parts.query or not is_there or not has_place:
                broken.append((page.name, link))
    return broken


def test_everything_that_is_linked_is_in_the_folder(column, folder):
    for organ in townships(column.county, 3):
        published(column.clerk, organ, YEAR)
    export(folder)
    found = files_in(folder)
    assert broken_links(folder) == []
    assert {
        "index.html",
        f"{YEAR}.html",
        "reports/beizi/index.html",
        f"reports/beizi/{YEAR}/index.html",
    } <= found.keys()
    assert {f"reports/beizi/{YEAR}/1/index.html", f"reports/beizi/{YEAR}/2/report.pdf"} <= found.keys()
    assert f"reports/beizi/{YEAR}/2/index.html" not in found  # the newest version has one page
    assert not any("wawu" in name or "瓦屋镇" in content.decode(errors="replace") for name, content in found.items())


def test_a_long_year_is_divided_into_pages(column, folder, monkeypatch):
    monkeypatch.setattr(site_copy, "A_PAGE", 2)
    for organ in townships(column.county, 4):
        published(column.clerk, organ, YEAR)
    export(folder)
    assert broken_links(folder) == []
    assert {f"{YEAR}.html", f"{YEAR}-2.html", f"{YEAR}-3.html", "index.html"} <= files_in(folder).keys()


def test_programs_find_the_same_data_and_the_tables_of_each_year(column, folder):
    export(folder)
    listed = json.loads((folder / "data/reports.json").read_text(encoding="utf-8"))
    assert [(each["year"], each["is_corrected"]) for each in listed] == [(YEAR + 1, False), (YEAR, True)]
    for each in listed:
        frozen = Publication.objects.get(report__year=each["year"], report__revision=each["revision"])
        assert (folder / each["report"]).read_bytes() == frozen.file("json")
        assert (folder / each["page"]).is_file()
    book = load_workbook(BytesIO((folder / f"data/{YEAR}.xlsx").read_bytes()))
    assert book[open_data.ORGANS]["B2"].value == "背孜乡人民政府"


def test_the_map_names_the_pages_where_the_copy_will_be_read(column, folder):
    export(folder)
    assert not (folder / "sitemap.xml").exists()
    export(folder, "--address", "https://www.example.gov.cn/nianbao")
    pages = re.findall("<loc>([^<]+)</loc>", (folder / "sitemap.xml").read_text(encoding="utf-8"))
    assert {(folder / each.removeprefix("https://www.example.gov.cn/nianbao/")).is_file() for each in pages} == {True}
    assert len(pages) == len([*folder.rglob("*.html")])


def test_a_new_copy_takes_the_place_of_the_one_before(column, folder):
    export(folder)
    (folder / "left over.html").write_text("")
    published(column.clerk, column.county, YEAR)
    export(folder)
    assert not (folder / "left over.html").exists()
    assert "reports/lushan/index.html" in files_in(folder)
    assert [each.name for each in folder.parent.iterdir()] == ["copy"]


def test_a_folder_of_something_else_is_left_alone(column, folder):
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(CommandError, match="中有其他文件"):
        export(folder)
    assert files_in(folder) == {"thesis.txt": b"mine"}
    with pytest.raises(CommandError, match="没有文件夹"):
        export(folder / "no" / "such")
    with pytest.raises(CommandError, match="http"):
        export(folder, "--address", "ftp://x")


def test_a_disk_that_takes_no_more_leaves_the_copy_before_and_nothing_half_written(column, folder, monkeypatch):
    export(folder)
    before, written = files_in(folder), Path.write_bytes

    def full(path, content):
        if path.name == "reports.json":
            raise OSError(28, "No space left on device")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CommandError, match="原有内容没有改动"):
        export(folder)
    assert files_in(folder) == before
    assert [each.name for each in folder.parent.iterdir()] == ["copy"]


def test_what_is_published_meanwhile_is_in_it_whole(column, folder, monkeypatch):
    workbooks = site_copy._Copy._workbooks

    def and_somebody_publishes(self):
        workbooks(self)
        if not Publication.objects.filter(report__organ=column.county).exists():
            published(column.clerk, column.county, YEAR)

    monkeypatch.setattr(site_copy._Copy, "_workbooks", and_somebody_publishes)
    export(folder)
    assert broken_links(folder) == []
    assert "reports/lushan/index.html" in files_in(folder)


def test_of_nothing_there_is_a_page_that_says_so(cast, folder):
    export(folder)
    assert "目前没有公布的报告" in (folder / "index.html").read_text(encoding="utf-8")
    assert broken_links(folder) == []
