"""While one part is typed its own rules are run, and they find what all rules find there."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.checks import RULES, Case, Level, run
from reports.checks.examples import EXAMPLES
from reports.checks.parts import are_peers_read, rules_on, run_on
from reports.checks.reads import PARTICULARS
from reports.checks.registry import Fault, rule
from reports.official import EDITIONS
from reports.official.report_data import Kind, ReportData
from tests.checks.reports import a_report
from tests.runs import times

ORGANS = [
    ("青山乡人民政府", Kind.TOWNSHIP),
    ("东城街道办事处", Kind.SUBDISTRICT),
    ("鲁山县财政局", Kind.DEPARTMENT),
    ("鲁山县人民政府", Kind.COUNTY),
]
EXAMPLE_CASES = [example.case for pair in EXAMPLES.values() for example in pair]
SENTENCES = sorted({text for case in EXAMPLE_CASES for text in case.report.texts.values()})
TITLES = ["", "青山乡2026年政府信息公开工作年度报告", "XX乡2020年报告"]
FIGURES = st.sampled_from([0, 0, 0, 1, 3, 17, 5000, None, "十二", -1])
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=4).map("".join)


def reports(year, edition, organ, kind):
    """Reports of which some is known: figures that seldom fit, and sentences of the examples in any text."""
    form = EDITIONS[edition]
    totals = [cell for table in form.table.values() for cell in table.totals]
    return st.builds(
        ReportData,
        edition=st.just(edition),
        organ=st.just(organ),
        kind=st.just(kind),
        year=st.just(year),
        title=st.sampled_from([None, *TITLES]),
        texts=st.dictionaries(st.sampled_from(sorted(form.text)), TEXTS),
        figures=st.dictionaries(st.sampled_from(form.entries), FIGURES, max_size=30)
        | FIGURES.map(lambda figure: dict.fromkeys(form.entries, figure)),
        declared_nil=st.frozensets(st.sampled_from(sorted(form.table)), max_size=1),
        printed_totals=st.dictionaries(st.sampled_from(totals), FIGURES, max_size=4),
    )


@st.composite
def cases(draw):
    edition, (organ, kind) = draw(st.sampled_from(["2021", "2021", "2019"])), draw(st.sampled_from(ORGANS))
    report = draw(reports(2026, edition, organ, kind))
    previous = draw(st.none() | reports(2025, edition, organ, kind))
    turned = draw(st.sampled_from([frozenset(), frozenset({"X1", "Y4", "W8"})]))
    return Case(report, previous, thresholds={"W14": 300, "Y4": 3}, turned_down=turned)


@settings(max_examples=times(40, 2_000))
@given(cases())
def test_the_rules_of_a_part_find_what_all_rules_find_there_in_the_same_order(case):
    form = case.report.official_form
    everything = run(case)
    for part in (PARTICULARS, *form.section):
        assert run_on(part, case) == [each for each in everything if part in each.parts(form)], part


@pytest.mark.parametrize("id", EXAMPLES)
def test_what_is_found_in_an_example_is_found_in_its_part(id):
    case = EXAMPLES[id][0].case
    form = case.report.official_form
    for finding in run(case):
        for part in finding.parts(form):
            assert finding in run_on(part, case)


def test_only_the_rules_that_read_something_in_a_part_are_run_there():
    on_fees = ["N1", "N2", "N3", "N4", "Z5", "Y2", "Y4", "Y5", "X3", "X8", "H1", "H3", "H4"]
    assert [each.id for each in rules_on("proactive_disclosure", "2021")] == on_fees
    of_disputes = ["N1", "N2", "N3", "A4", "Z4", "Y3", "Y4", "Y5", "X4", "H1", "H3", "H4"]
    assert [each.id for each in rules_on("disputes", "2021")] == of_disputes
    of_every_text = {"N4", "X1", "X2", "X3", "X4", "X5", "X6", "X7", "W6", "W8", "W11", "W12", "W13", "W16", "W18"}
    assert {each.id for each in rules_on("other_matters", "2021")} - of_every_text == {"X8", "W4"}


@pytest.fixture
def a_rule_that_says_nothing():
    """A rule that finds the length of section 六 wrong, wherever it is asked, and does not say what it reads."""
    before = dict(RULES)

    @rule("X99", Level.HINT, asserts="…")
    def a_rule_of_a_test(case):
        yield Fault(str(len(case.report.text("other_matters"))), texts=("problems",))

    yield
    RULES.clear()
    RULES.update(before)


def test_a_rule_that_does_not_say_what_it_reads_is_given_all_of_it(a_rule_that_says_nothing):
    report = a_report(texts={"problems": "没有。", "other_matters": "四个汉字"})
    found = run_on("problems", Case(report))
    assert [each.message for each in found if each.rule == "X99"] == ["4"]


def test_a_text_of_another_part_is_not_even_looked_at_by_what_goes_part_by_part():
    texts = {"problems": "共公开XX条。", "other_matters": "另有XX件。"}
    found = run_on("problems", Case(a_report(texts=texts)))
    assert [each.texts for each in found if each.rule == "W6"] == [("problems",)]
    own = replace(a_report(texts=texts), texts={"problems": texts["problems"]})
    assert found == [each for each in run(Case(own)) if "problems" in each.parts(own.official_form)]


def test_what_two_parts_state_is_found_where_the_first_of_them_stands():
    fees = dict.fromkeys(EDITIONS["2021"].table["fees"].entries, 5000)
    texts = dict.fromkeys(("problems", "other_matters"), "收取信息处理费5000元。")
    case = Case(a_report(kind=Kind.DEPARTMENT, figures=fees, texts=texts))
    for part, expected in (("proactive_disclosure", 1), ("problems", 1), ("other_matters", 0)):
        assert [each.rule for each in run_on(part, case)].count("N4") == expected


def test_other_organs_reports_are_asked_for_where_one_may_have_been_copied_from_them():
    asked = [part for part in (PARTICULARS, *EDITIONS["2021"].section) if are_peers_read(part, "2021")]
    assert asked == ["overview", "problems"]
