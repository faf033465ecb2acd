"""How well the checks find what stands in reports that are known: expected and found, missed, and false alarms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.checks.registry import RULES, Case, Finding, run


class ExpectedFinding(NamedTuple):
    """One finding that a check has to make: by which rule, and about which sentence, cell, text or part."""

    rule: str
    quote: str

    def is_met_by(self, finding: Finding) -> bool:
        where = (*finding.texts, *map(str, finding.cells))
        return finding.rule == self.rule and (self.quote in finding.quote or self.quote in where)


class KnownReport(NamedTuple):
    """A known report: its case, what must be found in it, and the rules that must find nothing in it."""

    name: str
    case: Case
    must_find: Sequence[ExpectedFinding]
    must_not_find: Sequence[str]


@dataclass
class RuleTally:
    """What one rule did over all samples; what it missed and where it was wrong, by sample."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return self.found + len(self.missed)


def measure(samples: Iterable[KnownReport]) -> dict[str, RuleTally]:
    """The tally of every rule that was expected somewhere or raised a false alarm, in the order of the catalogue."""
    tallies: dict[str, RuleTally] = {}
    for sample in samples:
        findings = run(sample.case)
        for expected in sample.must_find:
            tally = tallies.setdefault(expected.rule, RuleTally())
            if any(expected.is_met_by(each) for each in findings):
                tally.found += 1
            else:
                tally.missed.append(f"{sample.name}：{expected.quote}")
        for each in findings:
            if each.rule in sample.must_not_find:
                tallies.setdefault(each.rule, RuleTally()).false_alarms.append(f"{sample.name}：{each.message}")
    order = [*RULES, *(rule for rule in tallies if rule not in RULES)]
    return {rule: tallies[rule] for rule in order if rule in tallies}
