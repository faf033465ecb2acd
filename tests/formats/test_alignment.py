"""Which of a sequence of things is which of another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reports.formats.alignment import aligned


def test_things_are_paired_in_their_order_for_the_highest_sum():
    assert aligned([[1.0, 0.0, 0.9], [0.0, 1.0, 0.0], [0.0, 0.0, 0.8]]) == {0: 0, 1: 1, 2: 2}


def test_what_fits_nothing_is_left_out():
    assert aligned([[0.0, 0.0], [0.0, 1.0]]) == {1: 1}
    assert aligned([]) == {}
    assert aligned([[]]) == {}


def test_what_would_cross_another_pair_stays_without_one():
    assert aligned([[0.0, 1.0], [0.9, 0.0]]) == {0: 1}


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_other_pairing_in_order_has_a_higher_sum(scores):
    def sums():
        for size in range(min(len(scores), 3) + 1):
            for rows in combinations(range(len(scores)), size):
                for columns in combinations(range(3), size):
                    pairs = list(zip(rows, columns, strict=True))
                    yield sum(scores[row][column] for row, column in pairs)

    chosen = aligned(scores)
    assert list(chosen.values()) == sorted(set(chosen.values()))
    assert all(scores[row][column] for row, column in chosen.items())
    assert sum(scores[row][column] for row, column in chosen.items()) == max(sums())
