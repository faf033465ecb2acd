"""勾稽关系 and every other rule, a function each, on plain data. Knows the official form and text, and no Django.

Importing the package completes the registry.
"""

from reports.checks import (  # noqa: F401  each module enters its rules
    accounts,
    balances,
    citations,
    completeness,
    conformity,
    consolidation,
    coverage,
    figures,
    last_year,
    likeness,
    nil,
    outliers,
    period,
    placeholders,
    process,
    speaker,
    text_and_tables,
    text_arithmetic,
    title,
    wording,
)
from reports.checks.parts import rules_run
from reports.checks.registry import RULES, Case, Finding, Level, Rule, run

__all__ = ["RULES", "Case", "Finding", "Level", "Rule", "rules_run", "run"]
