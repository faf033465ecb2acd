"""历史: what happened to a report, any two of its versions side by side, and a section taken back to one of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import Left, Length, TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.checks.naming import cell_name, table_name
from reports.deadlines import timing
from reports.editing import NotEditable, cell_at
from reports.forms.steps import fields_of
from reports.history.restoring import HasChanged, edits_to, restore
from reports.history.story import content_at, events_of, names_of
from reports.models import AnnualReport, Event, Role, Source, ValueChange
from reports.models.reports import PARTICULARS
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData
from reports.views.access import may_edit, reviews, visible_report
from reports.views.comparison import BLANK, compare
from reports.views.pins import place_name
from reports.views.progress import PARTICULARS_TITLE

NOW = "now"
NOW_NAME = "当前内容"
EDITS_A_PAGE = 1000
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Moment:
    """An event as the page names it, and whether the content of then was kept."""

    event: Event
    name: str
    is_kept: bool


@dataclass(frozen=True)
class Edit:
    """One changed value: where, by whom, when, how, and from what to what; of a text only how long it was and is."""

    place: str
    editor: str
    at: object
    source: str
    old: str
    new: str


def history(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The events of the report, newest first, and its edits folded by day."""
    report = visible_report(request, organ, year)
    moments = _moments(report)
    kept = [moment for moment in moments if moment.is_kept]
    older, newer = _proposed(report, kept)
    days = _days(report, request.GET.get("before", ""))
    context = {
        "report": report,
        "moments": moments,
        "can_compare": len(kept) + report.is_editable > 1,
        "older": older,
        "newer": newer,
        "days": days,
        "earliest": days[-1][2] if days else None,
        "has_earlier": sum(len(edits) for _, edits, _ in days) == EDITS_A_PAGE,
        "may_edit": may_edit(request.user, report),
        "reviews": reviews(request.user, report),
        "timing": timing(report.year, report.organ),
        "given": report.organ.extensions.filter(year=report.year).select_related("granted_by"),
    }
    return render(request, "history/history.html", context)


def comparison(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Two versions side by side, the older one first however they were chosen."""
    report = visible_report(request, organ, year)
    kept = [moment for moment in _moments(report) if moment.is_kept]
    proposed = _proposed(report, kept)
    asked = [request.GET.get(name, default) for name, default in zip(("old", "new"), proposed, strict=True)]
    if not all(asked):
        return redirect("history", organ, year)
    order = [NOW, *(str(moment.event.pk) for moment in kept)]
    if not set(asked) <= set(order):
        raise Http404
    older, newer = sorted(asked, key=order.index, reverse=True)
    versions = [_version(report, kept, key) for key in (older, newer)]
    context = {
        "report": report,
        "older": versions[0],
        "newer": versions[1],
        "data": versions[1].content,
        "comparison": compare(versions[0].content, versions[1].content),
    }
    return render(request, "history/comparison.html", context)


def restoration(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """Choose a part of a version, see what would change, and confirm it."""
    report = visible_report(request, organ, year)
    if not request.user.is_(Role.CLERK, report.organ_id):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    kept = (moment for moment in _moments(report) if moment.is_kept)
    moment = next((each for each in kept if str(each.event.pk) == asked.get("version")), None)
    if moment is None or not may_edit(request.user, report):
        if not report.is_editable:
            messages.error(request, f"本报告当前为“{report.state}”，不能修改。")
        return redirect("history", organ, year)
    version, part = content_at(moment.event), asked.get("part", "")
    if request.method == "POST" and part in _parts(report) and _restored(request, report, part, version):
        messages.success(request, f"{_parts(report)[part]}已恢复到“{moment.name}”时的内容")
        return redirect("step", organ, year, part)
    return _restoration_page(request, report, moment, version, part)


def _restored(request: HttpRequest, report: AnnualReport, part: str, version: ReportData) -> bool:
    try:
        restore(report.pk, request.user, part, version, request.POST.get("content_hash", ""))
    except HasChanged:
        messages.error(request, "报告内容在您打开本页后有修改，尚未恢复，请重新查看后再操作。")
    except NotEditable as refusal:
        messages.error(request, str(refusal))
    else:
        return True
    return False


def _restoration_page(
    request: HttpRequest, report: AnnualReport, moment: Moment, version: ReportData, part: str
) -> HttpResponse:
    now = report.data()
    counts = [(key, title, len(edits_to(version, now, key))) for key, title in _parts(report).items()]
    edits, places = edits_to(version, now, part), _Places(report)
    context = {
        "report": report,
        "moment": moment,
        "parts": counts,
        "part": part,
        "part_title": _parts(report).get(part, ""),
        "edits": [(places(edit.address), edit.seen or BLANK, edit.now or BLANK) for edit in edits],
        "content_hash": content_hash(now),
    }
    return render(request, "history/restoration.html", context)


def _parts(report: AnnualReport) -> dict[str, str]:
    """What can be restored by itself: the particulars and each section, by key."""
    return {PARTICULARS: PARTICULARS_TITLE} | {section.key: section.title for section in report.form.sections}


def _moments(report: AnnualReport) -> list[Moment]:
    events = list(events_of(report).annotate(kept=F("version__pk")))
    names = names_of(events)
    return [Moment(event, names[event.pk], event.kept is not None) for event in events]


def _proposed(report: AnnualReport, kept: list[Moment]) -> tuple[str, str]:
    """Which two versions to compare where nobody has chosen: the newest two; empty where there are not two."""
    keys = [NOW] * report.is_editable + [str(moment.event.pk) for moment in kept]
    return (keys[1], keys[0]) if len(keys) > 1 else ("", "")


@dataclass(frozen=True)
class _Version:
    name: str
    at: object
    actor: object
    content: ReportData


def _version(report: AnnualReport, kept: list[Moment], key: str) -> _Version:
    if key == NOW:
        return _Version(NOW_NAME, timezone.now(), "", report.data())
    moment = next(each for each in kept if str(each.event.pk) == key)
    return _Version(moment.name, moment.event.at, moment.event.actor, content_at(moment.event))


class _Places:
    """What a person calls the places of a report; an address of a form that it no longer has keeps its key."""

    def __init__(self, report: AnnualReport) -> None:
        self.form = report.form
        self.names = {key: str(field.label) for key, field in fields_of(self.form, PARTICULARS).items()}
        self.names |= {key: place_name(self.form, key) for key in self.form.text}
        self.names |= {key: table_name(self.form, table) for key, table in self.form.table.items()}

    def __call__(self, address: str) -> str:
        cell = cell_at(self.form, address)
        return cell_name(self.form, cell) if cell else self.names.get(address, address)


def _days(report: AnnualReport, before: str) -> list[tuple[object, list[Edit], int]]:
    """The edits of one page, newest first, by day, each with the number of its earliest edit; texts stay unread."""
    changes = ValueChange.objects.filter(report=report)
    if before.isascii() and before.isdigit() and len(before) < 19:
        changes = changes.filter(pk__lt=int(before))
    shown = changes.annotate(
        day=TruncDate("at"),
        full_name=F("editor__full_name"),
        old_length=Length("old"),
        new_length=Length("new"),
        old_start=Left("old", LONGEST_VALUE),
        new_start=Left("new", LONGEST_VALUE),
    ).values_list(
        "day", "pk", "address", "full_name", "at", "source", "old_start", "old_length", "new_start", "new_length"
    )[:EDITS_A_PAGE]
    days: dict[object, tuple[list[Edit], int]] = {}
    places = _Places(report)
    for day, pk, address, name, at, source, *values in shown:
        edits, _ = days.get(day, ([], 0))
        edits.append(Edit(places(address), name, at, Source(source).label, *_told(*values)))
        days[day] = (edits, pk)
    return [(day, *rest) for day, rest in days.items()]


def _told(old: str, old_length: int, new: str, new_length: int) -> tuple[str, str]:
    if max(old_length, new_length) > LONGEST_VALUE:
        return tuple(f"{length} 字" if length else BLANK for length in (old_length, new_length))
    return old or BLANK, new or BLANK
