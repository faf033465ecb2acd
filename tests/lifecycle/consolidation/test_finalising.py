"""定稿: what it asks for, that nothing changes it, and that a change is told of (S5 of county.md §4.8)."""

import pytest

from reports.county.drift import drift
from reports.lifecycle.consolidation.adjusting import WantedAdjustment, register
from reports.lifecycle.consolidation.finalising import document_of, finalise, reopen
from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.refusals import Refused
from reports.models import (
    AdjustmentKind,
    AnnualReport,
    Applications,
    Basis,
    Finalisation,
    Membership,
    Organ,
    Role,
    Status,
    User,
)
from reports.official import Cell
from reports.official.report_data import Kind
from tests.conftest import PASSWORD, YEAR
from tests.county.reports import figures_of, organ, settle

REASON = "土门街道更正了报告，须重新核对汇总数"
NEW, GRANTED = (Cell("applications", row, "natural_person") for row in ("new_received", "granted"))
DENIED = Cell("applications", "denied_third_party", "natural_person")


def person(organ, role, name):
    user = User.objects.create_user(name, PASSWORD, full_name=name)
    Membership.objects.create(user=user, organ=organ, role=role)
    return user


@pytest.fixture
def summing(government):
    return person(government, Role.CLERK, "蒋文")


@pytest.fixture
def complete(cast, government, four_of_five, summing):
    """All five are in, and the scope is decided."""
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    decide_scope(government, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    return government


def seen(government):
    return standing_sums(government, YEAR).seen


def test_final_sums_say_what_they_said_whatever_happens_to_the_reports(cast, complete, summing, four_of_five):
    register(complete, YEAR, summing, WantedAdjustment({NEW: 1, GRANTED: 1}, AdjustmentKind.OTHER, REASON), seen="")
    before = standing_sums(complete, YEAR)
    final = finalise(complete, YEAR, summing, seen=before.seen)
    Applications.objects.filter(report=four_of_five["beizi"], row="granted").update(natural_person=0)
    AnnualReport.objects.filter(pk=four_of_five["police"].pk).update(status=Status.RETURNED)
    organ("late", "鲁山县信访局", Kind.DEPARTMENT, cast.county)
    after = standing_sums(complete, YEAR)
    assert after.final == final
    cells = [cell for table in before.edition.table.values() for cell in table.cells]
    for ask in ("figure", "adjustment", "adjusted", "known_part", "unknown_to"):
        assert [getattr(after, ask)(cell) for cell in cells] == [getattr(before, ask)(cell) for cell in cells]
    assert ([each.slug for each in after.scope.undecided], after.is_complete) == ([], True)
    assert after.nil == before.nil
    assert document_of(after).as_bytes() == bytes(final.content)


def test_a_correction_is_told_of_with_the_cells_that_change(cast, complete, summing, four_of_five):
    beizi = four_of_five["beizi"]
    finalise(complete, YEAR, summing, seen=seen(complete))
    assert not drift(standing_sums(complete, YEAR))
    AnnualReport.objects.filter(pk=beizi.pk).update(status=Status.PUBLISHED)
    assert not drift(standing_sums(complete, YEAR))
    figures = figures_of("beizi") | {GRANTED: 0, DENIED: 1}
    AnnualReport.objects.create(organ=beizi.organ, year=YEAR, revision=2, edition="2021", status=Status.PUBLISHED)
    corrected = AnnualReport.objects.get(organ=beizi.organ, year=YEAR, revision=2)
    for (row,) in {(cell.row,) for cell in figures if cell.table == "applications"}:
        Applications.objects.create(
            report=corrected,
            row=row,
            **{
                cell.column: number
                for cell, number in figures.items()
                if (cell.table, cell.row) == ("applications", row)
            },
        )
    sums = standing_sums(complete, YEAR)
    changed = drift(sums)
    assert changed.members == (("背孜乡人民政府", "已更正"),)
    assert [each for each in changed.cells if each[0].table == "applications"] == [(GRANTED, 6, 5), (DENIED, 0, 1)]
    assert sums.figure(GRANTED) == 6


def test_an_approval_that_is_revoked_is_told_of(complete, summing, four_of_five):
    finalise(complete, YEAR, summing, seen=seen(complete))
    AnnualReport.objects.filter(pk=four_of_five["police"].pk).update(status=Status.RETURNED)
    assert drift(standing_sums(complete, YEAR)).members == (("鲁山县公安局", "审核通过已撤销"),)


def test_who_is_missing_or_undecided_stands_in_the_way_and_is_named(cast, complete, summing):
    AnnualReport.objects.filter(organ__slug="tumen").update(status=Status.IN_REVIEW)
    with pytest.raises(Refused, match="1 个单位尚未计入汇总，不能定稿：土门街道办事处（待审核）。"):
        finalise(complete, YEAR, summing, seen=seen(complete))
    AnnualReport.objects.filter(organ__slug="tumen").update(status=Status.APPROVED)
    organ("late", "鲁山县信访局", Kind.DEPARTMENT, cast.county)
    with pytest.raises(Refused, match="新增 1 个单位（鲁山县信访局），尚未决定是否纳入"):
        finalise(complete, YEAR, summing, seen=seen(complete))
    assert not Finalisation.objects.exists()


def test_what_was_not_seen_is_not_declared_final(complete, summing, four_of_five):
    before = seen(complete)
    AnnualReport.objects.get(pk=four_of_five["police"].pk).save()
    with pytest.raises(Refused, match="有变化"):
        finalise(complete, YEAR, summing, seen=before)


def test_a_leader_decides_where_there_is_one_and_not_on_their_own_adjustments(complete, summing):
    leader = person(complete, Role.LEADER, "董立")
    with pytest.raises(Refused, match="定稿由鲁山县人民政府的"):
        finalise(complete, YEAR, summing, seen=seen(complete))
    Membership.objects.create(user=leader, organ=complete, role=Role.CLERK)
    register(complete, YEAR, leader, WantedAdjustment({NEW: 1, GRANTED: 1}, AdjustmentKind.OTHER, REASON), seen="")
    other = person(complete, Role.LEADER, "李明")
    with pytest.raises(Refused, match="您登记过汇总调整"):
        finalise(complete, YEAR, leader, seen=seen(complete))
    assert finalise(complete, YEAR, other, seen=seen(complete)).by == other


def test_whoever_comes_second_reads_who_did_and_nothing_is_adjusted_any_more(complete, summing):
    other = person(complete, Role.CLERK, "王芳")
    finalise(complete, YEAR, summing, seen=seen(complete))
    with pytest.raises(Refused, match=r"已由蒋文于 .* 定稿"):
        finalise(complete, YEAR, other, seen=seen(complete))
    with pytest.raises(Refused, match="须先撤销定稿"):
        register(complete, YEAR, summing, WantedAdjustment({NEW: 1, GRANTED: 1}, AdjustmentKind.OTHER, REASON), seen="")
    scope = standing_sums(complete, YEAR).scope
    with pytest.raises(Refused, match="须先撤销定稿"):
        decide_scope(complete, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen=scope.seen)


def test_it_is_worked_on_again_for_a_reason_and_the_document_stays(complete, summing, cast):
    final = finalise(complete, YEAR, summing, seen=seen(complete))
    for by, reason in ((summing, "短"), (cast.supervisor, REASON)):
        with pytest.raises(Refused):
            reopen(complete, YEAR, by, reason)
    reopen(complete, YEAR, summing, REASON)
    assert standing_sums(complete, YEAR).final is None
    with pytest.raises(Refused, match="没有定稿"):
        reopen(complete, YEAR, summing, REASON)
    again = finalise(complete, YEAR, summing, seen=seen(complete))
    assert [each.pk for each in Finalisation.objects.all()] == [again.pk, final.pk]
