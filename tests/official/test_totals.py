"""The one law of totals, against sums written out by hand and by brute force."""

from hypothesis import given
from hypothesis import strategies as st

from reports.official import EDITIONS, Cell
from reports.official.balance import balances
from reports.official.totals import disagreeing_totals, rows_left_out, running_sum, total

FORM = EDITIONS["2021"]
APPLICATIONS = FORM.table["applications"]
RESULTS = [row.key for row in APPLICATIONS.rows[2:23]]
APPLICANTS = ["natural_person", "business", "research", "public_welfare", "legal_service", "other_org"]

complete = st.lists(st.integers(0, 10**6), min_size=144, max_size=144).map(
    lambda numbers: dict(zip(APPLICATIONS.entries, numbers, strict=True))
)


def cell(row, column):
    return Cell("applications", row, column)


@given(complete)
def test_a_row_total_is_the_sum_of_its_six_applicants(figures):
    for row in [*RESULTS, "new_received", "carried_over", "carried_forward"]:
        expected = sum(figures[cell(row, column)] for column in APPLICANTS)
        assert total(APPLICATIONS, figures, cell(row, "total")) == expected


@given(complete)
def test_the_results_total_is_the_sum_of_the_21_results(figures):
    assert len(RESULTS) == 21
    for column in APPLICANTS:
        expected = sum(figures[cell(row, column)] for row in RESULTS)
        assert total(APPLICATIONS, figures, cell("handled_total", column)) == expected
    everything = sum(figures[cell(row, column)] for row in RESULTS for column in APPLICANTS)
    assert total(APPLICATIONS, figures, cell("handled_total", "total")) == everything


@given(complete, st.sampled_from(APPLICATIONS.entries), st.sampled_from([None, "abc"]))
def test_a_total_over_an_unfilled_entry_is_none(figures, blank, value):
    figures[blank] = value
    for each, parts in APPLICATIONS.parts.items():
        assert (total(APPLICATIONS, figures, each) is None) == (blank in parts)


@given(complete, st.sampled_from(APPLICATIONS.entries))
def test_a_running_sum_leaves_out_what_is_not_there(figures, blank):
    number, figures[blank] = figures[blank], None
    for each, parts in APPLICATIONS.parts.items():
        everything = sum(figures[part] or 0 for part in parts)
        assert running_sum(APPLICATIONS, figures, each) == everything
        assert blank not in parts or everything + number == sum((figures | {blank: number})[part] for part in parts)


def test_the_totals_of_disputes_span_their_own_group_only():
    disputes = FORM.table["disputes"]
    figures = {each: 10**place for place, each in enumerate(disputes.entries)}
    made = [total(disputes, figures, each) for each in disputes.totals]
    assert made == [1111, 11110000, 111100000000]


def test_a_report_with_the_one_row_form_adds_the_rows_present():
    figures = {each: 1 for each in APPLICATIONS.entries if each.row not in ("other_no_correction", "other_fee_unpaid")}
    assert rows_left_out(APPLICATIONS, figures) == ("other_no_correction", "other_fee_unpaid")
    assert total(APPLICATIONS, figures, cell("handled_total", "business")) == 19


def test_one_sibling_present_is_not_the_one_row_form():
    figures = {each: 1 for each in APPLICATIONS.entries if each.row != "other_no_correction"}
    assert rows_left_out(APPLICATIONS, figures) == ()
    assert total(APPLICATIONS, figures, cell("handled_total", "business")) is None


def test_a_printed_total_that_disagrees_is_named_with_both_values():
    figures = dict.fromkeys(APPLICATIONS.entries, 1)
    printed = {cell("granted", "total"): 7, cell("new_received", "total"): 6, cell("carried_over", "total"): None}
    assert disagreeing_totals(APPLICATIONS, figures, printed) == [(cell("granted", "total"), 7, 6)]


def words(figures):
    return [balance.words for balance in balances(APPLICATIONS, figures)]


def test_the_balance_says_what_is_missing_or_too_much_in_each_column():
    figures = dict.fromkeys(APPLICATIONS.entries, 0)
    figures |= {cell("new_received", "natural_person"): 3, cell("carried_over", "natural_person"): 1}
    figures |= {cell("granted", "natural_person"): 3, cell("granted", "business"): 2}
    figures[cell("new_received", "research")] = None
    assert words(figures) == ["少 1", "多 2", "未填完", "✓ 平", "✓ 平", "✓ 平", "未填完"]


@given(complete)
def test_the_balance_is_even_exactly_where_both_sides_are_equal(figures):
    for balance in balances(APPLICATIONS, figures):
        left, right = (
            sum(
                figures.get(each) if each in figures else total(APPLICATIONS, figures, each)
                for each in (cell(row, balance.column) for row in rows)
            )
            for rows in (("new_received", "carried_over"), ("handled_total", "carried_forward"))
        )
        assert (balance.left, balance.right, balance.is_even) == (left, right, left == right)
