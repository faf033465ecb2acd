"""体检: the files of an archive read and checked together by a worker; what was found is kept for a day."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO
from zipfile import ZipFile

from django.core.files import File
from django.utils import timezone

from reports.checks.examination import Examined, ReportFile, RulesOf, Unread, examine, section_name
from reports.formats import sandbox
from reports.formats.entries import ArchiveMember, content_of, entries_of
from reports.formats.reading import Reading
from reports.models.examinations import KEPT_FOR, Examination
from reports.models.organs import Organ, Role, User
from reports.models.rule_settings import rules_in_force
from reports.official.interchange import NotUnderstood
from reports.official.report_data import ReportData

logger = logging.getLogger(__name__)
MOST_FILES = 200
MOST_FINDINGS = 50  # kept of one report for the page; the workbook has all
_FAILED = "读取时出错，请另存为其他格式后再试"


def bring(by: User, name: str, file: BinaryIO) -> Examination:
    """Keep an archive until its files are read, in the place of the one before; ``NotUnderstood`` where it is none.

    Nothing is unpacked here.
    """
    entries = entries_of(file)
    if len(entries) > MOST_FILES:
        raise NotUnderstood(f"压缩包中有 {len(entries)} 个文件，一次最多 {MOST_FILES} 个，请分成几个压缩包")
    prune()
    for old in Examination.objects.filter(by=by):
        forget(old)
    file.seek(0)
    examination = Examination(by=by, name=name[-255:], total=len(entries), heard_at=timezone.now())
    examination.archive.save("archive.zip", File(file), save=False)
    try:
        examination.save()
    except BaseException:
        examination.archive.delete(save=False)
        raise
    return examination


def forget(examination: Examination) -> None:
    """Delete an archive and all that was found in it."""
    examination.delete()
    if examination.archive:
        examination.archive.delete(save=False)


def prune() -> None:
    """Forget what nobody came back to within a day."""
    for old in Examination.objects.filter(at__lte=timezone.now() - KEPT_FOR):
        forget(old)


def examine_archive(pk: int) -> None:
    """Read and check the files of an archive; nothing where it has been forgotten, or is done."""
    examination = Examination.objects.filter(pk=pk, told__isnull=True).first()
    if examination is None or not _goes_on(examination, 0):
        return
    sources, unread, unplaced = [], [], {}
    with examination.archive.open("rb") as file, ZipFile(file) as archive:
        for done, (path, reading) in enumerate(_read_together(archive, entries_of(file)), start=1):
            if isinstance(reading, str):
                unread.append(Unread(path, reading))
            else:
                sources.append(ReportFile(path, reading.report))
                unplaced[path] = len(reading.unplaced)
            if not _goes_on(examination, done):
                return
    from reports.formats.xlsx import error_list  # noqa: PLC0415 openpyxl costs every start 0.16 s

    examined = list(examine(sources, rules_of_the_supervisor(examination.by, [each.report for each in sources])))
    told = {"reports": [_told(each, unplaced[each.path]) for each in examined], "unread": unread}
    workbook = error_list.write(examined, unread, unplaced)
    Examination.objects.filter(pk=pk).update(told=told, workbook=workbook, archive="")
    examination.archive.delete(save=False)


def rules_of_the_supervisor(user: User, reports: Sequence[ReportData]) -> RulesOf:
    """How the checks are set for each report by the organ for which the user supervises; three queries.

    Who supervises for several is asked which of them the organ of the report is below; as usual where that is none.
    """
    supervised = user.organ_ids(Role.SUPERVISOR)
    below = Organ.objects.filter(superior__in=supervised)
    superiors = {
        name: superior for *names, superior in below.values_list("name", "short_name", "superior") for name in names
    }
    alone = next(iter(supervised)) if len(supervised) == 1 else None
    places = {(report.organ, report.year): (superiors.get(report.organ, alone), report.year) for report in reports}
    found = rules_in_force(places.values())
    return lambda report: found[places[report.organ, report.year]]


def _goes_on(examination: Examination, done: int) -> bool:
    """Say how far it is; false where it has been forgotten meanwhile."""
    rows = Examination.objects.filter(pk=examination.pk)
    return bool(rows.update(done=done, heard_at=timezone.now()))


def _read_together(archive: ZipFile, entries: list[ArchiveMember]) -> Iterator[tuple[str, Reading | str]]:
    """Each file by its path with what was read of it, or why nothing was; two at once, unpacked when begun."""
    at_once = sandbox.READING.places
    with ThreadPoolExecutor(at_once) as threads:
        for start in range(0, len(entries), at_once):
            group = entries[start : start + at_once]
            contents = [_content(archive, each) for each in group]
            yield from zip((each.path for each in group), threads.map(_read, group, contents), strict=True)


def _content(archive: ZipFile, entry: ArchiveMember) -> bytes | str:
    if entry.refusal:
        return entry.refusal
    try:
        return content_of(archive, entry.number)
    except NotUnderstood as refusal:
        return str(refusal)


def _read(entry: ArchiveMember, content: bytes | str) -> Reading | str:
    if isinstance(content, str):
        return content
    try:
        return sandbox.read(entry.path.rpartition("/")[2], content, patience=sandbox.WAIT_OF_A_TASK)
    except NotUnderstood as refusal:
        return str(refusal)
    except Exception:  # a fault of ours: one file must not keep the others from being read
        logger.exception("A file of an archive could not be read")
        return _FAILED


def _told(examined: Examined, unplaced: int) -> dict[str, Any]:
    """A report and what is found in it as plain data, for the page."""
    report, edition = examined.report, examined.report.official_form
    found = [
        {
            "level": each.level.value,
            "rule": each.rule,
            "section": section_name(each, edition),
            "message": each.message,
            "quote": each.quote,
        }
        for each in examined.findings
    ]
    return {
        "path": examined.path,
        "organ": report.organ,
        "year": report.year,
        "previous": examined.previous,
        "unplaced": unplaced,
        "found": found[:MOST_FINDINGS],
        "counts": {level: sum(each["level"] == level for each in found) for level in ("must_fix", "explain", "hint")},
    }
