"""催报: what a supervisor says to subordinate organs that have not submitted, and when each was last told so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from reports.models.notices import Notice
from reports.models.organs import Organ, Role, User
from reports.models.reports import AnnualReport, Status
from reports.notices import AUTHORS, REMIND, people_of, tell
from reports.official.wording import chinese_date
from reports.workflow import Refused

WORDS_LENGTH = (2, 200)
NOT_SUBMITTED = (Status.DRAFT, Status.SIGNING)
A_DOUBLE_CLICK = timedelta(minutes=1)


@dataclass(frozen=True)
class Reminded:
    """The organs whose people were told, and those in which nobody could be."""

    told: list[Organ]
    without_people: list[Organ]


@transaction.atomic
def remind(organ_ids: Iterable[int], year: int, supervisor: User, words: str) -> Reminded:
    """Tell the clerks and leaders of organs that have not submitted the year's report; all of them or none.

    Raises ``Organ.DoesNotExist`` where one is not subordinate to the supervisor, and ``Refused`` with a
    sentence where one has submitted or reports no more, or the words are too few or too many. The same
    words are not said twice within a minute.
    """
    wanted = set(organ_ids)
    words = words.strip()
    _require_words(words)
    organs = list(Organ.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("slug"))
    supervised = supervisor.organ_ids(Role.SUPERVISOR)
    if len(organs) != len(wanted) or any(organ.superior_id not in supervised for organ in organs):
        raise Organ.DoesNotExist
    if not organs:
        raise Refused("请选择要催报的单位。")
    _require_not_submitted(organs, year)
    people = people_of(wanted, AUTHORS, but=supervisor)
    just_told = _just_told(wanted, year, words)
    tell(REMIND, year, words, [each for each in people if each[0] not in just_told])
    reached = {organ_id for organ_id, _ in people}
    told, without_people = [], []
    for organ in organs:
        (told if organ.pk in reached else without_people).append(organ)
    return Reminded(told, without_people)


def last_reminded(organ_ids: Iterable[int], year: int) -> dict[int, datetime]:
    """When each of the organs was last reminded of the year's report, by its key; never reminded, left out."""
    reminders = Notice.objects.filter(about=REMIND, year=year, organ__in=organ_ids).order_by()
    return dict(reminders.values_list("organ").annotate(last=Max("at")))


def proposed_words(due_on: date) -> str:
    """What a reminder says unless the supervisor writes something else."""
    until = f"请于{chinese_date(due_on)}前" if due_on >= timezone.localdate() else "年度报告已过截止日期，请尽快"
    return f"{until}完成年度报告填报并提交审核。"


def _require_words(words: str) -> None:
    shortest, longest = WORDS_LENGTH
    if not shortest <= len(words) <= longest:
        raise Refused(f"请填写催报内容，{shortest}—{longest} 字。")


def _require_not_submitted(organs: list[Organ], year: int) -> None:
    retired = [organ for organ in organs if not organ.is_active]
    if retired:
        raise Refused(f"{_listed(retired)}已停用，不再填报。")
    reports = AnnualReport.objects.select_for_update(of=("self",)).filter(organ__in=organs, year=year)
    newest = {report.organ_id: report.status for report in reports.order_by("revision")}
    submitted = [organ for organ in organs if newest.get(organ.pk, Status.DRAFT) not in NOT_SUBMITTED]
    if submitted:
        raise Refused(f"{_listed(submitted)}已提交，不需催报。")


def _just_told(organ_ids: set[int], year: int, words: str) -> set[int]:
    """Those that were told the same a moment ago: the second click of a double click tells nobody anything."""
    since = timezone.now() - A_DOUBLE_CLICK
    same = Notice.objects.filter(about=REMIND, organ__in=organ_ids, year=year, words=words, at__gt=since)
    return set(same.values_list("organ", flat=True))


def _listed(organs: list[Organ]) -> str:
    return "、".join(map(str, organs))
