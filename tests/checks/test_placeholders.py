"""W6: slots of a template that were never filled in, and prose that only looks like one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.checks import placeholders
from reports.checks.naming import place_name
from reports.official import EDITIONS
from tests.checks.reports import a_report, found

FORM = EDITIONS["2021"]

SLOTS = """
2022年，XX乡通过政府网站发布信息113条。
2022年，我乡通过政府网站发布信息ＸＸ条。
2022年，我乡发布信息xx条，其中政务动态xx条。
20XX年，我乡认真贯彻落实条例。
202×年，我乡认真贯彻落实条例。
20**年，我乡认真贯彻落实条例。
第XX届政务公开日活动
××乡人民政府高度重视。
由×××同志任组长。
○○乡人民政府高度重视。
□□乡人民政府高度重视。
**乡人民政府高度重视。
共公开____条。
共公开＿＿＿＿条。
共公开??条。
某某镇人民政府高度重视政府信息公开工作。
我镇某某局积极配合。
某县某乡高度重视。
X县X乡人民政府高度重视。
发布信息X条。
新收申请Ｘ件。
成立于X年X月X日。
共发布信息N条，解读N篇。
本报告电子版可在门户网站（网址）查阅。
可在政府网站（具体网址）查阅。
可在政府网站（请填写网址）下载。
（此处填写具体数字）
（此处根据实际情况填写）
（填写单位名称）认真落实。
（单位名称）认真落实。
【此处填写平台建设情况】
联系电话：（待补充）
待补充
网址待补充。
共公开信息待补充条。
{organ}认真落实。
{{ year }}年
｛具体数字｝条
单击此处输入文字。
公开信息TODO
全年共主动公开条。
全年共主动公开政府信息条，其中政策文件件。
全年共公开机构职能、政策文件等信息条。
全年累计发布  条，
全年公开政府信息共计条。
全年通过门户网站发布信息条，微信公众号发布信息篇。
2022年主动公开信息 条，其中政策 条。
2022年共收到政府信息公开申请件，均已答复。
新收件，办结件。
予以公开件，部分公开件，不予公开件。
制发行政规范性文件件，废止件。
全年共召开专题会议次。
全年共接待群众人次，
举办培训班期。
回应关切次。
公开信息……条，
共公开（　）条。
国办公开办函〔〕号
《》规定
办结率%。
其中网络申请占%。
同比增长%。
共收取信息处理费元。
信息处理费共计万元。
年，我乡认真贯彻。
自2022年 月 日起。
截至月日，我乡公开信息30条。
地址：，邮编：467300。
如有疑问，请与我乡联系（电话：）。
本报告可在www.xxx.gov.cn下载。
本报告可在http://www.×××.gov.cn下载。
邮箱：xxx@163.com。
电话：0375-XXXXXXX
""".strip().split("\n")

PROSE = """
利用LED展板、APP、XXL号展架、微信公众号发布信息113条。
利用“1+X”新闻发布会、“互联网+XX”等方式，构建“1+N”体系，办好“N个一”活动。
某些单位对政务公开重视不够，某一领域公开不全，某种程度上影响了效果，在某个环节存在疏漏。
对张某某提出的申请依法答复，李某某诉我乡政府信息公开一案已审结。
实行7×24小时值守，5×8小时接待。
二〇〇八年以来，二○二二年。
与各部门共同打通信息链条，公共服务条件不断改善，共同创造良好条件。
逐条逐项落实，每条信息逐条审核，做到条条有回应、件件有着落。
累计受理各类信访案件，均按时办结，累计处理信访件，均按时答复。
网站累计访问人次，较上年增长10%。
公开政策文件，及时更新栏目，做好政策解读，推送信息。
对收到的政府信息公开申请件，严格按程序办理。
全年受理件均按时办结，提高办件效率，压缩办件时限。
共谱发展新篇，共绘美好蓝图。
共产党员带头落实，中共中央办公厅印发文件，共建共治共享条件，
全年共公开信息若干条，解读多条，累计公开信息数十条，百余条。
共公开各类政策文件，方便群众查阅。
共主动公开政府信息140余条。
全年总计召开会议十次，累计培训两次。
多次组织培训，首次开展测评，提升服务层次，累计三个批次。
网址：http://mlxxxgk.harbin.gov.cn/col/col12946/index.html，如有疑问请联系。
可在www.xxgk.gov.cn、xxgk.lushan.gov.cn/xx/index.html查询。
可在http://xxgk.dc.gov.cn/zwgk/__list.html查询。
电子邮箱：xx_gk@163.com，lsxzfbgs1@163.com。
印发<中华人民共和国政府信息公开工作年度报告格式>的通知（国办公开办函〔2021〕30号）。
公开内容有待补充完善，部分栏目亟待补充，亟待填补空白。
一是部分栏目内容待完善。
增长5%，占比30.5%，占61%。
收取信息处理费400元，收费标准为10元/页，信息处理费0元。
成文日期、出生年月日等信息不予公开，2022年1-12月共公开信息30条。
电话：0375-5051234，邮编：467300，身份证号410423********1234，手机138****1234。
--2022年预算公开情况。
一是……；二是……。
《条例》第二十条、第二十一条，第三十六条第（一）（二）项。
予以公开件数与上年持平，办结件数增加。
本年，我乡未收到申请。近年，我乡持续推进。明年，我乡将继续努力。
（具体内容详见附件）（具体见下表）（如有需要可联系党政办）（请登录政府网站查阅）
（说明理由）（补充说明）（填写示例）
今年公开的是2022年数据。
""".strip().split("\n")


@pytest.mark.parametrize("text", SLOTS)
def test_no_slot_is_left_unfilled(text):
    (finding,) = found("W6", a_report(texts={"overview.platform": text}))
    assert finding.texts == ("overview.platform",)
    assert finding.quote in text


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_no_template(text):
    assert found("W6", a_report(texts={"overview.platform": text})) == []


def test_the_whole_sentence_is_quoted():
    text = "认真贯彻条例。本报告可在门户网站（具体网址）查阅或下载。如有疑问，请联系。"
    (finding,) = found("W6", a_report(texts={"preamble": text}))
    assert finding.quote == "本报告可在门户网站（具体网址）查阅或下载。"
    assert "“（具体网址）”" in finding.message


def test_the_slots_of_one_sentence_are_one_finding():
    text = "XX乡发布信息XX条，解读××条。\nXX乡公开信息3条。"
    findings = found("W6", a_report(texts={"overview.platform": text}))
    assert [each.quote for each in findings] == text.split("\n")
    assert (
        findings[0].message
        == f"{place_name(FORM, 'overview.platform')}：有未填写的模板内容：“XX”、“××”。请填写实际内容，不需要的请删除。"
    )


def test_every_text_and_the_title_are_searched():
    slot = "共公开XX条。"
    report = a_report(title="XX乡年度报告", texts={"preamble": slot, "problems": slot, "other_matters": slot})
    assert [each.texts[0] for each in found("W6", report)] == ["title", "preamble", "problems", "other_matters"]


@pytest.mark.parametrize("character", ["X", "...", "某", "*", "_", "共", "（", "待\n"])
@pytest.mark.timeout(60)
def test_a_text_of_nothing_but_one_character_is_searched_in_no_time(character):
    text = "张" + character * (20_000 // len(character))
    assert all(
        each.texts == ("overview.platform",) for each in found("W6", a_report(texts={"overview.platform": text}))
    )


JOINED = re.compile("|".join(words.pattern for _, words in placeholders._WAYS), re.MULTILINE)
PIECES = [line[at : at + 5] for line in (*SLOTS, *PROSE) for at in range(0, len(line), 5)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.sampled_from(SLOTS))
def test_ways_looked_for_one_by_one_find_what_all_of_them_joined_would(text):
    assert [match.span() for match in placeholders._slots(text)] == [match.span() for match in JOINED.finditer(text)]
    assert placeholders.without_slots(text) == JOINED.sub("", text)
