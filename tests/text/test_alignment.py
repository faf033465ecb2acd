"""Aligning two sequences: what is found, and that no text makes it dear."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.alignment import MOST_STEPS, Budget, aligned
from reports.text.differences import Change, differences
from reports.text.merging import merged

SEQUENCES = st.text("甲乙丙丁", max_size=20)


def random_text(characters: str, length: int, seed: int) -> str:
    return "".join(random.Random(seed).choices(characters, k=length))


ADVERSARIAL = {
    "two characters at random": (random_text("一二", 20_000, 1), random_text("一二", 20_000, 2)),
    "sentences of one character": ("甲。乙。" * 5_000, "乙。丙。甲。" * 3_333),
    "marks alone": ("。" * 20_000, "；" * 20_000),
    "short paragraphs at random": (
        "\n".join(random_text("一二", 10_000, 3)),
        "\n".join(random_text("一二", 10_000, 4)),
    ),
    "paragraphs moved": (
        "\n".join(map(str, range(3_000))),
        "\n".join(map(str, reversed(range(3_000)))),
    ),
}


@given(SEQUENCES, SEQUENCES)
def test_the_stretches_cover_both_and_equal_ones_are_equal(old, new):
    stretches = list(aligned(old, new, Budget()))
    assert "".join(old[each.start : each.end] for each in stretches) == old
    assert "".join(new[each.other_start : each.other_end] for each in stretches) == new
    for each in stretches:
        assert each.is_equal == (old[each.start : each.end] == new[each.other_start : each.other_end])


@given(SEQUENCES, SEQUENCES, st.integers(0, 60))
def test_a_budget_that_runs_out_leaves_an_answer_that_is_coarser_and_true(old, new, steps):
    budget = Budget(steps)
    stretches = list(aligned(old, new, budget))
    assert "".join(old[each.start : each.end] for each in stretches) == old
    assert "".join(new[each.other_start : each.other_end] for each in stretches) == new
    assert all(old[each.start : each.end] == new[each.other_start : each.other_end] for each in stretches if each[0])
    assert budget.spent <= steps


def test_within_the_budget_the_longest_equal_stretches_are_found():
    old, new = "甲一二三四五六乙", "甲三四一二七五六乙"
    found = [old[each.start : each.end] for each in aligned(old, new, Budget()) if each.is_equal]
    assert found == ["甲", "一二", "五六乙"]


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_comparing_takes_no_more_steps_than_the_budget_whatever_the_text(name):
    old, new = ADVERSARIAL[name]
    budget = Budget()
    pieces = differences(old, new, budget)
    assert budget.spent <= MOST_STEPS
    assert "".join(piece.text for piece in pieces if piece.change is not Change.INSERTED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.DELETED) == new


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_merging_takes_no_more_steps_than_the_budget_whatever_the_text(name):
    old, new = ADVERSARIAL[name]
    budget = Budget()
    merged(old, f"{old}\n甲", new, budget)
    assert budget.spent <= MOST_STEPS


def test_a_merger_beyond_the_budget_is_a_conflict():
    base = "\n".join(map(str, range(100)))
    theirs, mine = (base.replace("\n5\n", "\n五\n").replace("\n90\n", "\n九\n"), base.replace("\n50\n", "\n中\n"))
    assert merged(base, theirs, mine) is not None
    assert merged(base, theirs, mine, Budget(10)) is None


def test_a_small_change_of_a_long_text_is_found_without_any_budget():
    text = random_text("一二三四。", 20_000, 5)
    changed = f"{text[:9_000]}改{text[9_000:]}"
    new_pieces = [piece for piece in differences(text, changed) if piece.change is Change.INSERTED]
    assert "".join(piece.text for piece in new_pieces).count("改") == 1
    assert sum(len(piece.text) for piece in new_pieces) < 100
