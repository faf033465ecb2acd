"""The words with which texts name the rows of table 三 (收到和处理政府信息公开申请情况), as data."""

import re
from dataclasses import dataclass

# Between what is counted and its number nothing else may stand, or the number counts something else.
NOUN = (
    r"(?:政府信息依申请公开|政府信息公开|政务信息公开|信息公开|政府信息|政务信息|信息|依申请公开|依法申请公开|依申请|公开申请"
    r"|(?:公民|自然人)(?:、|和|及|或)?法人(?:(?:或者|以及|和|及|或|与|、)其[他它](?:社会)?组织)?(?:提[出交]的?)?"
    r"|以[\u4e00-\u9fff]{2,30}为(?:被申请|答复|受理)?(?:主体|人|机关)的"
    r"|公开|公民|群众|公众|社会|申请人|申请件|申请书|申请表|申请|事项|案件|信件|办件|业务|件数|数量|总数|总量|数|件|有效|答复|决定"
    r"|的|了|为|有|是|共计|合计|总计|累计|共|计|[：:“”\"\s])*$"
)
_NEW = r"新收到?|新受理|新接收到?|新接到|新增"
_RECEIVED = r"(?<!新)(?:收到|所收|接收到?|接到|受理|收办|接受|收件|签收)"
_HANDLED = (
    r"办结|(?:办理|处理)完[毕成结]|(?:办理|处理)结束|办复|(?<!公开)(?<!提供)(?<!处理)答复|回复|完成(?:办理|答复)?"
    r"|已(?:全部|均|按时|按期|依法|按规定|及时)?(?:办理|处理)|办理结果(?=总计|合计|共计)"
)
_DEALT_WITH = r"(?<!已)办理|(?<!不予)(?<!以)(?<!其[他它])(?<!已)(?<!继续)处理"
_ASKED = (  # nothing says whether they came in or were dealt with: 我镇依申请公开3件
    r"(?:^|[年度镇乡道办局委处县市区府位关]|数量|其中)(?:政府信息依申请公开|依申请公开|政府信息公开申请|(?<!政府)信息公开申请)"
)
_LAST_YEAR = r"(?:上(?:一|个)?年(?:度)?|去年|往年|20\d{2}\s?年(?:度)?)(?:的)?"
_CARRIED_OVER = (
    rf"{_LAST_YEAR}(?:结转|转结|转入|接转|遗留|流转|延续|跨年)(?:至本年|至今年|而来|下来|来)?(?:度)?(?:继续)?(?:办理|答复|处理)?"
    r"|(?:结转|转结|接转)(?:自)?上(?:一)?年(?:度)?(?:继续)?(?:办理|答复|处理)?"
)
_NEXT_YEAR = r"(?:下(?:一|个)?(?:个)?年(?:度)?|次年(?:度)?|明年|20\d{2}\s?年(?:度)?)"
_CARRIED_FORWARD = (
    rf"(?:结转|转结|接转|顺延|转入|转至|转到|转|延续|延期|延)(?:至|到|入)?{_NEXT_YEAR}"
    r"(?:继续)?(?:办理|答复|处理|办结)?(?:件)?"
)


@dataclass(frozen=True)
class Topic:
    """Something that is counted: its name in a message, the words for it, and what of table 三 it may be."""

    name: str
    words: re.Pattern
    rows: tuple[str, ...]
    is_a_result: bool = False


def _topic(name: str, words: str, *rows: str, is_a_result: bool = False) -> Topic:
    return Topic(name, re.compile(rf"(?:{words}){NOUN}"), rows, is_a_result)


TOPICS = (
    _topic("新收", _NEW, "new"),
    _topic("收到", _RECEIVED, "new", "new+over"),
    _topic("上年结转", _CARRIED_OVER, "over"),
    _topic("结转下年度", _CARRIED_FORWARD, "forward"),
    _topic("办结", _HANDLED, "handled", "handled-over"),
    _topic(
        "予以公开",
        r"(?<!不)予以公开|(?<!不)同意公开|准予公开|给予公开|全部公开|(?<=已)公开",
        "granted",
        is_a_result=True,
    ),
    _topic("部分公开", r"部分(?:予以|同意)?公开", "partially_granted", is_a_result=True),
    _topic("不予公开", r"不予公开|不同意公开|不予以公开|未予公开|不公开", "denied_*", is_a_result=True),
    _topic("无法提供", r"无法提供|不能提供|未能提供|无法公开", "unavailable_*", is_a_result=True),
    _topic("不予处理", r"不予处理|不予以处理", "not_processed_*", is_a_result=True),
    _topic("其他处理", r"其[他它]处理(?:方式|情况|情形)?", "other_*", is_a_result=True),
)
UNCERTAIN_TOPICS = (
    _topic("办理", _DEALT_WITH, "handled", "handled-over", "new", "new+over"),
    _topic("依申请公开", _ASKED, "new", "new+over", "handled", "granted", "granted+partially"),
)
"""What is asked only where none of the topics is named."""
REASONS = {
    "denied_state_secret": r"国家秘密",
    "denied_prohibited_by_law": r"法律、?行政法规禁止(?:公开)?",
    "denied_security_stability": r"三安全一稳定",
    "denied_third_party": r"第三方(?:合法权益)?",
    "denied_internal_affairs": r"内部事务(?:性)?",
    "denied_deliberative": r"过程性",
    "denied_enforcement_file": r"执法案卷",
    "denied_statutory_query": r"行政查询(?:事项)?",
    "unavailable_not_held": r"不掌握(?:相关)?|不存在|非本(?:机关|单位|部门)掌握",
    "unavailable_needs_creation": r"(?:另行|重新)制作|现成信息",
    "unavailable_still_unclear": r"仍不明确",
    "not_processed_petition": r"信访、?举报、?投诉(?:类)?",
    "not_processed_repeat": r"重复申请",
    "not_processed_publication": r"公开出版物",
    "not_processed_excessive": r"大量(?:、)?反复(?:申请)?",
    "not_processed_reconfirm": r"重新出具(?:已获取信息)?",
    "other_no_correction": r"不补正(?:申请)?",
    "other_fee_unpaid": r"不?缴纳费用|不?缴费",
}
REASON_NAMES = {
    "denied_state_secret": "国家秘密",
    "denied_prohibited_by_law": "法律行政法规禁止公开",
    "denied_security_stability": "三安全一稳定",
    "denied_third_party": "第三方合法权益",
    "denied_internal_affairs": "三类内部事务信息",
    "denied_deliberative": "四类过程性信息",
    "denied_enforcement_file": "行政执法案卷",
    "denied_statutory_query": "行政查询事项",
    "unavailable_not_held": "本机关不掌握",
    "unavailable_needs_creation": "需要另行制作",
    "unavailable_still_unclear": "补正后仍不明确",
    "not_processed_petition": "信访举报投诉类",
    "not_processed_repeat": "重复申请",
    "not_processed_publication": "要求提供公开出版物",
    "not_processed_excessive": "大量反复申请",
    "not_processed_reconfirm": "要求重新出具",
    "other_no_correction": "逾期不补正",
    "other_fee_unpaid": "逾期不缴费",
}
TOTAL = Topic("新收和上年结转合计", re.compile(r"合计$"), ("new+over",))
GRANTED, HANDLED, FORWARD = (
    next(topic for topic in TOPICS if topic.name == name) for name in ("予以公开", "办结", "结转下年度")
)


def _reason_topic(row: str, words: str) -> Topic:
    topics = [topic for topic in TOPICS if topic.is_a_result and row.startswith(topic.rows[0].removesuffix("*"))]
    return Topic(
        REASON_NAMES[row], re.compile(rf"(?:{words})(?:类|的)?{NOUN}"), (row, topics[0].rows[0]), is_a_result=True
    )


_NOT_OURS = Topic(  # by most filled in as 不掌握, by some as 其他: 条例 has an answer for it, the table no row
    "不属于本机关负责",
    re.compile(rf"(?:不属于?|非)(?:本|我)(?:机关|单位|部门|局|镇|乡)(?:负责|职责|职能)?(?:公开)?(?:范围)?{NOUN}"),
    ("unavailable_not_held", "unavailable_*", "other_misc", "other_*"),
    is_a_result=True,
)
REASON_TOPICS = (*(_reason_topic(row, words) for row, words in REASONS.items()), _NOT_OURS)
"""Each row under a result, as the words before a number name it; told of by the row or, loosely, by its result."""
HANDLED_AFTER = re.compile(
    r"^(?:(?:申请|已经?|均|全部|依法|按时|按期|按规定?|及时|在?(?:法定|规定)(?:期限|时限|时间)内|予以|完成){0,6}"
    r"(?:办结|办理完[毕成结]|办复|答复(?:完毕|办结|完成|申请人)?|完成(?:答复|办理)))$"
)
"""The words after a number of applications that were dealt with: 其中10件已经按时完成答复."""
