"""The arithmetic of a score: full points less what recorded facts and typed entries deduct. Plain data, no database.

Points are whole tenths everywhere: 5 points are 50, for SQLite has no exact decimals. What is deducted is positive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.models.appraisal import EvidenceKind

TENTHS = 10


@dataclass(frozen=True)
class ScoredFact:
    """Something recorded that an item deducts for: ``cases`` times where the item counts cases.

    ``source`` and ``number`` name the record by its kind (``event``, ``explanation``, ``publication``, ``report``) and
    key; ``deadline`` has none, for what was not done left no record.
    """

    kind: EvidenceKind
    words: str
    source: str
    number: int = 0
    cases: int = 1


@dataclass(frozen=True)
class ScoredItem:
    """What is deducted for one kind of evidence: ``tenths`` once, or each case, and ``cap`` at the most."""

    key: int
    title: str
    kind: EvidenceKind
    tenths: int
    is_per_case: bool = False
    cap: int | None = None


@dataclass(frozen=True)
class TypedEntry:
    """What a person deducted, or with a negative sign gave back, and why; ``is_counter``: after the closing."""

    number: int
    item: int
    tenths: int
    reason: str
    by: str
    at: str
    is_counter: bool = False


@dataclass(frozen=True)
class ItemScore:
    """An item with the facts and entries that it was reckoned from, and what it deducts."""

    item: ScoredItem
    facts: tuple[ScoredFact, ...]
    entries: tuple[TypedEntry, ...]
    deducted: int


def computed(item: ScoredItem, facts: Iterable[ScoredFact]) -> int:
    """What the facts of the item's kind alone deduct, before its cap; nothing where there is none."""
    cases = sum(each.cases for each in facts if each.kind == item.kind)
    return item.tenths * (cases if item.is_per_case else min(cases, 1))


def deducted(item: ScoredItem, facts: Iterable[ScoredFact], entries: Iterable[TypedEntry]) -> int:
    """What an item deducts: its facts and the entries to it, never below nothing and never above its cap."""
    found = computed(item, facts) + sum(each.tenths for each in entries if each.item == item.key)
    return max(0, found if item.cap is None else min(found, item.cap))


def scored(
    items: Sequence[ScoredItem], facts: Sequence[ScoredFact], entries: Sequence[TypedEntry]
) -> tuple[ItemScore, ...]:
    """Every item in its order, with what it was reckoned from."""
    return tuple(
        ItemScore(
            item,
            tuple(each for each in facts if each.kind == item.kind),
            tuple(each for each in entries if each.item == item.key),
            deducted(item, facts, entries),
        )
        for item in items
    )


def score(full: int, scores: Iterable[ItemScore]) -> int:
    """Full points less all that is deducted, not below 0."""
    return max(0, full - sum(each.deducted for each in scores))


def points(tenths: int) -> str:
    """Tenths as they are read: 5, 4.5, -0.5."""
    sign, (whole, rest) = "-" if tenths < 0 else "", divmod(abs(tenths), TENTHS)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
