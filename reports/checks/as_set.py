"""How a supervising organ has set the checks of a year; where it has set nothing, as they usually are."""

from dataclasses import dataclass, field, replace

from reports.checks.registry import RULES, Case
from reports.text.similarity import BOILERPLATE


@dataclass
class RulesAsSet:
    """Thresholds by rule, the rules that only inform, and what reports may have in common."""

    thresholds: dict[str, int] = field(default_factory=dict)
    turned_down: set[str] = field(default_factory=set)
    boilerplate: tuple[str, ...] = BOILERPLATE

    def threshold(self, rule: str) -> int:
        """The number that a rule judges by."""
        return self.thresholds.get(rule, RULES[rule].threshold.usual)

    def applied_to(self, case: Case) -> Case:
        """The case, judged by what is set."""
        return replace(case, thresholds=self.thresholds, turned_down=self.turned_down, boilerplate=self.boilerplate)
