"""Opinions and explanations: who may do what about them in which state, and what a decision does to them."""

from functools import partial

import pytest

from reports.lifecycle import readiness
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings, unexplained
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reviewing import ACTS
from reports.lifecycle.transitions import BY_ACTION
from reports.lifecycle.workflow import require_allowed
from reports.models import AnnualReport, Explanation, Judgement, Membership, OpinionState, Organ, Role, Status
from reports.official.interchange import content_hash
from tests.deciding import act, add_opinion, judge, perform

REASON = "第五部分没有逐项写明改进情况，请补充。"
CELL = "normative_acts.rules.in_force"
EVERYBODY = ["clerk", "colleague", "leader", "reader", "supervisor", "neighbour", "stranger", "administrator"]
CLERKS = {"clerk", "colleague"}

# By act, the states of the opinion and of the report in which it may be done, and by whom.
MAY = {
    "delete": ({"draft"}, {"in_review"}, {"supervisor"}),
    "answer": ({"open"}, {"draft", "returned"}, CLERKS),
    "resolve": ({"open", "answered"}, {"in_review"}, {"supervisor"}),
    "ask": ({"answered", "resolved"}, {"in_review"}, {"supervisor"}),
}


def pinned(report, user, level="must", **place):
    place = {"anchor": "problems"} | place
    return add_opinion(report.pk, user, level=level, code="other", words="请补充改进措施。", **place)


def explained(report, author):
    finding = unexplained(report)[0]
    return report.explanations.create(
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        place=finding.place,
        finding=finding.message,
        body="上级机关认定的规章，已随附认定文件。",
        author=author,
    )


@pytest.fixture
def with_explanation(filled, cast):
    save(filled.pk, cast.clerk, [Edit(CELL, "0", "6")])
    explanation = explained(filled, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    return explanation


@pytest.mark.parametrize("action", ACTS)
@pytest.mark.parametrize("state", OpinionState)
def test_who_may_do_what_about_an_opinion_is_what_the_table_says(in_review, cast, action, state):
    opinion = pinned(in_review, cast.supervisor)
    done = set()
    for status in Status:
        for person in EVERYBODY:
            AnnualReport.objects.update(status=status)
            if not in_review.opinions.update(state=state):
                opinion.save(force_insert=True)
                in_review.opinions.update(state=state)
            try:
                act(action, in_review.pk, opinion.number, getattr(cast, person), "请逐项写明。")
            except Refused:
                continue
            done.add((status.value, person))
    states, statuses, people = MAY[action]
    expected = {(status, person) for status in statuses for person in people} if state in states else set()
    assert done == expected


def test_who_may_pin_an_opinion(in_review, cast):
    done = set()
    for status in Status:
        AnnualReport.objects.update(status=status)
        for person in EVERYBODY:
            try:
                pinned(in_review, getattr(cast, person))
            except Refused:
                continue
            done.add((status.value, person))
    assert done == {("in_review", "supervisor")}


def test_who_may_judge_an_explanation(with_explanation, cast):
    done = set()
    for status in Status:
        AnnualReport.objects.update(status=status)
        for person in EVERYBODY:
            try:
                judge(with_explanation.report_id, with_explanation.pk, getattr(cast, person), Judgement.ACCEPTED)
            except Refused:
                continue
            done.add((status.value, person))
    assert done == {("in_review", "supervisor")}


def test_whoever_submitted_says_nothing_as_a_supervisor(with_explanation, cast):
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="须由其他人员办理"):
        pinned(with_explanation.report, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        judge(with_explanation.report_id, with_explanation.pk, cast.clerk, Judgement.ACCEPTED)


def test_nobody_accepts_an_explanation_of_their_own(with_explanation, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    with_explanation.author = cast.colleague
    with_explanation.save()
    with pytest.raises(Refused, match="由您填写"):
        judge(with_explanation.report_id, with_explanation.pk, cast.colleague, Judgement.ACCEPTED)


def test_opinions_are_told_with_the_decision_and_not_before(in_review, cast):
    pinned(in_review, cast.supervisor)
    assert in_review.opinions.issued().count() == 0
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    assert [each.state for each in in_review.opinions.issued()] == ["open"]


def test_approval_waits_for_every_opinion_that_must_be_dealt_with(in_review, cast):
    pinned(in_review, cast.supervisor, level="advice")
    opinion = pinned(in_review, cast.supervisor)
    with pytest.raises(Refused, match="还有 1 条“须改”意见未解决"):
        perform("approve", in_review.pk, cast.supervisor)
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    act("answer", in_review.pk, opinion.number, cast.clerk, "已补充")
    perform("submit", in_review.pk, cast.clerk)
    with pytest.raises(Refused, match="还有 1 条“须改”意见未解决"):
        perform("approve", in_review.pk, cast.supervisor)
    act("resolve", in_review.pk, opinion.number, cast.supervisor)
    assert perform("approve", in_review.pk, cast.supervisor).to_status == Status.APPROVED


def test_a_leader_signs_what_the_clerk_has_dealt_with(in_review, with_leader, cast):
    opinion = pinned(in_review, cast.supervisor)
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    perform("submit", in_review.pk, cast.clerk)
    with pytest.raises(Refused, match="还有 1 条“须改”意见未解决"):
        perform("sign", in_review.pk, cast.leader)
    perform("withdraw", in_review.pk, cast.clerk)
    act("answer", in_review.pk, opinion.number, cast.clerk)
    perform("submit", in_review.pk, cast.clerk)
    assert perform("sign", in_review.pk, cast.leader).to_status == Status.IN_REVIEW


def test_an_unresolved_opinion_is_reviewed_even_where_review_no_longer_comes_first(in_review, cast):
    opinion = pinned(in_review, cast.supervisor)
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    act("answer", in_review.pk, opinion.number, cast.clerk)
    Organ.objects.filter(pk=cast.county.pk).update(reviews_before_publication=False)
    assert perform("submit", in_review.pk, cast.clerk).to_status == Status.IN_REVIEW


def test_approval_waits_for_every_explanation_to_be_accepted(with_explanation, cast):
    report = with_explanation.report_id
    with pytest.raises(Refused, match="还有 1 项情况说明未认可"):
        perform("approve", report, cast.supervisor)
    judge(report, with_explanation.pk, cast.supervisor, Judgement.ACCEPTED)
    assert perform("approve", report, cast.supervisor).to_status == Status.APPROVED


def test_all_conditions_of_an_approval_speak_of_the_same_moment(with_explanation, cast, monkeypatch):
    judge(with_explanation.report_id, with_explanation.pk, cast.supervisor, Judgement.ACCEPTED)
    report = AnnualReport.objects.get(pk=with_explanation.report_id)

    def questioned_meanwhile(report):
        Explanation.objects.update(judgement=Judgement.QUESTIONED)
        return findings(report)

    monkeypatch.setattr(readiness, "findings", questioned_meanwhile)
    approve = partial(require_allowed, BY_ACTION["approve"], report, cast.supervisor, reason="")
    approve(seen_hash=content_hash(report.data()))
    with pytest.raises(Refused, match="还有 1 项情况说明未认可"):
        approve(seen_hash=content_hash(report.data()))


def test_a_questioned_explanation_has_to_be_written_again(with_explanation, cast):
    report = with_explanation.report
    with pytest.raises(Refused, match="请填写 2—500 字"):
        judge(report.pk, with_explanation.pk, cast.supervisor, Judgement.QUESTIONED, " ")
    judge(report.pk, with_explanation.pk, cast.supervisor, Judgement.QUESTIONED, "请附认定文件的文号。")
    perform("return", report.pk, cast.supervisor, reason=REASON)
    with pytest.raises(Refused, match="须说明"):
        perform("submit", report.pk, cast.clerk)


def test_an_acceptance_does_not_reach_beyond_the_values_it_was_given_for(with_explanation, cast):
    report = with_explanation.report
    judge(report.pk, with_explanation.pk, cast.supervisor, Judgement.ACCEPTED)
    perform("return", report.pk, cast.supervisor, reason=REASON)
    save(report.pk, cast.clerk, [Edit(CELL, "6", "7")])
    assert len(unexplained(report)) == 1
    assert report.explanations.count() == 1
    save(report.pk, cast.clerk, [Edit(CELL, "7", "6")])
    assert unexplained(report) == []


def test_running_the_checks_again_loses_no_explanation(with_explanation):
    for _ in range(3):
        findings(with_explanation.report)
    with_explanation.refresh_from_db()
    assert with_explanation.body == "上级机关认定的规章，已随附认定文件。"


def test_the_draft_of_another_is_not_deleted_while_its_author_is_there(in_review, cast):
    Membership.objects.create(user=cast.stranger, organ=cast.county, role=Role.SUPERVISOR)
    opinion = pinned(in_review, cast.supervisor)
    with pytest.raises(Refused, match="只能由本人删除"):
        act("delete", in_review.pk, opinion.number, cast.stranger)
    cast.supervisor.is_active = False
    cast.supervisor.save()
    act("delete", in_review.pk, opinion.number, cast.stranger)
    assert in_review.opinions.count() == 0
