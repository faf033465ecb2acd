"""催报: what a supervisor says to subordinate organs whose report is still to come, and when each was last told so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from reports.lifecycle.deadlines import Timing, timings
from reports.lifecycle.notifications import AUTHORS, REMIND, notify, people_of
from reports.lifecycle.refusals import Refused
from reports.models.locking import lock
from reports.models.notices import Notice
from reports.models.organs import Organ, Role, User, order_of
from reports.models.reports import AnnualReport, Status
from reports.official.wording import chinese_date

WORDS_LENGTH = (2, 200)
NOT_SUBMITTED = (Status.DRAFT, Status.SIGNING)
PROPOSED_WORDS = "请抓紧完成年度报告填报并提交审核。"  # unless the supervisor writes something else
A_DOUBLE_CLICK = timedelta(minutes=1)


@dataclass(frozen=True)
class Reminded:
    """The organs whose people were notified, and those in which nobody could be."""

    notified: list[Organ]
    without_people: list[Organ]


def correction_in_work(report: str = "") -> Q:
    """The corrections that have not been handed in: what they correct has been, and is published.

    ``report`` is the path to the report, such as ``"reports__"``, where a query is not of reports.
    """
    return Q(**{f"{report}revision__gt": 1, f"{report}status__in": NOT_SUBMITTED})


@transaction.atomic
def remind(organ_ids: Iterable[int], year: int, supervisor: User, words: str) -> Reminded:
    """Tell the clerks and leaders of organs whose report of the year is still to come; all of them or none.

    Each is told its own deadline and where its own report stands beside the words (``standing_words``). What was
    returned is to come again; a correction has no deadline, and whoever has one to write is not reminded of it.

    Raises ``Organ.DoesNotExist`` where one is not subordinate to the supervisor, and ``Refused`` with a
    sentence where one has submitted or reports no more, or the words are too few or too many. The same
    words are not said twice within a minute.
    """
    wanted = set(organ_ids)
    words = words.strip()
    _require_words(words)
    organs = sorted(lock(Organ.objects.filter(pk__in=wanted)), key=order_of)
    supervised = supervisor.organ_ids(Role.SUPERVISOR)
    if len(organs) != len(wanted) or any(organ.superior_id not in supervised for organ in organs):
        raise Organ.DoesNotExist
    if not organs:
        raise Refused("请选择要催报的单位。")
    states, stand = _states_of_those_to_come(organs, year), timings(year, organs)
    said = {each.pk: f"{words}（{standing_words(states[each.pk], stand[each.pk])}）" for each in organs}
    people = people_of(wanted, AUTHORS, but=supervisor)
    just_told = _just_told(year, said)
    notify(REMIND, year, said, [each for each in people if each[0] not in just_told])
    reached = {organ_id for organ_id, _ in people}
    notified, without_people = [], []
    for organ in organs:
        (notified if organ.pk in reached else without_people).append(organ)
    return Reminded(notified, without_people)


def last_reminded(organ_ids: Iterable[int], year: int) -> dict[int, datetime]:
    """When each of the organs was last reminded of the year's report, by its key; never reminded, left out."""
    reminders = Notice.objects.filter(about=REMIND, year=year, organ__in=organ_ids).order_by()
    return dict(reminders.values_list("organ").annotate(last=Max("at")))


def _require_words(words: str) -> None:
    shortest, longest = WORDS_LENGTH
    if not shortest <= len(words) <= longest:
        raise Refused(f"请填写催报内容，{shortest}—{longest} 字。")


def standing_words(status: str, timing: Timing) -> str:
    """What holds for one organ whose report is still to come: its own deadline, its extension, and where it stands."""
    due_on = timing.resubmit_by or timing.period.due_on
    late = (timing.today - due_on).days
    overdue = f"，已逾期 {late} 天" if late > 0 else ""
    if status == Status.RETURNED:
        day = f"，请于{chinese_date(due_on)}前重新提交{overdue}" if timing.resubmit_by else "，尚未重新提交"
        return f"报告已退回修改{day}。"
    extended = "（已延期）" if timing.standing_extension else ""
    state = "报告待分管领导签发" if status == Status.SIGNING else "报告尚未提交"
    return f"本单位截止日期为{chinese_date(due_on)}{extended}{overdue}，{state}。"


def _states_of_those_to_come(organs: list[Organ], year: int) -> dict[int, Status]:
    """Where the report of each organ stands, by its key; none left out, for one that is through is refused."""
    retired = [organ for organ in organs if not organ.is_active]
    if retired:
        raise Refused(f"{_names_of(retired)}已停用，不再填报。")
    reports = sorted(
        lock(AnnualReport.objects.filter(organ__in=organs, year=year).exclude(correction_in_work())),
        key=lambda each: each.revision,
    )
    newest = {report.organ_id: report for report in reports}
    through = [organ for organ in organs if organ.pk in newest and not _is_to_come(newest[organ.pk])]
    if through:
        raise Refused(f"{_names_of(through)}已提交，不需催报。")
    return {organ.pk: Status(newest[organ.pk].status) if organ.pk in newest else Status.DRAFT for organ in organs}


def _is_to_come(report: AnnualReport) -> bool:
    return report.status in NOT_SUBMITTED or (report.status == Status.RETURNED and not report.is_correction)


def _just_told(year: int, said: dict[int, str]) -> set[int]:
    """Those that were told the same a moment ago: the second click of a double click tells nobody anything."""
    since = timezone.now() - A_DOUBLE_CLICK
    recent = Notice.objects.filter(about=REMIND, organ__in=said, year=year, at__gt=since)
    return {organ for organ, words in recent.values_list("organ", "words") if words == said[organ]}


def _names_of(organs: list[Organ]) -> str:
    return "、".join(map(str, organs))
