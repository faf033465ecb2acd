"""What one transition of a report is: its conditions, its side effects and the words of its page, as fields."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from reports.lifecycle.readiness import Refusal, explanations_are_accepted, opinions_are_resolved
from reports.models.organs import Role, User
from reports.models.reports import AnnualReport, Status

Guard = Callable[[AnnualReport, User], Refusal]


class Party(Enum):
    """Those who are notified together; nobody is ever notified of what they did themselves."""

    CLERKS = auto()
    WRITERS = auto()  # those of the clerks who edited or submitted what is decided on
    LEADERS = auto()
    ASKED = auto()  # the leaders, where the submission was put to them for signing
    SECRECY = auto()  # those who confirm that nothing secret is in it, where the organ has that done
    SUPERVISORS = auto()  # of the superior organ


@dataclass(frozen=True)
class Notification:
    """Who is notified of a transition, and in which words; ``source`` and ``target`` narrow where from and where to."""

    parties: tuple[Party, ...]
    words: str
    source: Status | None = None
    target: Status | None = None
    awaits_secrecy: bool = False  # only where the report waits for the secrecy review first

    def fits(self, from_status: str, to_status: str, *, awaits_secrecy: bool) -> bool:
        may_fit = awaits_secrecy or not self.awaits_secrecy
        return may_fit and self.source in (None, from_status) and self.target in (None, to_status)


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to a report: from where, to where, by whom, on what conditions, and what follows.

    The fields after ``guards`` are its side effects and what its page shows. No other module asks for a transition
    by its name; it asks for what the transition does.
    """

    action: str
    label: str
    sources: tuple[Status, ...]
    target: Status | None  # ``None`` where it moves nothing: the report stays where it is
    roles: tuple[Role, ...]
    consequence: str  # what the person reads before confirming it
    done: str  # and afterwards
    notifications: tuple[Notification, ...]  # the first that fits where from and where to is sent
    needs_reason: bool = False
    without_reviewer: tuple[Role, ...] = ()  # who does it where the organ has no superior (design.md §12.4)
    guards: tuple[Guard, ...] = ()
    begins_round: bool = False  # hands the report to others: a new round, the organ's name and reviewer are frozen
    undoes_round: bool = False  # nothing was decided: what was edited before still counts as edited in this round
    issues_opinions: bool = False  # the drafts of the reviewer's opinions become visible to the clerk
    publishes: bool = False  # draws the files and keeps them for good
    opens_correction: bool = False  # copies the report as its next revision
    decides_on_findings: bool = False  # its page shows what the checks find and how it was explained
    requires_fonts: bool = False  # it lets through what will be printed: every character needs a font
    has_own_page: bool = False  # confirmed on a page of its own, not on the common one
    opens_from_notice: bool = False  # a notice leads whoever may perform it straight to its page
    reads_a_file: bool = False  # a report comes into being so, from a file: it follows no decision on a stored one
    handed_in_as: str = ""  # what handing the report in is called where this does it
    reason_called: str = ""  # what its reason is called where that is not the usual
    sets_day: bool = False  # whoever performs it may say by when the report is to be handed in again
    onward: str = ""  # the button that performs it and leads to the next report that waits for a review
    unless: Guard | None = None  # why it is not to be had for this report at all: then it is not offered either
    stays: tuple[Status, ...] = ()  # from these it moves nothing, whatever its target
    page: str = ""  # the name of its own page, where a button leads straight there
    page_called: str = ""  # and what that button is called
    notes: Guard | None = None  # what its event says of itself where the person says nothing
    is_of_secrecy: bool = False  # it is a part of the 保密审查

    @property
    def leads_on(self) -> bool:
        """Whether it brings the report nearer to the public: a useful next step, where others take something back."""
        ahead = (Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED)
        return bool(self.page) or (self.target in ahead and self.target not in self.sources)

    def target_from(self, status: str) -> Status:
        """Where it leads from a state, as far as the list of transitions says."""
        return Status(status) if self.target is None or status in self.stays else self.target

    @property
    def is_decision(self) -> bool:
        """Whether it decides on a report or lets it out: whoever takes it may be asked again who they are."""
        deciders = {Role.LEADER, Role.SUPERVISOR, Role.SECRECY} & {*self.roles, *self.without_reviewer}
        return self.publishes or bool(deciders and not self.has_own_page)

    @property
    def reason_name(self) -> str:
        """What its reason is called: that with which a report goes back is read by the clerk as 退回意见."""
        return self.reason_called or f"{self.label}的原因"

    @property
    def waits_for_opinions(self) -> bool:
        """Whether it is refused while an opinion that must be followed is unresolved."""
        return opinions_are_resolved in self.guards

    @property
    def waits_for_judgements(self) -> bool:
        """Whether it is refused while an explanation has not been accepted."""
        return explanations_are_accepted in self.guards

    def hands_in(self, to_status: str) -> bool:
        """Whether a report thereby leaves its organ: it is submitted where nobody signs, otherwise signed."""
        return bool(self.handed_in_as) and to_status in (Status.IN_REVIEW, Status.APPROVED)
