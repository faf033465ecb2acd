"""W15: the title, and the short forms of an organ's name."""

import pytest

from reports.official.report_data import Kind
from reports.official.wording import REPORT_NAME, title
from tests.checks.reports import BEIZI, a_report, found

MINZHI = "深圳市龙华区民治街道办事处"
NDRC = "沭阳县发展和改革局"

# What stands before the report's name, the organ, its kind; the year is 2022.
RIGHT = [
    ("背孜乡人民政府2022年", BEIZI, Kind.TOWNSHIP),
    ("背孜乡2022年", BEIZI, Kind.TOWNSHIP),
    ("2022年背孜乡", BEIZI, Kind.TOWNSHIP),
    ("2022年度背孜乡人民政府", BEIZI, Kind.TOWNSHIP),
    ("背孜乡政府2022年度", BEIZI, Kind.TOWNSHIP),
    ("2022年背孜乡人民", BEIZI, Kind.TOWNSHIP),  # 人民政府信息公开: 政府 is written once
    ("鲁山县背孜乡2022年", BEIZI, Kind.TOWNSHIP),
    ("平顶山市鲁山县背孜乡2022年", "鲁山县背孜乡人民政府", Kind.TOWNSHIP),
    ("鲁山县背孜乡2022年", "河南省平顶山市鲁山县背孜乡人民政府", Kind.TOWNSHIP),
    ("背孜乡 2022 年\n", BEIZI, Kind.TOWNSHIP),
    ("背孜乡２０２２年", BEIZI, Kind.TOWNSHIP),
    ("二〇二二年背孜乡", BEIZI, Kind.TOWNSHIP),
    ("⻘⼭乡2022年", "青山乡人民政府", Kind.TOWNSHIP),
    ("草沟镇2022年", "宿州市泗县草沟镇人民政府", Kind.TOWNSHIP),
    ("太平镇人民政府2022年", "西咸新区太平镇人民政府", Kind.TOWNSHIP),
    ("老县镇2022年", "平利县老县镇人民政府", Kind.TOWNSHIP),
    ("两家乡2022年", "承德县两家满族乡人民政府", Kind.TOWNSHIP),
    ("民治街道2022年度", MINZHI, Kind.SUBDISTRICT),
    ("龙华区民治街道办2022年", MINZHI, Kind.SUBDISTRICT),
    ("2022年民治办事处", MINZHI, Kind.SUBDISTRICT),
    ("城区街道2022年", "乳山市城区街道办事处", Kind.SUBDISTRICT),
    ("滨江区长河街道2022年", "杭州市滨江区人民政府长河街道办事处", Kind.SUBDISTRICT),
    ("洪泽区2022年", "淮安市洪泽区人民政府", Kind.COUNTY),
    ("2022年上海市", "上海市人民政府", Kind.CITY),
    ("宽城县人民政府办公室2022年", "宽城满族自治县人民政府办公室", Kind.OFFICE),
    ("沭阳县发改局2022年", NDRC, Kind.DEPARTMENT),
    ("县发展和改革局2022年", NDRC, Kind.DEPARTMENT),
    ("沭阳县发展和改革局2022年", "县发改局", Kind.DEPARTMENT),
]

WRONG = [
    ("背孜乡2021年", BEIZI, Kind.TOWNSHIP, "写的是2021年，本报告为2022年度"),
    ("背孜乡", BEIZI, Kind.TOWNSHIP, "没有写明年份"),
    ("背孜乡2022", BEIZI, Kind.TOWNSHIP, "2022之后少“年”字"),
    ("背孜2022年乡", BEIZI, Kind.TOWNSHIP, "年份应写在机关名称之前或之后"),
    ("2022年", BEIZI, Kind.TOWNSHIP, "没有写明机关名称"),
    ("仓头乡2022年", BEIZI, Kind.TOWNSHIP, "“仓头乡”不是背孜乡人民政府的全称或简称"),
    ("背孜镇2022年", BEIZI, Kind.TOWNSHIP, "“背孜镇”不是"),
    ("背孜2022年", BEIZI, Kind.TOWNSHIP, "“背孜”不是"),
    ("2022年背孜乡2022年", BEIZI, Kind.TOWNSHIP, "“背孜乡2022年”不是"),
    ("宝丰县背孜乡2022年", "鲁山县背孜乡人民政府", Kind.TOWNSHIP, "“宝丰县背孜乡”不是"),
    ("龙华区2022年", MINZHI, Kind.SUBDISTRICT, "“龙华区”不是"),
    ("洪泽区人民政府2022年", "淮安市洪泽区人民政府办公室", Kind.OFFICE, "“洪泽区人民政府”不是"),
    ("泗阳县发展和改革局2022年", NDRC, Kind.DEPARTMENT, "“泗阳县发展和改革局”不是"),
    ("沭阳县教育局2022年", NDRC, Kind.DEPARTMENT, "“沭阳县教育局”不是"),
    ("沭阳县2022年", NDRC, Kind.DEPARTMENT, "“沭阳县”不是"),
]


@pytest.mark.parametrize(("head", "organ", "kind"), RIGHT)
def test_full_and_short_names_and_either_order_are_titles(head, organ, kind):
    assert found("W15", a_report(organ=organ, kind=kind, title=f"{head}{REPORT_NAME}")) == []


@pytest.mark.parametrize(("head", "organ", "kind", "why"), WRONG)
def test_the_title_names_organ_and_year(head, organ, kind, why):
    (finding,) = found("W15", a_report(organ=organ, kind=kind, title=f"{head}{REPORT_NAME}"))
    assert why in finding.message
    assert finding.texts == ("title",)
    assert finding.quote == f"{head}{REPORT_NAME}"


@pytest.mark.parametrize(
    "tail",
    [
        "政府信息公开年度报告",
        "政府信息公开工作报告",
        "政府信息公开工作告年度报",
        "信息公开工作年度报告",
        "政务公开工作年度报告",
        "工作总结",
        "政府信息公开工作年度报告（送审稿）",
    ],
)
def test_the_title_says_what_it_is(tail):
    (finding,) = found("W15", a_report(title=f"背孜乡2022年{tail}"))
    assert "规范的标题如“背孜乡人民政府2022年政府信息公开工作年度报告”" in finding.message


def test_all_that_is_wrong_is_said_at_once():
    (finding,) = found("W15", a_report(title="2021年政府信息公开报告"))
    assert finding.message.startswith(
        "标题以“政府信息公开报告”结尾，应为“政府信息公开工作年度报告”；写的是2021年，本报告为2022年度；没有写明机关名称。"
    )


def test_the_proposed_title_is_right():
    assert found("W15", a_report(title=title(BEIZI, 2022))) == []


def test_an_unknown_title_is_silent_and_a_blank_one_is_not():
    assert found("W15", a_report(title=None)) == []
    assert len(found("W15", a_report(title=" "))) == 1
