"""Charts as geometry: what is drawn is what is said, on one scale, and the shares of a whole add up to a hundred."""

from decimal import Decimal

import pytest

from reports.county.charts import WIDTH, ChartedYear, grouped, ranked, shares, stacked


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([1, 1, 1], ["33.4", "33.3", "33.3"]),
        ([2, 1], ["66.7", "33.3"]),
        ([0, 7], ["0.0", "100.0"]),
        ([0, 0], ["", ""]),
        ([], []),
        ([Decimal("1.5"), Decimal("0.5")], ["75.0", "25.0"]),
        ([1, 999_999_999_999], ["0.0", "100.0"]),
    ],
)
def test_shares_add_up_to_a_hundred(counts, said):
    assert shares(counts) == said
    assert not any(said) or sum(map(Decimal, said)) == 100


def test_the_largest_bar_of_all_years_is_the_highest_and_a_figure_that_is_not_known_has_none():
    drawn = grouped(
        [ChartedYear("2023 年", (40, 20), 5, is_partial=True), ChartedYear("2024 年", (None, 10))], ("新收", "办结")
    )
    heights = {bar.value.words: bar.height for bar in drawn.bars}
    assert heights["40"] == 2 * heights["20"] == 4 * heights["10"]
    assert len(drawn.bars) == 3
    assert [bar.is_partial for bar in drawn.bars] == [True, True, False]
    assert [each.words for each in drawn.line] == ["5"]
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and bar.y + bar.height <= drawn.height for bar in drawn.bars)


@pytest.mark.parametrize("count", [1, 2, 5, 10])
def test_the_points_of_the_line_stand_beside_the_bars_and_within_their_year(count):
    drawn = grouped([ChartedYear(f"{year} 年", (30, 30), 1) for year in range(count)], ("新收", "办结"))
    for at, point in enumerate(drawn.line):
        first, last = drawn.bars[2 * at : 2 * at + 2]
        assert WIDTH / count * at <= first.x < last.x + last.width < point.x <= WIDTH / count * (at + 1)


def test_the_line_stops_where_a_year_is_not_known():
    points = (1, 2, None, 3)
    drawn = grouped([ChartedYear("", (9, 9) if each else (None, None), each) for each in points], ("新收", "办结"))
    one, two, three = (f"{each.x},{each.y}" for each in drawn.line)
    assert drawn.strokes == [f"{one} {two}", three]


def test_rows_of_parts_share_one_scale_and_nothing_is_drawn_of_nothing():
    drawn = stacked([("行政复议", (3, 1)), ("行政诉讼", (0, 2))], ("维持", "纠正"))
    assert [bar.series for bar in drawn.bars] == [0, 1, 1]
    first, second, third = drawn.bars
    assert second.x == pytest.approx(first.x + first.width, abs=0.2)
    assert second.x + second.width == pytest.approx(WIDTH, abs=0.2)
    assert third.width == pytest.approx(2 * second.width, abs=0.2)


def test_a_row_of_which_there_is_nothing_says_0():
    drawn = stacked([("行政复议", (3, 1)), ("行政诉讼", (0, 0))], ("维持", "纠正"))
    assert [(bar.width, bar.value.words) for bar in drawn.bars[2:]] == [(0, "0")]


def test_a_part_too_narrow_for_its_figure_has_none_within():
    drawn = stacked([("", (1, 40, 959))], ("自然人", "商业企业", "其他"))
    assert [bar.value.words if bar.value else "" for bar in drawn.bars] == ["", "40", "其他 959"]


def test_a_hundred_billion_stays_within_the_drawing():
    drawn = ranked([("甲", 10**12 - 1), ("乙", 0)])
    assert max(bar.x + bar.width for bar in drawn.bars) <= WIDTH
    assert drawn.bars[1].width == 0
