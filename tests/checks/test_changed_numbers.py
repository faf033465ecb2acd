"""The measurement that changes one number at a time: which changes it makes, and when it says that one was found."""

from reports.checks import Case
from reports.checks.changed_numbers import measure_changes
from reports.official import Cell
from tests.checks.reports import a_report

ASPECT = "overview.disclosure_on_request"
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
ROW = [Cell("applications", "new_received", column) for column in COLUMNS]


def a_case(text):
    """A report of which one table's total and one text are known, so that few changes are possible."""
    figures = dict.fromkeys(ROW, 0) | {ROW[0]: 8}
    return Case(a_report(year=2022, texts={ASPECT: text}, figures=figures))


def tally(text, where, *, is_spoken_of):
    return measure_changes([a_case(text)], seed=1)[where, is_spoken_of]


def test_a_number_that_the_table_speaks_of_is_found_when_it_is_changed():
    found = tally("2022年新收政府信息公开申请8件，均已答复。", "正文", is_spoken_of=True)
    assert (found.made, found.found, dict(found.rules)) == (1, 1, {"X1": 1})


def test_a_number_of_which_nothing_speaks_is_missed_and_counted_apart():
    missed = tally("2022年更新公示栏12期。", "正文", is_spoken_of=False)
    assert (missed.made, missed.found) == (1, 0)
    assert missed.missed == ["2022年更新公示栏12期。"]


def test_every_cell_is_changed_once():
    assert tally("", "applications", is_spoken_of=True).made == len(ROW)


def test_the_same_seed_makes_the_same_changes():
    text = "2022年收到政府信息公开申请8件，转发文件120件。"
    assert measure_changes([a_case(text)], seed=3) == measure_changes([a_case(text)], seed=3)
