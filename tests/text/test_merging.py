"""Two people change the same text: what can be merged is, what cannot is told, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.merging import merged

BASE = "一\n二\n三\n四"


@pytest.mark.parametrize(
    ("theirs", "mine", "result"),
    [
        (BASE, "一\n二\n三\n四改", "一\n二\n三\n四改"),
        ("一改\n二\n三\n四", BASE, "一改\n二\n三\n四"),
        ("一改\n二\n三\n四", "一\n二\n三\n四改", "一改\n二\n三\n四改"),
        ("一改\n二\n三\n四", "一改\n二\n三\n四", "一改\n二\n三\n四"),
        ("零\n一\n二\n三\n四", "一\n二\n三\n四\n五", "零\n一\n二\n三\n四\n五"),
        ("一\n三\n四", "一\n二\n三\n四\n五", "一\n三\n四\n五"),
        ("一改\n二\n三\n四", "一另改\n二\n三\n四", None),
        ("一\n甲\n二\n三\n四", "一\n乙\n二\n三\n四", None),
        ("一\n二改\n三\n四", "一\n三\n四", None),
    ],
)
def test_changes_of_different_paragraphs_merge_and_of_the_same_do_not(theirs, mine, result):
    assert merged(BASE, theirs, mine) == result


texts = st.lists(st.sampled_from("甲乙丙丁戊"), max_size=6).map("\n".join)


@given(texts, texts, texts)
def test_merging_is_the_same_from_either_side(base, theirs, mine):
    assert merged(base, theirs, mine) == merged(base, mine, theirs)


@given(st.lists(st.integers(0, 99), min_size=6, max_size=6, unique=True), st.integers(0, 2), st.integers(4, 5))
def test_every_paragraph_that_either_wrote_stands_in_the_merger(numbers, there, here):
    base = [str(number) for number in numbers]
    theirs, mine = list(base), list(base)
    theirs[there], mine[here] = "他人写的", "本人写的"
    expected = list(base)
    expected[there], expected[here] = "他人写的", "本人写的"
    assert merged("\n".join(base), "\n".join(theirs), "\n".join(mine)) == "\n".join(expected)
