"""W9, W10: sections that are another organ's text of the same year, or the organ's own of last year."""

import pytest

from reports.checks import Case, run
from tests.checks.reports import a_report

PLACES = {"东河": "低保", "西岭": "养老", "南沟": "种粮", "北坡": "道路", "石桥": "饮水", "柳林": "医保"}
SENTENCES = [
    f"我乡{place}围绕群众关切梳理{subject}公开台账，由{place}专人按季度核对{subject}栏目内容。"
    for place, subject in PLACES.items()
]
TEXT = "".join(SENTENCES)
CHANGED = "本年新建的便民服务中心设置政务公开专区，配备查询设备与意见箱供来访人员使用。"


def with_problems(text, **particulars):
    return a_report(texts={"problems": text}, **particulars)


def ruled(case):
    return [(each.rule, each.texts, each.values) for each in run(case) if each.rule in {"W9", "W10"}]


def test_another_organs_text_of_the_same_year_is_found_with_its_name_and_how_much():
    peer = with_problems(TEXT, organ="马楼乡人民政府")
    found = [each for each in run(Case(with_problems(TEXT), peers=(peer,))) if each.rule == "W9"]
    assert [each.message for each in found] == [
        "五、存在的主要问题及改进情况：100% 的文字与马楼乡人民政府2022年的报告相同。请写本年度的情况。"
    ]


def test_last_years_own_text_is_found_though_its_numbers_changed():
    previous = with_problems(TEXT.replace("台账", "台账12本"), year=2021)
    report = with_problems(TEXT.replace("台账", "台账35本"))
    assert ruled(Case(report, previous)) == [("W10", ("problems",), ("100%",))]


@pytest.mark.parametrize(
    ("last_years", "is_found"),
    [(SENTENCES[:2], True), ([SENTENCES[0], CHANGED], False), (["问题：无。"], False)],
    ids=["every clause", "one of two", "nothing in common"],
)
def test_short_problems_are_last_years_where_nothing_in_them_is_new(last_years, is_found):
    previous = with_problems("".join(last_years), year=2021)
    found = ruled(Case(with_problems("".join(SENTENCES[:2])), previous))
    assert found == ([("W10", ("problems",), ("100%",))] if is_found else [])


def test_so_short_a_copy_that_there_are_not_many_ways_to_say_it_is_silent():
    text = "一是人手少；改进：加强培训。"
    assert ruled(Case(with_problems(text), with_problems(text, year=2021))) == []


@pytest.mark.parametrize(("changed", "is_found"), [(1, True), (3, False)])
def test_a_copy_is_one_as_long_as_most_of_it_stands(changed, is_found):
    peer = with_problems("".join([*[CHANGED] * changed, *SENTENCES[changed:]]), organ="马楼乡人民政府")
    assert bool(ruled(Case(with_problems(TEXT), peers=(peer,)))) is is_found


@pytest.mark.parametrize(
    ("text", "peer"),
    [
        (TEXT, with_problems(TEXT, organ="马楼乡人民政府", year=2021)),
        (TEXT, with_problems(TEXT)),
        (SENTENCES[0], with_problems(SENTENCES[0], organ="马楼乡人民政府")),
        (TEXT, a_report(organ="马楼乡人民政府")),
    ],
    ids=["another year", "the organ itself", "too short", "unknown"],
)
def test_what_is_no_copy_is_silent(text, peer):
    assert ruled(Case(with_problems(text), peers=(peer,))) == []
