"""Who may do what with a report in which state, and what a transition leaves behind."""

import threading

import pytest
from django.db import connection

from reports.formats import writing
from reports.lifecycle import editing, workflow
from reports.lifecycle.awaiting import waiting_for
from reports.lifecycle.changes import standing
from reports.lifecycle.contributors import contributors
from reports.lifecycle.editing import Edit
from reports.lifecycle.opening import declare_nil, fill, open_report, withdraw_nil
from reports.lifecycle.refusals import Refused
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport, Membership, Organ, Publication, Role, Source, Status
from reports.official.figures import display
from reports.official.interchange import content_hash, parse
from tests.deciding import perform

REASON = "第五部分没有逐项写明改进情况，请补充。"


def test_a_report_goes_from_draft_to_approved_and_leaves_its_events(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
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
        perform("submit", report.pk, cast.clerk)


def test_a_finding_to_explain_holds_a_submission_until_it_is_explained(filled, cast):
    editing.save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    with pytest.raises(Refused, match="须说明"):
        perform("submit", filled.pk, cast.clerk)


@pytest.mark.parametrize("reason", ["", "   ", "太短", "长" * 501])
def test_a_return_needs_a_reason_of_reasonable_length(filled, cast, reason):
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="请填写退回意见"):
        perform("return", filled.pk, cast.supervisor, reason=reason)


def test_whoever_submitted_does_not_approve(filled, cast):
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        perform("approve", filled.pk, cast.clerk)


def test_whoever_edited_the_round_does_not_approve(filled, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    editing.save(filled.pk, cast.colleague, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        perform("approve", filled.pk, cast.colleague)
    assert perform("approve", filled.pk, cast.supervisor).to_status == Status.APPROVED


OWN = "本年度没有其他需要报告的事项。"
GRANTED = "applications.granted.business"
REQUESTS = "overview.disclosure_on_request"


def returned_to(filled, cast, *edits):
    """Let a round pass; then each person saves what they are given."""
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    for person, address, now, source in edits:
        seen = filled.stored_texts() | {str(cell): display(figure) for cell, figure in filled.figures().items()}
        editing.save(filled.pk, person, [Edit(address, seen.get(address, ""), now)], source=source)


@pytest.mark.parametrize("source", Source)
def test_an_entry_counts_for_four_eyes_unless_the_system_made_it(filled, cast, source):
    returned_to(filled, cast, (cast.colleague, GRANTED, "5", source))
    is_nobodys = source in (Source.PROPOSED, Source.CARRIED_OVER, Source.CONSOLIDATED)
    assert contributors(filled) == {cast.clerk.pk} | (set() if is_nobodys else {cast.colleague.pk})


def test_an_entry_of_an_earlier_round_counts_while_it_stands(filled, cast):
    """B6: who typed the figures of the first round approved the second."""
    said = filled.stored_texts()[REQUESTS]
    editing.save(filled.pk, cast.colleague, [Edit(GRANTED, "0", "5")])
    editing.save(filled.pk, cast.colleague, [Edit(GRANTED.replace("granted", "new_received"), "0", "5")])
    editing.save(filled.pk, cast.colleague, [Edit(REQUESTS, said, f"{filled.year}年收到申请5件，均予以公开。")])
    returned_to(filled, cast, (cast.clerk, "other_matters", OWN, Source.TYPED))
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        perform("approve", filled.pk, cast.colleague)
    assert filled not in waiting_for(cast.colleague, filled.year)
    assert filled in waiting_for(cast.supervisor, filled.year)


def test_a_figure_is_the_entry_of_its_last_editor_alone(filled, cast):
    edits = [(cast.colleague, GRANTED, "5", Source.TYPED), (cast.leader, GRANTED, "6", Source.TYPED)]
    returned_to(filled, cast, *edits)
    assert contributors(filled) == {cast.clerk.pk, cast.leader.pk}


def test_a_text_is_the_entry_of_everybody_since_it_was_last_empty(filled, cast):
    def said(person, now):
        return (person, "other_matters", now, Source.TYPED)

    returned_to(filled, cast, said(cast.colleague, OWN), said(cast.leader, f"{OWN}特此报告。"))
    assert contributors(filled) == {cast.clerk.pk, cast.colleague.pk, cast.leader.pk}
    filled.refresh_from_db()
    for person, now in ((cast.reader, ""), (cast.reader, "无")):
        seen = filled.stored_texts()["other_matters"]
        editing.save(filled.pk, person, [Edit("other_matters", seen, now)])
    assert contributors(filled) == {cast.clerk.pk, cast.reader.pk}


def test_whoever_submitted_any_round_of_the_revision_does_not_decide(filled, cast):
    perform("submit", filled.pk, cast.colleague)
    perform("withdraw", filled.pk, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    perform("submit", filled.pk, cast.clerk)
    assert contributors(filled) == {cast.clerk.pk, cast.colleague.pk}


def test_a_declaration_that_was_withdrawn_is_nobodys_entry(filled, cast):
    declare_nil(filled.pk, cast.colleague, "disputes")
    assert contributors(filled) == {cast.clerk.pk, cast.colleague.pk}
    withdraw_nil(filled.pk, cast.leader, "disputes")
    assert contributors(filled) == {cast.clerk.pk}


def test_what_a_correction_copies_was_entered_by_nobody(approved, cast):
    perform("publish", approved.pk, cast.clerk)
    perform("correct", approved.pk, cast.supervisor, reason=REASON)
    assert contributors(AnnualReport.objects.get(revision=2)) == set()


def test_who_contributed_is_asked_in_two_queries_however_much_was_changed(filled, cast, django_assert_num_queries):
    for number in range(1, 30):
        editing.save(filled.pk, cast.colleague, [Edit(GRANTED, str(number - 1), str(number))], source=Source.PASTED)
    with django_assert_num_queries(2):
        assert contributors(filled) == {cast.clerk.pk, cast.colleague.pk}


def test_whether_a_text_was_emptied_is_asked_of_an_index_made_for_it(filled):
    """Without it the time grew with the square of the changes: 4,000 of one text took 40 s."""
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: PostgreSQL reads a table as small as this one whole")
    assert "emptied_values" in standing(filled.changes.all()).explain()


def test_content_that_was_not_shown_is_not_decided_on(filled, cast):
    with pytest.raises(Refused, match="有修改"):
        perform("submit", filled.pk, cast.clerk, seen_hash="0" * 64)


def test_a_second_decision_is_told_who_was_first(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    with pytest.raises(Refused, match=r"张某某已于 .* 审核通过，本报告当前为“审核通过”，不能退回修改"):
        perform("return", filled.pk, cast.supervisor, reason=REASON)


def test_without_a_superior_a_submission_is_approved_as_it_stands(filled, cast):
    Organ.objects.filter(pk=cast.township.pk).update(superior=None)
    assert perform("submit", filled.pk, cast.clerk).to_status == Status.APPROVED


def test_where_review_does_not_come_first_a_submission_is_approved_as_it_stands(filled, cast):
    Organ.objects.filter(pk=cast.county.pk).update(reviews_before_publication=False)
    assert perform("submit", filled.pk, cast.clerk).to_status == Status.APPROVED


def test_with_a_leader_in_office_a_submission_is_signed_before_it_is_reviewed(filled, with_leader, cast):
    assert perform("submit", filled.pk, cast.clerk).to_status == Status.SIGNING
    assert perform("sign", filled.pk, cast.leader).to_status == Status.IN_REVIEW


def test_a_leader_who_edited_does_not_sign_and_is_not_waited_for(filled, with_leader, cast):
    editing.save(filled.pk, cast.leader, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    assert perform("submit", filled.pk, cast.clerk).to_status == Status.IN_REVIEW


def test_a_leader_who_submitted_and_withdrew_is_not_waited_for(filled, with_leader, cast):
    Membership.objects.create(user=cast.leader, organ=cast.township, role=Role.CLERK)
    perform("submit", filled.pk, cast.leader)
    perform("withdraw", filled.pk, cast.leader)
    assert perform("submit", filled.pk, cast.clerk).to_status == Status.IN_REVIEW


def test_whoever_declared_a_nil_has_edited(filled, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    before = content_hash(filled.data())
    declare_nil(filled.pk, cast.colleague, "disputes")  # its figures are 0 as they stand
    filled.refresh_from_db()
    assert content_hash(filled.data()) != before
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        perform("approve", filled.pk, cast.colleague)


def test_a_leader_sends_back_with_a_reason(filled, with_leader, cast):
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="请填写退回意见"):
        perform("send_back", filled.pk, cast.leader)
    assert perform("send_back", filled.pk, cast.leader, reason=REASON).to_status == Status.RETURNED


def test_a_submission_is_withdrawn_until_the_review_begins(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    assert perform("withdraw", filled.pk, cast.colleague).to_status == Status.DRAFT
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    open_review(filled, cast.supervisor)
    with pytest.raises(Refused, match="审核员已开始审核，不能撤回"):
        perform("withdraw", filled.pk, cast.clerk)


def test_withdrawing_does_not_wash_the_hands_of_who_edited(filled, cast):
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    editing.save(filled.pk, cast.colleague, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    perform("submit", filled.pk, cast.clerk)
    perform("withdraw", filled.pk, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(Refused, match="须由其他人员办理"):
        perform("approve", filled.pk, cast.colleague)


@pytest.fixture
def approved(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    return filled


def test_an_approval_is_revoked_with_a_reason(approved, cast):
    assert perform("revoke", approved.pk, cast.supervisor, reason=REASON).to_status == Status.RETURNED


def test_what_is_published_is_frozen_with_the_files_of_what_was_seen(approved, cast):
    workflow.perform("publish", approved.pk, cast.clerk, seen_hash=content_hash(approved.data()))
    publication = Publication.objects.get(report=approved)
    assert parse(publication.file("json")) == approved.data()
    assert publication.file("pdf") == writing.write(approved.data(), "pdf")
    assert publication.file("xlsx").startswith(b"PK")
    assert publication.content_hash == content_hash(approved.data())


def test_the_files_are_drawn_before_anything_is_locked(approved, cast, monkeypatch):
    """And what changed meanwhile is not published."""
    depth = len(connection.savepoint_ids)
    inside = []

    def draw(data, **options):
        inside.append(len(connection.savepoint_ids) - depth)
        approved.texts.filter(key="other_matters").update(body="绘制期间改的")
        return dict.fromkeys(("json", "pdf", "xlsx"), b"drawn before")

    monkeypatch.setattr(writing, "frozen", draw)
    with pytest.raises(Refused, match="有修改"):
        perform("publish", approved.pk, cast.clerk)
    assert (inside, Publication.objects.count()) == ([0], 0)


@pytest.mark.parametrize("stranger", ["supervisor", "neighbour"])
def test_nothing_is_drawn_for_who_may_not_publish_or_before_it_is_approved(filled, cast, monkeypatch, stranger):
    monkeypatch.setattr(writing, "frozen", pytest.fail)
    with pytest.raises(Refused):
        perform("publish", filled.pk, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    with pytest.raises(Refused):
        perform("publish", filled.pk, getattr(cast, stranger))


def test_what_differs_from_what_was_approved_is_not_published(approved, cast):
    approved.texts.filter(key="other_matters").update(body="审核之后改的")
    with pytest.raises(Refused, match="与审核通过时不一致"):
        perform("publish", approved.pk, cast.clerk)
    assert Publication.objects.count() == 0


def test_a_correction_is_a_new_draft_and_the_published_revision_stays(approved, cast):
    perform("publish", approved.pk, cast.clerk)
    before = approved.data()
    perform("correct", approved.pk, cast.supervisor, reason=REASON)
    approved.refresh_from_db()
    correction = AnnualReport.objects.get(revision=2)
    assert (approved.status, correction.status, correction.state) == (Status.PUBLISHED, Status.DRAFT, "更正中")
    assert correction.data() == before
    editing.save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的内容。")])
    assert approved.data() == before
    with pytest.raises(Refused, match="已有更正版本"):
        perform("correct", approved.pk, cast.supervisor, reason=f"{REASON}请尽快更正。")


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins(cast, seed):
    report = open_report(cast.township, 2022, cast.clerk)
    fill(report.pk, cast.clerk, seed)
    perform("submit", report.pk, cast.clerk)
    outcomes = []
    barrier = threading.Barrier(2)

    def decide(action):
        barrier.wait()
        try:
            outcomes.append(perform(action, report.pk, cast.supervisor, reason=REASON).action)
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
