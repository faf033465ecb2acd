"""The proof of the event log: every chain is followed link by link, and the reports are held against its end.

What it can prove and what it cannot stands in docs/history-proof.md.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field, replace

from django.db import DatabaseError, transaction
from django.utils import timezone

from reports.lifecycle.history.story import names_of
from reports.lifecycle.transitions import PUBLISHING
from reports.models.locking import lock
from reports.models.organs import Organ, circles
from reports.models.publication import Publication
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import ChainHead, Event, Version, chained, digest_of_changes
from reports.official.interchange import NotUnderstood, content_hash, hash_of, parse

FIRST_FORMATS = ("json", "pdf", "xlsx")  # of the publications whose events did not name their files yet
# What may come of reading rows into which somebody has written anything at all.
SPOILT = (DatabaseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass
class Proof:
    """What was verified, and in a sentence each thing that is not as it was written."""

    reports: int = 0
    events: int = 0
    breaks: list[str] = field(default_factory=list)

    @property
    def broken(self) -> str:
        """All that is not as it was written, a line each; empty where nothing is."""
        return "\n".join(self.breaks)


def verify() -> Proof:
    """Follow the chain of every report, oldest first, and gather all that is broken; never raises."""
    proof = Proof()
    try:
        revisions = dict(AnnualReport.objects.order_by("pk").values_list("pk", "revision"))
        for pk in revisions:
            proof.breaks += _breaks_of(pk)
        proof.reports, proof.events = len(revisions), Event.objects.filter(report__in=revisions).count()
        gone = ChainHead.objects.exclude(report__in=revisions).order_by("report").values_list("report", flat=True)
        proof.breaks += [f"编号 {pk} 的报告已不存在，办理记录仍在" for pk in dict.fromkeys(gone)]
        proof.breaks += [_told_of_circle(keys) for keys in circles()]
    except DatabaseError as error:
        proof.breaks.append(f"数据库无法读取，未能核对完：{error}")
    return proof


def _told_of_circle(keys: list[int]) -> str:
    names = dict(Organ.objects.filter(pk__in=keys).values_list("pk", "name"))
    return f"审核单位首尾相接，须由管理员改设其中一个的审核单位：{' → '.join(names[pk] for pk in [*keys, keys[0]])}"


def _breaks_of(report_id: int) -> list[str]:
    """What is broken of one report. One that moved while it was read is looked at again where it stands still."""
    found = _safely(report_id)
    if found:
        with suppress(DatabaseError), transaction.atomic():  # a database that can only be read is not locked
            lock(AnnualReport.objects.filter(pk=report_id)).first()
            return _safely(report_id)
    return found


def _safely(report_id: int) -> list[str]:
    """Both halves of the proof of a report; what spoils one hides nothing of the other."""
    found: list[tuple[str, str]] = []
    name = f"编号 {report_id} 的报告"
    for half in (_broken_links, _broken_report):
        try:
            report = AnnualReport.objects.select_related("organ").get(pk=report_id)
            name = f"{report}（第 {report.revision} 版）"
            found += half(report, list(report.events.order_by("number").select_related("report", "actor")))
        except SPOILT as error:
            found.append(("", f"记录已损坏，不能读取（{type(error).__name__}）"))
    return [f"{name}{where}：{fault}" for where, fault in found]


def _broken_links(report: AnnualReport, events: list[Event]) -> list[tuple[str, str]]:
    """Each event that is not as it was written, or is missing, and how."""
    versions = dict(Version.objects.filter(event__in=events).values_list("event_id", "content"))
    heads = dict(ChainHead.objects.filter(report=report).values_list("number", "digest"))
    by_number, names = {event.number: event for event in events}, names_of(events)
    first_kept = min((event.number for event in events if event.pk in versions), default=0)
    found = []
    for number in range(1, max([report.chain_length, *by_number, *heads], default=0) + 1):
        event, before = by_number.get(number), by_number.get(number - 1)
        if event is None:
            found.append(("", f"缺少第 {number} 条办理记录"))
            continue
        is_kept = first_kept and number >= first_kept  # events from before contents were kept have none
        faults = [*_faults(event, before), *_faults_beside(event, before, heads.get(number))]
        faults.append(_fault_of_content(event, versions.get(event.pk), is_kept))
        where = f"第 {number} 条办理记录（{names[event.pk]}，{timezone.localtime(event.at):%Y-%m-%d %H:%M}）"
        found += [(where, fault) for fault in faults if fault]
    return found


def _faults(event: Event, before: Event | None) -> list[str]:
    """How an event differs from what its own link and the one before it say."""
    record, faults = _stored(event.record), []
    is_after_a_gap = before is None and event.number > 1  # which is named by itself
    if not is_after_a_gap and event.previous_digest != (before.digest if before else ""):
        faults.append("与上一条不相连")
    if event.digest != chained(event.previous_digest, record):
        faults.append("记录与校验码不符")
    if event.said() != record:
        faults.append("所列事项与记录不符")
    return faults


def _faults_beside(event: Event, before: Event | None, head: str | None) -> list[str]:
    """How what belongs to an event differs from it: the end of the chain as kept apart, the changes it sealed."""
    faults = [] if head == event.digest else ["与另存的校验码不符" if head else "缺少另存的校验码"]
    is_after_a_gap = before is None and event.number > 1
    if event.digests and not is_after_a_gap:
        sealed = event.digests["changes"]
        after = before.last_change if before else 0
        if digest_of_changes(event.report_id, after, sealed["last"]) != sealed:
            faults.append("此前的修改记录与当时不符")
    return faults


def _fault_of_content(event: Event, content: bytes | None, is_kept: bool) -> str:
    if content is None:
        return "缺少当时的内容" if is_kept else ""
    return "" if hash_of(_stored(content)) == event.content_hash else "当时的内容与记录不符"


def _broken_report(report: AnnualReport, events: list[Event]) -> list[tuple[str, str]]:
    """How the report itself differs from the end of its chain."""
    last, faults = events[-1] if events else None, []
    if (report.chain_length, report.chain_head) != ((last.number, last.digest) if last else (0, "")):
        faults.append("报告所记的末条校验码与办理记录不符")
    if report.status != (last.to_status if last else Status.DRAFT):
        faults.append("状态与最后一条办理记录不符")
    if last and report.status not in EDITABLE and _hash_under_the_name_of(last, report) != last.content_hash:
        faults.append("内容与最后一条办理记录不符")
    if last and report.status not in EDITABLE and _is_of_another(report, last):
        faults.append("所属单位、年度、审核单位或提交次数与最后一条办理记录不符")
    published = next((event for event in events if event.action in PUBLISHING), None)
    publication = Publication.objects.filter(report=report).first()
    if published and publication:
        faults += _broken_publication(publication, published)
    elif published or publication or report.status == Status.PUBLISHED:
        faults.append("公布的内容与办理记录不符")
    files = [file.recorded for file in report.imported_files.all()]
    if any("file" in (event.digests or {}) and event.digests["file"] not in files for event in events):
        faults.append("读入的文件与办理记录不符")
    return [("", fault) for fault in faults]


def _is_of_another(report: AnnualReport, last: Event) -> bool:
    """Whether it is now said to be another's, or to have been handed in to others, than when it was handed in."""
    sealed = (last.digests or {}).get("report")  # not kept of the first events that there were
    return sealed is not None and sealed != report.frozen_digest()


def _hash_under_the_name_of(event: Event, report: AnnualReport) -> str:
    """The hash of what the report says; an organ that is called otherwise by now has not changed its reports."""
    now, version = report.data(), Version.objects.filter(event=event).first()
    with suppress(NotUnderstood):  # a spoilt version is named where it belongs
        then = parse(_stored(version.content)) if version else now
        return content_hash(replace(now, organ=then.organ, kind=then.kind))
    return content_hash(now)


def _broken_publication(publication: Publication, published: Event) -> list[str]:
    digests = published.digests or {}
    recorded = digests.get("files", {})
    files = {each.extension: (each.digest, _stored(each.content)) for each in publication.files.all()}
    faults = []
    for extension in sorted({*(recorded or FIRST_FORMATS), *files}):
        kept, content = files.get(extension, ("", b""))
        if not hashlib.sha256(content).hexdigest() == kept == recorded.get(extension, kept):
            faults.append(f"公布的文件（{extension}）与当时不符" if kept else f"缺少公布的文件（{extension}）")
    found = _hash_in(files["json"][1]) if "json" in files else ""
    if not found and "json" in files:
        faults.append("公布的数据文件不能读取")
    elif not found == publication.content_hash == published.content_hash:
        faults.append("公布的内容与办理记录不符")
    now = publication.digest()
    if digests.get("publication", now) != now:  # not kept of the first publications that there were
        faults.append("公布人、公布时间或更正内容与当时不符")
    return faults


def _hash_in(file: bytes) -> str:
    """The content hash of an interchange file; empty where it is none."""
    try:
        return content_hash(parse(file))
    except NotUnderstood:
        return ""


def _stored(value: bytes | memoryview | str) -> bytes:
    """The bytes of a column; SQLite keeps a text that was written where bytes belong."""
    return value.encode() if isinstance(value, str) else bytes(value)
