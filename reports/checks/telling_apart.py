"""Findings of one rule that would be one and the same: two slips of one kind in one sentence are two findings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar


class Found(Protocol):
    """What is told apart: its ``values`` are part of its ``fingerprint``."""

    values: tuple[str, ...]
    fingerprint: str


_Found = TypeVar("_Found", bound=Found)


def told_apart(found: Iterable[_Found]) -> Iterator[_Found]:
    """Every finding with a fingerprint of its own: from the second alike on, its values end with which one it is.

    An explanation, a button and a mark belong to one fingerprint. The first keeps the one that it has always had.
    """
    met: Counter[str] = Counter()
    for each in found:
        alike = each.fingerprint
        met[alike] += 1
        yield each if met[alike] == 1 else replace(each, values=(*each.values, f"#{met[alike]}"))
