"""保密审查: who confirms what, on which content it holds, and what waits for it (条例第十七条)."""

import pytest

from reports.lifecycle import workflow
from reports.lifecycle.awaiting import awaited, awaited_onward, left_to_nobody, waiting_for
from reports.lifecycle.deadlines import timing
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history.proof import verify
from reports.lifecycle.opening import declare_nil
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.lifecycle.secrecy import Standing, secrecy_review
from reports.lifecycle.transitions import TRANSITIONS, available
from reports.models import AnnualReport, Membership, Notice, Organ, Role, Status, User
from reports.official.interchange import content_hash
from tests.conftest import YEAR
from tests.deciding import perform

REASON = "第二部分写有举报人的姓名和住址，请删除。"
ASK, CONFIRM, REFUSE, WITHDRAW = (each.action for each in TRANSITIONS if each.is_of_secrecy)


@pytest.fixture
def guardian(cast) -> User:
    """Who does the review in 背孜乡, which has it done."""
    Organ.objects.filter(pk=cast.township.pk).update(reviews_secrecy=True)
    person = User.objects.create_user("guardian", None, full_name="秦某某")
    Membership.objects.create(user=person, organ=cast.township, role=Role.SECRECY)
    return person


def fresh(report):
    return AnnualReport.objects.select_related("organ__superior", "reviewer").get(pk=report.pk)


def standing(report):
    return secrecy_review(fresh(report)).standing


def offered(report, user):
    return [each.action for each in available(fresh(report), User.objects.get(pk=user.pk)) if each.is_of_secrecy]


def type_into(report, user, words):
    stored = report.stored_texts()["problems"]
    save(report.pk, user, [Edit("problems", stored, f"{stored}{words}")])


def told(user):
    return list(Notice.objects.filter(recipient=user).values_list("words", flat=True).order_by("pk"))


def waits(user):
    return waiting_for(User.objects.get(pk=user.pk), YEAR).exists()


def test_where_an_organ_has_it_not_done_nothing_asks_for_it(filled, with_leader, guardian):
    Organ.objects.update(reviews_secrecy=False)
    assert secrecy_review(fresh(filled)) is None
    perform("submit", filled.pk, with_leader.clerk)
    assert (offered(filled, guardian), waits(guardian)) == ([], False)
    with pytest.raises(Refused, match="没有等待保密审查"):
        perform(CONFIRM, filled.pk, guardian)
    assert perform("sign", filled.pk, with_leader.leader).to_status == Status.IN_REVIEW


def test_the_leader_signs_only_what_a_named_person_confirmed(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    with pytest.raises(Refused, match="尚未通过保密审查，审查通过后才能签发。"):
        perform("sign", filled.pk, with_leader.leader)
    event = perform(CONFIRM, filled.pk, guardian)
    assert (event.from_status, event.to_status, event.actor) == ("signing", "signing", guardian)
    assert event.content_hash == content_hash(fresh(filled).data())
    assert perform("sign", filled.pk, with_leader.leader).to_status == Status.IN_REVIEW
    assert not verify().breaks


def test_it_waits_first_for_who_confirms_and_then_for_who_signs(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    assert (waits(guardian), waits(with_leader.leader)) == (True, False)
    now = awaited(fresh(filled))
    assert (now.act, [str(each) for each in now.people]) == ("保密审查", ["秦某某"])
    onward = [(each.act, each.names) for each in awaited_onward(fresh(filled), with_leader.clerk)]
    assert onward == [("保密审查", "秦某某"), ("签发", "陈某某"), ("审核", "张某某")]
    perform(CONFIRM, filled.pk, guardian)
    assert (waits(guardian), waits(with_leader.leader)) == (False, True)
    assert awaited(fresh(filled)).act == "签发"


def test_who_must_act_is_told_in_turn(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    report = "背孜乡人民政府 2022 年度报告"
    assert told(guardian) == [f"{report}已由李某某提交，请作保密审查。"]
    assert told(with_leader.leader) == []
    perform(CONFIRM, filled.pk, guardian)
    assert told(with_leader.leader) == [f"{report}已由秦某某保密审查通过，请签发。"]
    perform(WITHDRAW, filled.pk, guardian, reason=REASON)
    assert told(with_leader.leader)[-1] == f"{report}的保密审查已由秦某某撤回，须重新审查。"
    perform("withdraw", filled.pk, with_leader.clerk)
    assert told(guardian)[-1] == f"{report}已由李某某撤回，暂不签发。"


def test_where_nobody_signs_the_clerk_asks_for_it_and_then_submits(filled, cast, guardian):
    with pytest.raises(Refused, match="尚未通过保密审查，审查通过后才能提交。"):
        perform("submit", filled.pk, cast.clerk)
    assert (offered(filled, cast.clerk), offered(filled, guardian)) == ([ASK], [])
    perform(ASK, filled.pk, cast.clerk)
    assert (waits(guardian), awaited(fresh(filled)).act) == (True, "保密审查")
    with pytest.raises(AlreadyDone):
        perform(ASK, filled.pk, cast.clerk)
    perform(CONFIRM, filled.pk, guardian)
    assert told(cast.clerk) == ["背孜乡人民政府 2022 年度报告已由秦某某保密审查通过，请提交。"]
    assert perform("submit", filled.pk, cast.clerk).to_status == Status.IN_REVIEW


def test_a_confirmation_lapses_with_the_content_and_holds_again_with_it(filled, cast, guardian):
    before = filled.stored_texts()["problems"]
    perform(ASK, filled.pk, cast.clerk)
    perform(CONFIRM, filled.pk, guardian)
    type_into(filled, cast.clerk, "已整改。")
    assert standing(filled) is Standing.LAPSED
    with pytest.raises(Refused, match=r"秦某某 .* 的保密审查因报告内容有修改已失效，重新审查后才能提交。"):
        perform("submit", filled.pk, cast.clerk)
    assert offered(filled, cast.clerk) == [ASK]
    save(filled.pk, cast.clerk, [Edit("problems", f"{before}已整改。", before)])
    assert standing(filled) is Standing.CONFIRMED


def test_what_is_returned_and_changed_is_confirmed_anew_and_unchanged_is_not(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    perform(CONFIRM, filled.pk, guardian)
    perform("send_back", filled.pk, with_leader.leader, reason=REASON)
    perform("submit", filled.pk, with_leader.clerk)
    assert (standing(filled), waits(guardian), waits(with_leader.leader)) == (Standing.CONFIRMED, False, True)
    perform("send_back", filled.pk, with_leader.leader, reason=REASON)
    type_into(filled, with_leader.clerk, "已整改。")
    perform("submit", filled.pk, with_leader.clerk)
    assert (standing(filled), waits(guardian), waits(with_leader.leader)) == (Standing.LAPSED, True, False)
    with pytest.raises(Refused, match="已失效"):
        perform("sign", filled.pk, with_leader.leader)


def test_who_finds_something_sends_it_back_with_the_reason(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    with pytest.raises(Refused, match="请填写审查意见"):
        perform(REFUSE, filled.pk, guardian)
    assert perform(REFUSE, filled.pk, guardian, reason=REASON).to_status == Status.RETURNED
    assert standing(filled) is Standing.REFUSED
    assert told(with_leader.clerk) == ["背孜乡人民政府 2022 年度报告未通过秦某某的保密审查，请按审查意见修改。"]
    perform("submit", filled.pk, with_leader.clerk)
    review = secrecy_review(fresh(filled))
    assert (review.words, waits(guardian)) == ("待重新审查，上次审查不通过", True)


def test_a_draft_that_is_refused_stays_with_its_clerks_and_is_shown_to_no_supervisor(filled, cast, guardian):
    perform(ASK, filled.pk, cast.clerk)
    assert perform(REFUSE, filled.pk, guardian, reason=REASON).to_status == Status.DRAFT
    assert not AnnualReport.objects.visible_to(cast.supervisor).exists()
    assert (waits(guardian), offered(filled, cast.clerk)) == (False, [ASK])


def test_a_confirmation_is_taken_back_and_then_given_anew(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    perform(CONFIRM, filled.pk, guardian)
    assert offered(filled, guardian) == [WITHDRAW]
    perform(WITHDRAW, filled.pk, guardian, reason=REASON)
    assert (standing(filled), offered(filled, guardian)) == (Standing.WITHDRAWN, [CONFIRM, REFUSE])
    with pytest.raises(Refused, match="尚未通过保密审查"):
        perform("sign", filled.pk, with_leader.leader)
    perform(CONFIRM, filled.pk, guardian)
    assert perform("sign", filled.pk, with_leader.leader).to_status == Status.IN_REVIEW


def test_of_two_at_once_the_second_is_told_whose_was_first(filled, with_leader, guardian):
    second = User.objects.create_user("second", None, full_name="尤某某")
    Membership.objects.create(user=second, organ=with_leader.township, role=Role.SECRECY)
    perform("submit", filled.pk, with_leader.clerk)
    perform(CONFIRM, filled.pk, guardian)
    with pytest.raises(Refused, match=r"^秦某某已于 .* 保密审查通过，目前没有等待保密审查的内容。$"):
        perform(CONFIRM, filled.pk, second)
    with pytest.raises(AlreadyDone):
        perform(CONFIRM, filled.pk, guardian)
    assert filled.events.filter(action=CONFIRM).count() == 1


def test_nothing_is_confirmed_that_was_not_seen(filled, cast, guardian):
    perform(ASK, filled.pk, cast.clerk)
    seen = content_hash(fresh(filled).data())
    type_into(filled, cast.clerk, "已整改。")
    with pytest.raises(Refused, match=workflow.HAS_CHANGED):
        perform(CONFIRM, filled.pk, guardian, seen_hash=seen)
    assert standing(filled) is Standing.NONE


def test_who_confirmed_and_left_stays_named_and_their_confirmation_holds(filled, with_leader, guardian):
    perform("submit", filled.pk, with_leader.clerk)
    perform(CONFIRM, filled.pk, guardian)
    User.objects.filter(pk=guardian.pk).update(is_active=False)
    review = secrecy_review(fresh(filled))
    assert (review.is_confirmed, review.words) == (True, "审查通过，审查人账号现已停用")
    assert perform("sign", filled.pk, with_leader.leader).to_status == Status.IN_REVIEW


def test_where_nobody_is_left_for_it_the_refusal_says_what_helps(filled, cast, guardian):
    assert left_to_nobody(guardian, guardian.memberships.all()) == ["背孜乡人民政府将没有启用的保密审查员"]
    perform(ASK, filled.pk, cast.clerk)
    left = "背孜乡人民政府将没有启用的保密审查员，以下报告将无人办理：背孜乡人民政府 2022 年度报告（填报中）"
    assert left_to_nobody(guardian, guardian.memberships.all()) == [left]
    User.objects.filter(pk=guardian.pk).update(is_active=False)
    with pytest.raises(Refused, match="本单位没有启用的保密审查员，请联系管理员增设。"):
        perform("submit", filled.pk, cast.clerk)
    type_into(filled, cast.clerk, "已整改。")
    save_again = fresh(filled)
    assert (awaited(save_again).people, awaited(save_again).help) == ((), "请联系管理员增设保密审查员。")


def test_who_wrote_in_it_may_confirm_and_the_event_says_so(filled, with_leader, guardian):
    Membership.objects.create(user=with_leader.clerk, organ=with_leader.township, role=Role.SECRECY)
    perform("submit", filled.pk, with_leader.clerk)
    clerk = User.objects.get(pk=with_leader.clerk.pk)
    assert perform(CONFIRM, filled.pk, clerk).reason == "审查人填写或提交过本报告。"
    assert perform("sign", filled.pk, with_leader.leader).to_status == Status.IN_REVIEW


def test_a_nil_return_needs_it_as_any_other(report, cast, guardian):
    for table in ("applications", "disputes"):
        declare_nil(report.pk, cast.clerk, table)
    with pytest.raises(Refused, match="尚未通过保密审查"):
        perform("submit", report.pk, cast.clerk)


def test_a_correction_needs_it_anew(filled, with_leader, guardian, monkeypatch):
    monkeypatch.setattr("reports.formats.writing.frozen", lambda *_, **__: {"json": b"{}", "pdf": b"", "xlsx": b""})
    perform("submit", filled.pk, with_leader.clerk)
    perform(CONFIRM, filled.pk, guardian)
    perform("sign", filled.pk, with_leader.leader)
    perform("approve", filled.pk, with_leader.supervisor)
    perform("publish", filled.pk, with_leader.clerk)
    assert standing(filled) is Standing.CONFIRMED
    perform("correct", filled.pk, with_leader.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    type_into(correction, with_leader.clerk, "已整改。")
    perform("submit", correction.pk, with_leader.clerk)
    assert (standing(correction), waits(guardian)) == (Standing.NONE, True)
    with pytest.raises(Refused, match="尚未通过保密审查"):
        perform("sign", correction.pk, with_leader.leader)


def test_it_moves_no_deadline_and_no_day_to_hand_in_again(filled, cast, guardian):
    perform(ASK, filled.pk, cast.clerk)
    perform(CONFIRM, filled.pk, guardian)
    perform("submit", filled.pk, cast.clerk)
    day = timing(YEAR, cast.township).today
    perform("return", filled.pk, cast.supervisor, reason=REASON, resubmit_by=day)
    type_into(filled, cast.clerk, "已整改。")
    perform(ASK, filled.pk, cast.clerk)
    stand = timing(YEAR, cast.township)
    assert (stand.resubmit_by, stand.status, stand.returns) == (day, Status.RETURNED, 1)


def test_turned_on_while_a_report_waits_to_be_signed_it_is_asked_for_at_once(filled, with_leader, guardian):
    Organ.objects.update(reviews_secrecy=False)
    perform("submit", filled.pk, with_leader.clerk)
    assert waits(with_leader.leader)
    Organ.objects.filter(pk=with_leader.township.pk).update(reviews_secrecy=True)
    assert (waits(guardian), waits(with_leader.leader)) == (True, False)
    Organ.objects.update(reviews_secrecy=False)
    assert (waits(guardian), waits(with_leader.leader)) == (False, True)
