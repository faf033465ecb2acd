"""docs/asvs.md and docs/dengbao.zh.md: every requirement stands there once, each with what shows how it stands."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"^\| V(\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
STATUSES = {"met", "n/a", "open"}
# By section, the numbers of level 1 and of level 2, as OWASP's list of 5.0.0 has them.
NUMBERS = {
    "1.1": ("", "1-2"), "1.2": ("1-5", "6-9"), "1.3": ("1-2", "3-11"), "1.4": ("", "1-3"), "1.5": ("1", "2"),
    "2.1": ("1", "2-3"), "2.2": ("1-2", "3"), "2.3": ("1", "2-4"), "2.4": ("", "1"),
    "3.2": ("1-2", ""), "3.3": ("1", "2-4"), "3.4": ("1-2", "3-6"), "3.5": ("1-3", "4-5"), "3.7": ("", "1-2"),
    "4.1": ("1", "2-3"), "4.2": ("", "1"), "4.3": ("", "1-2"), "4.4": ("1", "2-4"),
    "5.1": ("", "1"), "5.2": ("1-2", "3"), "5.3": ("1-2", ""), "5.4": ("", "1-3"),
    "6.1": ("1", "2-3"), "6.2": ("1-8", "9-12"), "6.3": ("1-2", "3-4"), "6.4": ("1-2", "3-4"), "6.5": ("", "1-5"),
    "6.6": ("", "1-3"), "6.8": ("", "1-4"),
    "7.1": ("", "1-3"), "7.2": ("1-4", ""), "7.3": ("", "1-2"), "7.4": ("1-2", "3-5"), "7.5": ("", "1-2"),
    "7.6": ("", "1-2"),
    "8.1": ("1", "2"), "8.2": ("1-2", "3"), "8.3": ("1", ""), "8.4": ("", "1"),
    "9.1": ("1-3", ""), "9.2": ("1", "2-4"),
    "10.1": ("", "1-2"), "10.2": ("", "1-2"), "10.3": ("", "1-4"), "10.4": ("1-5", "6-11"), "10.5": ("", "1-5"),
    "10.6": ("", "1-2"), "10.7": ("", "1-3"),
    "11.1": ("", "1-2"), "11.2": ("", "1-3"), "11.3": ("1-2", "3"), "11.4": ("1", "2-4"), "11.5": ("", "1"),
    "11.6": ("", "1"),
    "12.1": ("1", "2-3"), "12.2": ("1-2", ""), "12.3": ("", "1-4"),
    "13.1": ("", "1"), "13.2": ("", "1-5"), "13.3": ("", "1-2"), "13.4": ("1", "2-5"),
    "14.1": ("", "1-2"), "14.2": ("1", "2-4"), "14.3": ("1", "2-3"),
    "15.1": ("1", "2-3"), "15.2": ("1", "2-3"), "15.3": ("1", "2-7"),
    "16.1": ("", "1"), "16.2": ("", "1-5"), "16.3": ("", "1-4"), "16.4": ("", "1-3"), "16.5": ("", "1-3"),
    "17.1": ("", "1"), "17.2": ("", "1-4"), "17.3": ("", "1-2"),
}  # fmt: skip


def rows():
    """Number, level, what is asked, status and evidence of each row."""
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def expected():
    for section, levels in NUMBERS.items():
        for level, span in enumerate(levels, start=1):
            first, _, last = span.partition("-")
            for number in range(int(first or 1), int(last or first or 0) + 1):
                yield f"{section}.{number}", str(level)


@cache
def functions_of(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def named(evidence):
    """The files and tests that a row names: what has a path in backticks."""
    return [each for each in re.findall(r"`([^`]+)`", evidence) if re.match(r"[\w.-]+/|[\w-]+\.(md|txt)$", each)]


def test_each_requirement_of_both_levels_stands_there_once_with_its_level():
    assert sorted(row[:2] for row in rows()) == sorted(expected())
    assert Counter(level for _, level in expected()) == {"1": 70, "2": 183}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_what_shows_it_is_there(row):
    _, _, asked, status, evidence = row
    assert status in STATUSES
    assert asked.strip()
    assert evidence.strip()
    for each in named(evidence):
        path, _, test = each.partition("::")
        assert (ROOT / path).exists(), each
        assert not test or test in functions_of(path), each
    if status == "met":
        assert named(evidence) or re.search(r"`[A-Z_]+`|Django|templates|none|one ", evidence), "nothing shows it"


ARTICLES = {  # of GB/T 22239—2019, 8.1.4 and 8.1.5, how many letters each has; 0: none of its own
    "8.1.4.1": 4, "8.1.4.2": 7, "8.1.4.3": 4, "8.1.4.4": 6, "8.1.4.5": 0, "8.1.4.6": 0, "8.1.4.7": 2, "8.1.4.8": 2,
    "8.1.4.9": 3, "8.1.4.10": 2, "8.1.4.11": 2, "8.1.5.1": 2, "8.1.5.2": 2, "8.1.5.3": 2, "8.1.5.4": 6,
}  # fmt: skip
CONCLUSIONS = {"符合", "部分", "单位", "不适用"}
ARTICLE = re.compile(r"^\| (?:(8\.1\.\d\.\d+) ?)?([a-g])? ?\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")


def articles():
    """Number, letter, conclusion and evidence of each row of the Chinese list, in order."""
    heading = ""
    for line in (ROOT / "docs" / "dengbao.zh.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"### (8\.1\.\d\.\d+)", line):
            heading = found[1]
        if (row := ARTICLE.match(line)) and (row[1] or row[2]):
            yield row[1] or heading, row[2] or "", row[4], row[5]


def test_each_article_of_the_two_parts_stands_in_the_chinese_list_once():
    letters = {number: "abcdefg"[:count] or [""] for number, count in ARTICLES.items()}
    asked = [(number, letter) for number in ARTICLES for letter in letters[number]]
    assert [each[:2] for each in articles() if each[0] in ARTICLES] == asked


def test_what_the_chinese_list_names_is_there():
    found = list(articles())
    assert {each[2] for each in found} <= CONCLUSIONS
    for number, letter, conclusion, evidence in found:
        for each in named(evidence):
            assert (ROOT / each).exists(), (number, letter, each)
        assert conclusion != "符合" or named(evidence) or "同 8.1.4" in evidence, (number, letter)
