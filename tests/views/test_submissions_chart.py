"""进度: on which days reports came in, against the day on which they were due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reports.lifecycle.deadlines import TimedEvent, Timing
from reports.models.years import Period
from reports.presenters.submissions import submissions_chart
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import flat

DUE = date(2023, 1, 31)


def handed_in(day, hour=1):
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    event = TimedEvent(1, "submit", "draft", "in_review", at, DUE)
    return Timing(Period(DUE, DUE, DUE), date(2023, 2, 10), handed_in=event)


NOT_YET = Timing(Period(DUE, DUE, DUE), date(2023, 2, 10))


def test_a_bar_a_day_until_the_last_and_the_deadline_behind_its_day():
    chart = submissions_chart(
        [handed_in(date(2023, 1, 30)), handed_in(date(2023, 1, 30)), handed_in(DUE), NOT_YET], DUE
    )
    assert chart.title == "提交进度（按日）"
    assert list(chart.rows) == [("2023-01-30", "2", "2"), ("2023-01-31", "1", "3")]
    drawing = chart.drawing
    assert [each.value.words for each in drawing.bars] == ["2", "1"]
    assert drawing.bars[0].height == 2 * drawing.bars[1].height
    assert drawing.mark.x == pytest.approx(drawing.width)  # nothing came in later
    assert drawing.bars[1].x + drawing.bars[1].width < drawing.mark.x


def test_what_came_in_late_stands_beyond_the_deadline():
    chart = submissions_chart([handed_in(date(2023, 1, 20)), handed_in(date(2023, 2, 3))], DUE)
    early, late = chart.drawing.bars
    assert early.x < chart.drawing.mark.x < late.x


def test_a_day_is_a_day_in_beijing():
    chart = submissions_chart([handed_in(date(2023, 1, 30), hour=17)], DUE)
    assert chart.rows[0][0] == "2023-01-31"


def test_many_days_are_counted_by_weeks():
    days = [date(2023, 1, 2) + timedelta(days=3 * at) for at in range(30)]
    chart = submissions_chart(map(handed_in, days), DUE)
    assert chart.title == "提交进度（按周）"
    assert len(chart.drawing.bars) <= 42
    assert sum(int(row[1]) for row in chart.rows) == int(chart.rows[-1][2]) == 30
    assert chart.rows[0][0] == "2023-01-02 至 2023-01-08"


@pytest.mark.parametrize("found", [[], [NOT_YET]], ids=["nobody", "nothing"])
def test_before_anything_came_in_there_is_no_chart(found):
    assert submissions_chart(found, DUE) is None


def test_a_year_without_a_usual_deadline_has_no_line():
    assert submissions_chart([replace(handed_in(DUE))], None).drawing.mark is None


def test_it_stands_on_the_first_page_and_what_was_withdrawn_is_not_counted(in_review, cast, supervisor):
    page = flat(supervisor.get(f"/review/?year={YEAR}").content.decode())
    assert "提交进度（按" in page
    assert "：提交 1，累计 1" in page
    perform("withdraw", in_review.pk, cast.clerk)
    assert "提交进度（按" not in flat(supervisor.get(f"/review/?year={YEAR}").content.decode())
