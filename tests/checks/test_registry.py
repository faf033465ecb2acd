"""The registry: every rule once, in the catalogue's order, and findings in the form's."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.checks import RULES, Case, Finding, Level, run
from reports.checks.registry import Fault, process_rule, rule
from reports.official import EDITIONS, Cell
from tests.checks.reports import a_report, applications, nil

FORM = EDITIONS["2021"]
CARRIED = Cell("applications", "carried_over", "total")


@pytest.fixture
def registry(monkeypatch):
    """The registry as it stands, given back afterwards without what a test enters."""
    before = dict(RULES)
    yield RULES
    RULES.clear()
    RULES.update(before)


def test_the_rules_stand_in_the_order_of_the_catalogue():
    order = ["N1", "N2", "N3", "N4", "A1", "A2", "A3", "A4", "Z1", "Z5", "Z6"]
    order += ["W1", "W2", "W4", "W6", "W12", "W15", "D2"]
    assert [each for each in RULES if each in order] == order


def test_a_rule_is_named_as_the_sentence_it_asserts():
    assert RULES["A3"].name == "every_application_is_accounted_for"
    assert all(len(each.name.split("_")) >= 3 for each in RULES.values())


def test_every_rule_says_in_chinese_what_it_asserts():
    assert [each.id for each in RULES.values() if not any(character >= "\u4e00" for character in each.asserts)] == []


def test_a_process_rule_is_listed_and_has_no_function():
    assert RULES["D2"].function is None
    assert RULES["D2"].level is Level.MUST_FIX


def test_a_rule_entered_later_takes_its_place_in_the_catalogue(registry):
    process_rule("X9", Level.HINT, "a_rule_of_a_test", asserts="…")
    keys = list(registry)
    assert keys.index("Z6") < keys.index("X9") < keys.index("W1")


def test_an_id_is_entered_once(registry):
    with pytest.raises(ValueError, match="N1"):
        process_rule("N1", Level.HINT, "another_rule", asserts="…")


def test_a_rule_function_names_neither_its_id_nor_its_level(registry):
    @rule("X9", Level.HINT, asserts="…")
    def a_rule_of_a_test(case):
        yield Fault("…", (CARRIED,), ("problems",), "一句话。")

    assert list(a_rule_of_a_test(Case(a_report()))) == [
        Finding("X9", Level.HINT, "…", (CARRIED,), ("problems",), "一句话。", ("",))
    ]


def test_the_levels_have_the_words_of_the_screen():
    assert [level.label for level in Level] == ["须修改", "须说明", "提示"]


def test_what_must_be_fixed_comes_before_what_needs_explaining():
    report = a_report(
        title="2022年总结",
        texts={"other_matters": "", "overview.platform": ""},
        figures=applications(new_received=1, carried_over=None) | {Cell("normative_acts", "rules", "issued"): 1},
    )
    assert [finding.rule for finding in run(Case(report))] == ["W1", "N1", "W4", "W15", "Z5"]


def test_findings_of_one_table_stand_in_the_order_of_its_cells():
    figures = nil("applications") | applications(new_received=(0, "二", "一"))
    assert [finding.cells[0].column for finding in run(Case(a_report(figures=figures)))] == ["business", "research"]


@pytest.mark.parametrize(
    ("finding", "section"),
    [
        (Finding("A3", Level.MUST_FIX, "", (CARRIED,)), "applications"),
        (Finding("W1", Level.MUST_FIX, "", texts=("overview.platform",)), "overview"),
        (Finding("W14", Level.HINT, "", texts=("overview",)), "overview"),
        (Finding("X1", Level.EXPLAIN, "", (CARRIED,), ("overview.disclosure_on_request",)), "overview"),
        (Finding("W15", Level.EXPLAIN, "", texts=("title",)), "particulars"),
        (Finding("Z6", Level.MUST_FIX, "", texts=("edition",)), "particulars"),
        (Finding("W12", Level.MUST_FIX, "", texts=("preamble",)), "particulars"),
    ],
)
def test_a_finding_belongs_to_a_section_or_to_the_particulars(finding, section):
    assert finding.section(FORM) == section


def test_a_fingerprint_is_of_what_was_found_and_never_of_its_wording_or_level():
    same = Finding("A3", Level.MUST_FIX, "少 1 件", (CARRIED,), ("problems",), "一句话。", ("3",))
    reworded = Finding("A3", Level.EXPLAIN, "缺少 1 件，请核对", (CARRIED,), ("problems",), "一句话。", ("3",))
    others = [
        Finding("A2", Level.MUST_FIX, "少 1 件", (CARRIED,), ("problems",), "一句话。", ("3",)),
        Finding("A3", Level.MUST_FIX, "少 1 件", (), ("problems",), "一句话。", ("3",)),
        Finding("A3", Level.MUST_FIX, "少 1 件", (CARRIED,), (), "一句话。", ("3",)),
        Finding("A3", Level.MUST_FIX, "少 1 件", (CARRIED,), ("problems",), "另一句。", ("3",)),
        Finding("A3", Level.MUST_FIX, "少 1 件", (CARRIED,), ("problems",), "一句话。", ("4",)),
    ]
    assert reworded.fingerprint == same.fingerprint
    assert len({each.fingerprint for each in (same, *others)}) == 6


def test_a_fingerprint_stays_as_it_is_stored():
    """Explanations are kept by it: another algorithm would make them all lapse."""
    finding = Finding("A3", Level.MUST_FIX, "少 1 件", (CARRIED,), values=("3",))
    assert finding.fingerprint == "d0f46e53a81a21ed01c9bb7ed2a050ef7782c5606f4dcf1599b4ddc573a642d2"


def test_a_finding_carries_the_values_that_stand_in_its_cells(registry):
    @rule("X9", Level.HINT, asserts="…")
    def a_rule_of_a_test(case):
        yield Fault("…", (entry, blank, CARRIED), values=("上年 5",))

    entry, blank = (
        Cell("licensing", "administrative_licensing", "decisions"),
        Cell("fees", "administrative_fees", "amount"),
    )
    report = a_report(figures={entry: 3, blank: None}, printed_totals={CARRIED: 8})
    assert [each.values for each in a_rule_of_a_test(Case(report))] == [("3", "", "8", "上年 5")]


def test_every_finding_of_a_report_has_a_fingerprint_of_its_own():
    """Two findings under one fingerprint would share one explanation."""
    figures = nil("disputes") | dict.fromkeys(FORM.table["fees"].entries, Decimal(2000))
    figures |= dict.fromkeys(FORM.table["normative_acts"].entries, 7) | dict.fromkeys(nil("applications"), "三")
    report = a_report(title="2022年总结", texts=dict.fromkeys(FORM.text, "XX条。\nXX件。\n无"), figures=figures)
    prints = [each.fingerprint for each in run(Case(report))]
    assert (len(prints) > 8, len(set(prints))) == (True, len(prints))


def test_of_a_report_of_which_nothing_is_known_nothing_is_said():
    assert run(Case(a_report())) == []
    assert run(Case(a_report("2019", year=2020))) == []


def test_the_published_seed_is_clean(seed):
    assert run(Case(seed)) == []


def test_what_is_merely_not_written_yet_is_told_once_a_part_is_called_finished():
    waiting = {each.id for each in RULES.values() if each.told_when_finished}
    assert waiting == {"N1", "W1", "W2", "W3", "W4", "W19", "W20", "D6", "D7", "H2"}


TWO_IN_A_SENTENCE = [
    ("W13", "按照国办公开办函〔2019〕60号、国务院令第492号编制。"),
    ("W18", "我乡公开信息3条，，群众满意,反映良好。"),
]


@pytest.mark.parametrize(("rule", "text"), TWO_IN_A_SENTENCE, ids=["other documents", "other marks"])
def test_two_slips_of_one_kind_in_one_sentence_are_two_findings(rule, text):
    report = a_report(texts={"overview.disclosure_on_request": text})
    first, second = [each for each in run(Case(report)) if each.rule == rule]
    assert first.fingerprint != second.fingerprint
    assert replace(second, values=first.values).fingerprint == first.fingerprint  # nothing else told them apart
