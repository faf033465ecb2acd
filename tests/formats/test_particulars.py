"""Whose report it is and of which year, and what of a page belongs to no report."""

import pytest

from reports.formats.particulars import is_furniture, kind_of, subject_of
from reports.formats.source import Block
from reports.formats.titles import without_titles
from reports.official.report_data import Kind


@pytest.mark.parametrize(
    ("line", "organ", "year"),
    [
        ("太平镇人民政府2022年政府信息公开工作年度报告", "太平镇人民政府", 2022),
        ("2024年度双溪乡政府信息公开年度报告", "双溪乡人民政府", 2024),
        ("安镇街道办事处２０２５年政府信息公开工作年度报告", "安镇街道办事处", 2025),
        ("《关于清水镇 2023 年政府信息公开工作年度报告》", "清水镇人民政府", 2023),
        ("沭阳县发展和改革局2023年政府信息公开工作年度报告", "沭阳县发展和改革局", 2023),
        ("⼤营镇⼈民政府2023年政府信息公开工作年度报告", "大营镇人民政府", 2023),
    ],
)
def test_a_title_names_organ_and_year(line, organ, year):
    assert subject_of(line)[:2] == (organ, year)


@pytest.mark.parametrize(
    "line",
    ["2023年政府信息公开工作年度报告", "清水镇2023年部门预算公开", "现将清水镇2023年工作报告如下。", "", "长" * 500],
)
def test_other_lines_are_no_title(line):
    assert subject_of(line) is None


@pytest.mark.parametrize(
    ("organ", "kind"),
    [
        ("清水镇人民政府", Kind.TOWNSHIP),
        ("背孜乡人民政府", Kind.TOWNSHIP),
        ("安镇街道办事处", Kind.SUBDISTRICT),
        ("鲁山县人民政府", Kind.COUNTY),
        ("宿迁市人民政府", Kind.CITY),
        ("鲁山县人民政府办公室", Kind.OFFICE),
        ("沭阳县发展和改革局", Kind.DEPARTMENT),
    ],
)
def test_a_name_shows_what_kind_of_organ_it_is(organ, kind):
    assert kind_of(organ) is kind


def read_out(*lines):
    blocks, subject = without_titles([Block(line) for line in lines])
    return [block.text for block in blocks], subject and (subject.organ, subject.year)


def test_a_title_over_three_lines_is_one():
    lines, subject = read_out("清水镇人民政府", "2023年政府信息公开", "工作年度报告", "一、总体情况")
    assert (lines, subject) == (["一、总体情况"], ("清水镇人民政府", 2023))


def test_links_to_other_years_are_not_the_title():
    links = [f"清水镇人民政府{year}年政府信息公开工作年度报告" for year in (2021, 2022, 2024)]
    title = "清水镇人民政府2023年政府信息公开工作年度报告"
    lines, subject = read_out("首页", title, *links, "统计期限自2023年1月1日起至2023年12月31日止。", "一、总体情况")
    assert subject == ("清水镇人民政府", 2023)
    assert lines == [*links, "统计期限自2023年1月1日起至2023年12月31日止。", "一、总体情况"]


def test_a_title_below_the_first_heading_takes_nothing_away_before_it():
    lines, subject = read_out("一、总体情况", "背孜乡2022年政府信息公开工作年度报告", "本乡公开信息。")
    assert (lines, subject) == (["一、总体情况", "本乡公开信息。"], ("背孜乡人民政府", 2022))


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 政府信息公开年报",
        "发布时间：2023-01-20 09:12 浏览次数：1234 【字体：大 中 小】 打印本页",
        "索 引 号：11410423/2023-00012",
        "分享到：",
        "上一篇：没有了",
        "主办：某县人民政府 豫ICP备05000000号",
        "扫一扫在手机打开当前页",
    ],
)
def test_navigation_and_sharing_belong_to_the_page(line):
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["本镇公开信息85条。", "联系电话：0375-5050001", "本年度未收取信息处理费。", "无。"])
def test_sentences_and_contact_lines_belong_to_the_report(line):
    assert not is_furniture(line)
