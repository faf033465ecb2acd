"""Deadlines: how far off they are or how long past, and how a superior organ gives one organ more time (延期).

Days are days in Beijing. Whether a report was late is decided by the deadline that was in force when it was
handed in, which its event records: an extension granted afterwards gives time for what is still to be done,
and does not make a late report one in time (D1: late is recorded, never hidden).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from reports.models.organs import Organ, Role, User
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import Event
from reports.models.years import Extension, Period, latest_day, period, periods
from reports.notices import tell_of_extension
from reports.text.cleaning import one_line
from reports.transitions import hands_in
from reports.workflow import Refused

NEAR = 3  # from how many days on the time left is called short
REASON_LENGTH = (10, 200)
LEAST_DIFFERENT = 5  # characters of a reason, so that it is not one word over and over


@dataclass(frozen=True)
class Mark:
    """What a page says of a deadline, and how it looks: plain, near (amber) or past (red)."""

    words: str
    look: str = "plain"


class Moment(NamedTuple):
    """What an event says of time; a county has thousands, and a list asks of all of them at once."""

    pk: int
    action: str
    from_status: str
    to_status: str
    at: datetime
    due_on: date | None


@dataclass(frozen=True)
class Timing:
    """How an organ's report of a year stands to its deadlines on a day.

    ``handed_in`` is the first time that it left the organ and was not withdrawn, whatever happened to it
    afterwards; ``published`` its first publication. A correction (更正) has no deadline.
    """

    period: Period
    today: date
    status: str = Status.DRAFT
    handed_in: Moment | None = None
    published: Moment | None = None

    @property
    def days_left(self) -> int:
        """Days until it is due; 0 on the last one, negative once that has passed."""
        return (self.period.due_on - self.today).days

    @property
    def days_late(self) -> int:
        """How many days after the deadline then in force it was handed in; 0 where in time, or not yet at all."""
        return _days_late(self.handed_in, self._due_on) if self.handed_in else 0

    @property
    def is_overdue(self) -> bool:
        """Whether it is past the deadline and has not been handed in."""
        return self.handed_in is None and self.days_left < 0

    @property
    def marks(self) -> list[Mark]:
        """What is to be said, in the order of time; the next deadline last."""
        marks = [mark for mark in (self.of_handing_in, self.of_publication) if mark]
        if self.published:
            return marks
        if self.status == Status.APPROVED:
            return [*marks, _left("公布", self.period.publish_by, self.today)]
        if self.handed_in is None or (self.status in EDITABLE and self.days_left >= 0):
            return [*marks, _left("", self.period.due_on, self.today)]
        return marks

    @property
    def in_short(self) -> Mark:
        """The one thing to be said in a list: whether it was handed in in time, or how long there still is."""
        if self.handed_in is None:
            return _left("", self.period.due_on, self.today)
        return Mark(f"逾期 {self.days_late} 天提交", "past") if self.days_late else Mark("按期提交")

    @property
    def of_handing_in(self) -> Mark | None:
        """Whether it was handed in in time; what a leader signs is handed in on that day."""
        how = "签发" if self.handed_in and self.handed_in.action == "sign" else "提交"
        return _done("提交", self.handed_in, self._due_on, how) if self.handed_in else None

    @property
    def of_publication(self) -> Mark | None:
        return _done("公布", self.published, self._publish_by) if self.published else None

    @property
    def extension_words(self) -> str:
        """The extension in force, with its reason; empty where there is none."""
        extension = self.period.extension
        if extension is None:
            return ""
        is_afterwards = self.handed_in is not None and self.handed_in.at < extension.at
        # Where all were given as much time meanwhile, it is owed only for the publication.
        is_owed = extension.due_on == self.period.due_on
        until = f"延期至 {extension.due_on}" if is_owed else f"延期公布至 {extension.publish_by}"
        return f"{'提交后' if is_afterwards else '已'}{until}：{extension.reason}"

    @property
    def _due_on(self) -> date:
        """Events from before deadlines were recorded are from before there were extensions."""
        return self.handed_in.due_on or (self.period.unextended or self.period).due_on

    @property
    def _publish_by(self) -> date:
        return self.published.due_on or (self.period.unextended or self.period).publish_by


def timing(year: int, organ: Organ) -> Timing:
    """How one organ stands; of many, ask ``timings``."""
    return timings(year, [organ])[organ.pk]


def timings(year: int, organs: Iterable[Organ]) -> dict[int, Timing]:
    """How each organ stands today, by its id; three queries, however many they are."""
    organs = list(organs)
    today = timezone.localdate()
    events = Event.objects.filter(report__year=year, report__organ__in=organs, report__revision=1)
    by_organ: dict[int, list[Moment]] = {organ.pk: [] for organ in organs}
    for organ_id, *said in events.order_by("number").values_list("report__organ", *Moment._fields):
        by_organ[organ_id].append(Moment(*said))
    return {pk: _timing(found, today, by_organ[pk]) for pk, found in periods(year, organs).items()}


class NotGranted(Refused):
    """An extension that may not be granted; ``field`` is what of it is wrong, empty where it is none of its fields."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def grant_extension(
    organ: Organ, year: int, user: User, *, due_on: date, reason: str, publish_by: date | None = None
) -> Extension:
    """Give an organ until ``due_on`` for its report of a year, or raise ``NotGranted`` with a sentence.

    ``publish_by`` left out is the day in force, or ``due_on`` where that is later. The organ is locked, so
    that of two supervisors the second is told of the first.
    """
    organ = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    if not may_extend(organ, user):
        raise NotGranted("", "当前账号没有为本单位延期的权限。")
    current = period(year, organ)
    if refusal := refusal_of_extension(organ, year, current):
        raise NotGranted("", refusal)
    publish_by = publish_by or max(current.publish_by, due_on)
    _require_days(current, year, due_on, publish_by)
    reason = one_line(reason)
    if fault := reason_fault(reason):
        raise NotGranted("reason", fault)
    tell_of_extension(organ, year, due_on, user)
    return Extension.objects.create(
        organ=organ, year=year, due_on=due_on, publish_by=publish_by, reason=reason, granted_by=user
    )


def may_extend(organ: Organ, user: User) -> bool:
    """Whether the user is a supervisor of the organ's superior."""
    return organ.superior_id is not None and user.is_(Role.SUPERVISOR, organ.superior_id)


def refusal_of_extension(organ: Organ, year: int, current: Period) -> str:
    """Why nothing can be extended here, in a sentence; empty where it can."""
    if not organ.is_active:
        return "本单位已停用，不需延期。"
    if AnnualReport.objects.filter(organ=organ, year=year, status=Status.PUBLISHED).exists():
        return "本年度报告已公布，不需延期。"
    if current.due_on >= latest_day(year):
        return f"截止日期已是 {current.due_on}，不能再延期。"
    return ""


def reason_fault(reason: str) -> str:
    """Why the words are no reason, in a sentence; empty where they are one."""
    shortest, longest = REASON_LENGTH
    seen = [each for each in reason if unicodedata.category(each)[0] not in "CZ"]
    if not seen:
        return "请填写延期原因"
    if len(seen) < shortest:
        return f"延期原因至少 {shortest} 字，现有 {len(seen)} 字"
    if len(reason) > longest:
        return f"延期原因最多 {longest} 字，现有 {len(reason)} 字"
    words = {each for each in seen if each.isalpha()}
    return "" if len(words) >= LEAST_DIFFERENT else "请写明延期的具体原因"


def _require_days(current: Period, year: int, due_on: date, publish_by: date) -> None:
    today, latest = timezone.localdate(), latest_day(year)
    if due_on <= current.due_on:
        raise NotGranted("due_on", f"延期后的截止日期应晚于现行截止日期 {current.due_on}")
    if due_on < today:
        raise NotGranted("due_on", f"延期后的截止日期不能早于今天（{today}）")
    if due_on > latest:
        raise NotGranted("due_on", f"延期后的截止日期不能晚于 {latest}")
    earliest = max(due_on, current.publish_by)
    latest = max(latest, earliest)
    if not earliest <= publish_by <= latest:
        raise NotGranted("publish_by", f"公布截止日期应在 {earliest} 至 {latest} 之间")


def _timing(days: Period, today: date, events: list[Moment]) -> Timing:
    """``events``: those of the first revision, oldest first. Withdrawing what nobody had decided on undoes it."""
    handed_in: list[Moment] = []
    for event in events:
        if hands_in(event.action, event.to_status):
            handed_in.append(event)
        elif event.action == "withdraw" and event.from_status == Status.IN_REVIEW:
            del handed_in[-1:]
    return Timing(
        period=days,
        today=today,
        status=events[-1].to_status if events else Status.DRAFT,
        handed_in=handed_in[0] if handed_in else None,
        published=next((event for event in events if event.action == "publish"), None),
    )


def _days_late(event: Moment, due_on: date) -> int:
    return max(0, (timezone.localdate(event.at) - due_on).days)


def _done(what: str, event: Moment, due_on: date, how: str = "公布") -> Mark:
    told = f"（截止 {due_on}，{timezone.localdate(event.at)} {how}）"
    late = _days_late(event, due_on)
    return Mark(f"逾期 {late} 天{what}{told}", "past") if late else Mark(f"按期{what}{told}")


def _left(what: str, due_on: date, today: date) -> Mark:
    """How long there is still time; ``what`` for: 公布, or nothing for handing the report in."""
    left = (due_on - today).days
    if left < 0:
        return Mark(f"{what}已逾期 {-left} 天（{due_on} 截止）", "past")
    if left == 0:
        return Mark(f"今天{what}截止（{due_on}）", "near")
    return Mark(f"距{what}截止还有 {left} 天（{due_on}）", "near" if left <= NEAR else "plain")
