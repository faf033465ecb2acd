"""W1, W2 and W4: the texts that the form asks for."""

import pytest

from tests.checks.reports import a_report, found

ASPECTS = ["proactive_disclosure", "disclosure_on_request", "information_management", "platform", "supervision"]
TITLE = "五、存在的主要问题及改进情况"


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("blank", ["", " \n\u3000", "。", "——"])
def test_each_of_the_five_aspects_is_written(aspect, blank):
    (finding,) = found("W1", a_report(texts={f"overview.{aspect}": blank}))
    assert finding.texts == (f"overview.{aspect}",)


def test_an_aspect_that_only_repeats_its_heading_is_not_written():
    for text in ("（一）主动公开", "主动公开：", "（一）主动公开\n"):
        assert len(found("W1", a_report(texts={"overview.proactive_disclosure": text}))) == 1


def test_the_lead_and_the_opening_paragraph_may_be_blank():
    assert found("W1", a_report(texts={"overview.lead": "", "preamble": ""})) == []


@pytest.mark.parametrize("text", ["主动公开信息3条。", "无", "（一）主动公开\n发布信息3条。", "主动公开信息3条"])
def test_a_written_aspect_is_silent(text):
    assert found("W1", a_report(texts={"overview.proactive_disclosure": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "无",
        "无。",
        "⽆",  # a radical, as copied from a PDF
        "暂无",
        "没有。",
        "本年度无。",
        "不存在问题。",
        "目前不存在明显问题。",
        "2022年，我乡不存在问题。",
        "问题：无；改进情况：无。",
        "略",
        "人员不足",
        TITLE,
        f"{TITLE}\n无",
    ],
)
def test_problems_are_more_than_none(text):
    (finding,) = found("W2", a_report(texts={"problems": text}))
    assert finding.texts == ("problems",)


@pytest.mark.parametrize(
    "text",
    [
        "宣传力度不够。",
        "一是人员不足。",
        "存在公开不及时的问题，下一步加强培训。",
        "工作人员业务不熟悉公开内容单一",
        "无专职人员，公开不及时。",
        f"{TITLE}\n一是公开不及时。改进情况：加强培训。",
    ],
)
def test_a_sentence_on_the_problems_is_enough(text):
    assert found("W2", a_report(texts={"problems": text})) == []


def test_what_was_written_instead_of_the_problems_is_quoted():
    assert [each.quote for each in found("W2", a_report(texts={"problems": "暂无。"}))] == ["暂无。"]


@pytest.mark.parametrize("text", ["", "  ", "/", "六、其他需要报告的事项"])
def test_other_matters_are_answered(text):
    (finding,) = found("W4", a_report(texts={"other_matters": text}))
    assert finding.texts == ("other_matters",)


@pytest.mark.parametrize("text", ["无", "无。", "本年度未收取信息处理费。", "六、其他需要报告的事项\n无"])
def test_none_is_an_answer(text):
    assert found("W4", a_report(texts={"other_matters": text})) == []


@pytest.mark.parametrize("rule", ["W1", "W2", "W4"])
def test_an_unknown_text_is_not_missing(rule):
    assert found(rule, a_report()) == []
