"""What the checks say of a report as a whole: how many rules ran, what balances, what is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.checks import rules_run
from reports.checks.registry import RULES, Finding, Level
from reports.official.balance import Balance, balances
from reports.official.report_data import ReportData


@dataclass(frozen=True)
class Verdict:
    """The checks in numbers; ``balances`` are the 勾稽关系 of the tables, a column each."""

    rules_run: int
    rules_passed: int
    to_fix: int
    to_explain: int
    balances: list[Balance]

    @property
    def even(self) -> int:
        return sum(each.is_even for each in self.balances)

    @property
    def all_even(self) -> bool:
        return self.even == len(self.balances)


def verdict_on(data: ReportData, found: Iterable[Finding]) -> Verdict:
    found = list(found)
    levels = [finding.level for finding in found]
    failed = {finding.rule for finding in found if RULES[finding.rule].function}
    tables = [table for table in data.official_form.table.values() if table.identity]
    return Verdict(
        rules_run=rules_run(),
        rules_passed=rules_run() - len(failed),
        to_fix=levels.count(Level.MUST_FIX),
        to_explain=levels.count(Level.EXPLAIN),
        balances=[balance for table in tables for balance in balances(table, data.figures)],
    )
