"""Work beside the web server: children that have the libraries loaded and fork for each job, a few at once.

What files and papers take in time and memory is their makers' to decide. So it is taken by a child with limits, and
whoever asks gets an answer, or is told at once how long to wait. ``child`` is the other side of it.
"""

import atexit
import fcntl
import math
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from django.conf import settings

MOST_BYTES_OF_AN_ANSWER = 100_000_000
_LENGTH = struct.Struct("!cQ")  # how an answer begins: what it is, and how many bytes of it follow


class Taken(Exception):
    """All places are taken; ``wait`` is after how many seconds one is likely to be free."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"every place is taken for about {wait} seconds")
        self.wait = wait


@dataclass
class Children:
    """The children of one kind of work: how many at once on the machine, and for how long each may work."""

    name: str  # of the work, and of the files that its places are
    module: str  # what the child runs: it serves with ``child.serve``
    places: int
    wall_seconds: float
    usual_seconds: float  # of a job whose child has to be started first
    environment: Mapping[str, str] | None = None  # all that the child is told; ``None``: what this process was
    idle: list["Child"] = field(default_factory=list)  # of this process; at most as many as there are places

    def answer(self, job: bytes, patience: float = 0) -> tuple[bytes, bytes]:
        """What became of the job, one letter, and what was made of it or is said about it.

        ``Taken`` where no place is free within ``patience`` seconds, ``TimeoutError`` where the child did not
        answer in its time, ``OSError`` where it ended without an answer.
        """
        until = time.monotonic() + patience
        while True:
            try:
                with self._place():
                    return self._answered(job)
            except Taken:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _answered(self, job: bytes) -> tuple[bytes, bytes]:
        child = self.idle.pop() if self.idle else Child(self)
        try:
            if child.process.poll() is not None:  # it was ended while it idled
                child.kill()
                child = Child(self)
            answer = child.answer(job, self.wall_seconds)
        except BaseException as error:  # left in the midst of a job it would give its answer to the next
            child.kill()
            if isinstance(error, ValueError):  # its pipe was closed at the end of this process
                raise BrokenPipeError from error
            raise
        self.idle.append(child)
        return answer

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places in which the machine works; the lock goes with the process that holds it."""
        waits = []
        for number in range(self.places):
            descriptor = _opened(f"{self.name}-{number}")
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waits.append(self._last_took(descriptor))
                os.close(descriptor)
                continue
            start = time.monotonic()
            try:
                yield
            finally:
                with suppress(OSError):
                    os.pwrite(descriptor, f"{time.monotonic() - start:10.3f}".encode(), 0)
                os.close(descriptor)
            return
        raise Taken(max(2, math.ceil(min(waits))))

    def _last_took(self, descriptor: int) -> float:
        try:
            return float(os.pread(descriptor, 10, 0))
        except (OSError, ValueError):
            return self.usual_seconds


def _opened(name: str) -> int:
    """The file of a place, in the data folder, or beside it where that can take no more."""
    folder = settings.DATA_DIR / "places"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return os.open(Path(tempfile.gettempdir()) / f"reports-{os.getuid()}-{name}", os.O_RDWR | os.O_CREAT, 0o600)


class Child:
    """A process that forks for each job: nothing of one is left for the next."""

    def __init__(self, kind: Children) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", kind.module],
            cwd=settings.BASE_DIR,
            env=kind.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # so that it ends with what it forked
        )
        self.idle = kind.idle
        _alive.add(self)

    def answer(self, job: bytes, seconds: float) -> tuple[bytes, bytes]:
        """The letter and the content of the answer; ``OSError`` where none comes in so many seconds."""
        until = time.monotonic() + seconds
        self.process.stdin.write(struct.pack("!Q", len(job)) + job)
        self.process.stdin.flush()
        outcome, size = _LENGTH.unpack(self._read(_LENGTH.size, until))
        if size > MOST_BYTES_OF_AN_ANSWER:
            raise OSError("an answer is too long")
        return outcome, self._read(size, until)

    def _read(self, size: int, until: float) -> bytes:
        output, parts = self.process.stdout.fileno(), []
        with DefaultSelector() as selector:
            selector.register(output, EVENT_READ)
            while size:
                if not selector.select(max(until - time.monotonic(), 0)):
                    raise TimeoutError
                part = os.read(output, min(size, 1 << 20))
                if not part:
                    raise BrokenPipeError
                parts.append(part)
                size -= len(part)
        return b"".join(parts)

    def kill(self) -> None:
        """End it with what it forked, and wait for it."""
        _alive.discard(self)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(OSError):  # what it was never given is still to be flushed
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def leave_to_the_parent(self) -> None:
        """In a fork of this process: neither its pipes nor its end are the fork's."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for pipe in (self.process.stdin, self.process.stdout):
            os.dup2(nothing, pipe.fileno())
        os.close(nothing)
        self.process.returncode = 0  # as far as the fork is concerned


_alive: set[Child] = set()  # the children of this process, idle or at work


def end_all() -> None:
    """End every child of this process and wait for it; whoever still waits for an answer is told that it failed."""
    for child in tuple(_alive):
        child.idle.clear()
        child.kill()


def _forget_in_a_fork() -> None:
    for child in _alive:
        child.idle.clear()
        child.leave_to_the_parent()
    _alive.clear()


atexit.register(end_all)
os.register_at_fork(after_in_child=_forget_in_a_fork)
