"""Parts that add up, shares, growth, and applications accounted for, in sentences of offices and in traps."""

import pytest

from tests.checks.reports import a_report, applications, found, nil

ASPECT = "overview.disclosure_on_request"


def said(rule, text, previous=None, **known):
    return [each.message for each in found(rule, a_report(texts={ASPECT: text}, **known), previous)]


@pytest.mark.parametrize(
    ("text", "sum_of"),
    [
        ("公开信息9条，包括领导信息3条、工作动态5条。", "3＋5＝8"),
        ("公开75条，其中工作动态52条；公示公告20条；其他文件2条。", "52＋20＋2＝74"),
        (
            "累计公开信息8775条（新增388条），在已公开信息当中公告5434条（新增163条），专题1919条，其他信息1425条。",
            "5434＋1919＋1425＝8778",
        ),
        ("发布100条，其中动态类60条，公告类50条。", "60＋50＝110"),
        ("公开12条，分别为预算5条、决算6条。", "5＋6＝11"),
    ],
)
def test_parts_that_do_not_make_their_total_are_found(text, sum_of):
    (message,) = said("X5", text)
    assert f"：{sum_of}，写的总数是" in message


@pytest.mark.parametrize(
    "text",
    [
        "公开信息8条，包括领导信息3条、工作动态5条。",
        "公开75条，其中工作动态52条，公示公告20条。",  # 其中 gives some
        "公开20条，包括预算3条、决算4条等。",
        "新收申请8件，其中自然人6件、商业企业2件，上年结转1件，全年办结8件，结转下年度1件。",
        "公开32条，包括领导信息1条、2021年年报1条、其他30条。",
        "公开13件（含新制定5件，修改4件，废止4件），公开42件。",
        "共发布148篇，其中统计报告25篇、统计数据11期、工作动态112篇。",  # two measures
        "公开约100条，包括动态30条、公告40条。",
        "更新126条，其中新增80条，转载70条。",  # one may be both
    ],
)
def test_parts_that_may_be_right_are_not_found(text):
    assert said("X5", text) == []


@pytest.mark.parametrize("percent", ["29.9%", "百分之三十", "9.4％"])
def test_a_share_that_no_number_makes_is_found(percent):
    assert len(said("X6", f"收到申请31件，其中通过信函3件，占{percent}。")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "收到申请31件，其中通过信函3件，占9.7%。",
        "收到申请31件，其中通过信函3件，占9.67%。",
        "收到申请31件，其中通过信函3件（占10%）。",
        "答复208件（17.46%），全年办结1191件。",
        "答复率100%，满意率99.5%。",
        "通过网站公开30条，占60%。",  # of what, is not said
    ],
)
def test_a_share_that_is_right_or_of_an_unknown_whole_is_not_found(text):
    assert said("X6", text) == []


@pytest.mark.parametrize(("growth", "number"), [("增长50%", 0), ("增长40%", 1), ("下降50%", 1)])
def test_growth_is_held_against_last_years_table(growth, number):
    last_year = a_report(year=2021, figures=nil("applications") | applications(new_received=20))
    assert len(said("X6", f"2022年收到政府信息公开申请30件，同比{growth}。", last_year)) == number
    assert said("X6", f"2022年收到政府信息公开申请30件，同比{growth}。") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("新收申请8件，上年结转1件，办结8件，结转下年度1件。", 0),
        ("新收申请8件，上年结转1件，办结8件，结转下年度2件。", 1),
        ("受理申请9件，上年结转1件，办结8件，结转下年度1件。", 0),  # 受理 with what was carried over
        ("办结政府信息公开申请1422件，其中结转下年度继续办理114件。", 1),
        ("办结申请1422件，结转下年度114件。", 0),
    ],
)
def test_every_application_is_accounted_for(text, number):
    assert len(said("X7", text)) == number
