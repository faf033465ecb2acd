"""勾稽关系 and every other rule, a function each, on plain data. Knows the official form and text, and no Django.

Importing the package completes the registry.
"""

from reports.checks import (
    balances,
    completeness,
    conformity,
    figures,
    nil,
    period,
    placeholders,
    process,
    title,
)
from reports.checks.registry import RULES, Case, Finding, Level, Rule, rules_run, run

RULES_BY_SUBJECT = (balances, completeness, conformity, figures, nil, period, placeholders, process, title)

__all__ = ["RULES", "Case", "Finding", "Level", "Rule", "rules_run", "run"]
