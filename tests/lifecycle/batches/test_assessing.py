"""What one file among many says, and which of several files of one report goes in."""

from dataclasses import replace
from datetime import date

import pytest

from reports.formats import reading, writing
from reports.lifecycle.archiving import archive_file
from reports.lifecycle.batches.assessing import read_and_assess, with_duplicates_marked
from reports.lifecycle.batches.organ_matching import OrganMatcher
from reports.lifecycle.opening import open_report
from reports.models import ImportedFile, Organ
from reports.official import Cell
from tests.conftest import YEAR

TODAY = date(YEAR + 2, 1, 15)
GRANTED = Cell("applications", "granted", "business")


@pytest.fixture
def matcher(cast):
    return OrganMatcher(list(Organ.objects.select_related("superior")))


def page(report, **changes):
    return writing.write(replace(report, **changes), "html")


def of(path, content, matcher):
    return read_and_assess(path, content, matcher, reading.read)


def test_a_file_is_told_by_its_title_with_what_was_placed(seed, matcher, cast):
    each = of("x.html", page(seed), matcher)
    assert (each.organ, each.year, each.placed, each.unplaced, each.differences) == (cast.township, YEAR, 166, (), ())
    assert (each.refusal, each.doubt, each.goes_in) == ("", "", True)
    assert each.report.figures == seed.figures


def test_the_title_is_believed_and_a_path_that_says_otherwise_is_a_doubt(seed, matcher, cast):
    year = of("2021年报.html", page(seed), matcher)
    assert (year.year, year.doubt) == (YEAR, "文件名写的是 2021 年，标题是 2022 年度，请核对")
    organ = of("瓦屋镇/年报.html", page(seed), matcher)
    assert (organ.organ, organ.goes_in) == (cast.township, False)
    assert organ.doubt == "文件名写的是瓦屋镇人民政府，标题是背孜乡人民政府，请核对"


def test_without_a_title_the_path_is_believed_only_with_somebodys_word(seed, matcher, cast):
    untitled = page(seed).replace("年度报告".encode(), "情况".encode())
    each = of("2022/瓦屋镇.html", untitled, matcher)
    assert (each.organ, each.year, each.goes_in) == (cast.neighbouring_township, YEAR, False)
    assert each.doubt == "标题中没有写明单位或年度，按文件名认定，请核对"
    assert "没有找到" in of("年报.html", untitled, matcher).refusal


def test_an_unknown_organ_and_a_file_that_is_no_report_are_refused_by_name(seed, matcher):
    title = seed.title.replace("背孜乡", "背孜镇")
    unknown = of("x.html", page(seed, organ="背孜镇人民政府", title=title), matcher)
    assert unknown.refusal == "系统中没有“背孜镇人民政府”，最接近的是“背孜乡人民政府”"
    assert not of("x.html", b"<p>hello</p>", matcher).goes_in
    assert "不能读取这种文件" in of("x.exe", b"MZ", matcher).refusal


def test_of_two_files_of_one_report_the_better_one_goes_in(seed, matcher, cast):
    worse = replace(seed, texts=dict(seed.texts) | {"problems": seed.text("problems")[:-20]})
    files = [of("a.html", page(worse), matcher), of("b.html", page(seed), matcher)]
    first, second = with_duplicates_marked(files, TODAY)
    assert (first.goes_in, second.goes_in) == (False, True)
    assert first.doubt == "与“b.html”是同一单位同一年度的报告，只读入一份"


def test_figures_that_do_not_agree_are_a_doubt(seed, matcher):
    uneven = of("a.html", page(seed, figures=dict(seed.figures) | {GRANTED: 5}), matcher)
    assert uneven.doubt == f"有 {len(uneven.to_fix)} 项须修改，可能没有读全，请核对"
    assert len(uneven.to_fix) >= 1
    printed = writing.write(seed, "json").replace(b'"total": 0', b'"total": 7', 1)
    assert printed != writing.write(seed, "json")
    assert of("a.json", printed, matcher).doubt == "印出的合计与各项相加不一致，请核对"


def test_what_is_stored_already_is_said_before_anything_is_written(seed, matcher, cast):
    content = page(seed)
    each = of("a.html", content, matcher)
    archive_file(cast.township.pk, cast.supervisor, each.report, ImportedFile.of("a.html", content), TODAY)
    assert "不必重复读入" in with_duplicates_marked([each], TODAY)[0].refusal
    other = of("b.html", content + b" ", matcher)
    assert with_duplicates_marked([other], TODAY)[0].refusal == ""
    assert "应由填报单位填报" in with_duplicates_marked([each], date(YEAR + 1, 1, 15))[0].refusal


def test_a_report_that_is_being_written_is_not_replaced(seed, matcher, cast):
    report = open_report(cast.township, YEAR, cast.clerk)
    each = of("a.html", page(seed), matcher)
    assert with_duplicates_marked([each], TODAY)[0].goes_in
    report.changes.create(address="problems", old="", new="甲", source="typed", editor=cast.clerk, round=0)
    assert "不能用文件代替" in with_duplicates_marked([each], TODAY)[0].refusal
