"""The score sheets of an office and year as one document: as they stand, or as they were closed, with the evidence.

JSON, canonical, in the shape of the classes below. What is closed is read from it alone; counter-entries made since
are laid beside it and never change what it says.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from reports.lifecycle.appraisal.scoring import ItemScore, ScoredFact, ScoredItem, TypedEntry, score, scored
from reports.models.appraisal import EvidenceKind

FORMAT = "appraisal/1"


@dataclass(frozen=True)
class HeldAnswer:
    """What an organ said to its sheet."""

    text: str
    by: str
    at: str


@dataclass(frozen=True)
class ScoreSheet:
    """得分单 of one organ; ``total`` is its score and stays, like ``closed_scores``, what it was at the closing."""

    organ: int
    slug: str
    name: str
    kind: str
    facts: Sequence[ScoredFact]
    entries: Sequence[TypedEntry]
    answers: Sequence[HeldAnswer]
    scores: Sequence[ItemScore]
    total: int
    closed_scores: Sequence[ItemScore] = ()

    @property
    def counters(self) -> list[TypedEntry]:
        """The entries that were made after the closing."""
        return [each for each in self.entries if each.is_counter]


@dataclass(frozen=True)
class UnitLeftOut:
    """An organ of the office that is not assessed, and why."""

    organ: int
    name: str
    why: str


@dataclass(frozen=True)
class Appraisal:
    """All sheets of an office and year in the order of the organs' keys in addresses; ``closed_by`` once closed."""

    office: str
    slug: str
    year: int
    name: str
    full: int
    items: Sequence[ScoredItem]
    sheets: Sequence[ScoreSheet]
    left_out: Sequence[UnitLeftOut]
    closed_by: str = ""
    closed_at: str = ""

    def sheet_of(self, organ: int) -> ScoreSheet | None:
        """The sheet of an organ by its key; ``None`` where it is not parts."""
        return next((each for each in self.sheets if each.organ == organ), None)

    def score_now(self, sheet: ScoreSheet) -> int:
        """The score with the counter-entries made since the closing."""
        return score(self.full, sheet.scores)

    @property
    def digest(self) -> str:
        """SHA-256 over all that is said, in hexadecimal: what tells whether anything has changed since."""
        return hashlib.sha256(self.as_bytes()).hexdigest()

    def as_bytes(self) -> bytes:
        """The document as it is kept: canonical, so that equal documents are equal bytes."""
        said = {"format": FORMAT, **asdict(self)}
        for sheet in said["sheets"]:
            del sheet["closed_scores"]  # they are the scores of what is closed
            sheet["scores"] = {each["item"]["key"]: each["deducted"] for each in sheet["scores"]}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class SheetParts:
    """An organ with what its sheet is made of."""

    organ: int
    slug: str
    name: str
    kind: str
    facts: Sequence[ScoredFact]
    entries: Sequence[TypedEntry]
    answers: Sequence[HeldAnswer]


def sheet_from(items: Sequence[ScoredItem], full: int, parts: SheetParts) -> ScoreSheet:
    """The sheet of an organ; facts of a kind that no item asks for are left out."""
    kinds = {each.kind for each in items}
    facts = tuple(each for each in parts.facts if each.kind in kinds)
    scores = scored(items, facts, parts.entries)
    about = (parts.organ, parts.slug, parts.name, parts.kind)
    return ScoreSheet(*about, facts, tuple(parts.entries), tuple(parts.answers), scores, score(full, scores))


def read_appraisal(content: bytes) -> Appraisal:
    """A document that was kept; ``ValueError`` for any other format."""
    said: dict = json.loads(content)
    if said.pop("format") != FORMAT:
        raise ValueError("not an appraisal")
    said["items"] = tuple(_item(each) for each in said["items"])
    said["left_out"] = tuple(UnitLeftOut(**each) for each in said["left_out"])
    said["sheets"] = tuple(_sheet(each, said["items"]) for each in said["sheets"])
    return Appraisal(**said)


def with_counters(closed: Appraisal, entries: dict[int, list[TypedEntry]]) -> Appraisal:
    """The closed sheets with the counter-entries of each organ beside them; every ``total`` stays as it was."""
    sheets = []
    for sheet in closed.sheets:
        found = (*sheet.entries, *entries.get(sheet.organ, ()))
        now = scored(closed.items, sheet.facts, found)
        sheets.append(replace(sheet, entries=found, scores=now, closed_scores=sheet.scores))
    return replace(closed, sheets=tuple(sheets))


def _item(said: dict) -> ScoredItem:
    return ScoredItem(**said | {"kind": EvidenceKind(said["kind"])})


def _sheet(said: dict, items: Sequence[ScoredItem]) -> ScoreSheet:
    facts = tuple(ScoredFact(**each | {"kind": EvidenceKind(each["kind"])}) for each in said["facts"])
    entries = tuple(TypedEntry(**each) for each in said["entries"])
    answers = tuple(HeldAnswer(**each) for each in said["answers"])
    held = said["scores"]
    scores = tuple(replace(each, deducted=held[str(each.item.key)]) for each in scored(items, facts, entries))
    return ScoreSheet(**said | {"facts": facts, "entries": entries, "answers": answers, "scores": scores})
