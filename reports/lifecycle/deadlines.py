"""Deadlines: how far off they are or how long past, and how a superior organ gives one organ more time (延期).

Days are days in Beijing. Whether a report was late is decided by the deadline that was in force when it was
handed in, which its event records: an extension granted afterwards gives time for what is still to be done,
and does not make a late report one in time (D1: late is recorded, never hidden).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from reports.audit.recording import record
from reports.lifecycle.deadline_words import DeadlineMark, exceptional, left
from reports.lifecycle.notifications import notify_of_extension
from reports.lifecycle.refusals import NotGranted
from reports.lifecycle.transitions import BY_ACTION, PUBLISHING, WITHDRAWING
from reports.models.audit import AuditAction
from reports.models.keys import Keys
from reports.models.locking import lock
from reports.models.organs import Organ, Role, User
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import Event
from reports.models.sealing import sealing
from reports.models.years import KEPT_DAYS, Extension, Period, latest_day, period, periods
from reports.text.cleaning import one_line

REASON_LENGTH = (10, 200)
LEAST_DIFFERENT = 5  # characters of a reason, so that it is not one word over and over


class TimedEvent(NamedTuple):
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
    afterwards; ``published`` its first publication. A correction (更正) has no deadline, nor has what is archived.
    """

    period: Period
    today: date
    status: str = Status.DRAFT
    handed_in: TimedEvent | None = None
    published: TimedEvent | None = None
    resubmit_by: date | None = None  # of what was returned, the day that was set then
    returns: int = 0  # how often a supervisor has returned it
    is_passed: bool = False  # whether it was ever approved

    @property
    def days_left(self) -> int:
        """Days until it is due; 0 on the last one, negative once that has passed."""
        return (self.period.due_on - self.today).days

    @cached_property
    def days_late(self) -> int:
        """How many days after the deadline then in force it was handed in; 0 where in time, or not yet at all."""
        return _days_late(self.handed_in, self._due_on) if self.handed_in else 0

    @property
    def is_overdue(self) -> bool:
        """Whether it is past the deadline and has not been handed in."""
        return self.handed_in is None and self.days_left < 0 and self.status != Status.ARCHIVED

    @property
    def is_passed_at_once(self) -> bool:
        """一次通过: approved without ever having been returned."""
        return self.is_passed and not self.returns

    @property
    def exception(self) -> DeadlineMark | None:
        """What a list says of deadlines: only what is out of the ordinary; of what goes its way, nothing."""
        if self.resubmit_by:
            return exceptional(left("重新提交", self.resubmit_by, self.today))
        if self.handed_in is not None:
            late = self.days_late
            return DeadlineMark(f"逾期 {late} 天提交", "past") if late else None
        return None if self.status == Status.ARCHIVED else exceptional(left("", self.period.due_on, self.today))

    @property
    def marks(self) -> list[DeadlineMark]:
        """What is to be said, in the order of time; the next deadline last."""
        if self.status == Status.ARCHIVED:
            return []
        marks = [mark for mark in (self.of_handing_in, self.of_publication) if mark]
        if self.published:
            return marks
        if self.status == Status.APPROVED:
            return [*marks, left("公布", self.period.publish_by, self.today)]
        if self.resubmit_by:
            return [*marks, left("重新提交", self.resubmit_by, self.today)]
        if self.handed_in is None or (self.status in EDITABLE and self.days_left >= 0):
            return [*marks, left("", self.period.due_on, self.today)]
        return marks

    @property
    def of_handing_in(self) -> DeadlineMark | None:
        """Whether it was handed in in time; what a leader signs is handed in on that day."""
        if self.handed_in is None:
            return None
        return _done("提交", self.handed_in, self._due_on, BY_ACTION[self.handed_in.action].handed_in_as)

    @property
    def of_publication(self) -> DeadlineMark | None:
        return _done("公布", self.published, self._publish_by) if self.published else None

    @property
    def standing_extension(self) -> Extension | None:
        """The extension in force, while something is still to be done by its days; none of what is published."""
        extension = self.period.extension
        if extension is None or self.published or self.status == Status.ARCHIVED:
            return None
        is_due = self.handed_in is None or self.status in EDITABLE
        without = self.period.unextended
        is_to_publish = without is None or extension.publish_by > without.publish_by
        return extension if is_due or is_to_publish else None

    @property
    def extension_words(self) -> str:
        """The extension in force, with its reason; empty where there is none."""
        extension = self.period.extension
        if extension is None:
            return ""
        if extension.reason == KEPT_DAYS:
            if self.standing_extension is None:
                return ""
            return f"截止日期仍为 {extension.due_on}：审核单位已变更"
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
    events = Event.objects.filter(report__year=year, report__organ__in=Keys(organs), report__revision=1)
    by_organ: dict[int, list[TimedEvent]] = {organ.pk: [] for organ in organs}
    for organ_id, *said in events.order_by("number").values_list("report__organ", *TimedEvent._fields):
        by_organ[organ_id].append(TimedEvent(*said))
    return {pk: _timing(found, today, by_organ[pk]) for pk, found in periods(year, organs).items()}


@transaction.atomic
@sealing()
def grant_extension(
    organ: Organ, year: int, user: User, *, seen: str, due_on: date, reason: str, publish_by: date | None = None
) -> Extension:
    """Give an organ until ``due_on`` for its report of a year, or raise ``NotGranted`` with a sentence.

    ``seen`` is ``Period.seen_as`` of the deadlines that the user moves.
    ``publish_by`` left out is the day in force, or ``due_on`` where that is later. The organ is locked, so
    that of two supervisors the second is told of the first.
    """
    organ = lock(Organ.objects.all()).get(pk=organ.pk)
    if not may_extend(organ, user):
        raise NotGranted("", "当前账号没有为本单位延期的权限。")
    current = period(year, organ)
    if refusal := refusal_of_extension(organ, year, current):
        raise NotGranted("", refusal)
    publish_by = publish_by or max(current.publish_by, due_on)
    _require_days(current, year, due_on, publish_by)
    if seen != current.seen_as:
        raise NotGranted("due_on", f"截止日期在您打开本页后有变化，现为 {current.due_on}，请核对后再次提交")
    reason = one_line(reason)
    if fault := reason_fault(reason):
        raise NotGranted("reason", fault)
    notify_of_extension(organ, year, due_on, user)
    days = {"截止": due_on, "公布截止": publish_by}
    record(AuditAction.EXTENSION_GRANTED, f"{organ} {year} 年度", days, by=user)
    return Extension.objects.create(
        organ=organ, year=year, due_on=due_on, publish_by=publish_by, reason=reason, granted_by=user
    )


def may_extend(organ: Organ, user: User) -> bool:
    """Whether the user is a supervisor of the organ's superior."""
    return organ.superior_id is not None and user.has_role(Role.SUPERVISOR, organ.superior_id)


def refusal_of_extension(organ: Organ, year: int, current: Period) -> str:
    """Why nothing can be extended here, in a sentence; empty where it can. Of many, ask ``refusals_of_extension``."""
    return refusals_of_extension([organ], year, {organ.pk: current})[organ.pk]


def refusals_of_extension(organs: Iterable[Organ], year: int, days: Mapping[int, Period]) -> dict[int, str]:
    """The same by the key of each organ; ``days`` are those in force; one query."""
    organs = list(organs)
    published = AnnualReport.objects.filter(organ__in=Keys(organs), year=year, status=Status.PUBLISHED)
    done = set(published.order_by().values_list("organ", flat=True))
    return {organ.pk: _refusal(organ, year, days[organ.pk], is_published=organ.pk in done) for organ in organs}


def _refusal(organ: Organ, year: int, current: Period, *, is_published: bool) -> str:
    if not organ.is_active:
        return "本单位已停用，不需延期。"
    if is_published:
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


def _timing(days: Period, today: date, events: list[TimedEvent]) -> Timing:
    """``events``: those of the first revision, oldest first. Withdrawing what nobody had decided on undoes it."""
    handed_in: list[TimedEvent] = []
    for event in events:
        transition = BY_ACTION.get(event.action)
        if transition and transition.hands_in(event.to_status):
            handed_in.append(event)
        elif event.action in WITHDRAWING and event.from_status == Status.IN_REVIEW:
            del handed_in[-1:]
    # What moved nothing, such as a 保密审查, changes no deadline.
    last = next((event for event in reversed(events) if event.from_status != event.to_status), None)
    return Timing(
        period=days,
        today=today,
        status=last.to_status if last else Status.DRAFT,
        handed_in=handed_in[0] if handed_in else None,
        published=next((event for event in events if event.action in PUBLISHING), None),
        resubmit_by=last.due_on if last and last.to_status == Status.RETURNED else None,
        returns=sum(BY_ACTION[event.action].sets_day for event in events if event.action in BY_ACTION),
        is_passed=any(event.to_status == Status.APPROVED for event in events),
    )


def _days_late(event: TimedEvent, due_on: date) -> int:
    return max(0, (timezone.localdate(event.at) - due_on).days)


def _done(what: str, event: TimedEvent, due_on: date, how: str = "公布") -> DeadlineMark:
    note = f"（截止 {due_on}，{timezone.localdate(event.at)} {how}）"
    late = _days_late(event, due_on)
    return DeadlineMark(f"逾期 {late} 天{what}{note}", "past") if late else DeadlineMark(f"按期{what}{note}")
