"""What the page of a 体检 shows: how many reports break which rule, and what is found in each."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from reports.checks.registry import RULES, Level
from reports.models.examinations import Examination

MOST_NAMED = 3  # reports that are named beside a rule; the list of reports has all


@dataclass(frozen=True)
class RuleCount:
    """A rule and in how many of the reports it finds something; the first of these are named."""

    id: str
    level: Level
    asserts: str
    reports: int
    named: str


@dataclass(frozen=True)
class ExaminedReport:
    """One report with its findings, as kept; ``more`` were found than are shown."""

    told: dict[str, Any]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """By level, in words, how much was found."""
        return [(level.label, self.told["counts"][level.value]) for level in Level]

    @property
    def found(self) -> list[dict[str, Any]]:
        return [each | {"level": Level(each["level"])} for each in self.told["found"]]

    @property
    def more(self) -> int:
        return sum(self.told["counts"].values()) - len(self.told["found"])


def reports_of(examination: Examination) -> list[ExaminedReport]:
    """The reports with what is found in them, those with most to be fixed first."""
    reports = [ExaminedReport(each) for each in examination.told["reports"]]
    return sorted(reports, key=lambda each: [-count for _, count in each.counts])


def rules_of(examination: Examination) -> list[RuleCount]:
    """The rules that find something: those of what must be fixed first, of these those in most reports."""
    breaking: dict[str, list[str]] = defaultdict(list)
    for each in examination.told["reports"]:
        for rule in {one["rule"] for one in each["found"]}:
            breaking[rule].append(f"{each['organ']} {each['year']}")
    rules = [RuleCount(id, RULES[id].level, RULES[id].asserts, len(by), _named(by)) for id, by in breaking.items()]
    order = [*RULES]
    return sorted(rules, key=lambda each: ([*Level].index(each.level), -each.reports, order.index(each.id)))


def _named(reports: list[str]) -> str:
    return "、".join(reports[:MOST_NAMED]) + (f"等 {len(reports)} 份" if len(reports) > MOST_NAMED else "")
