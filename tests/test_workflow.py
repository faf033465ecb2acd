"""Who may do what with a report in which state, and what a transition leaves behind."""

import threading

import pytest
from django.db import connection

from reports import editing
from reports.editing import Edit
from reports.models import AnnualReport, Membership, Organ, Publication, Role, Status
from reports.official.interchange import content_hash
from reports.opening import declare_nil, enter, open_report
from reports.workflow import Refused, open_review, take

REASON = "第五部分没有逐项写明改进情况，请补充。"


def test_a_report_goes_from_draft_to_approved_and_leaves_its_events(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("return", filled.pk, cast.supervisor, reason=REASON)
    take("submit", filled.pk, cast.clerk)
    take("approve", filled.pk, cast.supervisor)
    filled.refresh_from_db()
    told = [(event.action, event.to_status, event.actor.username, event.round) for event in filled.events.all()]
    assert told == [
        ("approve", "approved", "supervisor", 2),
        ("submit", "in_review", "clerk", 2),
        ("return", "returned", "supervisor", 1),
        ("submit", "in_review", "clerk", 1),
    ]
    assert {event.content_hash for event in filled.events.all()} == {content_hash(filled.data())}


def test_a_report_with_something_to_fix_is_not_submitted(report, cast):
    with pytest.raises(Refused, match="须修改"):
        take("submit", report.pk, cast.clerk)


def test_a_finding_to_explain_holds_a_submission_until_it_is_explained(filled, cast):
    editing.save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    with pytest.raises(Refused, match="须说明"):
        take("submit", filled.pk, cast.clerk)


@pytest.mark.parametrize("reason", ["", "   ", "太短", "长" * 501])
def test_a_return_needs_a_reason_of_reasonable_length(filled, cast, reason):
    take("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="请填写退回意见"):
        take("return", filled.pk, cast.supervisor, reason=reason)


def test_whoever_submitted_does_not_approve(filled, cast):
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    take("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        take("approve", filled.pk, cast.clerk)


def test_whoever_edited_the_round_does_not_approve(filled, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    editing.save(filled.pk, cast.colleague, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    take("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        take("approve", filled.pk, cast.colleague)
    assert take("approve", filled.pk, cast.supervisor).to_status == Status.APPROVED


def test_content_that_was_not_shown_is_not_decided_on(filled, cast):
    with pytest.raises(Refused, match="有修改"):
        take("submit", filled.pk, cast.clerk, seen_hash="0" * 64)


def test_a_second_decision_is_told_who_was_first(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("approve", filled.pk, cast.supervisor)
    with pytest.raises(Refused, match=r"张某某已于 .* 审核通过，本报告当前为“审核通过”，不能退回修改"):
        take("return", filled.pk, cast.supervisor, reason=REASON)


def test_without_a_superior_a_submission_is_approved_as_it_stands(filled, cast):
    Organ.objects.filter(pk=cast.township.pk).update(superior=None)
    assert take("submit", filled.pk, cast.clerk).to_status == Status.APPROVED


def test_where_review_does_not_come_first_a_submission_is_approved_as_it_stands(filled, cast):
    Organ.objects.filter(pk=cast.county.pk).update(reviews_before_publication=False)
    assert take("submit", filled.pk, cast.clerk).to_status == Status.APPROVED


def test_with_a_leader_in_office_a_submission_is_signed_before_it_is_reviewed(filled, with_leader, cast):
    assert take("submit", filled.pk, cast.clerk).to_status == Status.SIGNING
    assert take("sign", filled.pk, cast.leader).to_status == Status.IN_REVIEW


def test_a_leader_who_edited_does_not_sign_and_is_not_waited_for(filled, with_leader, cast):
    editing.save(filled.pk, cast.leader, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    assert take("submit", filled.pk, cast.clerk).to_status == Status.IN_REVIEW


def test_a_leader_who_submitted_and_withdrew_is_not_waited_for(filled, with_leader, cast):
    Membership.objects.create(user=cast.leader, organ=cast.township, role=Role.CLERK)
    take("submit", filled.pk, cast.leader)
    take("withdraw", filled.pk, cast.leader)
    assert take("submit", filled.pk, cast.clerk).to_status == Status.IN_REVIEW


def test_whoever_declared_a_nil_has_edited(filled, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    before = content_hash(filled.data())
    declare_nil(filled.pk, cast.colleague, "disputes")  # its figures are 0 as they stand
    filled.refresh_from_db()
    assert content_hash(filled.data()) != before
    take("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        take("approve", filled.pk, cast.colleague)


def test_a_leader_sends_back_with_a_reason(filled, with_leader, cast):
    take("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="请填写退回意见"):
        take("send_back", filled.pk, cast.leader)
    assert take("send_back", filled.pk, cast.leader, reason=REASON).to_status == Status.RETURNED


def test_a_submission_is_withdrawn_until_the_review_begins(filled, cast):
    take("submit", filled.pk, cast.clerk)
    assert take("withdraw", filled.pk, cast.colleague).to_status == Status.DRAFT
    take("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    open_review(filled, cast.supervisor)
    with pytest.raises(Refused, match="审核员已开始审核，不能撤回"):
        take("withdraw", filled.pk, cast.clerk)


def test_withdrawing_does_not_wash_the_hands_of_who_edited(filled, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    editing.save(filled.pk, cast.colleague, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    take("submit", filled.pk, cast.clerk)
    take("withdraw", filled.pk, cast.clerk)
    take("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        take("approve", filled.pk, cast.colleague)


@pytest.fixture
def approved(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("approve", filled.pk, cast.supervisor)
    return filled


FILES = {"json": b"{}", "pdf": b"%PDF", "xlsx": b"PK"}


def test_an_approval_is_revoked_with_a_reason(approved, cast):
    assert take("revoke", approved.pk, cast.supervisor, reason=REASON).to_status == Status.RETURNED


def test_what_is_published_is_frozen_with_its_files(approved, cast):
    take("publish", approved.pk, cast.clerk, files=FILES)
    publication = Publication.objects.get(report=approved)
    assert {each: publication.file(each) for each in FILES} == FILES
    assert publication.content_hash == content_hash(approved.data())


def test_what_differs_from_what_was_approved_is_not_published(approved, cast):
    approved.texts.filter(key="other_matters").update(body="审核之后改的")
    with pytest.raises(Refused, match="与审核通过时不一致"):
        take("publish", approved.pk, cast.clerk, files=FILES)
    assert Publication.objects.count() == 0


def test_a_correction_is_a_new_draft_and_the_published_revision_stays(approved, cast):
    take("publish", approved.pk, cast.clerk, files=FILES)
    before = approved.data()
    take("correct", approved.pk, cast.supervisor, reason=REASON)
    approved.refresh_from_db()
    correction = AnnualReport.objects.get(revision=2)
    assert (approved.status, correction.status, correction.state) == (Status.PUBLISHED, Status.DRAFT, "更正中")
    assert correction.data() == before
    editing.save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的内容。")])
    assert approved.data() == before
    with pytest.raises(Refused, match="已有更正版本"):
        take("correct", approved.pk, cast.supervisor, reason=f"{REASON}请尽快更正。")


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins(cast, seed):
    report = open_report(cast.township, 2022, cast.clerk)
    enter(report, cast.clerk, seed)
    take("submit", report.pk, cast.clerk)
    outcomes = []
    barrier = threading.Barrier(2)

    def decide(action):
        barrier.wait()
        try:
            outcomes.append(take(action, report.pk, cast.supervisor, reason=REASON).action)
        except Refused as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(action,)) for action in ("approve", "return")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert report.events.exclude(action="submit").count() == 1
