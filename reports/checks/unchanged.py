"""What is checked again unchanged, as most pages do that are looked at, is answered from what was found before."""

from collections.abc import Callable
from hashlib import blake2b

from reports.checks.parts import run_on
from reports.checks.registry import Case, Finding, run

MOST_REMEMBERED = 512  # a few kilobytes each, in each process: the reports of a county, whole and by part

_found: dict[bytes, tuple[Finding, ...]] = {}


def run_once(case: Case) -> list[Finding]:
    """What ``run`` finds in the case."""
    return _once(case, "", run)


def run_on_once(part: str, case: Case) -> list[Finding]:
    """What ``run_on`` finds in a part of it."""
    return _once(case, part, lambda case: run_on(part, case))


def _once(case: Case, part: str, check: Callable[[Case], list[Finding]]) -> list[Finding]:
    """What was found in the same case. Rules look at nothing else, so its content alone is the key.

    The content as Python writes it, for equal is not the same: 1.5 and 1.50 are told apart where they are quoted.
    """
    key = blake2b(f"{part} {case!r}".encode(errors="surrogatepass"), digest_size=20).digest()
    found = _found.get(key)
    if found is None:
        found = _found[key] = tuple(check(case))
        for oldest in list(_found)[:-MOST_REMEMBERED]:
            _found.pop(oldest, None)
    return list(found)
