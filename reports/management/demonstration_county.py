"""The demonstration county: real places, invented people, and invented figures that are marked as such."""

from collections.abc import Callable

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
    "office": "政务公开股",
    "telephone": "0375-5051234",
}

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

SLUGS = (OFFICE["slug"], *(slug for slug, *_ in TOWNSHIPS))

PEOPLE = (
    ("beizi-clerk", "李晓雨", "beizi", Role.CLERK),
    ("beizi-leader", "陈国强", "beizi", Role.LEADER),
    ("beizi-reader", "周敏", "beizi", Role.READER),
    ("lushan-supervisor", "张静", "lushan", Role.SUPERVISOR),
    ("lushan-supervisor-2", "吴建军", "lushan", Role.SUPERVISOR),
    ("wawu-clerk", "王磊", "wawu", Role.CLERK),
    ("guanyinsi-clerk", "刘芳", "guanyinsi", Role.CLERK),
    ("zhaocun-clerk", "赵雪梅", "zhaocun", Role.CLERK),
    ("xiatang-clerk", "孙浩", "xiatang", Role.CLERK),
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

Draft = Callable[[str, str, Kind, int], ReportData]


def report_of(slug: str, year: int, draft: Draft) -> ReportData:
    """What a township writes before anybody has reviewed it."""
    names = {each: (short_name, we, kind) for each, short_name, we, kind in TOWNSHIPS}
    short_name, we, kind = names[slug]
    return draft(full_name(short_name, kind), we, kind, year)


def full_name(short_name: str, kind: Kind) -> str:
    return f"{short_name}{'人民政府' if kind is Kind.TOWNSHIP else '办事处'}"


def quiet(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """An office to which nobody applied."""
    return _report(organ, we, kind, year, {}, f"{we}未收到政府信息公开申请，无上年结转。", "无")


def busy(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    """An office with eight applications and one reconsideration."""
    on_request = (
        f"{we}新收政府信息公开申请8件，其中自然人6件、商业企业2件，上年结转1件，全年办结8件，结转下年度继续办理1件。"
    )
    return _report(organ, we, kind, year, _NUMBERS, on_request, "本年度未发出收费通知，未收取信息处理费。")


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
        texts=_texts(we, year, f"{year}年，{on_request}", other),
        figures=figures,
    )


def _texts(we: str, year: int, on_request: str, other: str) -> dict[str, str]:
    return {
        "overview.lead": "",
        "overview.proactive_disclosure": f"{year}年，{we}通过县政府网站、政务新媒体和村务公开栏主动公开政府信息，"
        "重点公开乡村振兴、社会救助、土地征收等领域的内容。",
        "overview.disclosure_on_request": on_request,
        "overview.information_management": "严格执行政府信息发布审核制度，坚持先审后发，对公开目录实行动态更新。",
        "overview.platform": f"{we}依托县政府网站专栏和政务新媒体发布信息，在便民服务大厅设置政务公开专区。",
        "overview.supervision": "将政府信息公开纳入年度工作考核，开展社会评议，公布监督电话，"
        "未发生因不履行政府信息公开义务而追究责任的情况。",
        "problems": "一是公开内容的时效性有待加强。\n改进情况：明确各站所报送时限，每月通报一次。\n"
        "二是政策解读形式单一。\n改进情况：结合村务公开栏和广播开展通俗解读。",
        "other_matters": other,
    }
