"""Several organs chosen from the queue, and for each of them whether what is to be done to all can be done to it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reports.checks.registry import Finding, Level
from reports.lifecycle.contributors import contributors_of
from reports.lifecycle.deadlines import Timing, refusals_of_extension, timings
from reports.lifecycle.findings import findings_of_many
from reports.lifecycle.transition import Transition
from reports.lifecycle.transitions import is_among_performers
from reports.models import AnnualReport, Opinion, Organ, User
from reports.models.opinions import OpinionLevel, OpinionState
from reports.official.interchange import content_hash

MOST_TOGETHER = 50  # as many as a page of the queue has


@dataclass(frozen=True)
class Candidate:
    """A report that is to be decided on together with others, on the content with this hash, or why it cannot be."""

    report: AnnualReport
    content_hash: str
    obstacle: str = ""


def candidates(transition: Transition, reports: Collection[AnnualReport], user: User) -> list[Candidate]:
    """Each report in its order; as many questions to the database for sixty as for three.

    Decided on together is only what needs no looking at: nothing was found beside hints, so every figure balances, no
    explanation was needed, and no opinion waits.
    """
    found = findings_of_many(reports)
    contributed = contributors_of(reports) if reports else {}
    waiting = Opinion.objects.filter(report__in=list(found), level=OpinionLevel.MUST)
    unresolved = Counter(waiting.exclude(state=OpinionState.RESOLVED).values_list("report", flat=True))
    shown = []
    for report in reports:
        data, faults = found[report.pk]
        obstacle = _obstacle(transition, report, user, contributed[report.pk])
        obstacle = obstacle or _to_be_looked_at(faults, unresolved[report.pk])
        shown.append(Candidate(report, content_hash(data), obstacle))
    return shown


def _obstacle(transition: Transition, report: AnnualReport, user: User, contributed: set[int]) -> str:
    if report.status not in transition.sources:
        return f"当前为“{report.state}”，不能{transition.label}"
    if not is_among_performers(transition, report, user):
        return f"当前账号没有“{transition.label}”的权限"
    return "由您提交过或其中有您填写的内容，须由其他人员办理" if user.pk in contributed else ""


def _to_be_looked_at(found: Iterable[Finding], unresolved: int) -> str:
    levels = Counter(each.level for each in found)
    counted = [(Level.MUST_FIX, "须修改"), (Level.EXPLAIN, "须说明")]
    named = [f"{word} {levels[level]} 项" for level, word in counted if levels[level]]
    if unresolved:
        named.append(f"未解决的“须改”意见 {unresolved} 条")
    return f"有{'、'.join(named)}，请单独审核" if named else ""


def chosen_reports(organs: Iterable[Organ], year: int, user: User) -> list[AnnualReport]:
    """The newest report of each organ that the person may see, in the order of the organs."""
    keys = [organ.pk for organ in organs]
    visible = AnnualReport.objects.visible_to(user).filter(organ__in=keys, year=year).order_by("revision")
    visible = visible.select_related("organ__superior", "reviewer").prefetch_related("steps")
    newest = {each.organ_id: each for each in visible}
    return [newest[key] for key in keys if key in newest]


@dataclass(frozen=True)
class Extendable:
    """An organ that is to be given more time together with others, or why it cannot be."""

    organ: Organ
    timing: Timing
    refusal: str = ""


def extendable(organs: Collection[Organ], year: int) -> list[Extendable]:
    """Each organ in its order; five queries, however many they are."""
    stand = timings(year, organs)
    refusals = refusals_of_extension(organs, year, {pk: timing.period for pk, timing in stand.items()})
    return [Extendable(organ, stand[organ.pk], refusals[organ.pk]) for organ in organs]
