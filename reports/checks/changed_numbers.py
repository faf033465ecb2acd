"""How well the checks find one number that was changed: in a copy of a report, each in its turn, a text's or a cell's.

A change is found where it raises a finding of ``must_fix`` or ``explain`` that the report did not raise before. No
check can find every change: of many numbers (转发 38 次) nothing else in the report speaks.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reports.checks.registry import Case, Finding, Level, run
from reports.claims.claim import worth
from reports.claims.enumerations import enumerations
from reports.claims.shares import shares
from reports.official import Cell
from reports.official.report_data import ReportData
from reports.text.numerals import Use, numbers

LARGEST_STEP = 9
TEXT = "正文"


class Changed(NamedTuple):
    """A report with one number changed: ``where`` by the table's key or 正文, and whether anything speaks of it."""

    where: str
    is_spoken_of: bool
    report: ReportData


@dataclass
class ChangeTally:
    """How many changes of one sort there were and were found, by which rules, and quotations of those that were not."""

    made: int = 0
    found: int = 0
    rules: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def measure_changes(cases: Iterable[Case], seed: int) -> dict[tuple[str, bool], ChangeTally]:
    """The tallies by where the number stands, and whether anything else in the report speaks of it."""
    tallies: dict[tuple[str, bool], ChangeTally] = {}
    chance = random.Random(seed)  # a measurement that can be repeated, nothing secret
    for case in cases:
        before = _places(run(case))
        for changed, told in _every_change(case, chance):
            tally = tallies.setdefault((changed.where, changed.is_spoken_of), ChangeTally())
            new = _places(run(replace(case, report=changed.report))) - before
            tally.made += 1
            tally.found += bool(new)
            tally.rules.update({rule for rule, _ in new})
            if not new:
                tally.missed.append(told)
    return tallies


def _places(findings: Iterable[Finding]) -> Counter:
    return Counter((each.rule, each.place) for each in findings if each.level is not Level.HINT)


def _every_change(case: Case, chance: random.Random) -> Iterator[tuple[Changed, str]]:
    report = case.report
    for cell, figure in report.figures.items():
        if isinstance(figure, int) and figure >= 0:
            figures = {**report.figures, cell: _another(figure, chance)}
            is_summed = cell.table in ("applications", "disputes") or any(_is_of(claim, cell) for claim in case.claims)
            yield Changed(cell.table, is_summed, replace(report, figures=figures)), str(cell)
    for key, text in report.texts.items():
        read = _read(case, key, text)
        for number in numbers(text):
            if number.use is Use.COUNT and number.is_exact and text[number.start].isascii():
                value = text[number.start : number.end]
                said = value.replace(str(number.value), str(_another(int(number.value), chance)), 1)
                texts = {**report.texts, key: text[: number.start] + said + text[number.end :]}
                if said != value:
                    about = text[max(0, number.start - 30) : number.end + 10]
                    yield Changed(TEXT, number.start in read, replace(report, texts=texts)), about


def _is_of(claim, cell: Cell) -> bool:
    return any(each == cell for reading in claim.readings for _, each in reading)


def _read(case: Case, key: str, text: str) -> set[int]:
    """Where the numbers begin that the readers of sentences understand, and that something known stands against."""
    known = (claim for claim in case.claims if all(worth(case.report, reading) for reading in claim.readings))
    read = {claim.start for claim in known if claim.key == key}
    for each in enumerations(text):
        if each.is_complete:
            read.update(number.start for number in (each.total, *each.parts))
    return read | {share.part.start for share in shares(text) if share.named}


def _another(value: int, chance: random.Random) -> int:
    """Another number that a hand might have typed: a little more or less, or two digits the wrong way round."""
    turned = int(str(value)[::-1])
    if turned != value and chance.random() < 0.3:
        return turned
    step = chance.randint(1, LARGEST_STEP)
    return value - step if value > step and chance.random() < 0.5 else value + step
