"""Who does long work: a process of a machine, and whether it still runs."""

import os
import socket
from datetime import datetime, timedelta

from django.utils import timezone


def this_worker() -> str:
    """What a process writes down as whoever does a piece of work."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def has_ended(worker: str) -> bool:
    """Whether a worker of this machine has ended; of those of other machines nobody can know."""
    machine, _, process = worker.rpartition(":")
    return machine == socket.gethostname()[:80] and not _is_running(int(process))


def is_silent(heard_at: datetime | None, longest: timedelta) -> bool:
    """Whether nothing was heard of a worker for longer than any step of its work takes."""
    return heard_at is None or heard_at < timezone.now() - longest


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
