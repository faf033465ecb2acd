"""The truth table of the 保密审查: how it stands × state × role × action; written by hand, as the one beside it."""

import pytest
from django.db import transaction

from reports.lifecycle.refusals import Refused
from reports.lifecycle.transitions import available
from reports.models import AnnualReport, Membership, Organ, Role, User
from tests.deciding import perform

REASON = "第二部分写有举报人的姓名和住址，请删除。"
ASK, CONFIRM, REFUSE, WITHDRAW = "ask_secrecy", "confirm_secrecy", "refuse_secrecy", "withdraw_secrecy"
ACTIONS = (ASK, CONFIRM, REFUSE, WITHDRAW, "submit", "sign")
ROLES = ("clerk", "leader", "secrecy", "reader", "supervisor")
STRANGERS = ("clerk of wawu", "secrecy of wawu", "secrecy of lushan", "supervisor of lushan")
EVERYBODY = (*(f"{role} of beizi" for role in ROLES), *STRANGERS)
CLERK, LEADER, GUARDIAN = (f"{role} of beizi" for role in ("clerk", "leader", "secrecy"))

# How the report comes there, and who may do what then and where it leads; the author is none of EVERYBODY.
SIGNED = {  # a leader is in office
    "draft": ((), {"submit": (CLERK, "signing")}),
    "signing": ((("author", "submit"),), {CONFIRM: (GUARDIAN, "signing"), REFUSE: (GUARDIAN, "returned")}),
    "signing, confirmed": (
        (("author", "submit"), (GUARDIAN, CONFIRM)),
        {WITHDRAW: (GUARDIAN, "signing"), "sign": (LEADER, "in_review")},
    ),
    "signing, taken back": (
        (("author", "submit"), (GUARDIAN, CONFIRM), (GUARDIAN, WITHDRAW)),
        {CONFIRM: (GUARDIAN, "signing"), REFUSE: (GUARDIAN, "returned")},
    ),
    "returned, refused": ((("author", "submit"), (GUARDIAN, REFUSE)), {"submit": (CLERK, "signing")}),
    "in review": ((("author", "submit"), (GUARDIAN, CONFIRM), (LEADER, "sign")), {}),
}
UNSIGNED = {  # nobody signs
    "draft": ((), {ASK: (CLERK, "draft")}),
    "draft, asked for": ((("author", ASK),), {CONFIRM: (GUARDIAN, "draft"), REFUSE: (GUARDIAN, "draft")}),
    "draft, confirmed": (
        (("author", ASK), (GUARDIAN, CONFIRM)),
        {WITHDRAW: (GUARDIAN, "draft"), "submit": (CLERK, "in_review")},
    ),
    "draft, refused": ((("author", ASK), (GUARDIAN, REFUSE)), {ASK: (CLERK, "draft")}),
    "draft, taken back": (
        (("author", ASK), (GUARDIAN, CONFIRM), (GUARDIAN, WITHDRAW)),
        {ASK: (CLERK, "draft")},
    ),
    "in review": ((("author", ASK), (GUARDIAN, CONFIRM), ("author", "submit")), {}),
}
CASES = [(each, True) for each in SIGNED] + [(each, False) for each in UNSIGNED]


@pytest.fixture
def people(cast) -> dict[str, User]:
    organs = {organ.slug: organ for organ in Organ.objects.all()}
    found = {}
    for name in ("author of beizi", *EVERYBODY):
        role, slug = name.split(" of ")
        found[name] = User.objects.create_user(name.replace(" ", "-"), None, full_name=f"某{name}")
        Membership.objects.create(user=found[name], organ=organs[slug], role=role if role in ROLES else Role.CLERK)
    return found | {"author": found["author of beizi"]}


@pytest.mark.parametrize(("where", "is_signed"), CASES)
@pytest.mark.parametrize("is_done", [True, False], ids=["done", "not done"])
def test_who_may_do_what_with_the_review_is_what_the_table_says(filled, cast, people, where, is_signed, is_done):
    steps, may = (SIGNED if is_signed else UNSIGNED)[where]
    if not is_signed:
        User.objects.filter(pk=people[LEADER].pk).update(is_active=False)
    Organ.objects.filter(pk=cast.township.pk).update(reviews_secrecy=True)
    for name, action in steps:
        perform(action, filled.pk, people[name], reason=REASON if action in (REFUSE, WITHDRAW) else "")
    if not is_done:  # turned off afterwards: what was asked for and confirmed stays in the history, and asks nothing
        Organ.objects.update(reviews_secrecy=False)
        may = _without_the_review(may, where, is_signed)
    found = {
        (person, action): outcome(filled, action, people[person])
        for person in EVERYBODY
        for action in ACTIONS
        if people[person].is_active
    }
    table = {(person, action): may[action][1] for action in may for person in EVERYBODY if person == may[action][0]}
    assert {key: to for key, to in found.items() if to} == table
    assert offered(filled, people) == {key for key in table if key[1] in ACTIONS}


def _without_the_review(may, where, is_signed):
    kept = {action: whom for action, whom in may.items() if action in ("submit", "sign", WITHDRAW)}
    if where.startswith("signing"):
        kept["sign"] = (LEADER, "in_review")
    elif where.startswith("draft") and not is_signed:
        kept["submit"] = (CLERK, "in_review")
    return kept


def outcome(report, action, user):
    """Where a try leads, which is then undone; empty where it is refused."""
    before = report.events.count()
    with transaction.atomic():
        try:
            state = perform(action, report.pk, user, reason=REASON).to_status
        except Refused:
            state = ""
        written = report.events.count() - before
        transaction.set_rollback(True)
    assert written == bool(state)
    return state


def offered(report, people):
    """What the buttons offer of it; a submission or a signing may be offered with its obstacle in its place."""
    fresh = AnnualReport.objects.select_related("organ__superior", "reviewer").get(pk=report.pk)
    found = {
        (person, each.action)
        for person in EVERYBODY
        for each in available(fresh, User.objects.get(pk=people[person].pk))
        if each.action in ACTIONS and User.objects.get(pk=people[person].pk).is_active
    }
    return {key for key in found if key[1] not in ("submit", "sign") or outcome(report, key[1], people[key[0]])}
