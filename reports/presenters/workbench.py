"""What a supervisor's first page answers in one look: how many are in, who is late, and what is to be done next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from reports.lifecycle.awaiting import first_to_review
from reports.lifecycle.deadlines import Timing
from reports.models import AnnualReport, Status, User
from reports.presenters.county_charts import ShownChart
from reports.presenters.queue import ALL, COURSES, NOT_SUBMITTED, TIMINGS
from reports.presenters.submissions import submissions_chart


@dataclass(frozen=True)
class Tile:
    """A figure of the year, and the list that has exactly so many rows."""

    label: str
    count: int
    asked: str  # the query of that list
    of: int | None = None
    note: str = ""


@dataclass(frozen=True)
class ToDo:
    """One thing that waits, in words that lead to its list, and the way to where it is done."""

    words: str
    asked: str  # the query of that list
    url: str
    act: str


@dataclass(frozen=True)
class Workbench:
    """The figures of a year over all organs that a person supervises, its days, and what waits for them."""

    tiles: list[Tile]
    due_on: date | None
    publish_by: date | None
    days_left: int
    to_do: list[ToDo]
    first: AnnualReport | None  # the report that has waited longest for this person
    submissions: ShownChart | None


def workbench(user: User, year: int, stand: Mapping[int, Timing], counts: Mapping[str, int]) -> Workbench:
    """The whole of it; ``stand`` and ``counts`` (by tab) are of all organs, however the list below is narrowed."""
    due_on, publish_by = _usual_days(stand)
    first = first_to_review(user, year)
    return Workbench(
        tiles=_tiles(year, stand, counts),
        due_on=due_on,
        publish_by=publish_by,
        days_left=(due_on - timezone.localdate()).days if due_on else 0,
        to_do=_to_do(year, stand, counts, first),
        first=first,
        submissions=submissions_chart(stand.values(), due_on),
    )


def _usual_days(stand: Mapping[int, Timing]) -> tuple[date | None, date | None]:
    """The days that hold for most of the organs, extensions aside."""
    usual = Counter(
        (days.due_on, days.publish_by)
        for days in (timing.period.unextended or timing.period for timing in stand.values())
    ).most_common(1)
    return usual[0][0] if usual else (None, None)


def _tiles(year: int, stand: Mapping[int, Timing], counts: Mapping[str, int]) -> list[Tile]:
    timed = {key: sum(map(fits, stand.values())) for key, (_, fits) in (TIMINGS | COURSES).items()}
    returns = sum(timing.returns for timing in stand.values())
    average = f"平均每单位退回 {returns / timed['handed_in']:.1f} 次" if timed["handed_in"] else ""

    def tile(label: str, count: int, of: int | None = None, note: str = "", **asked: str) -> Tile:
        return Tile(label, count, _asked(year, **{"tab": ALL, **asked}), of, note)

    return [
        tile("已提交", timed["handed_in"], counts[ALL], course="handed_in"),
        tile("按期提交", timed["in_time"], timed["handed_in"], timing="in_time"),
        tile("逾期未提交", timed["missing"], timing="missing"),
        tile("一次通过", timed["at_once"], timed["passed"], course="at_once"),
        tile("退回过", timed["returned"], note=average, course="returned"),
        tile("已公布", counts[Status.PUBLISHED], counts[ALL], tab=Status.PUBLISHED),
    ]


def _to_do(year: int, stand: Mapping[int, Timing], counts: Mapping[str, int], first: AnnualReport | None) -> list[ToDo]:
    """In the order in which a supervisor does it; nothing that does not wait is named."""
    found = []
    if first:
        waited = (timezone.now() - first.submitted_at).days if first.submitted_at else 0
        longest = f"（最久 {waited} 天）" if waited else ""
        url = reverse("review", args=[first.organ.slug, first.year])
        words = f"{counts[Status.IN_REVIEW]} 份待审核{longest}"
        found.append(ToDo(words, _asked(year, tab=Status.IN_REVIEW), url, f"审核{first.organ.short_name}"))
    missing = sum(timing.is_overdue for timing in stand.values())
    if missing:
        asked = _asked(year, tab=NOT_SUBMITTED, timing="missing")
        found.append(ToDo(f"{missing} 个单位逾期未提交", asked, f"{reverse('remind')}?{asked}", "催报"))
    if counts[Status.RETURNED]:
        past = sum(bool(timing.resubmit_by and timing.resubmit_by < timing.today) for timing in stand.values())
        overdue = f"，其中 {past} 个已过重新提交期限" if past else ""
        words = f"{counts[Status.RETURNED]} 个单位退回后尚未重新提交{overdue}"
        asked = _asked(year, tab=Status.RETURNED)
        found.append(ToDo(words, asked, f"{reverse('remind')}?{asked}", "催报"))
    return found


def _asked(year: int, **asked: str) -> str:
    return urlencode({"year": year, **asked})
