"""Section headings and those of the aspects in the variants that offices print (domain.md §1.3)."""

import pytest

from reports.formats.headings import ORDER, aspect_heading, section_heading
from reports.official import EDITIONS

SECTIONS = {
    "一、总体情况": "overview",
    "一、工作总体推进情况": "overview",
    "一、概述": "overview",
    "第一部分 总体情况": "overview",
    "1.总体情况": "overview",
    "二.主动公开政府信息情况": "proactive_disclosure",
    "二、主动公开政府信息的情况": "proactive_disclosure",
    "三、收到和处理政府信息公开申请情况": "applications",
    "三、政府信息公开申请办理情况": "applications",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况": "disputes",
    "四、政府信息公开行政复议和行政诉讼情况": "disputes",
    "五、政府信息公开工作存在的主要问题及改进情况": "problems",
    "五、存在问题及改进情况": "problems",
    "五、存在的主要问题和改进举措": "problems",
    "五、存在的不足及下一步打算": "problems",
    "六、其他事项": "other_matters",
    "六、其\u5b83需要报告的事项": "other_matters",
    "　　六、其他需要报告的事项 ": "other_matters",
    "存在的主要问题及改进情况": "problems",
}
ASPECTS = {
    "（一）主动公开": "overview.proactive_disclosure",
    "（一）主动公开政府信息情况": "overview.proactive_disclosure",
    "(二)依申请公开情况": "overview.disclosure_on_request",
    "（三）政府信息管理": "overview.information_management",
    "3.政府信息管理情况": "overview.information_management",
    "（四）平台建设": "overview.platform",
    "（四）政府信息公开平台建设": "overview.platform",
    "（五）监督保障": "overview.supervision",
    "（六）教育培训": "",
}


@pytest.mark.parametrize("key", ORDER)
def test_the_official_title_heads_its_section(key):
    heading = section_heading(EDITIONS["2021"].section[key].title)
    assert (heading.key, heading.rest) == (key, "")


@pytest.mark.parametrize("line", SECTIONS)
def test_a_variant_heads_the_same_section(line):
    assert section_heading(line).key == SECTIONS[line]


@pytest.mark.parametrize(
    "line",
    [
        "三、本年度办理结果",
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "四、结转下年度继续办理",
        "（一）主动公开",
        "（六）其他处理",
        "3.其他",
        "其他",
        "五、主动公开政府信息情况",
        "我镇收到和处理政府信息公开申请的总体情况良好，主动公开的政府信息逐年增加，群众满意度不断提高，得到好评",
        "",
    ],
)
def test_rows_and_sentences_head_no_section(line):
    assert section_heading(line) is None


def test_what_follows_a_heading_on_its_line_is_text():
    heading = section_heading("六、其他需要报告的事项。本年度未收取信息处理费。")
    assert (heading.key, heading.rest) == ("other_matters", "本年度未收取信息处理费。")


@pytest.mark.parametrize("line", ASPECTS)
def test_an_aspect_is_headed_in_its_variants(line):
    assert aspect_heading(line).key == ASPECTS[line]


def test_a_numbered_sentence_belongs_to_the_aspect_that_it_begins_with():
    heading = aspect_heading("（一）主动公开方面。2023年公开信息85条。")
    assert heading.key == "overview.proactive_disclosure"
    assert heading.rest.endswith("2023年公开信息85条。")


def test_a_line_without_a_number_heads_no_aspect():
    assert aspect_heading("主动公开") is None
