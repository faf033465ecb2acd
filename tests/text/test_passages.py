"""One passage for what changed in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.differences import Change, Piece, differences
from reports.text.passages import AROUND, CUT, LONGEST, Passage, passage, shortened

TEXTS = st.text("我乡3。\n", max_size=12)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("发布信息3条。", "发布信息5条。", Passage("发布信息", "3", "5", "条。")),
        ("", "无", Passage("", "", "无", "")),
        ("无", "", Passage("", "无", "", "")),
        ("aa", "aaa", Passage("aa", "", "a", "")),
        (
            "一" * 20 + "甲" + "二" * 20,
            "一" * 20 + "乙" + "二" * 20,
            Passage("…" + "一" * 12, "甲", "乙", "二" * 12 + "…"),
        ),
        ("", "长" * 201, Passage("", "", "长" * 200 + "…", "")),
    ],
)
def test_what_went_and_what_came_stand_between_a_few_words_that_stayed(old, new, shown):
    assert passage(old, new) == shown


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again_from_a_short_passage(old, new):
    shown = passage(old, new)
    assert shown.before + shown.gone + shown.after == old
    assert shown.before + shown.come + shown.after == new
    assert len(old) <= AROUND <= LONGEST


@pytest.mark.timeout(60)
def test_two_hundred_long_texts_are_cut_at_once():
    old, new = "我乡" * 10_000, "我乡" * 5_000 + "县" + "我乡" * 5_000
    shown = {passage(old, new) for _ in range(200)}
    assert shown == {Passage(f"…{old[:AROUND]}", "", "县", f"{new[-AROUND:]}…")}


def test_of_what_stayed_only_the_words_beside_a_change_are_shown():
    old, new = f"{'一' * 20}甲{'二' * 40}乙{'三' * 20}", f"{'一' * 20}丙{'二' * 40}丁{'三' * 20}"
    shown = [(piece.change.value, piece.text) for piece in shortened(differences(old, new))]
    near = "二" * AROUND
    assert shown == [
        *[("equal", f"{CUT}{'一' * AROUND}"), ("deleted", "甲"), ("inserted", "丙")],
        *[("equal", f"{near}{CUT}{near}"), ("deleted", "乙"), ("inserted", "丁"), ("equal", f"{'三' * AROUND}{CUT}")],
    ]


@given(TEXTS, TEXTS)
def test_nothing_that_changed_is_left_out(old, new):
    pieces = differences(old, new)
    changed = [piece for piece in pieces if piece.change is not Change.EQUAL]
    assert [piece for piece in shortened(pieces) if piece.change is not Change.EQUAL] == changed
    assert list(shortened([Piece(Change.INSERTED, new)])) == [Piece(Change.INSERTED, new)]
