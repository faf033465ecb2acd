"""历史: the events of a report by name, its edits by day, versions to compare, and what restoring would do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from reports.checks.naming import cell_name, place_name, table_name
from reports.lifecycle.comparing import BLANK, TITLE
from reports.lifecycle.completion import LINES, PARTICULARS_TITLE
from reports.lifecycle.entries import Edit, cell_at
from reports.lifecycle.history.story import content_at, events_of, names_of
from reports.models import AnnualReport, Event, Source, UnrelatedMark, ValueChange
from reports.models.reports import PARTICULARS
from reports.official.report_data import ReportData
from reports.presenters.steps import text_names
from reports.text.alignment import Budget
from reports.text.differences import Piece, differences, paragraphs
from reports.text.passages import Passage, passage, shortened

NOW = "now"
NOW_NAME = "当前内容"
EDITS_A_PAGE = 200  # each may hold two texts of 20,000 characters


@dataclass(frozen=True)
class NamedEvent:
    """An event as the page names it, and whether the content of then was kept."""

    event: Event
    name: str
    is_kept: bool


@dataclass(frozen=True)
class ShownEdit:
    """One changed value: where, by whom, when, how, and from what to what; of a text that changed, in which passage."""

    place: str
    editor: str
    at: object
    source: str
    old: str
    new: str
    passage: Passage | None = None
    began_at: object = None  # where it was typed in one go and saved meanwhile


@dataclass(frozen=True)
class Restored:
    """A value that a restoration would change; of a text ``text`` says what, in paragraphs of pieces."""

    place: str
    old: str
    new: str
    text: list[list[Piece]]


def restored_values(report: AnnualReport, edits: Iterable[Edit]) -> Iterator[Restored]:
    """What a restoration would change: of a text the change, with the few words around it."""
    places, budget = PlaceNames(report), Budget()
    for edit in edits:
        text: list[list[Piece]] = []
        if edit.address in report.official_form.text or edit.address == TITLE:
            text = list(paragraphs(list(shortened(differences(edit.seen, edit.now, budget)))))
        yield Restored(places(edit.address), edit.seen or BLANK, edit.now or BLANK, text)


def parts(report: AnnualReport) -> dict[str, str]:
    """What can be restored by itself: the particulars and each section, by key."""
    return {PARTICULARS: PARTICULARS_TITLE} | {section.key: section.title for section in report.official_form.sections}


def named_events(report: AnnualReport) -> list[NamedEvent]:
    events = list(events_of(report).annotate(kept=F("version__pk")))
    names = names_of(events)
    return [NamedEvent(event, names[event.pk], event.kept is not None) for event in events]


def proposed_versions(report: AnnualReport, kept: list[NamedEvent]) -> tuple[str, str]:
    """Which two versions to compare where nobody has chosen: the newest two; empty where there are not two."""
    keys = [NOW] * report.is_editable + [str(named_event.event.pk) for named_event in kept]
    return (keys[1], keys[0]) if len(keys) > 1 else ("", "")


@dataclass(frozen=True)
class ComparedVersion:
    name: str
    at: object
    actor: object
    content: ReportData | None


def compared_version(report: AnnualReport, kept: list[NamedEvent], key: str) -> ComparedVersion:
    if key == NOW:
        return ComparedVersion(NOW_NAME, timezone.now(), "", report.data())
    named_event = next(each for each in kept if str(each.event.pk) == key)
    return ComparedVersion(
        named_event.name, named_event.event.at, named_event.event.actor, content_at(named_event.event)
    )


class PlaceNames:
    """What a person calls the places of a report; an address of a form that it no longer has keeps its key."""

    def __init__(self, report: AnnualReport) -> None:
        self.form = report.official_form
        self.names = text_names(self.form, PARTICULARS)
        self.names |= {key: place_name(self.form, key) for key in self.form.text}
        self.names |= {key: table_name(self.form, table) for key, table in self.form.table.items()}

    def __call__(self, address: str) -> str:
        cell = cell_at(self.form, address)
        return cell_name(self.form, cell) if cell else self.names.get(address, address)


def edits_by_day(report: AnnualReport, before: str) -> list[tuple[object, list[ShownEdit], int]]:
    """The edits of one page, newest first, by day, each with the number of its earliest edit."""
    changes = ValueChange.objects.filter(report=report)
    if before.isascii() and before.isdigit() and len(before) < 19:
        changes = changes.filter(pk__lt=int(before))
    shown = changes.annotate(day=TruncDate("at"), full_name=F("editor__full_name")).values_list(
        "day", "pk", "address", "full_name", "at", "began_at", "source", "old", "new", "file__name"
    )[:EDITS_A_PAGE]
    days: dict[object, tuple[list[ShownEdit], int]] = {}
    places = PlaceNames(report)
    for day, pk, address, name, at, began, source, old, new, file in shown:
        edits, _ = days.get(day, ([], 0))
        values = _before_and_after(report, address, old, new)
        way = f"{Source(source).label}（{file}）" if file else Source(source).label
        edits.append(ShownEdit(places(address), name, at, way, *values, began_at=began))
        days[day] = (edits, pk)
    return [(day, *rest) for day, rest in days.items()]


def unrelated_marks(report: AnnualReport) -> list[tuple[str, UnrelatedMark]]:
    """Who said of which sentence, under the name of its place, that it does not speak of a table, newest first."""
    places = PlaceNames(report)
    return [(places(mark.address), mark) for mark in report.unrelated_marks.select_related("by")]


def has_earlier_edits(days: list[tuple[object, list[ShownEdit], int]]) -> bool:
    """Whether the page is full, and older edits may follow."""
    return sum(len(edits) for _, edits, _ in days) == EDITS_A_PAGE


def _before_and_after(report: AnnualReport, address: str, old: str, new: str) -> tuple[str, str, Passage | None]:
    """A value before and after; of a text, which may be long, nothing where its passage says it."""
    if address in report.official_form.text or address in LINES:
        return "" if old else BLANK, "" if new else BLANK, passage(old, new)
    return old or BLANK, new or BLANK, None
