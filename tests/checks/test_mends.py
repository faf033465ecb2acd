"""What a finding offers in place of what it is about: exactly these words, and only where one value would agree."""

from decimal import Decimal

import pytest

from reports.checks import Case, run
from reports.official import Cell
from reports.text.numerals import rewritten
from tests.checks.reports import a_report, applications, nil

REQUESTS = "overview.disclosure_on_request"


def mended(rule, report, previous=None):
    """By the one finding of a rule: the words at fault, and the whole text with what is offered in their place."""
    (finding,) = [each for each in run(Case(report, previous)) if each.rule == rule]
    text = report.texts[finding.texts[0]]
    start, end = finding.span
    return text[start:end], finding.instead and text[:start] + finding.instead + text[end:]


@pytest.mark.parametrize(
    ("rule", "text", "words", "becomes"),
    [
        ("X1", "2022年，我乡新收政府信息公开申请17件。", "17件", "2022年，我乡新收政府信息公开申请6件。"),
        ("X1", "2022年，我乡新收政府信息公开申请１７件。", "１７件", "2022年，我乡新收政府信息公开申请６件。"),
        ("X1", "2022年，我乡新收政府信息公开申请三件。", "三件", "2022年，我乡新收政府信息公开申请6件。"),
        # With what was carried over it would be 8: which of the two was meant, nobody can tell.
        ("X1", "2022年，我乡受理政府信息公开申请17件。", "17件", ""),
        ("X5", "公开信息14条，包括甲5条、乙6条、丙4条。", "14条", "公开信息15条，包括甲5条、乙6条、丙4条。"),
        ("W7", "2021年，我乡主动公开政府信息30条。", "2021", "2022年，我乡主动公开政府信息30条。"),
        (
            "W12",
            "本报告所列数据的统计期限自 2021年1月1日起至 2021年12月31日止。",
            "2021年1月1日起至 2021年12月31日",
            "本报告所列数据的统计期限自 2022年1月1日至12月31日止。",
        ),
        ("W13", "根据国务院令第492号，我乡公开信息。", "492", "根据国务院令第711号，我乡公开信息。"),
        (
            "W13",
            "根据《政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2021〕30号）。",
            "《政府信息公开工作年度报告有关事项的通知》",
            "根据《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）。",
        ),
        ("W13", "按照有关事项的通知（国办公开办函〔2021〕30号）。", "有关事项的通知", ""),
    ],
)  # fmt: skip
def test_a_finding_offers_the_one_value_that_would_agree(rule, text, words, becomes):
    figures = nil("applications") | applications(new_received=6, carried_over=2, granted=8)
    report = a_report(texts={REQUESTS: text}, figures=figures)
    assert mended(rule, report) == (words, becomes)


@pytest.mark.parametrize(
    ("way", "becomes"), [("增长", "2022年，我乡新收政府信息公开申请6件，同比增长50％。"), ("下降", "")]
)
def test_a_growth_rate_is_mended_where_its_direction_is_right(way, becomes):
    text = f"2022年，我乡新收政府信息公开申请6件，同比{way}40％。"
    report = a_report(texts={REQUESTS: text}, figures=nil("applications") | applications(new_received=6, granted=6))
    previous = a_report(year=2021, figures=nil("applications") | applications(new_received=4, granted=4))
    assert mended("X6", report, previous) == ("40％", becomes)


@pytest.mark.parametrize(
    ("rule", "text", "words", "button", "becomes"),
    [
        # What a template says beside the text goes; what stands in place of a number or a name has to be written.
        ("W6", "甲。\n（文字描述）\n乙。", "（文字描述）", "删去这句", "甲。\n乙。"),
        ("W6", "我乡有网站（具体网址），已开通。", "（具体网址）", "删去“（具体网址）”", "我乡有网站，已开通。"),
        ("W6", "（请填写）我乡（）公开。", "（请填写）", "删去这 2 处", "我乡公开。"),
        ("W6", "网址为（具体网址）。", "（具体网址）", None, None),
        ("W6", "主动公开信息（数字）条。", "（数字）", None, None),
        ("W6", "主动公开信息XX条（请填写）。", "XX", None, None),
        ("W6", "根据《》公开。", "《》", None, None),
        ("W11", "咨询请找张三，电话：13812345678。", "13812345678", "删去“电话：13812345678”", "咨询请找张三。"),
        ("W11", "张三（手机13812345678）负责。", "13812345678", "删去“（手机13812345678）”", "张三负责。"),
        ("W16", "情况如下，请审阅。", "请审阅", "删去“请审阅”", "情况如下。"),
        ("W16", "根据贵办要求，我乡公开信息。", "根据贵办", "删去“根据贵办要求”", "我乡公开信息。"),
        ("W16", "甲。妥否，请批示。", "妥否，请批示", "删去这句", "甲。"),
        ("W18", "我乡政府政府公开。", "政府政府", "改为 政府", "我乡政府公开。"),
        ("W18", "202222年，我乡公开。。", "202222", "改正（2 处）", "2022年，我乡公开。"),
        ("W18", "我乡公开。，乙", "。，", None, None),
        ("W18", "甲乙,丙丁。戊己;庚辛。", ",", "改为全角标点（2 处）", "甲乙，丙丁。戊己；庚辛。"),
        ("W18", "政府⼯作。", "⼯", "改为通用汉字", "政府工作。"),
        ("W8", "我局公开，我局负责。", "我局", "改正（2 处）", "我乡公开，我乡负责。"),
        ("W8", "绿水镇认真做好公开工作。", "绿水镇", "改为 背孜乡", "背孜乡认真做好公开工作。"),
    ],
)
def test_words_are_taken_out_or_put_right_where_no_number_is_to_be_changed(rule, text, words, button, becomes):
    report = a_report(texts={REQUESTS: text})
    (found,) = [each for each in run(Case(report)) if each.rule == rule]
    repair = found.repair
    assert text[slice(*found.span)] == words
    assert (repair and repair.words, repair and text[: repair.start] + repair.text + text[repair.end :]) == (
        button, becomes
    )  # fmt: skip


def test_a_title_is_put_right_as_a_whole():
    (found,) = [each for each in run(Case(a_report(title="工作报告"))) if each.rule == "W15"]
    assert (found.repair.start, found.repair.end, found.repair.text) == (
        0,
        4,
        "背孜乡人民政府2022年政府信息公开工作年度报告",
    )


@pytest.mark.parametrize(
    ("typed", "instead"),
    [("十二", "12"), ("三件", "3"), ("两", "2"), ("无", "0"), ("5 120 300", ""), ("约3", ""), ("3.5", "")],
)
def test_a_count_in_words_is_offered_in_figures(typed, instead):
    report = a_report(figures=nil("applications") | {Cell("applications", "new_received", "natural_person"): typed})
    (found,) = [each for each in run(Case(report)) if each.rule == "N2"]
    assert found.instead == instead


def test_what_was_carried_over_is_offered_as_last_year_says_it():
    report = a_report(figures=nil("applications") | applications(carried_over=3))
    previous = a_report(year=2021, figures=nil("applications") | applications(carried_forward=1))
    findings = [each for each in run(Case(report, previous)) if each.rule == "Y1"]
    assert [(each.cells, each.instead) for each in findings] == [
        ((Cell("applications", "carried_over", "natural_person"),), "1")
    ]


LEFT = {"new_received": 3, "carried_over": 1, "granted": 3}


@pytest.mark.parametrize(
    ("rule", "figures", "cell", "instead"),
    [
        # What has no outcome was carried forward; what has too many cannot be less than nothing.
        ("A3", applications(**LEFT), "applications.carried_forward.natural_person", "1"),
        ("A3", applications(granted=3), "applications.carried_forward.natural_person", ""),
        ("Z5", {Cell("normative_acts", "rules", "issued"): 2}, "normative_acts.rules.issued", "0"),
        ("N4", {Cell("fees", "administrative_fees", "amount"): 5000}, "fees.administrative_fees.amount", "0.5"),
        ("N4", {Cell("fees", "administrative_fees", "amount"): Decimal("0.5")}, "fees.administrative_fees.amount", ""),
    ],
)
def test_a_figure_is_offered_where_one_would_agree(rule, figures, cell, instead):
    said = {5000: "5000", Decimal("0.5"): "0.5"}.get(next(iter(figures.values())), "")
    report = a_report(
        texts={"other_matters": f"收取信息处理费{said}元。" if said else "无"},
        figures=nil("applications", "normative_acts", "fees") | figures,
    )
    (found,) = [each for each in run(Case(report)) if each.rule == rule]
    assert (str(found.cells[-1]), found.instead) == (cell, instead)


@pytest.mark.parametrize(
    ("words", "value", "instead", "becomes"),
    [
        ("1,234件", "1234", "5", "5件"),
        ("1.2万元", "12000", "3", ""),
        ("0.35元", "0.35", "0.3600", "0.36元"),
        ("100件", "100", "200", "200件"),
        ("十二宗", "12", "3", "3宗"),
        ("12件", "13", "3", ""),
    ],
)
def test_a_number_is_written_anew_in_its_own_words(words, value, instead, becomes):
    assert rewritten(words, Decimal(value), Decimal(instead)) == becomes


@pytest.mark.parametrize(
    ("rule", "words", "becomes"),
    [
        ("X2", "未收到任何公民、法人的政府信息公开申请", "收到公民、法人的政府信息公开申请6件"),
        ("X2", "信息公开申请数量均为零", "信息公开申请数量均为6件"),
        ("X4", "未发生因政府信息公开引起的行政复议情况", "发生因政府信息公开引起的行政复议2件"),
        ("X4", "没有行政复议案件", "行政复议案件2件"),
        ("X1", "无结转下年度", "结转下年度1件"),
        ("X3", "未制发行政规范性文件", "制发行政规范性文件4件"),
        ("X3", "未收取行政事业性收费", "收取行政事业性收费0.5万元"),
        ("X4", "未发生因政府信息公开引起的行政复议、行政诉讼", ""),  # two numbers have no place in these words
        ("X4", "行政复议均获维持", ""),
        ("X1", "无结转下年度继续办理的申请", ""),  # nor in the middle of them
    ],
)
def test_none_in_words_is_mended_with_the_number_of_the_table(rule, words, becomes):
    figures = nil("applications") | applications(new_received=6, carried_over=0, granted=5, carried_forward=1)
    figures |= nil("disputes") | nil("normative_acts")
    figures |= {
        Cell("disputes", "cases", "reconsideration_pending"): 2,
        Cell("disputes", "cases", "litigation_direct_pending"): 1,
        Cell("normative_acts", "normative_documents", "issued"): 4,
        Cell("fees", "administrative_fees", "amount"): Decimal("0.5"),
    }
    report = a_report(texts={REQUESTS: f"2022年，我乡{words}。"}, figures=figures)
    found = [each for each in run(Case(report)) if each.rule == rule]
    assert found
    assert {each.instead for each in found} == {becomes}
    if becomes:
        (start, end), text = found[0].span, report.texts[REQUESTS]
        mended = a_report(texts={REQUESTS: text[:start] + becomes + text[end:]}, figures=figures)
        assert text[start:end] == words
        assert [each.rule for each in run(Case(mended)) if each.rule == rule] == []


def test_all_upheld_is_quoted_where_the_table_has_another_end():
    figures = nil("disputes") | {Cell("disputes", "cases", "reconsideration_pending"): 1}
    report = a_report(texts={REQUESTS: "收到行政复议1件，均获维持。"}, figures=figures)
    (message,) = [each.message for each in run(Case(report)) if "尚未审结" in each.message]
    assert "写“均获维持”，也就是行政复议尚未审结 0 件，" in message
    assert "正文少" not in message


@pytest.mark.parametrize(("received", "becomes"), [(8, set()), (9, {"9件"})], ids=["right in the text", "wrong there"])
def test_a_total_that_a_table_has_is_mended_after_the_table_not_after_its_parts(received, becomes):
    report = a_report(
        texts={REQUESTS: "2022年新收申请8件（自然人5件、法人2件）。"},
        figures=nil("applications") | applications(new_received=received, granted=received),
    )
    found = [each for each in run(Case(report)) if each.span and report.texts[REQUESTS][slice(*each.span)] == "8件"]
    assert "X5" in [each.rule for each in found]
    assert {each.instead for each in found if each.instead} == becomes


def test_what_was_dealt_with_is_what_the_form_calls_the_total():
    figures = nil("applications") | applications(new_received=6, carried_over=2, granted=8)
    report = a_report(texts={REQUESTS: "2022年，我乡办结政府信息公开申请17件。"}, figures=figures)
    assert mended("X1", report) == ("17件", "2022年，我乡办结政府信息公开申请8件。")


def test_a_list_ends_where_its_sentence_turns_to_another_year():
    text = "公开信息123条，其中政务新媒体87条、政府网站30条、公示栏5条；二〇二一年公开97条。"
    (found,) = [each for each in run(Case(a_report(texts={REQUESTS: text}))) if each.rule == "X5"]
    assert found.message.endswith("：87＋30＋5＝122，写的总数是 123，多 1。请核对。")
