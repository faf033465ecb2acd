"""Score sheets as pages, workbooks and papers show them: what was deducted, for which records, by whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from reports.lifecycle.appraisal.document import Appraisal, ScoreSheet
from reports.lifecycle.appraisal.scoring import ItemScore, ScoredFact, ScoredItem, TypedEntry, points
from reports.models.appraisal import EvidenceKind
from reports.official import EDITION_2021

INTERNAL = "内部工作资料"
NOTHING = "—"
# By the source of a fact: the page where its record stands, of the organ and year, and what the link is called.
PLACES = {
    "event": ("history", "办理记录"),
    "explanation": ("check", "情况说明"),
    "publication": ("published", "公布页"),
    "report": ("step", "报告"),
}


@dataclass(frozen=True)
class ShownFact:
    """A fact with the page where its record stands, where there is one."""

    words: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class ShownEntry:
    """An entry: how much, in words, why, and by whom."""

    what: str
    reason: str
    by: str
    at: str
    is_counter: bool
    title: str = ""


@dataclass(frozen=True)
class ShownItem:
    """An item of a sheet: for what, by which measure, what is recorded, and what is deducted."""

    title: str
    kind: str
    measure: str
    facts: list[ShownFact]
    entries: list[ShownEntry]
    deducted: str
    is_deducted: bool


@dataclass(frozen=True)
class ShownSheet:
    """A row of the list: an organ, its score and what it lost points for."""

    slug: str
    name: str
    kind: str
    score: str
    at_closing: str  # where counter-entries have changed it since
    lost: list[str]
    answers: int


def by_organ(appraisal: Appraisal) -> list[ScoreSheet]:
    return list(appraisal.sheets)


def by_score(appraisal: Appraisal) -> list[ScoreSheet]:
    """The sheets from the highest score to the lowest, equal ones in the order of their organs."""
    return sorted(appraisal.sheets, key=lambda each: -appraisal.score_now(each))


def shown_sheets(appraisal: Appraisal, sheets: Iterable[ScoreSheet]) -> list[ShownSheet]:
    """The rows of the list."""
    return [
        ShownSheet(
            sheet.slug,
            sheet.name,
            sheet.kind,
            points(appraisal.score_now(sheet)),
            points(sheet.total) if sheet.counters else "",
            [f"{each.item.title} −{points(each.deducted)}" for each in sheet.scores if each.deducted],
            len(sheet.answers),
        )
        for sheet in sheets
    ]


def shown_items(appraisal: Appraisal, sheet: ScoreSheet) -> list[ShownItem]:
    """Every item of a sheet, with its facts and entries."""
    return [_item(appraisal, sheet, each) for each in sheet.scores]


def closed_items(appraisal: Appraisal, sheet: ScoreSheet) -> list[ShownItem]:
    """The same as it was closed, without what was entered since."""
    return [_item(appraisal, sheet, each) for each in sheet.closed_scores]


def _item(appraisal: Appraisal, sheet: ScoreSheet, score: ItemScore) -> ShownItem:
    return ShownItem(
        score.item.title,
        score.item.kind.label,
        measure(score.item),
        [_fact(each, sheet.slug, appraisal.year) for each in score.facts],
        [entry_of(each) for each in score.entries],
        f"−{points(score.deducted)}" if score.deducted else "0",
        bool(score.deducted),
    )


def measure(item: ScoredItem) -> str:
    """How an item deducts, in words."""
    if item.kind is EvidenceKind.MANUAL:
        words = f"每件 {points(item.tenths)} 分" if item.is_per_case else f"{points(item.tenths)} 分"
    else:
        words = f"每件扣 {points(item.tenths)} 分" if item.is_per_case else f"扣 {points(item.tenths)} 分"
    return words if item.cap is None else f"{words}，最多扣 {points(item.cap)} 分"


def entry_of(entry: TypedEntry, title: str = "") -> ShownEntry:
    """An entry in words; ``title`` is that of its item where it stands apart."""
    what = f"扣 {points(entry.tenths)} 分" if entry.tenths > 0 else f"退回 {points(-entry.tenths)} 分"
    return ShownEntry(what, entry.reason, entry.by, entry.at, entry.is_counter, title)


def counters_of(appraisal: Appraisal, sheet: ScoreSheet) -> list[ShownEntry]:
    """What was entered after the closing, each with its item."""
    titles = {each.key: each.title for each in appraisal.items}
    return [entry_of(each, titles[each.item]) for each in sheet.counters]


def _fact(fact: ScoredFact, slug: str, year: int) -> ShownFact:
    if fact.source not in PLACES:
        return ShownFact(fact.words)
    name, link = PLACES[fact.source]
    args = [slug, year] if name != "step" else [slug, year, EDITION_2021.section_of["disputes"].key]
    return ShownFact(fact.words, reverse(name, args=args), link)


def record(fact: ScoredFact) -> str:
    """The record of a fact as an export names it, so that it can be found again."""
    name = PLACES.get(fact.source, ("", ""))[1]
    return f"{name} {fact.number}" if name else NOTHING
