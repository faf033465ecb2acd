"""The demonstration county: real places, invented people, and invented figures that are marked as such."""

from collections.abc import Callable
from dataclasses import replace

from reports.models import Role
from reports.official import Cell, edition_for
from reports.official.figures import Figure, read
from reports.official.report_data import Kind, ReportData
from reports.official.wording import title

OFFICE = {
    "slug": "lushan",
    "name": "鲁山县人民政府办公室",
    "short_name": "县政府办公室",
    "self_reference": "本办公室",
    "kind": Kind.OFFICE,
    "needs_no_review": True,
    "office": "政务公开股",
    "telephone": "0375-5051234",
}

POSTCODE, TELEPHONE = "467300", "0375-5050000"  # the number is invented
TOWNSHIPS = (
    ("beizi", "背孜乡", "我乡", Kind.TOWNSHIP),
    ("wawu", "瓦屋镇", "我镇", Kind.TOWNSHIP),
    ("guanyinsi", "观音寺乡", "我乡", Kind.TOWNSHIP),
    ("zhaocun", "赵村镇", "我镇", Kind.TOWNSHIP),
    ("xiatang", "下汤镇", "我镇", Kind.TOWNSHIP),
    ("tumen", "土门街道", "我街道", Kind.SUBDISTRICT),
    ("yaoshan", "尧山镇", "我镇", Kind.TOWNSHIP),
    ("liangwa", "梁洼镇", "我镇", Kind.TOWNSHIP),
    ("xiongbei", "熊背乡", "我乡", Kind.TOWNSHIP),
    ("sikeshu", "四棵树乡", "我乡", Kind.TOWNSHIP),
    ("tuancheng", "团城乡", "我乡", Kind.TOWNSHIP),
    ("ranghe", "瀼河乡", "我乡", Kind.TOWNSHIP),
)

# With the office itself, they make the county's sums whole: also made in a demonstration of before, which had none.
DEPARTMENTS = (
    ("education", "教育体育局", "我局", Kind.DEPARTMENT),
    ("agriculture", "农业农村局", "我局", Kind.DEPARTMENT),
    ("health", "卫生健康委员会", "我委", Kind.DEPARTMENT),
)
# Two departments that were merged at the turn of the year, and what they became: its last year is theirs as one.
MERGED = (
    ("culture-bureau", "文化局", "我局", Kind.DEPARTMENT),
    ("tourism-bureau", "旅游局", "我局", Kind.DEPARTMENT),
)
SUCCESSOR = ("culture", "文化广电和旅游局", "我局", Kind.DEPARTMENT)
_FIELDS = {
    "教育体育局": "招生入学",
    "农业农村局": "惠农补贴",
    "卫生健康委员会": "疫苗接种",
    "文化广电和旅游局": "文化活动和景区管理",
    "人民政府办公室": "重大决策",
    "平顶山市人民政府办公室": "重大决策和政策解读",
    "平顶山市公安局": "户籍和出入境办理",
    "叶县人民政府": "财政预决算和社会救助",
}

# Its own report, summed up by the office: made also in a demonstration of before, which had none.
GOVERNMENT = {
    "slug": "lushan-gov",
    "name": "鲁山县人民政府",
    "short_name": "鲁山县",
    "self_reference": "我县",
    "kind": Kind.COUNTY,
    "office": "鲁山县人民政府办公室",
    "telephone": "0375-5051234",
}

OF_THE_OFFICE = (OFFICE["slug"], "人民政府办公室", OFFICE["self_reference"], Kind.OFFICE)
REPORTING = (OF_THE_OFFICE, *DEPARTMENTS, SUCCESSOR, *TOWNSHIPS)
REPORTED_BEFORE = (OF_THE_OFFICE, *DEPARTMENTS, *MERGED, *TOWNSHIPS)
SLUGS = (OFFICE["slug"], *(slug for slug, *_ in TOWNSHIPS))

PEOPLE = (
    ("beizi-clerk", "李晓雨", "beizi", Role.CLERK),
    ("beizi-leader", "陈国强", "beizi", Role.LEADER),
    ("beizi-reader", "周敏", "beizi", Role.READER),
    ("lushan-supervisor", "张静", "lushan", Role.SUPERVISOR),
    ("lushan-supervisor-2", "吴建军", "lushan", Role.SUPERVISOR),
    ("lushan-gov-clerk", "蒋文", "lushan-gov", Role.CLERK),
    ("lushan-clerk", "冯雪", "lushan", Role.CLERK),
    ("education-clerk", "罗欣", "education", Role.CLERK),
    ("agriculture-clerk", "高翔", "agriculture", Role.CLERK),
    ("health-clerk", "林岚", "health", Role.CLERK),
    ("culture-clerk", "黄蕾", "culture", Role.CLERK),
    ("wawu-clerk", "王磊", "wawu", Role.CLERK),
    ("guanyinsi-clerk", "刘芳", "guanyinsi", Role.CLERK),
    ("zhaocun-clerk", "赵雪梅", "zhaocun", Role.CLERK),
    ("xiatang-clerk", "孙浩", "xiatang", Role.CLERK),
    ("xiatang-secrecy", "田野", "xiatang", Role.SECRECY),
    ("tumen-clerk", "何丽", "tumen", Role.CLERK),
    ("tumen-leader", "郑伟", "tumen", Role.LEADER),
    ("yaoshan-clerk", "马艳红", "yaoshan", Role.CLERK),
    ("liangwa-clerk", "杨帆", "liangwa", Role.CLERK),
    ("xiongbei-clerk", "郭志远", "xiongbei", Role.CLERK),
    ("sikeshu-clerk", "宋佳", "sikeshu", Role.CLERK),
    ("tuancheng-clerk", "许明", "tuancheng", Role.CLERK),
    ("ranghe-clerk", "谢文静", "ranghe", Role.CLERK),
)

DAYS_LEFT = 12  # of a demonstration that is made today: nobody is late in it, whenever it is tried
DAYS_TO_PUBLISH = 10
EXTENDED = "tumen"
WITH_SECRECY_REVIEW = "xiatang"
REASON_FOR_EXTENSION = "办公楼供水管道破裂，档案室进水，档案和台账正在抢救、搬运，一周内无法查阅。"
DAYS_MORE = 7

_NUMBERS = {
    "normative_acts.normative_documents.issued": "2",
    "normative_acts.normative_documents.repealed": "1",
    "normative_acts.normative_documents.in_force": "9",
    "licensing.administrative_licensing.decisions": "36",
    "enforcement.administrative_penalty.decisions": "4",
    "fees.administrative_fees.amount": "1.2500",
    "applications.new_received.natural_person": "6",
    "applications.new_received.business": "2",
    "applications.carried_over.natural_person": "1",
    "applications.granted.natural_person": "3",
    "applications.granted.business": "1",
    "applications.partially_granted.natural_person": "1",
    "applications.denied_third_party.natural_person": "1",
    "applications.unavailable_not_held.business": "1",
    "applications.not_processed_petition.natural_person": "1",
    "applications.carried_forward.natural_person": "1",
    "disputes.cases.reconsideration_upheld": "1",
}

DECLARED_NIL = ("applications", "disputes")

Draft = Callable[[str, str, Kind, int], ReportData]


def report_of(slug: str, year: int, draft: Draft) -> ReportData:
    """What an organ writes before anybody has reviewed it."""
    names = {each: (short_name, we, kind) for each, short_name, we, kind in REPORTING}
    short_name, we, kind = names[slug]
    return draft(full_name(short_name, kind), we, kind, year)


def full_name(short_name: str, kind: Kind) -> str:
    if kind in (Kind.DEPARTMENT, Kind.OFFICE):
        return f"鲁山县{short_name}"
    return f"{short_name}{'人民政府' if kind is Kind.TOWNSHIP else '办事处'}"


def quiet(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """An office to which nobody applied."""
    return _report(organ, we, kind, year, {}, f"{we}未收到政府信息公开申请，无上年结转。", "无")


def nil(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """The same office, which declares that it has nothing to report of applications and disputes (零报告)."""
    return replace(quiet(organ, we, kind, year), declared_nil=frozenset(DECLARED_NIL))


def busy(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """An office with eight applications and one reconsideration."""
    on_request = (
        f"{we}新收政府信息公开申请8件，其中自然人6件、商业企业2件，上年结转1件，全年办结8件，结转下年度继续办理1件。"
    )
    return _report(organ, we, kind, year, _NUMBERS, on_request, "本年度未发出收费通知，未收取信息处理费。")


def busy_before(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """The same office a year earlier: what it carries forward and has in force is what it then begins with."""
    numbers = _NUMBERS | {
        "normative_acts.normative_documents.issued": "1",
        "normative_acts.normative_documents.repealed": "0",
        "normative_acts.normative_documents.in_force": "8",
        "licensing.administrative_licensing.decisions": "29",
    }
    later = busy(organ, we, kind, year)
    earlier = _report(organ, we, kind, year, numbers, "", later.texts["other_matters"])
    on_request = {"overview.disclosure_on_request": later.texts["overview.disclosure_on_request"]}
    return replace(earlier, texts=earlier.texts | _earlier_texts(we, year) | on_request)


def brief(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """An office of the county, with a few requests, that says what there is to say in a few words."""
    field = _FIELDS[organ.removeprefix("鲁山县")]
    numbers = {
        "licensing.administrative_licensing.decisions": "12",
        "applications.new_received.natural_person": "3",
        "applications.granted.natural_person": "2",
        "applications.unavailable_not_held.natural_person": "1",
    }
    on_request = f"{we}新收政府信息公开申请3件，均为自然人提出，无上年结转，全年办结3件，无结转下年度继续办理。"
    report = _report(organ, we, kind, year, numbers, on_request, "本年度未发出收费通知，未收取信息处理费。")
    words = {
        "overview.proactive_disclosure": f"{year}年，{we}在县政府网站公开{field}信息。",
        "overview.information_management": f"{field}信息发布前由分管领导审签。",
        "overview.platform": "不单独设立网站。",
        "overview.supervision": "列入年度考核，开展社会评议，没有责任追究的情形。",
    }
    return replace(report, texts=report.texts | words)


def before(organ: str, we: str, kind: Kind, year: int, numbers: dict[str, str]) -> ReportData:
    """An office's report of a year ago, in the words of that year."""
    report = _report(organ, we, kind, year, numbers, "", "本年度未发出收费通知，未收取信息处理费。")
    return replace(report, texts=report.texts | _earlier_texts(we, year))


def _report(
    organ: str, we: str, kind: Kind, year: int, numbers: dict[str, str], on_request: str, other: str
) -> ReportData:
    form = edition_for(year)
    figures: dict[Cell, Figure] = {
        cell: read(numbers.get(str(cell), "0"), form.table[cell.table].measure(cell)) for cell in form.entries
    }
    return ReportData(
        edition=form.key,
        organ=organ,
        kind=kind,
        year=year,
        title=title(organ, year),
        texts=_texts(organ, we, year, f"{year}年，{on_request}", other),
        figures=figures,
    )


def _earlier_texts(we: str, year: int) -> dict[str, str]:
    return {
        "overview.proactive_disclosure": f"{year}年，{we}全年公开信息97条，其中政务新媒体61条。"
        "惠农补贴、危房改造和村级财务在各村公开栏逐月张贴。",
        "overview.information_management": "党政办公室指定专人登记每条信息的来源和审核人，年底集中清理失效内容。",
        "overview.platform": "政务新媒体由专人维护，便民服务大厅配备查询电脑一台，供群众查阅。",
        "overview.supervision": "列入各站所年终考核；邀请村民代表座谈两次，开展社会评议，意见均已答复；"
        "全年没有被责任追究的情形。",
        "problems": "一是村级信息报送不及时。\n改进情况：对各村文书集中培训，报送情况纳入季度考评。\n"
        "二是公开栏内容更换较慢。\n改进情况：由包村干部每月检查一次。",
    }


def _texts(organ: str, we: str, year: int, on_request: str, other: str) -> dict[str, str]:
    proactive, management, platform, supervision = _ways_of(organ)
    return {
        "overview.lead": "",
        "overview.proactive_disclosure": f"{year}年，{we}{_PROACTIVE[proactive]}",
        "overview.disclosure_on_request": on_request,
        "overview.information_management": _MANAGEMENT[management],
        "overview.platform": f"{we}{_PLATFORM[platform]}",
        "overview.supervision": _SUPERVISION[supervision],
        "problems": "一是公开内容的时效性有待加强。\n改进情况：明确各站所报送时限，每月通报一次。\n"
        "二是政策解读形式单一。\n改进情况：结合村务公开栏和广播开展通俗解读。",
        "other_matters": other,
    }


# What townships write of the same thing, each in its own words: no two reports say the same, but where that is told.
_PROACTIVE = (
    "通过县政府网站、政务新媒体和村务公开栏主动公开政府信息，重点公开乡村振兴、社会救助、土地征收等领域的内容。",
    "在县政府网站专栏更新机构职能、办事指南和财政资金信息，惠民补贴发放名单在各村张贴后同步上网。",
    "围绕义务教育、医疗卫生、养老服务梳理公开事项，政务新媒体每周推送，群众关心的办事流程制成图解。",
)
_MANAGEMENT = (
    "严格执行政府信息发布审核制度，坚持先审后发，对公开目录实行动态更新。",
    "制作公文时一并确定公开属性，拟不公开的写明理由，由分管领导签批。",
    "安排专人登记信息的来源、审核人和发布时间，年中、年末清理失效内容。",
)
_PLATFORM = (
    "依托县政府网站专栏和政务新媒体发布信息，在便民服务大厅设置政务公开专区。",
    "不单独设立网站，信息统一在县政府网站发布，便民服务大厅的查询电脑由值班人员引导使用。",
    "的政务新媒体由专人维护，定期检查链接和错别字；公开栏设在办公楼入口，方便来访群众查看。",
)
_SUPERVISION = (
    "年度考核办法列有政府信息公开，由党政办公室逐项打分；社会评议采用问卷，结果在公开栏公布；全年没有发生责任追究。",
    "年终考核时单列政府信息公开一项；请人大代表和群众代表参加社会评议，意见逐条答复；全年没有需要责任追究的情形。",
    "将政府信息公开纳入年度工作考核，开展社会评议，公布监督电话，未发生因不履行政府信息公开义务而追究责任的情况。",
)
_SAME_WORDS_AS = {"熊背乡": "观音寺乡"}  # which the check W9 finds


def _ways_of(organ: str) -> tuple[int, int, int, int]:
    """Which of three wordings a township has of each aspect: any two of nine have one in common."""
    names = [full_name(short_name, kind) for _, short_name, _, kind in TOWNSHIPS]
    copied = {full_name(one, Kind.TOWNSHIP): full_name(other, Kind.TOWNSHIP) for one, other in _SAME_WORDS_AS.items()}
    organ = copied.get(organ, organ)
    first, second = divmod((names.index(organ) if organ in names else 0) % 9, 3)
    return first, second, (first + second) % 3, (first + 2 * second) % 3
