"""Who is at it, from where, in which session and request: known to the whole of an answer, asked only when told."""

import getpass
import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from reports.models.organs import User

SHOWN_OF_A_SESSION = 8  # hexadecimal digits: enough to tell sessions apart, too few to use one


def _nobody() -> User | None:
    return None


def _no_session() -> str:
    return ""


@dataclass(frozen=True)
class Circumstances:
    """Those of a request. ``actor`` and ``session`` are functions, so that a page that logs nothing asks nothing."""

    actor: Callable[[], User | None] = _nobody
    address: str = ""
    session: Callable[[], str] = _no_session
    request: str = ""


OF_A_COMMAND = Circumstances()
circumstances: ContextVar[Circumstances] = ContextVar("circumstances", default=OF_A_COMMAND)


def fingerprint(session_key: str) -> str:
    """What tells a session from others without letting anybody into it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:SHOWN_OF_A_SESSION] if session_key else ""


def name_of(user: User) -> str:
    """An account as the log names it."""
    return f"{user.username}（{user.full_name}）"


def at_the_machine() -> str:
    """Who runs a command or the worker: a user of the machine, not of the application."""
    try:
        return f"服务器（{getpass.getuser()}）"
    except (KeyError, OSError):  # a container may know no name
        return "服务器"
