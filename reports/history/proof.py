"""The proof of the event log: every chain is followed link by link, and the reports are held against its end."""

from dataclasses import dataclass, replace

from django.utils import timezone

from reports.history.story import content_at, names_of
from reports.models.publication import Publication
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import Event, Version, chained
from reports.official.interchange import NotUnderstood, content_hash, hash_of, parse


@dataclass
class Proof:
    """What was verified, and in a sentence the first thing that is not as it was written; empty where all is."""

    reports: int = 0
    events: int = 0
    broken: str = ""


def verify() -> Proof:
    """Follow the chain of every report, oldest first, until something is broken."""
    proof = Proof()
    for report in AnnualReport.objects.select_related("organ").order_by("pk"):
        proof.reports += 1
        events = list(report.events.order_by("number").select_related("report"))
        proof.events += len(events)
        where, fault = _broken_link(events) or ("", _broken_report(report, events))
        if fault:
            proof.broken = f"{report}（第 {report.revision} 版）{where}：{fault}"
            break
    return proof


def _broken_link(events: list[Event]) -> tuple[str, str] | None:
    """Which event of a report is the first that is not as it was written, and how."""
    versions = dict(Version.objects.filter(event__in=events).values_list("event_id", "content"))
    last, has_versions = None, False
    for number, event in enumerate(events, start=1):
        has_versions = has_versions or event.pk in versions
        if fault := _fault(event, number, last) or _fault_of_content(event, versions.get(event.pk), has_versions):
            at = timezone.localtime(event.at)
            return f"第 {event.number} 条办理记录（{names_of(events)[event.pk]}，{at:%Y-%m-%d %H:%M}）", fault
        last = event
    return None


def _fault(event: Event, number: int, last: Event | None) -> str:
    record = _stored(event.record)
    if event.number != number:
        return f"缺少第 {number} 条"
    if event.previous_mac != (last.mac if last else ""):
        return "与上一条不相连"
    if event.mac != chained(event.previous_mac, record):
        return "记录与校验码不符"
    return "" if event.said() == record else "所列事项与记录不符"


def _fault_of_content(event: Event, content: bytes | None, has_versions: bool) -> str:
    """``has_versions``: events from before contents were kept have none, but none is missing after that."""
    if content is None:
        return "缺少当时的内容" if has_versions else ""
    return "" if hash_of(_stored(content)) == event.content_hash else "当时的内容与记录不符"


def _broken_report(report: AnnualReport, events: list[Event]) -> str:
    """How the report itself differs from the end of its chain, which may have been cut."""
    last = events[-1] if events else None
    if report.status != (last.to_status if last else Status.DRAFT):
        return "状态与最后一条办理记录不符"
    if last and report.status not in EDITABLE and _hash_under_the_name_of(last, report) != last.content_hash:
        return "内容与最后一条办理记录不符"
    if report.status == Status.PUBLISHED and not _is_as_published(report, events):
        return "公布的内容与办理记录不符"
    return ""


def _hash_under_the_name_of(event: Event, report: AnnualReport) -> str:
    """The hash of what the report says; an organ that is called otherwise by now has not changed its reports."""
    now, then = report.data(), content_at(event)
    return content_hash(replace(now, organ=then.organ, kind=then.kind) if then else now)


def _is_as_published(report: AnnualReport, events: list[Event]) -> bool:
    published = next((event for event in events if event.action == "publish"), None)
    publication = Publication.objects.filter(report=report).defer("paper", "workbook").first()
    if publication is None or published is None:
        return False
    try:
        frozen = content_hash(parse(_stored(publication.content)))
    except NotUnderstood:
        return False
    return frozen == publication.content_hash == published.content_hash


def _stored(value: bytes | memoryview | str) -> bytes:
    """The bytes of a column; SQLite keeps a text that was written where bytes belong."""
    return value.encode() if isinstance(value, str) else bytes(value)
