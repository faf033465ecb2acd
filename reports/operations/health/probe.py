"""What a probe of an installation is, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad a complaint is. Only ``STOPPED`` makes an installation not ready: work is lost or wrong until it ends."""

    FINE = 0
    NOTICE = 1
    FAULT = 2
    STOPPED = 3

    @property
    def mark(self) -> str:
        """How an operator is told."""
        return ("正常", "提醒", "故障", "故障")[self]


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, and what to do about it; both are sentences without their full stop."""

    severity: Severity
    what: str
    advice: str


@dataclass(frozen=True)
class Diagnosis:
    """What a probe found: a word on what it looked at, and its complaints."""

    told: str = ""
    complaints: tuple[Complaint, ...] = ()

    @property
    def severity(self) -> Severity:
        return max((each.severity for each in self.complaints), default=Severity.FINE)


@dataclass(frozen=True)
class Probe:
    """One question to an installation. ``key`` names it to programs, ``name`` to people.

    ``is_of_readiness``: asked by ``/readyz`` too, so it is quick and says nothing to strangers but its severity.
    ``asks_database``: not asked where the database does not answer.
    """

    key: str
    name: str
    look: Callable[[], Diagnosis]
    is_of_readiness: bool = False
    asks_database: bool = False


def found(told: str, *complaints: Complaint | None) -> Diagnosis:
    """A diagnosis of the complaints that there are; ``None`` is none."""
    return Diagnosis(told, tuple(each for each in complaints if each))
