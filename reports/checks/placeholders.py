"""Slots of a template that were never filled in.

Each pattern is one way in which templates mark a slot, or in which an emptied one shows. What ordinary
prose also contains (某些单位, 1+X, 信息链条, 二〇〇八年, www.xxgk.gov.cn) is none.
"""

import re
from collections.abc import Iterator

from reports.checks.naming import listed
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.sentences import by_sentence, known_texts
from reports.official.interchange import shown
from reports.official.report_data import ReportData
from reports.text import lookalikes

FEW = 5
"""So many slots of a sentence are named one by one."""

_NUMERALS = "0-9０-９一二三四五六七八九十百千万亿零〇○两几多数余半无若干"
_STOP = r"(?=[，。；,;（(]|其中|\s*$)"

# 汉字 that end in a counter and are words of their own; all of two characters.
_WORDS = (
    "链条|头条|词条|线条|信条|法条|逐条|分条|发条|教条|条条|便条|萧条|枝条|每条|各条|该条|本条|此条|"
    "文件|案件|事件|条件|邮件|信件|稿件|软件|硬件|证件|附件|要件|来件|办件|部件|零件|组件|插件|配件|物件|构件|快件|"
    "函件|原件|印件|描件|样件|收件|发件|每件|各件|该件|本件|此件|急件|批件|图件|访件|诉件|督件|"
    "新篇|诗篇|长篇|短篇|开篇|首篇|全篇|通篇|下篇|上篇|每篇|各篇|逐篇|"
    "月份|身份|年份|股份|省份|备份|成份|部份|县份|水份|每份|"
    "层次|频次|批次|场次|依次|再次|首次|多次|每次|本次|此次|历次|档次|名次|轮次|班次|车次|逐次|上次|下次|其次|"
    "卷宗|正宗|大宗"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪"
    "范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
)

_MARKED = (
    # Runs of crosses, asterisks, circles, squares and lines; a masked number (138****1234) is none.
    r"(?<![A-Za-z0-9+＋])[XxＸｘ]{2,}(?![A-Za-z0-9])",
    r"(?<![×+＋])[×✕╳]{2,}",
    r"(?<![\d*＊])[*＊]{2,}|(?<![*＊])[*＊]{2,}(?![\d*＊])",
    rf"(?<![{_NUMERALS}])[○〇]{{2,}}(?![{_NUMERALS}])",
    r"[□△◯]{2,}|[_＿﹍]{2,}|(?<![?？])[?？]{2,}(?=[条件篇份次年月])",
    r"(?<!\d)20(?:\d?[XxＸｘ×*＊○_＿?？]|[XxＸｘ×*＊○_＿?？]{2})年",
    # A single letter in place of a number or a name.
    r"(?<![A-Za-z0-9+＋.“-])[XxＸｘ×](?=\s*(?:[万余多]?[条件篇份宗起次期场个名户项元%％]|年[度，,XxＸ×]|月[XxＸ×\d]|日|[县乡镇]))",
    rf"(?<=[\u4e00-\u9fff])[Nn](?=[条件篇份宗]{_STOP})",
    # 某某, unless it hides a person's name (张某某), and whole organs called 某.
    rf"(?<![{_SURNAMES}某])某{{2,}}|(?<!某)某{{2,}}(?=[县乡镇市区局街村条件篇])",
    r"某[县市区]某[乡镇街]|某[乡镇](?:人民)?政府|某街道办",
    # An address that was never entered.
    r"(?:(?<=//)|(?<=www\.)|(?<=@))[xX]{3,}(?=\.)|(?<![\w.+-])[xX]{3,}(?=@)",
    # What templates say: （具体网址）, （请填写…）, 【单位名称】, （待补充）, {…}, and brackets with nothing in them.
    r"[（(【\[〔<＜]\s*(?:具体|填写|填报|填入|插入|输入)(?:本单位|单位|机关|部门|乡镇|网站|平台|栏目|公众号|的|具体)*"
    r"(?:网址|地址|链接|数字|数据|数量|数|名称|名字|时间|日期|年份|电话|号码|内容|条数|件数|情况|网站|事项)?\s*[）)】\]〕>＞]",
    r"[（(【\[〔<＜]\s*(?:请|此处|在此|这里|可)(?:在此|此处|根据[^（）()]{0,10})?(?:填写|填报|填入|填|插入|输入|补充|注明|列明|写明|说明|删除|修改)"
    r"[^（）()【】]{0,30}[）)】\]〕>＞]",
    r"[（(【\[〔<＜]\s*(?:(?:单位|机关|部门|乡镇|街道|网站|栏目|平台|公众号)(?:全称|简称|名称|网址|地址)|网址|年份|某某?)\s*[）)】\]〕>＞]",
    r"[（(【\[〔<＜]\s*(?:数据|数字|内容|网址)?待(?:补充|填写?|补|定|核实|更新|确认|完善)\s*[）)】\]〕>＞]",
    r"[为是共计约：:]\s*待(?:补充|填写?|定|核实)(?=[，。；,;条件篇]|\s*$)|^[^\S\n]*待(?:补充|填写?|定|完善)[。.]?\s*$|待填(?![补平])",
    r"(?:^|(?<=[。；]))[\u4e00-\u9fff]{0,4}待(?:补充|填写)[。.]?\s*$",
    r"(?:此处|在此处?|点击此处|单击此处)(?:填写|输入|插入|键入|补充|添加)|(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])",
    r"[{｛][^{}｛｝\n]{0,40}[}｝]",
    r"[（(]\s*[）)]|【\s*】|〔\s*〕|\[\s*\]|《\s*》|“\s*”",
    r"(?:电话|邮编|邮政编码|地址|邮箱|信箱|网址|联系人|传真)[:：]\s*(?=[，；。、）,;)])",
)

_EMPTIED = (
    # 「共主动公开条」: a counter whose number is missing.
    r"(?:共计|总计|合计|累计|总共|(?<![公中])共(?![同享建治青产识赢性用商抓创和党鸣有]))"
    rf"[^{_NUMERALS}，。；：,;:（）()\n“”]{{0,30}}?[条篇件份宗次](?<!{_WORDS})(?<!访问人次|浏览人次|阅读人次|点击人次){_STOP}",
    rf"(?:公开|发布|信息|解读|动态|文章|转载|更新|新增|上传|推送|刊发|报送|回复)了?\s*[条篇]{_STOP}",
    rf"(?:文件|规章|复议|诉讼|收到申请)\s*件{_STOP}|回应(?:社会|公众)?(?:关切|热点)[次条件]{_STOP}",
    rf"(?:培训班?|会议|讲座|检查|督查|访谈|发布会|例会)次{_STOP}|(?:培训班|讲座|访谈|公报|简报|图解|解读)期{_STOP}",
    r"(?:(?<=[，。；,;：:、共均已中])|^)"
    rf"(?:新收|收到|受理|办结|予以公开|部分公开|不予公开|无法提供|不予处理|其他处理)件{_STOP}",
    rf"(?<=[\u4e00-\u9fff])(?:\s{{2,}}|\u3000)[条件篇份宗次]{_STOP}",
    rf"(?:(?<!…)…+|(?<!\.)\.{{3,}}|(?<![—-])[—-]{{2,}})\s*[条件篇份宗]{_STOP}",
    # 「占%」,「信息处理费元」
    r"(?:占|占比|占比为|增长|下降|减少|率为?|约)\s*[%％]",
    r"(?:费|收取|共计|合计|累计|金额为?)\s*万?元(?=[，。；,;、）)]|\s*$)",
    # 「年，我乡」,「截至月日」,「2021年 月 日」
    r"(?:^|(?<=[。；]))[^\S\n]*年度?[，,]",
    r"截[至止]\s*年?\s*月\s*日|\d\s*年\s*月\s*日|年\s+月\s+日",
)

_SLOT = re.compile("|".join((*_MARKED, *_EMPTIED)), re.MULTILINE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w./:?=&%#~+-]+|(?<![\w.+-])[\w.+-]+@[\w.-]+|(?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w./?=&%#-]*)?",
    re.ASCII,
)
_UNFILLED_ADDRESS = re.compile(r"(?:^|[/.@])[xX]{3,}[.@]")


@rule("W6", Level.MUST_FIX, asserts="没有未填写的模板内容，如“XX”“某某”“（具体网址）”“共主动公开条”")
def no_slot_is_left_unfilled(case: Case) -> Iterator[Fault]:
    for key, text in _texts(case.report):
        slots = _SLOT.finditer(_without_addresses(lookalikes.repaired(text)))
        for sentence, found in by_sentence(text, slots).items():
            message = f"有未填写的模板内容：{_shown(found)}。请填写实际内容，不需要的请删除。"
            yield Fault(message, texts=(key,), quote=sentence)


def _shown(slots: list[str]) -> str:
    """The different slots of a sentence, a few of them where they are many."""
    different = [f"“{shown(slot)}”" for slot in dict.fromkeys(slots)]
    return listed(different[:FEW]) + ("等" if len(different) > FEW else "")


def _texts(report: ReportData) -> Iterator[tuple[str, str]]:
    if report.title:
        yield "title", report.title
    yield from known_texts(report)


def _without_addresses(text: str) -> str:
    """The text with web and mail addresses covered, in which XX and __ mean nothing, unless their name is one."""
    return _ADDRESS.sub(lambda match: match[0] if _UNFILLED_ADDRESS.search(match[0]) else "·" * len(match[0]), text)
