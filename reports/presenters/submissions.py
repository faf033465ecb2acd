"""进度 (county.md §8.1): how many organs handed in on each day, against the day on which it was due."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from reports.county.charts import counted
from reports.lifecycle.deadlines import Timing
from reports.presenters.county_charts import ShownChart

MOST_DAYS = 42
A_WEEK = 7


def submissions_chart(timings: Iterable[Timing], due_on: date | None) -> ShownChart | None:
    """A bar a day, or a week where days would be too many; ``None`` before anything was handed in.

    Counted is when a report first left its organ and was not withdrawn.
    """
    days = Counter(timezone.localdate(each.handed_in.at) for each in timings if each.handed_in)
    if not days:
        return None
    first, last = min(days), max(max(days), due_on or date.min)
    if first > last - timedelta(days=A_WEEK):  # a few bars would be as wide as the page
        first = last - timedelta(days=A_WEEK)
    wide = 1 if (last - first).days < MOST_DAYS else A_WEEK
    slots = [first + timedelta(days=at) for at in range(0, (last - first).days + 1, wide)]
    counts = [sum(days[begin + timedelta(days=at)] for at in range(wide)) for begin in slots]
    marked = (due_on - first).days // wide if due_on and first <= due_on else None
    drawing = counted([(f"{day:%m-%d}", count) for day, count in zip(slots, counts, strict=True)], marked, "截止")
    title = f"提交进度（按{'日' if wide == 1 else '周'}）"
    rows, so_far = [], 0
    for day, count in zip(slots, counts, strict=True):
        so_far += count
        if count:
            rows.append((_named(day, wide), str(count), str(so_far)))
    note = f"提交截止 {due_on}。" if due_on else ""
    return ShownChart("submissions", "counted", title, ("日期", "提交", "累计"), rows, drawing, note=note)


def _named(day: date, wide: int) -> str:
    return str(day) if wide == 1 else f"{day} 至 {day + timedelta(days=wide - 1)}"
