"""W12: the reporting period, in many spellings."""

import pytest

from reports.official.wording import preamble
from tests.checks.reports import BEIZI, a_report, found

RIGHT = """
本报告中所列数据的统计期限自2021年1月1日起至2021年12月31日止。
数据统计期限为2021年1月1日至12月31日止。
统计期限为2021年1月1日—12月31日。
统计期限从1月1日到12月31日。
统计期限为本年1月1日至12月31日。
统计期限：2021.1.1-2021.12.31。
统计期限：2021.1.1—12.31。
统计期限：2021-01-01至2021-12-31。
统计时限为2021年01月01日～2021年12月31日
本报告所列统计数据的期限自２０２１年１月１日起，至２０２１年１２月３１日止。
统计期限为二〇二一年一月一日至十二月三十一日。
统计期限自2021 年 1 月 1 日 0 时起至 2021 年 12 月 31 日 24 时止。
统计期限自2021年1⽉1⽇起至2021年12⽉31⽇止。
统计期限为2021年1月至12月。
统计期限为2021年1—12月。
统计期限为2021年度。
所列数据统计截至2021年12月31日。
除特别说明外，所列数据统计时限为2021年1月1日至2021年12月31日，电子版自2022年1月1日至1月31日公布。
""".strip().split("\n")

WRONG = """
本报告中所列数据的统计期限自2021年1月1日起至2021年12月30日止。
数据统计期限为2020年1月1日至12月31日止。
统计期限为2021年1月1日—11月30日。
统计期限从1月1日到12月30日。
统计期限：2021.1.1-2021.12.30。
统计期限：2021.1.1—11.30。
统计期限：2020-01-01至2020-12-31。
统计时限为2020年1月1日至2021年12月31日
统计期限自2021年01月01日起，至2022年12月31日止。
统计期限自２０２１年２月１日起，至２０２１年１２月３１日止。
统计期限为二〇二〇年一月一日至十二月三十一日。
统计期限为2021年1月2日至12月31日。
统计期限为2021年1月1日至2022年1月1日。
统计期限为2021年1月1日至11月31日。
统计期限为2021年1月至11月。
统计期限为2021年1—11月。
统计期限为2020年度。
所列数据统计截至2020年12月31日。
""".strip().split("\n")

SOMETHING_ELSE = """
截至2021年11月30日，我乡公开信息30条。
2021年1-6月，公开信息30条。
2021年3月1日至3月31日开展问卷调查。
本年度报告电子版自2022年1月20日至2022年12月31日可在网站下载。
公开内容涵盖2021年1月至6月的财政信息。
本报告所列数据均来自县政府门户网站政府信息公开专栏和本单位的登记台账，公众可以向党政办公室查询，电子版自2022年1月20日至2月28日可以下载。
所列数据截止日期为20211231日，可在网站下载。
本报告中所列数据的统计期限自20211月1日起至202112月31日止。
""".strip().split("\n")


@pytest.mark.parametrize("text", RIGHT + SOMETHING_ELSE)
def test_the_calendar_year_and_other_dates_are_silent(text):
    assert found("W12", a_report(year=2021, texts={"preamble": text})) == []


@pytest.mark.parametrize("text", WRONG)
def test_the_period_is_the_calendar_year(text):
    (finding,) = found("W12", a_report(year=2021, texts={"preamble": f"根据条例编制。{text}"}))
    assert finding.quote == text
    assert finding.texts == ("preamble",)


def test_both_periods_are_named():
    (finding,) = found("W12", a_report(year=2024, texts={"preamble": "统计期限为2024年1月1日至2024年2月29日。"}))
    assert finding.message == "开头段：统计期限应为2024年1月1日至12月31日，写的是2024年1月1日至2024年2月29日。请改正。"


def test_a_period_of_months_ends_with_the_last_day():
    (finding,) = found("W12", a_report(year=2021, texts={"preamble": "统计期限为2021年1月至11月。"}))
    assert "写的是2021年1月1日至2021年11月30日" in finding.message


def test_a_day_that_does_not_exist_is_named_as_such():
    (finding,) = found("W12", a_report(year=2023, texts={"preamble": "统计期限为2023年1月1日至2月29日。"}))
    assert "写了不存在的日期" in finding.message


def test_beyond_the_opening_only_the_reports_own_period_is_judged():
    others = {"overview.supervision": "问卷统计时间为3月1日至3月31日。"}
    own = {"other_matters": "本报告数据统计期限为2022年1月1日至12月30日。"}
    assert found("W12", a_report(texts=others)) == []
    assert [each.texts for each in found("W12", a_report(texts=own))] == [("other_matters",)]


def test_a_period_of_last_year_is_found_after_copying():
    text = preamble(BEIZI, 2021, "国办公开办函〔2021〕30号", {"telephone": "0375-5051234"})
    assert found("W12", a_report(year=2021, texts={"preamble": text})) == []
    assert len(found("W12", a_report(year=2022, texts={"preamble": text}))) == 1
