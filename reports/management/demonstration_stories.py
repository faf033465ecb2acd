"""What has happened to the reports of the demonstration county: a report at every stage, and the review at work."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.management.demonstration_county import (
    DEPARTMENTS,
    OFFICE,
    POSTCODE,
    SUCCESSOR,
    Draft,
    brief,
    busy,
    busy_before,
    nil,
    quiet,
)
from reports.models import OpinionLevel

SUPERVISOR, SECOND_SUPERVISOR = "lushan-supervisor", "lushan-supervisor-2"


@dataclass(frozen=True)
class Take:
    """A transition; ``by`` names who takes it where it is not the clerk, the leader or the first supervisor."""

    action: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class AddOpinion:
    """A supervisor's opinion on a part, on a sentence of it or on a cell."""

    anchor: str
    level: OpinionLevel
    code: str
    words: str
    quote: str = ""
    by: str = SUPERVISOR


@dataclass(frozen=True)
class Act:
    """What is done about the opinion of this number."""

    action: str
    number: int
    words: str = ""


@dataclass(frozen=True)
class Write:
    """The clerk types: by address, what is to stand there; a pair is a wording and what takes its place."""

    values: dict[str, str | tuple[str, str]]


@dataclass(frozen=True)
class Ask:
    """The supervisor finds the clerk's explanation (情况说明) of what this rule found wanting."""

    rule: str
    question: str


@dataclass(frozen=True)
class Story:
    """Whose report of which year, how it was written, and what happened to it since."""

    slug: str
    year: int
    draft: Draft
    steps: tuple[Take | AddOpinion | Act | Write | Ask, ...] = ()


# By rule, what a clerk writes where its finding asks for a 情况说明, at first and when asked again.
EXPLANATIONS = {
    "W15": (
        "县政府网站的栏目和我单位历年报告均用此名称，为便于群众查询沿用。",
        "栏目名称由县政府网站统一设置，须待网站改版后才能更改，已与网站管理单位联系，下年度改用规范的标题。",
    ),
    "W9": (
        "与邻近乡镇共用县里下发的提纲，管理和平台方面的做法一致，已逐项核对属实。",
        "提纲由县里统一下发，做法相同的部分保留，下年度补充本乡的具体做法和数字。",
    ),
}
ANY_EXPLANATION = "本报告为演示数据，此处数字和文字均为虚构，实际填报时在此写明原因。"

SUBMIT, SIGN, APPROVE, PUBLISH, WITHDRAW = map(Take, ("submit", "sign", "approve", "publish", "withdraw"))
MUST, ADVICE = OpinionLevel.MUST, OpinionLevel.ADVICE

_SECRETS = Write(
    {"overview.information_management": ("由分管领导签批。", "由分管领导签批，发布前审查是否涉及国家秘密、工作秘密。")}
)
_OLD_TITLE = Write({"title": ("政府信息公开工作年度报告", "政府信息公开年度报告")})
_DEADLINE = "明确各站所报送时限，每月通报一次。"
_BROADCASTS = "改进情况：结合村务公开栏和广播开展通俗解读"

# In review for the second time: opinions answered, an explanation that was asked about waits to be accepted.
_RETURNED_ONCE = (
    _OLD_TITLE,
    SUBMIT,
    AddOpinion(
        "applications.partially_granted.natural_person",
        MUST,
        "contradiction",
        "登记台账中没有部分公开的答复书，请核对此件的办理结果。",
    ),
    AddOpinion(
        "problems",
        MUST,
        "unexplained",
        "请写明报送时限是几日，由谁通报，何时起执行。",
        quote=f"改进情况：{_DEADLINE}",
    ),
    AddOpinion("overview", ADVICE, "other", "主动公开部分建议写明全年发布信息的条数和主要渠道。"),
    AddOpinion("fees.administrative_fees.amount", ADVICE, "other", "请与财政所的票据核对收费金额。"),
    Ask("W15", "请说明为何本年不能改用规范的标题。"),
    Take("return", "部分公开的件数与台账不符，第五部分的改进情况过于笼统，请按审核意见逐条修改后再次提交。"),
    Write(
        {
            "applications.partially_granted.natural_person": "0",
            "applications.granted.natural_person": "4",
            "problems": (_DEADLINE, "明确各站所每月5日前报送，由党政办公室每月通报一次，自9月起执行。"),
            "overview.proactive_disclosure": ("政府信息，重点", "政府信息126条，其中政务新媒体84条，重点"),
        }
    ),
    Act("answer", 1, "已核对，该件系予以公开，登记时勾选有误，已更正。"),
    Act("answer", 2, "已写明时限、通报单位和起始时间。"),
    Act("answer", 3, "已补充发布条数。"),
    Act("answer", 4, "已与财政所核对，票据合计12500元，与所填一致。"),
    SUBMIT,
    Act("resolve", 3),
)

# Returned with opinions on a sentence, a cell and a part, the first of which the clerk has dealt with.
_RETURNED = (
    SUBMIT,
    AddOpinion(
        "problems",
        MUST,
        "unexplained",
        "只写了做法，没有写成效，请补充开展次数。",
        f"{_BROADCASTS}。",
        SECOND_SUPERVISOR,
    ),
    AddOpinion(
        "licensing.administrative_licensing.decisions",
        MUST,
        "contradiction",
        "便民服务中心办理的农村村民建房许可应计入，请核对。",
        by=SECOND_SUPERVISOR,
    ),
    AddOpinion("other_matters", ADVICE, "other", "建议写明本年度是否收取信息处理费。", by=SECOND_SUPERVISOR),
    Take("return", "第五部分没有逐项写明改进情况，行政许可件数漏报，请补充后再次提交。", SECOND_SUPERVISOR),
    Write({"problems": (_BROADCASTS, f"{_BROADCASTS}12次")}),
    Act("answer", 1, "已补充开展次数。"),
)

# Published, corrected, and published again.
_CORRECTED = (
    SUBMIT,
    APPROVE,
    PUBLISH,
    Take("correct", "行政许可决定数量漏计2件，经县审批服务部门核对后申请更正。"),
    Write(
        {
            "licensing.administrative_licensing.decisions": "38",
            "overview.supervision": ("公布监督电话，", "公布监督电话和邮箱，"),
        }
    ),
    SUBMIT,
    APPROVE,
    PUBLISH,
)

# Published, and now being corrected (更正中).
_BEING_CORRECTED = (
    SUBMIT,
    APPROVE,
    PUBLISH,
    Take("correct", "第六部分没有写明信息处理费的收取情况，须补充后更正。", SECOND_SUPERVISOR),
    Write({"other_matters": "本年度未发出收费通知，未收取信息处理费。"}),
)

# Submitted once, with an explanation that nobody has judged; a second supervisor's opinion is not sent yet.
_EXPLAINED = (
    _OLD_TITLE,
    SUBMIT,
    AddOpinion(
        "overview.platform",
        ADVICE,
        "copied",
        "本段与邻近乡镇的文字相同，建议写明本乡的实际做法。",
        by=SECOND_SUPERVISOR,
    ),
)


def stories(year: int) -> Iterator[Story]:
    """Every report of the county but 背孜乡's of ``year``, which is left to the visitor, and 团城乡's, not begun."""
    yield Story("wawu", year - 1, busy_before, (SUBMIT, APPROVE, PUBLISH))
    yield Story("wawu", year, busy, _RETURNED_ONCE)
    yield Story("guanyinsi", year, quiet, _RETURNED)
    yield Story("zhaocun", year, nil, (SUBMIT, APPROVE))
    yield Story("xiatang", year, quiet, (_SECRETS, Take("ask_secrecy")))  # nobody signs there
    yield Story("tumen", year, quiet, (SUBMIT,))
    yield Story("yaoshan", year, busy, _CORRECTED)
    yield Story("liangwa", year, quiet, _BEING_CORRECTED)
    yield Story("xiongbei", year, quiet, _EXPLAINED)
    yield Story("sikeshu", year, quiet, (SUBMIT, WITHDRAW))
    address = Write({"contact.address": "鲁山县人民路1号", "contact.postcode": POSTCODE})
    yield Story(OFFICE["slug"], year, brief, (address, SUBMIT))  # which nobody reviews
    for slug, *_ in (*DEPARTMENTS, SUCCESSOR):
        yield Story(slug, year, brief, (SUBMIT, APPROVE))
    yield Story("ranghe", year - 2, quiet)  # the days of that year are over: it is late
