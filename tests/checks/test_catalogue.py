"""docs/rules.md, which is generated."""

from reports.checks import RULES
from reports.checks.catalogue import as_markdown


def test_every_rule_has_a_row():
    rows = [line.split(" | ")[0].removeprefix("| ") for line in as_markdown().splitlines() if line.startswith("| ")]
    assert [row for row in rows if row != "编号"] == list(RULES)
