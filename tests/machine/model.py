"""What should happen to a report, written down a second time: plain Python that knows nothing of the product.

Of a report's content it knows three things: how many 规章 are said to be in force (more than none asks for an
explanation), whether the applications balance (otherwise something must be fixed), and which words stand in
section 六.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

CLERKS = {"clerk", "colleague", "clerk_leader", "clerk_supervisor"}
LEADERS = {"leader", "clerk_leader"}
SUPERVISORS = {"supervisor", "second_supervisor", "clerk_supervisor"}
OTHERS = {"reader", "neighbour", "stranger"}
PEOPLE = sorted(CLERKS | LEADERS | SUPERVISORS | OTHERS)

EDITABLE = {"draft", "returned"}
LEVELS = ["must", "advice"]
JUDGEMENTS = ["accepted", "questioned"]
RULES_IN_FORCE = ["0", "6", "7"]
NEED_A_REASON = {"send_back", "return", "revoke", "correct"}
LINK = ("from_status", "action", "to_status", "round")  # what the chain keeps of a transition

# By action: from which states, and by whom.
MAY = {
    "submit": (EDITABLE, CLERKS),
    "sign": ({"signing"}, LEADERS),
    "send_back": ({"signing"}, LEADERS),
    "withdraw": ({"signing", "in_review"}, CLERKS),
    "approve": ({"in_review"}, SUPERVISORS),
    "return": ({"in_review"}, SUPERVISORS),
    "revoke": ({"approved"}, SUPERVISORS),
    "publish": ({"approved"}, CLERKS | LEADERS),
    "correct": ({"published"}, SUPERVISORS),
}

# Every edge of the graph: the state before, the action, the state after.
EDGES = {
    *((before, "submit", after) for before in EDITABLE for after in ("signing", "in_review", "approved")),
    ("signing", "sign", "in_review"),
    ("signing", "sign", "approved"),
    ("signing", "send_back", "returned"),
    ("signing", "withdraw", "draft"),
    ("in_review", "withdraw", "draft"),
    ("in_review", "approve", "approved"),
    ("in_review", "return", "returned"),
    ("approved", "revoke", "returned"),
    ("approved", "publish", "published"),
    ("published", "correct", "published"),
}


class Command(NamedTuple):
    """One thing that a person tries; ``reason`` and ``has_seen`` matter to transitions alone."""

    kind: str
    person: str
    what: str = ""
    to: str | int = ""
    has_reason: bool = True
    has_seen: bool = True


@dataclass
class Opinion:
    level: str
    author: str
    state: str = "draft"


@dataclass
class Explanation:
    author: str
    judgement: str = ""


@dataclass
class Revision:
    """One revision of the report, as it should stand."""

    status: str = "draft"
    rules_in_force: str = "0"
    balance: str = "0"
    entered: dict[str, set[str]] = field(default_factory=dict)  # by field, who entered what still stands
    submitters: set[str] = field(default_factory=set)  # of any round, withdrawn or not
    is_opened: bool = False
    opinions: dict[int, Opinion] = field(default_factory=dict)
    explanations: dict[str, Explanation] = field(default_factory=dict)  # by the number that they explain
    events: int = 0

    @property
    def contributors(self) -> set[str]:
        return self.submitters.union(*self.entered.values())

    @property
    def explanation(self) -> Explanation | None:
        return self.explanations.get(self.rules_in_force)

    @property
    def is_ready(self) -> bool:
        explained = self.explanation is not None and self.explanation.judgement != "questioned"
        return self.balance == "0" and (self.rules_in_force == "0" or explained)

    @property
    def is_accepted(self) -> bool:
        return self.rules_in_force == "0" or self.explanation.judgement == "accepted"

    def musts(self, *states: str) -> bool:
        return any(each.level == "must" and each.state in states for each in self.opinions.values())

    @property
    def waits_for_the_supervisor(self) -> bool:
        questioned = any(each.judgement == "questioned" for each in self.explanations.values())
        return questioned or self.musts("draft", "open", "answered")


@dataclass
class World:
    """The revisions of one report, the newest last, and what is set around it."""

    revisions: list[Revision] = field(default_factory=lambda: [Revision()])
    is_reviewed_first: bool = True
    active_leaders: set[str] = field(default_factory=lambda: set(LEADERS))

    @property
    def newest(self) -> Revision:
        return self.revisions[-1]

    def tempts(self, revision: Revision, command: Command) -> bool:
        """Whether state and role allow it, whatever else stands against it."""
        if command.kind == "take":
            states, people = MAY[command.what]
            return revision.status in states and command.person in people
        is_clerks = command.kind in ("edit", "explain") or command.what == "answer"
        if is_clerks:
            return revision.status in EDITABLE and command.person in CLERKS
        return revision.status == "in_review" and command.person in SUPERVISORS

    def allows(self, revision: Revision, command: Command) -> bool:
        return getattr(self, f"allows_{command.kind}")(revision, command)

    def allows_edit(self, revision: Revision, command: Command) -> bool:
        return revision.status in EDITABLE and command.person in CLERKS

    def allows_explain(self, revision: Revision, command: Command) -> bool:
        return self.allows_edit(revision, command) and revision.rules_in_force != "0"

    def may_review(self, revision: Revision, person: str) -> bool:
        return revision.status == "in_review" and person in SUPERVISORS and person not in revision.contributors

    def allows_open(self, revision: Revision, command: Command) -> bool:
        return self.may_review(revision, command.person)

    allows_opine = allows_open

    def allows_act(self, revision: Revision, command: Command) -> bool:
        opinion = revision.opinions[command.to]
        if command.what == "answer":
            return revision.status in EDITABLE and command.person in CLERKS and opinion.state == "open"
        states = {"delete": {"draft"}, "resolve": {"open", "answered"}, "ask": {"answered", "resolved"}}
        is_own = command.what != "delete" or opinion.author == command.person
        return self.may_review(revision, command.person) and opinion.state in states[command.what] and is_own

    def allows_judge(self, revision: Revision, command: Command) -> bool:
        return self.may_review(revision, command.person) and revision.explanations[command.to].author != command.person

    def allows_take(self, revision: Revision, command: Command) -> bool:
        states, people = MAY[command.what]
        return (
            revision.status in states
            and command.person in people
            and command.has_seen
            and (command.has_reason or command.what not in NEED_A_REASON)
            and getattr(self, f"allows_to_{command.what}", lambda *_: True)(revision, command.person)
        )

    def allows_to_submit(self, revision: Revision, person: str) -> bool:
        return revision.is_ready

    def allows_to_sign(self, revision: Revision, person: str) -> bool:
        return person not in revision.contributors and revision.is_ready and not revision.musts("open")

    def allows_to_withdraw(self, revision: Revision, person: str) -> bool:
        return not revision.is_opened

    def allows_to_return(self, revision: Revision, person: str) -> bool:
        return person not in revision.contributors

    def allows_to_approve(self, revision: Revision, person: str) -> bool:
        settled = not revision.musts("draft", "open", "answered") and revision.is_ready and revision.is_accepted
        return person not in revision.contributors and settled

    def allows_to_correct(self, revision: Revision, person: str) -> bool:
        return revision is self.newest

    def target(self, revision: Revision, command: Command) -> str:
        """Where a transition that is allowed leads."""
        if command.what == "submit" and self.active_leaders - revision.contributors - {command.person}:
            return "signing"
        if command.what in ("submit", "sign"):
            return "in_review" if self.is_reviewed_first or revision.waits_for_the_supervisor else "approved"
        return {
            "send_back": "returned", "withdraw": "draft", "approve": "approved", "return": "returned",
            "revoke": "returned", "publish": "published", "correct": "published",
        }[command.what]  # fmt: skip

    def note(self, revision: Revision, command: Command) -> None:
        """Let a command that is allowed happen."""
        getattr(self, f"note_{command.kind}")(revision, command)

    def note_edit(self, revision: Revision, command: Command) -> None:
        before = (revision.rules_in_force, revision.balance)
        if command.what == "rules":
            revision.rules_in_force = command.to
        if command.what == "balance":
            revision.balance = command.to
        if command.what == "words":  # a text is worked on; it is never emptied here
            revision.entered.setdefault("words", set()).add(command.person)
        elif before != (revision.rules_in_force, revision.balance):
            revision.entered[command.what] = {command.person}

    def note_explain(self, revision: Revision, command: Command) -> None:
        revision.explanations[revision.rules_in_force] = Explanation(command.person)

    def note_open(self, revision: Revision, command: Command) -> None:
        revision.is_opened = True

    def note_opine(self, revision: Revision, command: Command) -> None:
        revision.is_opened = True
        revision.opinions[max(revision.opinions, default=0) + 1] = Opinion(command.what, command.person)

    def note_act(self, revision: Revision, command: Command) -> None:
        revision.is_opened = revision.is_opened or command.what != "answer"
        if command.what == "delete":
            del revision.opinions[command.to]
        else:
            state = {"answer": "answered", "resolve": "resolved", "ask": "open"}[command.what]
            revision.opinions[command.to].state = state

    def note_judge(self, revision: Revision, command: Command) -> None:
        revision.is_opened = True
        revision.explanations[command.to].judgement = command.what

    def note_take(self, revision: Revision, command: Command) -> None:
        revision.status = self.target(revision, command)
        revision.events += 1
        revision.is_opened = False
        if command.what == "submit":
            revision.submitters.add(command.person)
        if command.what in ("approve", "return"):
            for opinion in revision.opinions.values():
                opinion.state = "open" if opinion.state == "draft" else opinion.state
        if command.what == "correct":
            self.revisions.append(Revision(rules_in_force=revision.rules_in_force))
