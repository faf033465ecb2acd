"""What a rule says that it reads is what it reads: every address is changed, and no other rule finds anything else."""

from dataclasses import replace

import pytest

from reports.checks import RULES
from reports.checks.examples import EXAMPLES
from reports.checks.reads import EDITION, EVERYTHING, LAST_YEAR, PEERS, SUMS, TITLE, UNITS, keys_read, parts_read
from reports.official import EDITIONS

FORM = EDITIONS["2021"]
CASES = [example.case for pair in EXAMPLES.values() for example in pair if example.edition == FORM.key]
SPEAKING = [case for case in CASES if case.previous or case.peers or case.consolidated or case.units]
OTHER_TEXT = "2022年，XX镇我局收到申请95件、行政诉讼7件，制发规范性文件4件，电话13812345678，，统计期限自1月2日起。"


def with_text(case, key, text):
    return replace(case, report=replace(case.report, texts=case.report.texts | {key: text}))


def with_table(case, key, figures, printed, declared):
    report = case.report
    own = {cell: figure for cell, figure in report.figures.items() if cell.table != key}
    totals = {cell: figure for cell, figure in report.printed_totals.items() if cell.table != key}
    others = report.declared_nil - {key}
    changed = replace(
        report,
        figures=own | {cell: figure for cell, figure in figures.items() if cell.table == key},
        printed_totals=totals | {cell: figure for cell, figure in printed.items() if cell.table == key},
        declared_nil=others | (declared & {key}),
    )
    return replace(case, report=changed)


def speaks_of(report, key):
    return key in report.declared_nil or any(cell.table == key for cell in (*report.figures, *report.printed_totals))


def changes(case, key):
    """The case with something else at a key: whatever any example says there, nothing, or what no report says."""
    reports = [each.report for each in CASES]
    if key in FORM.text:
        for text in {OTHER_TEXT, "", *(report.texts[key] for report in reports if key in report.texts)}:
            yield with_text(case, key, text)
    elif key in FORM.table:
        entries = FORM.table[key].entries
        for figure in (None, 3, "十二"):
            filled = dict.fromkeys(entries, figure)
            yield with_table(case, key, filled, dict.fromkeys(FORM.table[key].totals, 99), frozenset({key}))
        for report in (each for each in reports if speaks_of(each, key)):
            yield with_table(case, key, report.figures, report.printed_totals, report.declared_nil)
    elif key == TITLE:
        for title in {None, "", "XX镇2020年报告", *(report.title for report in reports)}:
            yield replace(case, report=replace(case.report, title=title))
    else:
        name = {LAST_YEAR: "previous", PEERS: "peers", SUMS: "consolidated", UNITS: "units"}[key]
        yield from (replace(case, **{name: said}) for said in [getattr(each, name) for each in CASES[:1] + SPEAKING])


BESIDE = {LAST_YEAR, PEERS, SUMS, UNITS}
KEYS = [*FORM.text, *FORM.table, TITLE, *sorted(BESIDE)]


def keys_said(rule):
    """The keys that a rule says it reads, one by one."""
    return keys_read(rule.reads, FORM) | (rule.reads & {TITLE, *BESIDE})


@pytest.mark.parametrize("id", EXAMPLES)
def test_what_a_rule_does_not_read_changes_nothing_that_it_finds(id):
    rule = RULES[id]
    for case in (example.case for example in EXAMPLES[id] if example.edition == FORM.key):
        before = list(rule.function(case))
        for key in set(KEYS) - keys_said(rule):
            for changed in changes(case, key):
                assert list(rule.function(changed)) == before, key


@pytest.mark.parametrize("id", [id for id in EXAMPLES if RULES[id].reads != {EDITION}])
def test_something_that_a_rule_reads_changes_what_it_finds(id):
    rule = RULES[id]
    case = EXAMPLES[id][0].case
    before = list(rule.function(case))
    read = keys_said(rule)
    assert any(list(rule.function(changed)) != before for key in KEYS if key in read for changed in changes(case, key))


def test_every_rule_that_is_run_says_what_it_reads():
    assert [each.id for each in RULES.values() if each.function and each.reads == EVERYTHING] == []


def test_whatever_a_rule_finds_stands_in_what_it_reads():
    for rule in EXAMPLES:
        for example in EXAMPLES[rule]:
            form = EDITIONS[example.edition]
            for finding in RULES[rule].function(example.case):
                assert finding.parts(form) <= parts_read(RULES[rule].reads, example.edition), rule
