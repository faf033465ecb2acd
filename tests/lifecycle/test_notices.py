"""Who is told of what happens to a report: exactly those concerned, and in the transaction of what happened."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from reports.lifecycle import editing
from reports.lifecycle.awaiting import waiting_for
from reports.lifecycle.editing import Edit
from reports.lifecycle.notifications import EXTEND, OTHERS, TITLES, mark_read, notify_of_extension
from reports.lifecycle.refusals import Refused
from reports.lifecycle.transitions import TRANSITIONS
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport, Membership, Notice, Organ, Role, Status, User
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform

REASON = "第五部分没有逐项写明改进情况，请补充。"


def _person(username: str, organ: Organ, *roles: Role, **fields) -> User:
    user = User.objects.create_user(username, PASSWORD, full_name=username, **fields)
    for role in roles:
        Membership.objects.create(user=user, organ=organ, role=role)
    return user


@pytest.fixture
def everybody(cast):
    """The cast with a second supervisor, and everywhere a person whose account is disabled or who only reads."""
    cast.second_supervisor = _person("second_supervisor", cast.county, Role.SUPERVISOR)
    _person("county_reader", cast.county, Role.READER)
    _person("county_clerk", cast.county, Role.CLERK)
    _person("former_supervisor", cast.county, Role.SUPERVISOR, is_active=False)
    _person("former_clerk", cast.township, Role.CLERK, Role.LEADER, is_active=False)
    _person("neighbouring_leader", cast.neighbouring_township, Role.LEADER)
    _person("nobody", cast.township)
    return cast


@pytest.fixture
def with_two_leaders(everybody):
    """The same with two leaders in office, so that what is submitted has to be signed."""
    Membership.objects.create(user=everybody.leader, organ=everybody.township, role=Role.LEADER)
    everybody.second_leader = _person("second_leader", everybody.township, Role.LEADER)
    return everybody


def told(since: int = 0) -> set[str]:
    """Who was told anything after that notice; nobody twice."""
    names = list(Notice.objects.filter(pk__gt=since).values_list("recipient__username", flat=True))
    assert len(names) == len(set(names))
    return set(names)


def taking(action: str, report: AnnualReport, user: User) -> set[str]:
    """Who is told when that person takes that transition."""
    last = Notice.objects.order_by("-pk").first()
    perform(action, report.pk, user, reason=REASON)
    return told(last.pk if last else 0)


def bring_to(status: Status, report: AnnualReport, cast) -> None:
    """Along the way of an organ that has leaders."""
    way = [("submit", cast.clerk), ("sign", cast.leader), ("approve", cast.supervisor), ("publish", cast.clerk)]
    for action, user in way:
        report.refresh_from_db()
        if report.status == status:
            return
        perform(action, report.pk, user)


LEADERS, SUPERVISORS = {"leader", "second_leader"}, {"supervisor", "second_supervisor"}
CLERKS = {"clerk", "colleague"}

# From which state, what, by whom, and who is told, in an organ with leaders and with review.
CONCERNED = [
    (Status.DRAFT, "submit", "clerk", LEADERS),
    (Status.SIGNING, "sign", "leader", SUPERVISORS | {"clerk"}),
    (Status.SIGNING, "send_back", "leader", CLERKS | {"second_leader"}),
    (Status.SIGNING, "withdraw", "clerk", LEADERS),
    (Status.SIGNING, "withdraw", "colleague", LEADERS),
    (Status.IN_REVIEW, "withdraw", "clerk", SUPERVISORS | LEADERS),
    (Status.IN_REVIEW, "return", "supervisor", CLERKS | LEADERS),
    (Status.IN_REVIEW, "approve", "second_supervisor", CLERKS | LEADERS),
    (Status.APPROVED, "revoke", "supervisor", CLERKS | LEADERS),
    (Status.APPROVED, "publish", "clerk", {"colleague"} | LEADERS | SUPERVISORS),
    (Status.APPROVED, "publish", "leader", CLERKS | {"second_leader"} | SUPERVISORS),
    (Status.PUBLISHED, "correct", "supervisor", CLERKS | LEADERS),
]


@pytest.mark.parametrize(("status", "action", "actor", "concerned"), CONCERNED)
def test_of_a_transition_exactly_those_concerned_are_told(filled, with_two_leaders, status, action, actor, concerned):
    bring_to(status, filled, with_two_leaders)
    assert taking(action, filled, getattr(with_two_leaders, actor)) == concerned


def test_the_table_speaks_of_every_transition_and_every_way_it_leads():
    actions = {transition.action for transition in TRANSITIONS}
    elsewhere = {"archive"} | {each.action for each in TRANSITIONS if each.is_of_secrecy}  # nobody; test_secrecy.py
    assert {action for _, action, _, _ in CONCERNED} == actions - elsewhere
    assert [transition.action for transition in TRANSITIONS if not transition.notifications] == []
    assert set(TITLES) == actions | set(OTHERS)
    assert max(map(len, TITLES.values())) <= Notice._meta.get_field("title").max_length


# Where a step is left out, by what leaves it out: what is then taken by whom, and who is told.
def _no_superior(cast) -> None:
    Organ.objects.filter(pk=cast.township.pk).update(superior=None)


def _no_review(cast) -> None:
    Organ.objects.filter(pk=cast.county.pk).update(reviews_before_publication=False)


def _nothing(cast) -> None:
    pass


@pytest.mark.parametrize(
    ("arrange", "target", "concerned"),
    [
        (_nothing, Status.IN_REVIEW, SUPERVISORS),
        (_no_review, Status.APPROVED, SUPERVISORS | {"colleague"}),
        (_no_superior, Status.APPROVED, {"colleague"}),
    ],
)
def test_without_a_leader_the_next_ones_are_told(filled, everybody, arrange: Callable, target, concerned):
    arrange(everybody)
    assert taking("submit", filled, everybody.clerk) == concerned
    assert filled.events.get().to_status == target


@pytest.mark.parametrize(
    ("arrange", "concerned"),
    [
        (_no_review, SUPERVISORS | CLERKS | {"second_leader"}),
        (_no_superior, CLERKS | {"second_leader"}),
    ],
)
def test_where_nobody_reviews_first_a_signed_report_is_told_to_all_who_may_act_on_it(
    filled, with_two_leaders, arrange, concerned
):
    arrange(with_two_leaders)
    perform("submit", filled.pk, with_two_leaders.clerk)
    assert taking("sign", filled, with_two_leaders.leader) == concerned


def test_a_clerk_who_edited_is_told_of_the_signing_and_one_who_did_not_is_not(filled, with_two_leaders):
    cast = with_two_leaders
    editing.save(filled.pk, cast.colleague, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    perform("submit", filled.pk, cast.clerk)
    assert taking("sign", filled, cast.leader) == SUPERVISORS | CLERKS


def test_of_a_withdrawal_the_leaders_are_told_only_where_they_were_asked(filled, with_two_leaders):
    cast = with_two_leaders
    for leader in (cast.leader, cast.second_leader):  # who edits is not asked
        text = filled.stored_texts()["other_matters"]
        editing.save(filled.pk, leader, [Edit("other_matters", text, f"{text}又。")])
    assert taking("submit", filled, cast.clerk) == SUPERVISORS
    assert taking("withdraw", filled, cast.clerk) == SUPERVISORS


def test_who_did_it_is_not_told_and_who_holds_two_roles_is_told_once(filled, with_two_leaders):
    cast = with_two_leaders
    Membership.objects.create(user=cast.colleague, organ=cast.township, role=Role.LEADER)
    Membership.objects.create(user=cast.colleague, organ=cast.county, role=Role.SUPERVISOR)
    bring_to(Status.APPROVED, filled, cast)
    assert taking("publish", filled, cast.clerk) == {"colleague"} | LEADERS | SUPERVISORS
    assert not Notice.objects.filter(recipient=cast.clerk, about="publish").exists()


def test_a_refused_transition_tells_nobody(filled, with_two_leaders):
    for action, user in (("submit", "leader"), ("approve", "supervisor"), ("submit", "neighbour")):
        with pytest.raises(Refused):
            perform(action, filled.pk, getattr(with_two_leaders, user))
    perform("submit", filled.pk, with_two_leaders.clerk)
    before = Notice.objects.count()
    with pytest.raises(Refused, match="请填写退回意见"):
        perform("send_back", filled.pk, with_two_leaders.leader, reason="")
    assert Notice.objects.count() == before


def test_a_transition_that_fails_afterwards_takes_its_notices_with_it(filled, with_two_leaders, monkeypatch):
    bring_to(Status.PUBLISHED, filled, with_two_leaders)
    before = Notice.objects.count()
    monkeypatch.setattr("reports.lifecycle.workflow.copy_as_revision", lambda report: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        perform("correct", filled.pk, with_two_leaders.supervisor, reason=REASON)
    assert Notice.objects.count() == before


def test_without_its_notices_a_transition_is_not_taken(filled, with_two_leaders, monkeypatch):
    monkeypatch.setattr("reports.lifecycle.notifications.notify", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        perform("submit", filled.pk, with_two_leaders.clerk)
    filled.refresh_from_db()
    assert (filled.status, filled.round, filled.events.count()) == (Status.DRAFT, 0, 0)


def test_a_notice_names_the_report_and_says_nothing_of_what_it_says(filled, with_two_leaders):
    bring_to(Status.IN_REVIEW, filled, with_two_leaders)
    perform("return", filled.pk, with_two_leaders.supervisor, reason=REASON)
    said = dict(Notice.objects.order_by("pk").values_list("about", "words"))
    assert said == {
        "submit": "背孜乡人民政府 2022 年度报告已由李某某提交，请签发。",
        "sign": "背孜乡人民政府 2022 年度报告已由陈某某签发，送审核单位审核。",
        "return": "背孜乡人民政府 2022 年度报告由张某某退回修改，请按退回意见和审核意见修改后重新提交。",
    }


def test_being_told_makes_nobody_a_hand_in_the_report(filled, with_two_leaders):
    bring_to(Status.IN_REVIEW, filled, with_two_leaders)
    Notice.objects.update(read_at=None)
    mark_read(Notice.objects.all())
    assert perform("approve", filled.pk, with_two_leaders.supervisor).to_status == Status.APPROVED


def test_a_notice_is_read_once(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    assert mark_read(cast.supervisor.notices.all()) == 1
    first = cast.supervisor.notices.get().read_at
    assert mark_read(cast.supervisor.notices.all()) == 0
    assert cast.supervisor.notices.get().read_at == first


def test_more_time_is_told_to_those_who_write_and_sign(with_two_leaders):
    cast = with_two_leaders
    notify_of_extension(cast.township, YEAR, date(2023, 2, 15), cast.supervisor)
    assert told() == CLERKS | LEADERS
    words = "背孜乡人民政府 2022 年度报告的截止日期延至 2023-02-15。"
    assert set(Notice.objects.values_list("about", "title", "words")) == {(EXTEND, "延期", words)}


# --- 待办 ------------------------------------------------------------------------------------------


def waiting(cast, year: int = YEAR) -> set[str]:
    return {user.username for user in User.objects.all() if waiting_for(user, year).exists()}


@pytest.mark.parametrize(
    ("status", "people"),
    [
        (Status.DRAFT, CLERKS),
        (Status.SIGNING, LEADERS),
        (Status.IN_REVIEW, SUPERVISORS),
        (Status.APPROVED, CLERKS | LEADERS),
        (Status.PUBLISHED, set()),
    ],
)
def test_a_report_waits_for_those_who_can_act_on_it(filled, with_two_leaders, status, people):
    bring_to(status, filled, with_two_leaders)
    assert waiting(with_two_leaders) - {"former_clerk", "former_supervisor"} == people


def test_a_returned_report_waits_for_the_clerks_of_any_year(filled, everybody):
    perform("submit", filled.pk, everybody.clerk)
    perform("return", filled.pk, everybody.supervisor, reason=REASON)
    assert waiting(everybody, YEAR + 3) - {"former_clerk"} == CLERKS


def test_a_draft_of_a_year_gone_by_waits_for_nobody_but_a_correction_does(filled, with_two_leaders):
    cast = with_two_leaders
    assert waiting(cast, YEAR + 1) == set()
    bring_to(Status.PUBLISHED, filled, cast)
    perform("correct", filled.pk, cast.supervisor, reason=REASON)
    assert waiting(cast, YEAR + 1) - {"former_clerk"} == CLERKS


def test_nothing_waits_for_somebody_who_may_not_decide_on_it(filled, everybody):
    for user in (everybody.clerk, everybody.colleague):
        Membership.objects.create(user=user, organ=everybody.county, role=Role.SUPERVISOR)
    editing.save(filled.pk, everybody.colleague, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    perform("submit", filled.pk, everybody.clerk)
    assert waiting(everybody) - {"former_supervisor"} == SUPERVISORS
    filled.refresh_from_db()
    open_review(filled, everybody.supervisor)
    assert "second_supervisor" in waiting(everybody)


def test_a_draft_of_a_retired_organ_waits_for_nobody(filled, everybody):
    Organ.objects.filter(pk=everybody.township.pk).update(is_active=False)
    assert waiting(everybody) == set()
