"""What the checks find in a report, in numbers: home, task list and check page take them from here, and agree."""

from collections.abc import Collection
from dataclasses import dataclass

from reports.checks.registry import Finding, Level


@dataclass(frozen=True)
class Tally:
    """How many findings must be fixed (须修改) or explained (须说明), and how many of these are not explained yet."""

    to_fix: int = 0
    to_explain: int = 0
    unexplained: int = 0

    @property
    def of_explanations(self) -> str:
        """How far the explanations are, in words; empty where none is asked for."""
        if self.unexplained:
            return f"{self.unexplained} 项未写明情况"
        return "均已写明情况" if self.to_explain else ""


def tally_of(found: Collection[Finding], explained: Collection[str]) -> Tally:
    """``explained`` are the fingerprints of what has an explanation that stands (``explained_of``)."""
    to_explain = [each for each in found if each.level is Level.EXPLAIN]
    return Tally(
        to_fix=sum(each.level is Level.MUST_FIX for each in found),
        to_explain=len(to_explain),
        unexplained=sum(not any(key in explained for key in each.answered_by) for each in to_explain),
    )
