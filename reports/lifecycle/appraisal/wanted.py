"""A scheme as somebody wants it, what is wrong with it, and the two that ship to be copied. None is ever in force."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from reports.lifecycle.appraisal.reading import days_off_of
from reports.lifecycle.appraisal.scoring import points
from reports.lifecycle.refusals import Refused
from reports.models.appraisal import OFFERED_KINDS, AppraisalScheme, EvidenceKind

MOST_ITEMS = 30
MOST_TENTHS = 10_000
MOST_DAYS_TO_MEND = 60
MOST_DAYS_OFF = 60


@dataclass(frozen=True)
class WantedItem:
    """An item as it is to be; points in tenths."""

    title: str
    tenths: int
    kind: EvidenceKind
    is_per_case: bool = False
    cap: int | None = None


@dataclass(frozen=True)
class WantedScheme:
    """A scheme as it is to be; full points in tenths."""

    name: str
    full: int = 100
    items: Sequence[WantedItem] = ()
    days_to_mend: int = 5
    days_off: Sequence[date] = field(default_factory=tuple)


# After 鲤城区 2020 (qzlc.gov.cn, 2020-12-14): ten points for the annual report. 雷同 is one item of 5 points there and
# two here, for they are recorded apart.
READY_MADE = {
    "licheng": WantedScheme(
        "鲤城区 2020（示例）",
        100,
        (
            WantedItem("未及时备案", 50, EvidenceKind.LATE_SUBMISSION),
            WantedItem("未及时公开", 50, EvidenceKind.LATE_PUBLICATION),
            WantedItem("未按要素撰写", 50, EvidenceKind.ELEMENTS_MISSING),
            WantedItem("与其他单位雷同", 50, EvidenceKind.RESEMBLES_OTHERS),
            WantedItem("与往年雷同", 50, EvidenceKind.RESEMBLES_LAST_YEAR),
            WantedItem("被退回且未及时修改", 50, EvidenceKind.RETURNED_NOT_FIXED),
        ),
    ),
    "empty": WantedScheme("年度报告考核评分表"),
}


def as_wanted(scheme: AppraisalScheme) -> WantedScheme:
    """A scheme that there was, as one to be copied."""
    items = (
        WantedItem(each.title, each.tenths, EvidenceKind(each.evidence), each.is_per_case, each.cap)
        for each in scheme.items.all()
    )
    days = tuple(sorted(days_off_of(scheme)))
    return WantedScheme(scheme.name, scheme.full_tenths, tuple(items), scheme.days_to_mend, days)


def require_sound(wanted: WantedScheme) -> None:
    """``Refused`` with a sentence where something of it cannot stand, also of a draft."""
    if not wanted.name.strip():
        raise Refused("请填写评分表的名称。")
    if not 0 < wanted.full <= MOST_TENTHS:
        raise Refused(f"满分应大于 0，不超过 {points(MOST_TENTHS)} 分。")
    if not 1 <= wanted.days_to_mend <= MOST_DAYS_TO_MEND:
        raise Refused(f"退回后修改的期限应为 1 至 {MOST_DAYS_TO_MEND} 个工作日。")
    if len(wanted.items) > MOST_ITEMS:
        raise Refused(f"计分项最多 {MOST_ITEMS} 项。")
    if len(wanted.days_off) > MOST_DAYS_OFF:
        raise Refused(f"放假日期最多 {MOST_DAYS_OFF} 天。")
    kinds: set[EvidenceKind] = set()
    for item in wanted.items:
        _require_sound_item(item, wanted.full)
        if item.kind in kinds and item.kind is not EvidenceKind.MANUAL:
            raise Refused(f"“{item.kind.label}”已有计分项，同一情形不能扣两次。")
        kinds.add(item.kind)


def _require_sound_item(item: WantedItem, full: int) -> None:
    if not item.title.strip():
        raise Refused("请填写每一计分项的名称。")
    if item.kind not in OFFERED_KINDS:
        raise Refused(f"“{item.title}”：请选择扣分的依据。")
    if not 0 < item.tenths <= full:
        raise Refused(f"“{item.title}”的扣分应大于 0，不超过满分 {points(full)} 分。")
    if item.cap is not None and not item.tenths <= item.cap <= full:
        raise Refused(f"“{item.title}”的最多扣分应在每次扣分 {points(item.tenths)} 分和满分 {points(full)} 分之间。")
