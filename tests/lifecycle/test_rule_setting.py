"""A supervising organ sets thresholds, and what only informs, for one year; every check of its organs follows."""

import pytest

from reports.checks import RULES, Case, Level, run
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings, findings_of_many, unexplained
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reviewing import explain
from reports.lifecycle.rule_setting import ChosenRule, set_rules
from reports.models import AnnualReport, RuleSetting
from reports.models.rule_settings import rules_in_force
from tests.checks.reports import a_report, applications
from tests.conftest import YEAR

REASON = "乡镇一般没有规章，逐项提示即可。"
PAGE = f"/review/rules/lushan/{YEAR}/"


@pytest.fixture
def with_rules_of_its_own(filled, cast):
    """A township that reports 规章, which needs explaining (Z5)."""
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    return AnnualReport.objects.select_related("organ").get(pk=filled.pk)


def levels(report):
    """By every way in which stored reports are checked: the level of Z5."""
    alone = findings(report, report.data())
    _, among = findings_of_many([report])[report.pk]
    return [{each.level for each in found if each.rule == "Z5"} for found in (alone, among)]


def turn_down(cast, *, year=YEAR, organ=None, is_hint=True, seen=0):
    chosen = [ChosenRule("Z5", is_hint, None)]
    return set_rules(organ or cast.county, year, cast.supervisor, chosen, REASON, seen=seen)


def test_what_is_turned_down_only_informs_in_every_check_and_voids_no_explanation(with_rules_of_its_own, cast):
    report = with_rules_of_its_own
    (before,) = unexplained(report)
    explain(report, cast.clerk, before, "县里下放了制定权限，已经核对。")
    turn_down(cast)
    assert levels(report) == [{Level.HINT}, {Level.HINT}]
    (now,) = [each for each in findings(report, report.data()) if each.rule == "Z5"]
    assert now.fingerprint == before.fingerprint
    turn_down(cast, is_hint=False, seen=rules_in_force([(cast.county.pk, YEAR)])[cast.county.pk, YEAR].last)
    assert levels(report) == [{Level.EXPLAIN}, {Level.EXPLAIN}]
    assert unexplained(report) == []


def test_it_holds_for_that_year_and_that_organ_alone(with_rules_of_its_own, cast):
    turn_down(cast, year=YEAR + 1)
    assert levels(with_rules_of_its_own) == [{Level.EXPLAIN}, {Level.EXPLAIN}]
    AnnualReport.objects.filter(pk=with_rules_of_its_own.pk).update(year=YEAR + 1)
    moved = AnnualReport.objects.select_related("organ").get(pk=with_rules_of_its_own.pk)
    assert levels(moved) == [{Level.HINT}, {Level.HINT}]
    cast.township.superior = None
    cast.township.save()
    alone = AnnualReport.objects.select_related("organ").get(pk=moved.pk)
    assert levels(alone) == [{Level.EXPLAIN}, {Level.EXPLAIN}]


@pytest.mark.parametrize(
    "chosen",
    [
        ChosenRule("A3", True, None),
        ChosenRule("W14", True, None),
        ChosenRule("Z5", False, 3),
        ChosenRule("Y4", False, 1),
    ],
)
def test_what_a_rule_does_not_allow_is_refused(cast, chosen):
    with pytest.raises(Refused):
        set_rules(cast.county, YEAR, cast.supervisor, [chosen], REASON, seen=0)
    assert not RuleSetting.objects.exists()


def test_who_does_not_supervise_for_the_organ_or_has_not_seen_the_newest_is_refused(cast):
    for user, organ in ((cast.clerk, cast.county), (cast.stranger, cast.county)):
        with pytest.raises(Refused):
            set_rules(organ, YEAR, user, [ChosenRule("Z5", True, None)], REASON, seen=0)
    turn_down(cast)
    with pytest.raises(Refused, match="有变化"):
        turn_down(cast, is_hint=False)
    assert RuleSetting.objects.get().is_hint


@pytest.mark.parametrize(
    ("rule", "threshold", "usual", "set_so"),
    [("Y4", 3, 0, 1), ("Y4", 100, 0, 0), ("N4", 10, 0, 1), ("W14", 300, 0, 1)],
)
def test_a_threshold_is_what_the_rule_judges_by(rule, threshold, usual, set_so):
    fees = {next(cell for cell in a_report().official_form.table["fees"].entries): 50}
    report = a_report(
        texts={"overview.platform": "我乡规范公开内容。" * 50},
        figures=applications(new_received=20) | fees,
    )
    previous = a_report(year=YEAR - 1, figures=applications(new_received=6))
    found = [
        sum(each.rule == rule for each in run(Case(report, previous, thresholds=thresholds)))
        for thresholds in ({}, {rule: threshold})
    ]
    assert found == [usual, set_so]


def test_the_page_sets_and_lists_what_was_set(cast, as_user):
    client = as_user(cast.supervisor)
    page = client.get(PAGE).content.decode()
    assert "没有设置过" in page
    posted = {f"level-{rule.id}": "explain" for rule in RULES.values() if rule.may_be_turned_down}
    posted |= {"level-Z5": "hint", "threshold-Y4": "3", "seen": "0", "reason": REASON}
    page = client.post(PAGE, posted, follow=True).content.decode()
    assert "已设置 2 项规则" in page
    kept = [(each.rule, each.is_hint, each.threshold, each.by) for each in RuleSetting.objects.order_by("rule")]
    assert kept == [("Y4", False, 3, cast.supervisor), ("Z5", True, None, cast.supervisor)]
    assert page.count(REASON) == 2
    refused = client.post(PAGE, posted | {"threshold-Y4": "1000"}).content.decode()
    assert "Y4 请填写 2 至 100 的整数" in refused
    assert RuleSetting.objects.count() == 2
