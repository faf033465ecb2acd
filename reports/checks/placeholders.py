"""Slots of a template that were never filled in.

Each pattern is one way in which templates mark a slot, or in which an emptied one shows; before it stand characters
of which a text has at least one where the pattern fits, where they are few. What ordinary prose also contains
(某些单位, 1+X, 信息链条, 二〇〇八年, www.xxgk.gov.cn) is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from heapq import heapify, heappop, heapreplace

from reports.checks.naming import place_name, quoted
from reports.checks.reads import TEXTS, TITLE
from reports.checks.registry import Case, Fault, Level, rule
from reports.checks.repair import SENTENCE, Repair, without
from reports.official.report_data import ReportData
from reports.text import lookalikes
from reports.text.sentences import MatchedSentence, known_texts, matched_sentences

_NUMERALS = "0-9０-９一二三四五六七八九十百千万亿零〇○两几多数余半无若干壹贰叁肆伍陆柒捌玖拾佰仟"
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
    ("XxＸｘ", r"(?<![A-Za-z0-9+＋])[XxＸｘ]{2,}(?![A-Za-z0-9])"),
    ("×✕╳", r"(?<![×+＋])[×✕╳]{2,}"),
    ("*＊", r"(?<![\d*＊])[*＊]{2,}|(?<![*＊])[*＊]{2,}(?![\d*＊])"),
    ("○〇", rf"(?<![{_NUMERALS}])[○〇]{{2,}}(?![{_NUMERALS}])"),
    ("□△◯_＿﹍?？", r"[□△◯]{2,}|[_＿﹍]{2,}|(?<![?？])[?？]{2,}(?=[条件篇份次年月])"),
    ("XxＸｘ×*＊○_＿?？", r"(?<!\d)20(?:\d?[XxＸｘ×*＊○_＿?？]|[XxＸｘ×*＊○_＿?？]{2})年"),
    # A single letter in place of a number or a name.
    (
        "XxＸｘ×",
        r"(?<![A-Za-z0-9+＋.“-])[XxＸｘ×](?=\s*(?:[万余多]?[条件篇份宗起次期场个名户项元%％]|年[度，,XxＸ×]|月[XxＸ×\d]|日|[县乡镇]))",
    ),
    ("Nn", rf"(?<=[\u4e00-\u9fff])[Nn](?=[条件篇份宗]{_STOP})"),
    # 某某, unless it hides a person's name (张某某), and whole organs called 某.
    ("某", rf"(?<![{_SURNAMES}某])某{{2,}}|(?<!某)某{{2,}}(?=[县乡镇市区局街村条件篇])"),
    ("某", r"某[县市区]某[乡镇街]|某[乡镇](?:人民)?政府|某街道办"),
    # An address that was never entered.
    ("Xx", r"(?:(?<=//)|(?<=www\.)|(?<=@))[xX]{3,}(?=\.)|(?<![\w.+-])[xX]{3,}(?=@)"),
    (
        "待",
        r"[为是共计约：:]\s*待(?:补充|填写?|定|核实)(?=[，。；,;条件篇]|\s*$)|^[^\S\n]*待(?:补充|填写?|定|完善)[。.]?\s*$|待填(?![补平])",
    ),
    ("待", r"(?:^|(?<=[。；]))[\u4e00-\u9fff]{0,4}待(?:补充|填写)[。.]?\s*$"),
    (
        "此点单TtD",
        r"(?:此处|在此处?|点击此处|单击此处)(?:填写|输入|插入|键入|补充|添加)|(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])",
    ),
    ("", r"(?:电话|邮编|邮政编码|地址|邮箱|信箱|网址|联系人|传真)[:：]\s*(?=[，；。、）,;)])"),
    # What is still to come: （待补充）, {…}, and 待统计 in place of a number.
    ("待", r"[（(【\[〔<＜]\s*(?:数据|数字|内容|网址)?待(?:补充|填写?|补|定|核实|更新|确认|完善)\s*[）)】\]〕>＞]"),
    ("{｛", r"[{｛][^{}｛｝\n]{0,40}[}｝]"),
    ("待", r"(?:^|(?<=[为是共约：:（(，,]))[^\S\n]*待(?:统计|汇总)(?=[，。；,;）)条件]|\s*$)"),
)

_NAMED = (
    # What is to be named: （具体网址）, （网址）, 【单位名称】.
    (
        "",
        r"[（(【\[〔<＜]\s*(?:具体|填写|填报|填入|插入|输入)(?:本单位|单位|机关|部门|乡镇|网站|平台|栏目|公众号|的|具体)*"
        r"(?:网址|地址|链接|数字|数据|数量|数|名称|名字|时间|日期|年份|电话|号码|内容|条数|件数|情况|网站|事项)?\s*[）)】\]〕>＞]",
    ),
    (
        "",
        r"[（(【\[〔<＜]\s*(?:(?:单位|机关|部门|乡镇|街道|网站|栏目|平台|公众号)(?:全称|简称|名称|网址|地址)|网址|年份|某某?)\s*[）)】\]〕>＞]",
    ),
)

_INSTRUCTIONS = (
    # （请填写…）, and brackets with nothing in them.
    (
        "",
        r"[（(【\[〔<＜]\s*(?:请|此处|在此|这里|可)(?:在此|此处|根据[^（）()]{0,10})?(?:填写|填报|填入|填|插入|输入|补充|注明|列明|写明|说明|删除|修改)"
        r"[^（）()【】]{0,30}[）)】\]〕>＞]",
    ),
    ("", r"[（(]\s*[）)]|【\s*】|〔\s*〕|\[\s*\]|《\s*》|“\s*”"),
    # The template's own words: （文字描述）, （数字）条, 该部分以表格形式报告.
    ("文数", r"[（(【\[]\s*(?:文字(?:描述|说明|叙述)|数字|数值)(?:[，,：:；;][^（）()【】\n]{0,60})?\s*[）)】\]]"),
    ("以", r"(?:该|本|此)部分(?:内容)?以表格形式(?:报告|填报|呈现|列出)(?:。?\s*表格如下[：:]?)?"),
    ("注", r"(?:^|(?<=。))[^\S\n]*注[：:]\s*(?:本|此|该)(?:部分|项|栏|段)[^。\n]{0,30}"),
    ("如", r"[（(]如有[^（）()\n]{0,20}请(?:填写|填报|说明|在此)[^（）()\n]{0,10}[）)]"),
    # The opening and closing words of a generated text.
    (
        "您撰生拟",
        r"^[^\S\n]*(?:(?:好的|当然|没问题)[，,！!。]\s*)?(?:以下|下面|这)是(?:[^。\n]{0,12}您[^。\n：:]{0,40}|[^。\n：:]{0,20}(?:撰写|生成|拟写)的[^。\n：:]{0,30})[：:。]?",
    ),
    (
        "好当作",
        r"^[^\S\n]*(?:好的|当然)[，,！!]\s*(?:我将|根据您|这里是|为您)[^。\n]{0,40}|作为(?:一个|一名|一款)?(?:AI|人工智能|大?语言模型)[^。\n]{0,30}",
    ),
    ("您告", r"(?:希望|如需|如果您|若您)[^。\n]{0,30}(?:对您有(?:所)?帮助|告诉我|随时告知|满足您的需求)"),
)

_EMPTIED = (
    # 「共主动公开条」: a counter whose number is missing.
    (
        "",
        r"(?:共计|总计|合计|累计|总共|(?<![公中])共(?![同享建治青产识赢性用商抓创和党鸣有]))"
        rf"[^{_NUMERALS}，。；：,;:（）()\n“”]{{0,30}}?[条篇件份宗次](?<!{_WORDS})(?<!访问人次|浏览人次|阅读人次|点击人次){_STOP}",
    ),
    ("", rf"(?:公开|发布|信息|解读|动态|文章|转载|更新|新增|上传|推送|刊发|报送|回复)了?\s*[条篇]{_STOP}"),
    ("", rf"(?:文件|规章|复议|诉讼|收到申请)\s*件{_STOP}|回应(?:社会|公众)?(?:关切|热点)[次条件]{_STOP}"),
    (
        "",
        rf"(?:培训班?|会议|讲座|检查|督查|访谈|发布会|例会)次{_STOP}|(?:培训班|讲座|访谈|公报|简报|图解|解读)期{_STOP}",
    ),
    (
        "",
        r"(?:(?<=[，。；,;：:、共均已中])|^)"
        rf"(?:新收|收到|受理|办结|予以公开|部分公开|不予公开|无法提供|不予处理|其他处理)件{_STOP}",
    ),
    ("", rf"(?<=[\u4e00-\u9fff])(?:\s{{2,}}|\u3000)[条件篇份宗次]{_STOP}"),
    ("…—.-", rf"(?:(?<!…)…+|(?<!\.)\.{{3,}}|(?<![—-])[—-]{{2,}})\s*[条件篇份宗]{_STOP}"),
    # 「点击约 次」
    ("约", r"(?<![大节签预合公条誓相])约\s{0,4}[条件篇份次](?=[，。；,;、]|\s*$)"),
    # 「占%」,「信息处理费元」
    ("%％", r"(?:占|占比|占比为|增长|下降|减少|率为?|约)\s*[%％]"),
    ("", r"(?:费|收取|共计|合计|累计|金额为?)\s*万?元(?=[，。；,;、）)]|\s*$)"),
    # 「年，我乡」,「截至月日」,「2021年 月 日」
    ("", r"(?:^|(?<=[。；]))[^\S\n]*年度?[，,]"),
    ("", r"截[至止]\s*年?\s*月\s*日|\d\s*年\s*月\s*日|年\s+月\s+日"),
)

_WAYS = [
    (frozenset(needed), re.compile(words, re.MULTILINE))
    for needed, words in (*_MARKED, *_NAMED, *_INSTRUCTIONS, *_EMPTIED)
]
_TOLD, _TO_BE_NAMED = {words for _, words in _INSTRUCTIONS}, {words for _, words in _NAMED}
_IN_PLACE = re.compile(r"(?:^|[为是在于至到由共约有达计和、，。；：:\s])$")
"""Before a bracket that stands in place of a name, not beside one: 网址为（网址）, 网站（网址）."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w./:?=&%#~+-]+|(?<![\w.+-])[\w.+-]+@[\w.-]+|(?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w./?=&%#-]*)?",
    re.ASCII,
)
_UNFILLED_ADDRESS = re.compile(r"(?:^|[/.@])[xX]{3,}[.@]")


@rule(
    "W6",
    Level.MUST_FIX,
    asserts="没有未填写的模板内容，如“XX”“某某”“（具体网址）”“共主动公开条”",
    reads=(TITLE, TEXTS),
    is_part_by_part=True,
)
def no_slot_is_left_unfilled(case: Case) -> Iterator[Fault]:
    for key, text in _texts(case.report):
        slots = _slots(_without_addresses(lookalikes.repaired(text)))
        for each in matched_sentences(text, slots):
            where = place_name(case.report.official_form, key)
            message = f"{where}：有未填写的模板内容：{quoted(each.said)}。请填写实际内容，不需要的请删除。"
            yield Fault(message, texts=(key,), quote=each.sentence, span=each.first, repair=_taken_out(text, each))


def _taken_out(text: str, found: MatchedSentence) -> Repair | None:
    """A sentence without what its template said, where nothing is missing in it then: （数字）条 lacks its number."""
    if not all(_is_beside_the_text(match) for match in found.matches):
        return None
    repair = without(text, found.span, *(match.span() for match in found.matches))
    start, end = found.span
    left = text[start : repair.start] + repair.text + text[repair.end : end] if repair.words != SENTENCE else ""
    return None if _slots(_without_addresses(left)) else repair


def _is_beside_the_text(slot: re.Match) -> bool:
    """Whether a slot is an instruction, or a name in brackets after what it names."""
    if slot.re.pattern not in _TO_BE_NAMED:
        return slot.re.pattern in _TOLD and not slot[0].startswith(("《", "“"))  # here a name is missing
    before = slot.string[max(0, slot.start() - 1) : slot.start()]
    return slot[0].startswith(("（", "(")) and not _IN_PLACE.search(before)


def _texts(report: ReportData) -> Iterator[tuple[str, str]]:
    if report.title:
        yield "title", report.title
    yield from known_texts(report)


def _without_addresses(text: str) -> str:
    """The text with web and mail addresses covered, in which XX and __ mean nothing, unless their name is one."""
    return _ADDRESS.sub(lambda match: match[0] if _UNFILLED_ADDRESS.search(match[0]) else "·" * len(match[0]), text)


def without_slots(text: str) -> str:
    """What stands in a text beside the slots and instructions of a template."""
    ends = [0, *(match.end() for match in _slots(text))]
    starts = [*(match.start() for match in _slots(text)), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


@lru_cache(maxsize=32)
def _slots(text: str) -> tuple[re.Match, ...]:
    """Every slot of a text, as the ways joined by ``|`` would find them: the first, and of several there the first way.

    Each way is looked for by itself, and most need not be: they take a quarter of the time so.
    """
    present = set(text)
    ways = [words for needed, words in _WAYS if not needed or not needed.isdisjoint(present)]
    waiting = [(match.start(), rank, match) for rank, words in enumerate(ways) if (match := words.search(text))]
    heapify(waiting)
    found, end = [], 0
    while waiting:
        start, rank, match = waiting[0]
        if start >= end:
            found.append(match)
            end = match.end()
        if following := ways[rank].search(text, end):
            heapreplace(waiting, (following.start(), rank, following))
        else:
            heappop(waiting)
    return tuple(found)
