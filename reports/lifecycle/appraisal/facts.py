"""What is recorded of each organ that an item may deduct for, with the keys of the records. Nothing is judged here.

Whether a report was late is decided by ``deadlines`` alone. What only informs (提示) is never counted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from reports.checks.registry import RULES, Case, Level
from reports.lifecycle.appraisal.scoring import ScoredFact
from reports.lifecycle.deadlines import TimedEvent, Timing
from reports.lifecycle.transitions import BY_ACTION, WITHDRAWING
from reports.models.appraisal import EvidenceKind
from reports.models.keys import Keys
from reports.models.organs import Organ
from reports.models.publication import Publication
from reports.models.reading import figures_of_each
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event, Explanation, Judgement, Version
from reports.models.rule_settings import rules_for
from reports.official import EDITION_2021, Cell, Edition
from reports.official.interchange import NotUnderstood, parse_texts

ELEMENTS = ("W1", "W2", "W4")  # rules that read texts alone
COUNTED = (Status.APPROVED, Status.PUBLISHED)
_CORRECTED = [cell for cell in EDITION_2021.table["disputes"].entries if cell.column.endswith("_corrected")]
Found = Iterator[tuple[int, ScoredFact]]  # by the key of an organ


@dataclass(frozen=True)
class AssessedYear:
    """Whose record is looked at, and what counts as mended in time: working days, without the days off."""

    year: int
    organs: Sequence[Organ]
    timings: Mapping[int, Timing]
    days_to_mend: int = 5
    days_off: Collection[date] = ()


def facts_of(assessed: AssessedYear, kinds: Collection[str]) -> dict[int, list[ScoredFact]]:
    """By organ the facts of these kinds, in the order of the kinds; as many queries for thirty organs as for one."""
    facts: dict[int, list[ScoredFact]] = defaultdict(list)
    for kind, find in FINDERS.items():
        if kind in kinds:
            for organ, fact in find(assessed):
                facts[organ].append(fact)
    return facts


def _late_submissions(assessed: AssessedYear) -> Found:
    kind = EvidenceKind.LATE_SUBMISSION
    for organ in assessed.organs:
        timing = assessed.timings[organ.pk]
        if timing.days_late:
            yield organ.pk, ScoredFact(kind, timing.of_handing_in.words, "event", timing.handed_in.pk)
        elif timing.is_overdue and organ.is_active:
            words = f"截止 {timing.period.due_on}，至 {timing.today} 未提交"
            yield organ.pk, ScoredFact(kind, words, "deadline")


def _late_publications(assessed: AssessedYear) -> Found:
    """The state is said of what is not published, for it may lie with the office itself."""
    kind = EvidenceKind.LATE_PUBLICATION
    for organ in assessed.organs:
        timing = assessed.timings[organ.pk]
        done = timing.of_publication
        if done and done.look == "past":
            yield organ.pk, ScoredFact(kind, done.words, "event", timing.published.pk)
        elif not done and organ.is_active and timing.today > timing.period.publish_by:
            state = Status(timing.status).label
            words = f"公布期限 {timing.period.publish_by}，至 {timing.today} 未公布（报告为“{state}”）"
            yield organ.pk, ScoredFact(kind, words, "deadline")


def _missing_elements(assessed: AssessedYear) -> Found:
    """What the rules of the elements find, run anew on the content that was handed in first."""
    first = {timing.handed_in.pk: pk for pk, timing in assessed.timings.items() if timing.handed_in}
    rules = [RULES[each] for each in ELEMENTS if RULES[each].level is not Level.HINT]
    for event, content in Version.objects.filter(event__in=Keys(first)).order_by("pk").values_list("event", "content"):
        with suppress(NotUnderstood):
            case = Case(parse_texts(bytes(content)))
            for finding in (each for rule in rules for each in rule.function(case)):
                yield first[event], ScoredFact(EvidenceKind.ELEMENTS_MISSING, finding.message, "event", event)


def _resembling(kind: EvidenceKind, rule: str) -> Callable[[AssessedYear], Found]:
    """Findings whose explanation a supervisor has turned down, and that have no other since.

    None stands unexplained at an approval: the guards of the workflow refuse it.
    """

    def find(assessed: AssessedYear) -> Found:
        turned_down = Explanation.objects.filter(
            report__organ__in=Keys(assessed.organs),
            report__year=assessed.year,
            rule=rule,
            judgement=Judgement.QUESTIONED,
            round=F("report__round"),
        )
        found = list(turned_down.select_related("report__organ__superior", "report__reviewer").order_by("pk"))
        rules = rules_for({each.report_id: each.report for each in found}.values())
        for each in found:
            if rule not in rules[each.report_id].turned_down:
                day = f"{timezone.localtime(each.judged_at or each.at):%Y-%m-%d}"
                words = f"{each.finding}{day} 要求补充说明：{each.question}"
                yield each.report.organ_id, ScoredFact(kind, words, "explanation", each.pk)

    return find


def _returns_not_mended(assessed: AssessedYear) -> Found:
    """What was returned and not handed in again by the day that was set, else within the working days."""
    active = {organ.pk: organ.is_active for organ in assessed.organs}
    events = Event.objects.filter(report__year=assessed.year, report__organ__in=Keys(assessed.organs))
    by_report: dict[tuple[int, int], list[TimedEvent]] = defaultdict(list)
    fields = ("report__organ", "report", *TimedEvent._fields)
    for organ, report, *said in events.order_by("report", "number").values_list(*fields):
        by_report[organ, report].append(TimedEvent(*said))
    today = timezone.localdate()
    for (organ, _), told in by_report.items():
        for returned, again in _returns(told):
            back_on = timezone.localdate(returned.at)
            due_on = returned.due_on or working_day(back_on, assessed.days_to_mend, assessed.days_off)
            done_on = timezone.localdate(again.at) if again else None
            if (done_on or today) > due_on and (again or active[organ]):
                done = f"{done_on} 重新提交" if done_on else f"至 {today} 未重新提交"
                words = f"{back_on} 退回，应于 {due_on} 前重新提交，{done}"
                yield organ, ScoredFact(EvidenceKind.RETURNED_NOT_FIXED, words, "event", returned.pk)


def _returns(events: Sequence[TimedEvent]) -> list[tuple[TimedEvent, TimedEvent | None]]:
    """The returns among the events of a report, oldest first, each with when it was handed in again, if it was."""
    found: list[tuple[TimedEvent, TimedEvent | None]] = []
    for event in events:
        transition = BY_ACTION.get(event.action)
        if transition is None:
            continue
        if transition.sets_day:
            found.append((event, None))
        elif found and found[-1][1] is None and transition.hands_in(event.to_status):
            found[-1] = (found[-1][0], event)
        elif found and event.action in WITHDRAWING and event.from_status == Status.IN_REVIEW:
            found[-1] = (found[-1][0], None)
    return found


def working_day(start: date, count: int, days_off: Collection[date]) -> date:
    """The last of so many working days after a day: from Monday to Friday, without the days off.

    Days worked in exchange (调休上班) do not count, so that nobody has less time than the law gives.
    """
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in days_off
    return day


def _figures_corrected(assessed: AssessedYear) -> Found:
    """Published corrections that changed a figure; one that cannot be compared asserts nothing."""
    later = Publication.objects.filter(
        report__organ__in=Keys(assessed.organs), report__year=assessed.year, report__revision__gt=1
    )
    for publication in later.select_related("report").order_by("pk"):
        form = publication.report.official_form
        changed = sum(_is_figure(form, each["address"]) for each in publication.corrected or ())
        if changed:
            day = f"{timezone.localtime(publication.at):%Y-%m-%d}"
            words = f"{day} 公布更正（第 {publication.report.revision} 版），改动 {changed} 个数字"
            kind = EvidenceKind.FIGURES_CORRECTED_AFTER
            yield publication.report.organ_id, ScoredFact(kind, words, "publication", publication.pk)


def _is_figure(form: Edition, address: str) -> bool:
    return address.count(".") == 2 and form.has(Cell.parse(address))


def _disputes_corrected(assessed: AssessedYear) -> Found:
    """What the newest report that counts says in table 四; what is unknown there is nothing."""
    counted = AnnualReport.objects.filter(year=assessed.year, organ__in=assessed.organs, status__in=COUNTED)
    newest = {report.organ_id: report for report in counted.order_by("revision")}
    figures = figures_of_each(newest.values(), _CORRECTED)
    for organ, report in newest.items():
        cases = {cell: each for cell, each in figures[report.pk].items() if isinstance(each, int) and each > 0}
        if total := sum(cases.values()):
            reviewed = sum(each for cell, each in cases.items() if cell.column.startswith("reconsideration"))
            words = f"第四部分填报结果纠正 {total} 件（行政复议 {reviewed} 件，行政诉讼 {total - reviewed} 件）"
            yield organ, ScoredFact(EvidenceKind.DISPUTE_CORRECTED, words, "report", report.pk, total)


# ``request_overdue`` is for the ledger of requests to enter here; ``manual`` is typed, not found.
FINDERS: dict[EvidenceKind, Callable[[AssessedYear], Found]] = {
    EvidenceKind.LATE_SUBMISSION: _late_submissions,
    EvidenceKind.LATE_PUBLICATION: _late_publications,
    EvidenceKind.ELEMENTS_MISSING: _missing_elements,
    EvidenceKind.RESEMBLES_OTHERS: _resembling(EvidenceKind.RESEMBLES_OTHERS, "W9"),
    EvidenceKind.RESEMBLES_LAST_YEAR: _resembling(EvidenceKind.RESEMBLES_LAST_YEAR, "W10"),
    EvidenceKind.RETURNED_NOT_FIXED: _returns_not_mended,
    EvidenceKind.FIGURES_CORRECTED_AFTER: _figures_corrected,
    EvidenceKind.DISPUTE_CORRECTED: _disputes_corrected,
}
