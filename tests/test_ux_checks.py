"""docs/ux-checks.md is true: each expectation has a row, and each test that a row names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXPECTATIONS = 74
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| (A|eye|measured|open|later)(?: \+ (A|eye|open|later))?: (.+) \|$")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ROWS = [
    ROW.match(line) or pytest.fail(f"no row of the table: {line}")
    for line in (ROOT / "docs" / "ux-checks.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def names_in(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")}


def test_each_expectation_has_its_row():
    assert [int(row[1]) for row in ROWS] == list(range(1, EXPECTATIONS + 1))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_row_names_tests_that_are_there_or_says_why_there_are_none(row):
    kinds, where = {row[3], row[4]} - {None}, row[5]
    named = NAMED.findall(where)
    if "A" in kinds:
        assert [test for _, test in named if test], "no test is named"
    if kinds != {"A"}:
        assert len(re.sub(r"`[^`]*`|\W", "", where)) > 15, "no reason is given"
    for path, test in named:
        assert (ROOT / path).is_file(), path
        assert not test or test in names_in(path), f"{path} has no {test}"
