"""The truth table: state × role × organ × action, held against the workflow, the pages and the buttons.

The table is written here by hand from design.md §6, and knows nothing of ``TRANSITIONS``.
"""

from datetime import date
from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client

from reports.formats import writing
from reports.lifecycle.archiving import archive_file
from reports.lifecycle.refusals import Refused
from reports.lifecycle.transitions import TRANSITIONS, available
from reports.models import ImportedFile, Membership, Organ, Role, User
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform, seen

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"

# By state and action: who may do it, and where it leads, with a leader in office and review before publication.
MAY = {
    "draft": {"submit": ("clerk of the township", "signing")},
    "signing": {
        "sign": ("leader of the township", "in_review"),
        "send_back": ("leader of the township", "returned"),
        "withdraw": ("clerk of the township", "draft"),
    },
    "in_review": {
        "withdraw": ("clerk of the township", "draft"),
        "approve": ("supervisor of the county", "approved"),
        "return": ("supervisor of the county", "returned"),
    },
    "returned": {"submit": ("clerk of the township", "signing")},
    "approved": {
        "revoke": ("supervisor of the county", "returned"),
        "publish": ("clerk of the township", "leader of the township", "published"),
    },
    "published": {"correct": ("supervisor of the county", "published")},
    "archived": {},
}
ACTIONS = ["submit", "sign", "send_back", "withdraw", "approve", "return", "revoke", "publish", "correct", "archive"]
MADE_OF_A_FILE = {"archive"}  # nobody decides it on a stored report: tests/lifecycle/test_archiving.py
STATES = {
    "draft": "填报中", "signing": "待签发", "in_review": "待审核", "returned": "退回修改", "approved": "审核通过",
    "published": "已公布", "archived": "已归档",
}  # fmt: skip
ORGANS = ["township", "county", "neighbour", "elsewhere"]
ROLES = ["clerk", "leader", "supervisor", "reader", "secrecy"]
EVERYBODY = [*(f"{role} of the {organ}" for organ in ORGANS for role in ROLES), "administrator", "nobody"]

# How a report comes into each state: by whom, what. The people of this story are nobody of EVERYBODY.
STORY = {
    "draft": [],
    "signing": [("author", "submit")],
    "in_review": [("author", "submit"), ("signatory", "sign")],
    "returned": [("author", "submit"), ("signatory", "sign"), ("reviewer", "return")],
    "approved": [("author", "submit"), ("signatory", "sign"), ("reviewer", "approve")],
    "published": [("author", "submit"), ("signatory", "sign"), ("reviewer", "approve"), ("author", "publish")],
}


@pytest.fixture
def people(cast) -> dict[str, User]:
    """One person for each role of each organ, and those whom the story of the report needs."""
    organs = {
        "township": cast.township,
        "county": cast.county,
        "neighbour": cast.neighbouring_township,
        "elsewhere": Organ.objects.get(slug="elsewhere"),
    }
    roles = {f"{role} of the {organ}": (organs[organ], role) for organ in ORGANS for role in ROLES}
    roles |= {"author": (cast.township, Role.CLERK), "signatory": (cast.township, Role.LEADER)}
    roles |= {"reviewer": (cast.county, Role.SUPERVISOR)}
    people = {"administrator": cast.administrator, "nobody": _account("nobody")}
    for name, (organ, role) in roles.items():
        people[name] = _account(name.replace(" ", "-"))
        Membership.objects.create(user=people[name], organ=organ, role=role)
    return people


def _account(name: str) -> User:
    return User.objects.create_user(name, PASSWORD, full_name=f"某{name}")


@pytest.fixture
def files(filled):
    return {"json": writing.write(filled.data(), "json"), "pdf": b"%PDF", "xlsx": b"PK"}


def archived(filled, reviewer):
    """The report as one that was read in from a file, for which nobody may have written in it."""
    filled.changes.all().delete()
    file = ImportedFile.of("report.json", b"{}")
    return archive_file(filled.organ_id, reviewer, filled.data(), file, date(YEAR + 2, 1, 15)).report


@pytest.fixture
def told(filled, people, files):
    """Brings the report into a state."""

    def bring(state):
        if state == "archived":
            return archived(filled, people["reviewer"])
        for name, action in STORY[state]:
            perform(action, filled.pk, people[name], reason=REASON if action == "return" else "")
        filled.refresh_from_db()
        assert filled.status == state
        return filled

    return bring


def expected(state, action, person):
    """Where the action leads; ``None`` where this person may not take it now."""
    *allowed, target = MAY[state].get(action, ("",))
    return target if person in allowed else None


def may_ever(action):
    return {person for state in MAY for person in MAY[state].get(action, ("",))[:-1]}


@pytest.mark.parametrize("state", STATES)
def test_who_may_do_what_in_which_state_is_what_the_table_says(told, people, files, state):
    report = told(state)
    found, table = {}, {}
    for person in EVERYBODY:
        for action in ACTIONS:
            found[person, action] = outcome(report, action, people[person], files)
            target = expected(state, action, person)
            sentence = f"当前账号没有“{label(action)}”的权限。"
            if action not in MAY[state]:
                sentence = f"本报告当前为“{STATES[state]}”，不能{label(action)}。"
            table[person, action] = target or sentence
    assert found == table


def label(action):
    return {
        "submit": "提交审核", "sign": "签发", "send_back": "退回修改", "withdraw": "撤回", "approve": "审核通过",
        "return": "退回修改", "revoke": "撤销审核通过", "publish": "公布", "correct": "发起更正",
        "archive": "读入归档",
    }[action]  # fmt: skip


def outcome(report, action, user, files):
    """What a try leads to, which is then undone: the new state, or the sentence of the refusal."""
    before = report.events.count()
    with transaction.atomic():
        try:
            result = perform(action, report.pk, user, reason=REASON).to_status
        except Refused as refusal:
            result = str(refusal).split("，", 1)[-1] if str(refusal).startswith("某") else str(refusal)
        written = report.events.count() - before
        transaction.set_rollback(True)
    assert written == (result in STATES)
    return result


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_offer_exactly_what_the_table_says(told, people, state):
    report = told(state)
    offered = {person: {each.action for each in available(report, people[person])} for person in EVERYBODY}
    assert offered == {
        person: {action for action in ACTIONS if expected(state, action, person)} for person in EVERYBODY
    }


# What a retired organ may do no more: it hands in nothing, and is given nothing to write. What had left it is
# decided, taken back or published as ever, for what was submitted stays as it was (design.md §12.4).
NO_LONGER = {"submit", "sign", "correct"}


@pytest.mark.parametrize("state", STATES)
def test_a_retired_organ_hands_in_nothing_and_the_rest_follows_the_same_table(told, people, files, state, cast):
    report = told(state)
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    report, found, table = type(report).objects.get(pk=report.pk), {}, {}
    for person in EVERYBODY:
        offered = {each.action for each in available(report, people[person])}
        for action in ACTIONS:
            result = outcome(report, action, people[person], files)
            found[person, action] = (result, action in offered) if result in STATES else (result.split("。")[0], False)
            target = expected(state, action, person)
            sentence = f"当前账号没有“{label(action)}”的权限"
            if action not in MAY[state]:
                sentence = f"本报告当前为“{STATES[state]}”，不能{label(action)}"
            elif target and action in NO_LONGER:
                sentence, target = "背孜乡人民政府已停用，不能办理", None
            table[person, action] = (target or sentence, bool(target))
        assert offered == {each for each in ACTIONS if expected(state, each, person)} - NO_LONGER
    assert found == table


@pytest.mark.parametrize("state", STATES)
def test_every_page_of_a_decision_does_refuses_or_hides_as_the_table_says(told, people, as_user, state):
    report = told(state)
    found, table = {}, {}
    for person in EVERYBODY:
        browser = as_user(people[person])
        for action in [*ACTIONS, "poem"]:
            found[person, action] = posted(browser, report, f"decide/{action}/")
            target = expected(state, action, person)
            is_absent = not sees(person, state) or action == "submit" or person not in may_ever(action)
            table[person, action] = "absent" if is_absent else target or "refused"
    assert found == table


def sees(person, state):
    return person.endswith("of the township") or (
        person == "supervisor of the county" and state not in ("draft", "signing")
    )


def posted(browser, report, page):
    """What a page did when it was posted, which is then undone; whoever may post it may also look at it."""
    looked = browser.get(f"{REPORT}{page}").status_code
    with transaction.atomic():
        answer = browser.post(f"{REPORT}{page}", seen(reason=REASON))
        report.refresh_from_db()
        state, written = report.status, report.events.count()
        transaction.set_rollback(True)
    report.refresh_from_db()
    is_changed = written - report.events.count()
    if answer.status_code == HTTPStatus.FOUND:
        assert (is_changed, looked) == (1, HTTPStatus.OK)
        return state
    assert (is_changed, looked) == (0, answer.status_code)
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return "absent"
    assert f"本报告当前为“{STATES[state]}”，不能" in answer.content.decode()
    return "refused"


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_submission_submits_refuses_or_hides_as_the_table_says(told, people, as_user, state):
    report = told(state)
    found, table = {}, {}
    for person in EVERYBODY:
        with transaction.atomic():
            answer = as_user(people[person]).post(f"{REPORT}submit/", seen())
            report.refresh_from_db()
            found[person] = (answer.status_code, report.status)
            transaction.set_rollback(True)
        target = expected(state, "submit", person)
        table[person] = (HTTPStatus.FOUND if sees(person, state) else HTTPStatus.NOT_FOUND, target or state)
    assert found == table


@pytest.mark.parametrize("action", ACTIONS)
def test_neither_a_stranger_nor_a_disabled_account_reaches_a_decision(told, people, as_user, action):
    report = told("in_review")
    disabled = as_user(people["supervisor of the county"])
    User.objects.filter(pk=people["supervisor of the county"].pk).update(is_active=False)
    for browser in (Client(), disabled):
        answer = browser.post(f"{REPORT}decide/{action}/", seen(reason=REASON))
        assert (answer.status_code, answer.url.split("?")[0]) == (HTTPStatus.FOUND, "/sign-in/")
    report.refresh_from_db()
    assert (report.status, report.events.count()) == ("in_review", 2)


# Where submitting and signing lead: with a leader in office, where review comes first, with a superior at all.
TARGETS = {
    (True, True, True): ("signing", "in_review"),
    (True, False, True): ("signing", "approved"),
    (True, True, False): ("signing", "approved"),
    (True, False, False): ("signing", "approved"),
    (False, True, True): ("in_review", None),
    (False, False, True): ("approved", None),
    (False, True, False): ("approved", None),
    (False, False, False): ("approved", None),
}


@pytest.mark.parametrize(("has_leader", "is_reviewed", "has_superior"), TARGETS)
def test_where_submitting_and_signing_lead(filled, cast, with_leader, has_leader, is_reviewed, has_superior):
    User.objects.filter(pk=cast.leader.pk).update(is_active=has_leader)
    Organ.objects.filter(pk=cast.county.pk).update(reviews_before_publication=is_reviewed)
    Organ.objects.filter(pk=cast.township.pk).update(superior=cast.county if has_superior else None)
    submitted = perform("submit", filled.pk, cast.clerk).to_status
    signed = perform("sign", filled.pk, cast.leader).to_status if has_leader else None
    assert (submitted, signed) == TARGETS[has_leader, is_reviewed, has_superior]


SECRECY = {"ask_secrecy", "confirm_secrecy", "refuse_secrecy", "withdraw_secrecy"}  # in test_secrecy_truth_table.py


def test_every_action_is_in_the_table():
    assert {transition.action for transition in TRANSITIONS} == set(ACTIONS) | SECRECY
    assert {action for state in MAY for action in MAY[state]} == set(ACTIONS) - MADE_OF_A_FILE
