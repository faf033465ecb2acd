"""Which backups are kept: the newest of each of the last days, weeks and months."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RetentionRule:
    """How many days, weeks and months have a backup kept for them; those without any are not counted."""

    days: int = 14
    weeks: int = 8
    months: int = 24


def kept(times: Iterable[datetime], rule: RetentionRule) -> set[datetime]:
    """Of all backups' times those that the rule keeps; the newest is among them whatever the rule says."""
    ordered = sorted(set(times), reverse=True)
    return (
        set(ordered[:1])
        | _newest_of_each(ordered, lambda time: time.date(), rule.days)
        | _newest_of_each(ordered, lambda time: time.isocalendar()[:2], rule.weeks)
        | _newest_of_each(ordered, lambda time: (time.year, time.month), rule.months)
    )


def _newest_of_each(ordered: list[datetime], period: Callable[[datetime], object], most: int) -> set[datetime]:
    newest: dict[object, datetime] = {}
    for time in ordered:
        newest.setdefault(period(time), time)
    return set(list(newest.values())[:most])
