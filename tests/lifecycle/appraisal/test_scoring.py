"""What a score is: full points less what facts and entries deduct (C17 of county.md: 鲤城区 2020, ten points)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.lifecycle.appraisal.scoring import ScoredFact, ScoredItem, TypedEntry, deducted, points, score, scored
from reports.models.appraisal import EvidenceKind

LATE, PUBLIC, OTHERS, FIXED, DISPUTE, MANUAL = (
    EvidenceKind.LATE_SUBMISSION,
    EvidenceKind.LATE_PUBLICATION,
    EvidenceKind.RESEMBLES_OTHERS,
    EvidenceKind.RETURNED_NOT_FIXED,
    EvidenceKind.DISPUTE_CORRECTED,
    EvidenceKind.MANUAL,
)
C17 = [
    ScoredItem(1, "未及时备案", LATE, 50),
    ScoredItem(2, "未及时公开", PUBLIC, 50),
    ScoredItem(3, "未按要素撰写", EvidenceKind.ELEMENTS_MISSING, 50),
    ScoredItem(4, "与其他单位雷同", OTHERS, 50),
    ScoredItem(5, "被退回且未及时修改", FIXED, 50),
]
PER_CASE = ScoredItem(6, "被复议诉讼纠错", DISPUTE, 30, is_per_case=True)


def fact(kind, cases=1):
    return ScoredFact(kind, "…", "event", 1, cases)


def entry(item, tenths, number=1):
    return TypedEntry(number, item, tenths, "情况已经核实，予以登记。", "张某某", "2023-03-01 09:00")


@pytest.mark.parametrize(
    ("kinds", "total"),
    [
        ([], 100),
        ([LATE], 50),
        ([LATE, OTHERS], 0),
        ([LATE, OTHERS, PUBLIC], 0),
        ([OTHERS, FIXED], 0),
        ([DISPUTE], 100),
    ],
    ids=["nothing", "late", "late and alike", "never below 0", "alike and not mended", "no item asks for it"],
)
def test_the_example_of_ten_points(kinds, total):
    assert score(100, scored(C17, [fact(kind) for kind in kinds], [])) == total


def test_several_facts_of_one_kind_deduct_once_unless_cases_are_counted():
    alike = [fact(OTHERS), fact(OTHERS)]
    assert deducted(C17[3], alike, []) == 50
    assert deducted(PER_CASE, [fact(DISPUTE, 3)], []) == 90
    assert deducted(PER_CASE, [fact(DISPUTE, 2), fact(DISPUTE)], []) == 90


def test_a_cap_holds_whatever_the_cases_and_giving_back_counts_from_what_was_found():
    capped = ScoredItem(6, "被复议诉讼纠错", DISPUTE, 30, is_per_case=True, cap=60)
    found = [fact(DISPUTE, 3)]
    assert deducted(capped, found, []) == 60
    assert deducted(capped, found, [entry(6, -30)]) == 60  # two cases remain
    assert deducted(capped, found, [entry(6, -60)]) == 30


def test_an_entry_counts_for_its_item_alone_and_gives_back_no_more_than_was_deducted():
    manual = ScoredItem(7, "报送材料不全", MANUAL, 10)
    items = [*C17, manual]
    assert score(100, scored(items, [fact(LATE)], [entry(7, 20)])) == 30
    assert score(100, scored(items, [fact(LATE)], [entry(1, -50)])) == 100
    assert score(100, scored(items, [], [entry(1, -50)])) == 100
    assert [each.deducted for each in scored(items, [fact(LATE)], [entry(1, -20, 1), entry(7, 5, 2)])] == [
        *(30, 0, 0, 0, 0, 5)
    ]


def test_each_item_keeps_the_facts_and_entries_that_it_was_reckoned_from():
    late, alike = fact(LATE), fact(OTHERS)
    first, *_, fourth, _ = scored(C17, [late, alike], [entry(4, -10)])
    assert (first.facts, first.entries) == ((late,), ())
    assert (fourth.facts, fourth.entries, fourth.deducted) == ((alike,), (entry(4, -10),), 40)


@pytest.mark.parametrize(("tenths", "words"), [(100, "10"), (45, "4.5"), (0, "0"), (-5, "-0.5"), (-30, "-3")])
def test_points_are_read_without_needless_decimals(tenths, words):
    assert points(tenths) == words


@given(
    full=st.integers(1, 1000),
    kinds=st.lists(st.sampled_from([LATE, PUBLIC, OTHERS, FIXED, DISPUTE]), max_size=8),
    typed=st.lists(st.tuples(st.sampled_from([1, 2, 4, 5, 6]), st.integers(-200, 200)), max_size=8),
    cap=st.none() | st.integers(0, 100),
)
def test_no_score_is_above_full_points_or_below_nothing(full, kinds, typed, cap):
    capped = ScoredItem(6, "被复议诉讼纠错", DISPUTE, 30, is_per_case=True, cap=cap)
    items, entries = [*C17, capped], [entry(*each) for each in typed]
    found = scored(items, [fact(kind) for kind in kinds], entries)
    one_more = scored(items, [fact(kind) for kind in [*kinds, LATE]], entries)
    assert 0 <= score(full, one_more) <= score(full, found) <= full
    assert found[-1].deducted <= (10_000 if cap is None else cap)
