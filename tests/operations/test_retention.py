"""Which backups are kept."""

from datetime import datetime, timedelta

import pytest

from reports.operations.retention import RetentionRule, kept

NOON = datetime(2026, 3, 31, 12)
HOURLY = [NOON - timedelta(hours=hours) for hours in range(24 * 100)]


def test_the_newest_of_each_day_week_and_month_stays():
    assert sorted(kept(HOURLY, RetentionRule(days=3, weeks=2, months=3)), reverse=True) == [
        NOON,
        datetime(2026, 3, 30, 23),
        datetime(2026, 3, 29, 23),  # the third day, and the Sunday that ends the week before
        datetime(2026, 2, 28, 23),
        datetime(2026, 1, 31, 23),
    ]


@pytest.mark.parametrize("rule", [RetentionRule(0, 0, 0), RetentionRule(-1, -1, -1)])
def test_the_newest_stays_whatever_the_rule_says(rule):
    assert kept(HOURLY, rule) >= {NOON}


def test_days_without_a_backup_are_not_counted():
    times = [NOON - timedelta(days=days) for days in (0, 40, 80)]
    assert kept(times, RetentionRule(days=3, weeks=0, months=0)) == set(times)
    assert kept([], RetentionRule()) == set()
