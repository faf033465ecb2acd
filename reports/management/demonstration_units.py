"""Many more units of the demonstration county, to see how pages and sums are with as many: all are invented.

Their reports have gone the whole way, with an unbroken chain of events, but are written together: one by one, as
people make them, 3,000 units would take hours. Each is published with its data and its web page; no paper is drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from reports.formats import writing
from reports.management import demonstration_county as county
from reports.models import (
    TABLE_MODELS,
    AnnualReport,
    Membership,
    Organ,
    Publication,
    ReportingYear,
    ReportText,
    Role,
    Status,
    User,
)
from reports.models.append_only import AppendOnly
from reports.models.publication import PublishedFile
from reports.models.reports import CONTACT_KEYS
from reports.models.review import ChainHead, Event, Version, chained, digest_of_changes
from reports.models.sealing import SealedQuerySet, sealing
from reports.models.years import default_period
from reports.official.interchange import canonical, hash_of
from reports.official.report_data import Kind, ReportData

FILES = ("json", "html")
TOGETHER = 100
WAY = (
    ("submit", Role.CLERK, Status.DRAFT, Status.IN_REVIEW),
    ("approve", Role.SUPERVISOR, Status.IN_REVIEW, Status.APPROVED),
    ("publish", Role.CLERK, Status.APPROVED, Status.PUBLISHED),
)
# How many steps of the way the reports of the newest year have gone, in turn; ``None``: it was not begun.
PROGRESS = (3, 3, 3, 3, 2, 3, 1, 3, 0, None)


@dataclass(frozen=True)
class _InventedReport:
    """A report that is to be stored, and who wrote it."""

    report: AnnualReport
    data: ReportData
    clerk: User
    steps: int


def add_units(count: int, years: Sequence[int], supervisor: User, files: Iterable[str] = FILES) -> None:
    """So many units with a clerk each, and their reports of the years, the newest first; those that are there stay."""
    superior = Organ.objects.get(slug=county.OFFICE["slug"])
    days = {year: _days(superior, year) for year in years}
    there = set(Organ.objects.filter(slug__startswith="unit-").values_list("slug", flat=True))
    numbers = [number for number in range(1, count + 1) if f"unit-{number:04}" not in there]
    password = make_password(settings.DEMONSTRATION_PASSWORD)
    for start in range(0, len(numbers), TOGETHER):
        with transaction.atomic(), sealing():
            some = numbers[start : start + TOGETHER]
            organs = Organ.objects.bulk_create(_organ(number, superior) for number in some)
            clerks = User.objects.bulk_create(_clerk(organ, password) for organ in organs)
            Membership.objects.bulk_create(
                Membership(user=clerk, organ=organ, role=Role.CLERK)
                for clerk, organ in zip(clerks, organs, strict=True)
            )
            people = list(zip(some, organs, clerks, strict=True))
            for year in years:
                drafts = [_draft(*each, year, is_newest=year == years[0]) for each in people]
                _store([each for each in drafts if each], supervisor, days[year], files)


def _organ(number: int, superior: Organ) -> Organ:
    kind = Kind.SUBDISTRICT if number % 10 == 0 else Kind.TOWNSHIP
    short_name = f"演示{number:04}{'街道' if kind is Kind.SUBDISTRICT else '镇'}"
    return Organ(
        slug=f"unit-{number:04}",
        name=county.full_name(short_name, kind),
        short_name=short_name,
        self_reference="我街道" if kind is Kind.SUBDISTRICT else "我镇",
        kind=kind,
        superior=superior,
        office="党政办公室",
        address=f"鲁山县{short_name}",
        postcode=county.POSTCODE,
        telephone=county.TELEPHONE,
    )


def _clerk(organ: Organ, password: str) -> User:
    return User(username=f"{organ.slug}-clerk", full_name=f"{organ.short_name}填报员", password=password)


def _days(superior: Organ, year: int) -> ReportingYear:
    due_on = timezone.localdate() + timedelta(days=county.DAYS_LEFT)
    publish_by = due_on + timedelta(days=county.DAYS_TO_PUBLISH)
    days = {"opens_on": default_period(year).opens_on, "due_on": due_on, "publish_by": publish_by}
    return ReportingYear.objects.get_or_create(year=year, superior=superior, defaults=days)[0]


def _draft(number: int, organ: Organ, clerk: User, year: int, *, is_newest: bool) -> _InventedReport | None:
    steps = PROGRESS[number % len(PROGRESS)] if is_newest else len(WAY)
    if steps is None:
        return None
    written = (county.busy if number % 3 == 0 else county.quiet)(organ.name, organ.self_reference, organ.kind, year)
    data = replace(written, texts=dict.fromkeys(written.official_form.text, "") | dict(written.texts))
    status = WAY[steps - 1][-1] if steps else Status.DRAFT
    report = AnnualReport(organ=organ, year=year, edition=data.edition, status=status, is_demonstration=True)
    if steps:
        report.round = 1
        report.freeze_organ()
    return _InventedReport(report, data, clerk, steps)


def _store(drafts: list[_InventedReport], supervisor: User, days: ReportingYear, files: Iterable[str]) -> None:
    AnnualReport.objects.bulk_create(each.report for each in drafts)
    _store_content(drafts)
    contents = {each.report.pk: canonical(each.data) for each in drafts}
    published = _publish([each for each in drafts if each.steps == len(WAY)], contents, files)
    events = [event for each in drafts for event in _chain(each, supervisor, days, contents, published)]
    _add(Event, events)
    _add(Version, [Version(event=event, content=contents[event.report_id]) for event in events])
    _add(ChainHead, [ChainHead(report=each.report, number=each.number, digest=each.digest) for each in events])
    AnnualReport.objects.bulk_update([each.report for each in drafts], ["chain_length", "chain_head"])


def _store_content(drafts: list[_InventedReport]) -> None:
    texts = []
    for each in drafts:
        contact = {f"contact.{key}": getattr(each.report.organ, key) for key in CONTACT_KEYS}
        said = {**each.data.texts, **contact, "title": each.data.title}
        texts += [ReportText(report=each.report, key=key, body=body) for key, body in said.items()]
    ReportText.objects.bulk_create(texts)
    for key, table in drafts[0].data.official_form.table.items() if drafts else ():
        rows = []
        for each in drafts:
            stored = {row.key: TABLE_MODELS[key](report=each.report, row=row.key) for row in table.rows}
            for cell in table.entries:
                stored[cell.row].set_figure(cell.column, table.measure(cell), each.data.figures[cell])
            rows += [stored[row.key] for row in table.rows if not row.is_total]
        TABLE_MODELS[key].objects.bulk_create(rows)


def _publish(drafts: list[_InventedReport], contents: dict[int, bytes], files: Iterable[str]) -> dict[int, dict]:
    """Publish them; by the key of each report what its event says of it."""
    publications = Publication.objects.bulk_create(
        Publication(report=each.report, by=each.clerk, content_hash=hash_of(contents[each.report.pk]), corrected=[])
        for each in drafts
    )
    digests, stored = {}, []
    for each, publication in zip(drafts, publications, strict=True):
        written = {key: writing.write(each.data, key, demonstration=True) for key in files}
        own = [PublishedFile.of(publication, extension, content) for extension, content in written.items()]
        digests[each.report.pk] = {
            "files": {file.extension: file.digest for file in own},
            "publication": publication.digest(),
        }
        stored += own
    _add(PublishedFile, stored)
    return digests


def _chain(
    draft: _InventedReport,
    supervisor: User,
    days: ReportingYear,
    contents: dict[int, bytes],
    published: dict[int, dict],
) -> list[Event]:
    report, events = draft.report, []
    for number, (action, role, before, after) in enumerate(WAY[: draft.steps], start=1):
        is_last = number == len(WAY)
        digests = {"changes": digest_of_changes(report.pk, 0, 0), "report": report.frozen_digest()}
        event = Event(
            report=report,
            number=number,
            round=1,
            action=action,
            from_status=before,
            to_status=after,
            actor=supervisor if role is Role.SUPERVISOR else draft.clerk,
            at=timezone.now(),
            content_hash=hash_of(contents[report.pk]),
            due_on=days.publish_by if is_last else days.due_on,
            digests=digests | (published[report.pk] if is_last else {}),
            previous_digest=events[-1].digest if events else "",
        )
        event.record = event.said()
        event.digest = chained(event.previous_digest, event.record)
        report.chain_length, report.chain_head = event.number, event.digest
        events.append(event)
    return events


def _add(model: type[AppendOnly], rows: Iterable[AppendOnly]) -> None:
    """Add rows that are only added, all at once: what their ``save`` does for each of them is done here already."""
    SealedQuerySet(model).bulk_create(rows)
