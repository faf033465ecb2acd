"""Whose reports a county sums up: the usual scope, what is decided, and what would count an organ twice."""

import pytest

from reports.lifecycle.consolidation.scope import Decision, decide_scope, scope_of
from reports.lifecycle.refusals import Refused
from reports.models import Basis, Organ, ScopeEntry
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.county.reports import organ

ALL_OF_THEM = ["lushan", "police", "beizi", "wawu", "tumen"]
WHOLE = Decision(Basis.WHOLE_AREA, "", {})


def slugs(organs):
    return [each.slug for each in organs]


def test_until_it_is_decided_the_office_and_all_below_it_are_summed_up_and_nothing_is_stored(government):
    scope = scope_of(government, YEAR)
    assert (slugs(scope.included), scope.undecided, scope.stored) == (ALL_OF_THEM, [], None)
    assert not ScopeEntry.objects.exists()


def test_a_retired_organ_is_not_proposed_but_stays_where_it_was_decided(cast, government):
    Organ.objects.filter(slug="police").update(is_active=False)
    assert "police" not in slugs(scope_of(government, YEAR).included)
    Organ.objects.filter(slug="police").update(is_active=True)
    decide_scope(government, YEAR, cast.clerk, WHOLE, seen="")
    Organ.objects.filter(slug="police").update(is_active=False)
    assert slugs(scope_of(government, YEAR).included) == ALL_OF_THEM


def test_what_is_left_out_is_kept_with_its_reason_and_by_year(cast, government):
    police = Organ.objects.get(slug="police")
    note = "不含实行垂直领导的部门。"
    decision = Decision(Basis.CUSTOM, note, {police.pk: "实行垂直领导"})
    scope = decide_scope(government, YEAR, cast.clerk, decision, seen="")
    left_out = [(member.organ.slug, member.reason) for member in scope.members if not member.is_included]
    assert (left_out, scope.basis, scope.note) == (
        [("police", "实行垂直领导")],
        Basis.CUSTOM,
        "不含实行垂直领导的部门。",
    )
    assert slugs(scope_of(government, YEAR + 1).included) == ALL_OF_THEM


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (lambda police: Decision(Basis.CUSTOM, "", {police: ""}), "请填写不纳入鲁山县公安局的理由，4至200字。"),
        (lambda police: Decision(Basis.CUSTOM, "", {police: "由" * 201}), "请填写不纳入鲁山县公安局的理由，4至200字。"),
        (lambda _: Decision(Basis.OWN_LEVEL, "", {}), "口径为“仅本级机关”，不能纳入背孜乡人民政府。"),
        (
            lambda police: Decision(Basis.WHOLE_AREA, "", {police: "实行垂直领导"}),
            "有单位不纳入汇总的，请填写口径说明，或将口径改为“自定”。",
        ),
    ],
)
def test_what_cannot_stand_is_refused_in_a_sentence_and_nothing_is_stored(cast, government, decision, words):
    police = Organ.objects.get(slug="police").pk
    with pytest.raises(Refused) as refused:
        decide_scope(government, YEAR, cast.clerk, decision(police), seen="")
    assert str(refused.value) == words
    assert scope_of(government, YEAR).stored is None


def test_nobody_at_all_is_no_scope(cast, government):
    everybody = {each.pk: "本年不纳入" for each in scope_of(government, YEAR).included}
    with pytest.raises(Refused, match="至少纳入一个单位。"):
        decide_scope(government, YEAR, cast.clerk, Decision(Basis.CUSTOM, "", everybody), seen="")


def test_an_organ_that_another_government_sums_up_is_refused(cast, government):
    decide_scope(government, YEAR, cast.clerk, WHOLE, seen="")
    other = organ("other-gov", "外县人民政府", Kind.COUNTY, None, consolidated_by=cast.county)
    with pytest.raises(Refused) as refused:
        decide_scope(other, YEAR, cast.clerk, WHOLE, seen="")
    assert str(refused.value) == "鲁山县人民政府办公室已纳入鲁山县人民政府的汇总，不能重复纳入。"


def test_a_government_and_an_organ_that_its_report_contains_are_not_summed_up_together(cast, government):
    Organ.objects.filter(pk=government.pk).update(superior=cast.county)
    city = organ("city", "平顶山市人民政府", Kind.CITY, None, consolidated_by=cast.county)
    with pytest.raises(Refused) as refused:
        decide_scope(city, YEAR, cast.clerk, WHOLE, seen="")
    assert str(refused.value) == "鲁山县人民政府的报告已包含鲁山县人民政府办公室，不能同时纳入。"


def test_whoever_decides_on_what_somebody_else_has_changed_is_told(cast, government):
    decide_scope(government, YEAR, cast.clerk, WHOLE, seen="")
    with pytest.raises(Refused, match="汇总范围在您打开本页后有变化"):
        decide_scope(government, YEAR, cast.colleague, WHOLE, seen="")
