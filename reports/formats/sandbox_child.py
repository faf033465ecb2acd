"""The child that reads (``python -m reports.formats.sandbox_child``): it knows no Django and reaches no network.

A job is the pickle of a function's dotted name and of what it is given; the answer is ``+`` and the pickle of what
the function made, or ``N`` and the sentence with which it refuses, ``S`` where that is ``NotSaid``.
"""

import ctypes
import pickle
from importlib import import_module

from reports.formats import child, registry
from reports.official.interchange import NotSaid, NotUnderstood

LIMITS = child.Limits(cpu_seconds=10, wall_seconds=13, memory_bytes=512 * 1024 * 1024, file_bytes=0, open_files=32)
ROOM = "reports.formats."
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of Linux's <sched.h>


def main() -> None:
    """Answer jobs until the process that asks is gone."""
    leave_the_network()
    child.load(dict.fromkeys(each.reader for each in registry.readable().values()))
    child.load(each.proof for each in registry.writable().values())
    child.serve(performed, LIMITS)


def leave_the_network() -> None:
    """Move into a network of this process's own, which leads nowhere; where the kernel forbids it, stay."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare and unshare(_NEW_NETWORK):
        unshare(_NEW_USER | _NEW_NETWORK)


def performed(job: bytes) -> tuple[bytes, bytes]:
    """The answer to a job."""
    function, given, more = pickle.loads(job)
    module, _, name = function.rpartition(".")
    if not module.startswith(ROOM):
        raise ValueError(f"not of this room: {function}")
    try:
        return b"+", pickle.dumps(getattr(import_module(module), name)(*given, **more))
    except NotUnderstood as refusal:
        return b"S" if isinstance(refusal, NotSaid) else b"N", str(refusal).encode(errors="replace")


if __name__ == "__main__":
    main()
