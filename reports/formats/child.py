"""The child's side of ``children``: answers job after job, each in a fork of its own that has limits.

A job comes in as its length and itself, from the process that started this one; the answer goes out as a letter,
its length and itself. ``L`` says that a limit was met and ``E`` that the work failed, which is told on stderr; what
other letters say is between those who ask and who work.
"""

import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

NICENESS = 10  # whoever types comes first

Perform = Callable[[bytes], tuple[bytes, bytes]]


class Limits(NamedTuple):
    """What one job may take: processor and wall time, address space, bytes of a file it writes, open files."""

    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int
    file_bytes: int
    open_files: int


def serve(perform: Perform, limits: Limits) -> None:
    """Answer jobs until the process that asks is gone; ``perform`` gives a letter and what it is about."""
    os.nice(NICENESS)
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    for standard in (0, 1):  # what a library prints is no answer
        os.dup2(os.open(os.devnull, os.O_RDWR), standard)
    while head := jobs.read(8):
        (size,) = struct.unpack("!Q", head)
        outcome, content = _by_a_fork(perform, jobs.read(size), limits, (jobs.fileno(), answers.fileno()))
        if outcome == b"E":
            sys.stderr.write(content.decode(errors="replace"))
            content = b""
        answers.write(struct.pack("!cQ", outcome, len(content)) + content)
        answers.flush()


def load(modules: Iterable[str]) -> None:
    """Load what every job needs; what cannot be loaded is said by the job that needs it."""
    for module in modules:
        try:
            import_module(module)
        except (ImportError, OSError):
            traceback.print_exc()


def _by_a_fork(perform: Perform, job: bytes, limits: Limits, not_its: tuple[int, ...]) -> tuple[bytes, bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        has_told_all = False
        try:
            for descriptor in (reading, *not_its):
                os.close(descriptor)
            with os.fdopen(writing, "wb") as output:
                output.write(b"".join(_performed(perform, job, limits)))
            has_told_all = True
        finally:
            os._exit(not has_told_all)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        content = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) or not content:
        return b"L", b""
    if status:
        return b"E", b"the answer broke off\n"
    return content[:1], content[1:]


def _performed(perform: Perform, job: bytes, limits: Limits) -> tuple[bytes, bytes]:
    try:
        _limit(limits)
        return perform(job)
    except MemoryError:
        return b"L", b""
    except Exception:
        return b"E", traceback.format_exc().encode(errors="replace")


def _limit(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError):  # the machine grants less already
            resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
