"""汇总调整: S2 of county.md §4.8, and every refusal of its §11."""

from decimal import Decimal

import pytest

from reports.lifecycle.consolidation.adjusting import WantedAdjustment, entries_of, register, seen_of, take_back
from reports.lifecycle.consolidation.scope import Decision, decide_scope, scope_of
from reports.lifecycle.consolidation.sums import sums_of
from reports.lifecycle.refusals import Refused
from reports.models import Adjustment, AdjustmentKind, Basis, Organ
from reports.official import Cell
from tests.conftest import YEAR

REASON = "县政府本级直接收到并答复 1 件，未计入办公室报告"
NEW, GRANTED = (Cell("applications", row, "natural_person") for row in ("new_received", "granted"))
FEES = Cell("fees", "administrative_fees", "amount")


@pytest.fixture
def decided(cast, government, four_of_five, summing):
    """The scope is decided, all five in it."""
    decide_scope(government, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    return government


def wanted(amounts, reason=REASON, **more):
    return WantedAdjustment(amounts, AdjustmentKind.OWN_LEVEL, reason, **more)


def sums(government):
    return sums_of(scope_of(government, YEAR))


def test_two_cells_that_balance_are_registered_together_and_the_totals_follow(decided, summing):
    register(decided, YEAR, summing, wanted({NEW: 1, GRANTED: 1}), seen="")
    now = sums(decided)
    assert (now.figure(NEW), now.adjustment(NEW), now.adjusted(NEW)) == (11, 1, 12)
    assert (
        now.adjusted(Cell("applications", "handled_total", "total"))
        == now.figure(Cell("applications", "handled_total", "total")) + 1
    )
    (entry,) = entries_of(now.scope.stored, now.edition)
    assert (entry.amounts, entry.reason, entry.by) == ({NEW: 1, GRANTED: 1}, REASON, summing)


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ({NEW: 1}, "“自然人”一列的调整使第一项、第二项（收到）加 1，第三项、第四项（办理和结转）未变"),
        ({NEW: 2, GRANTED: 1}, "加 2，第三项、第四项（办理和结转）加 1"),
        ({NEW: -12, GRANTED: -12}, "“一、本年新收政府信息公开申请数量，自然人”各单位合计 11，调整后为负数"),
        ({Cell("applications", "new_received", "total"): 1}, "由系统计算，请调整具体项目"),
        ({Cell("applications", "x", "y"): 1}, "没有所选的项目"),
        ({NEW: 0}, "的调整是 0"),
        ({NEW: 10**12, GRANTED: 10**12}, "超过 12 位"),
        ({}, "请至少选择一个项目"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(decided, summing, amounts, says):
    with pytest.raises(Refused, match=says.replace("（", "[（]").replace("）", "[）]")):
        register(decided, YEAR, summing, wanted(amounts), seen="")
    assert not Adjustment.objects.exists()


def test_a_reason_is_asked_for_and_only_a_clerk_of_the_government_registers(cast, decided, summing):
    for by, reason in ((summing, "短"), (summing, "长" * 201), (cast.supervisor, REASON), (cast.clerk, REASON)):
        with pytest.raises(Refused):
            register(decided, YEAR, by, wanted({NEW: 1, GRANTED: 1}, reason), seen="")
    elsewhere = Organ.objects.get(slug="elsewhere")
    with pytest.raises(Refused, match="不在汇总范围内"):
        register(decided, YEAR, summing, wanted({NEW: 1, GRANTED: 1}, about=elsewhere), seen="")
    assert not Adjustment.objects.exists()


def test_the_scope_is_decided_first(government, four_of_five, summing):
    with pytest.raises(Refused, match="请先确认汇总范围"):
        register(government, YEAR, summing, wanted({NEW: 1, GRANTED: 1}), seen="")


def test_money_is_adjusted_to_the_yuan(decided, summing):
    register(decided, YEAR, summing, wanted({FEES: Decimal("-0.0001")}), seen="")
    assert str(sums(decided).adjusted(FEES)) == "13.5955"


def test_an_entry_is_taken_back_once_by_its_opposite_and_both_stay(decided, summing):
    key = register(decided, YEAR, summing, wanted({NEW: 1, GRANTED: 1}), seen="")
    take_back(decided, YEAR, summing, key, "核对后该件已计入办公室报告，撤销")
    now = sums(decided)
    assert now.adjustments == {}
    first, second = entries_of(now.scope.stored, now.edition)
    assert (first.is_taken_back, second.takes_back, second.amounts) == (True, key, {NEW: -1, GRANTED: -1})
    with pytest.raises(Refused, match="已撤销"):
        take_back(decided, YEAR, summing, key, "核对后该件已计入办公室报告，撤销")
    with pytest.raises(Refused, match="没有找到"):
        take_back(decided, YEAR, summing, second.key, "核对后该件已计入办公室报告，撤销")


def test_nothing_is_registered_twice_by_a_second_click_or_a_second_clerk(decided, summing):
    register(decided, YEAR, summing, wanted({NEW: 1, GRANTED: 1}), seen="")
    with pytest.raises(Refused, match="有变化"):
        register(decided, YEAR, summing, wanted({NEW: 1, GRANTED: 1}), seen="")
    register(decided, YEAR, summing, wanted({NEW: 1, GRANTED: 1}), seen=seen_of(entries(decided)))
    assert sums(decided).adjusted(NEW) == 13


def entries(government):
    return entries_of(scope_of(government, YEAR).stored, sums(government).edition)
