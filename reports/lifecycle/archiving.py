"""往年报告: an organ's report of an earlier year, read in from a file; it is compared, and never worked on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from reports.lifecycle.opening import fill, is_untouched, open_to_archive
from reports.lifecycle.refusals import AlreadyDone, AlreadyTouched, Refused
from reports.lifecycle.transitions import ARCHIVING, is_among_performers, last_action
from reports.lifecycle.workflow import archive
from reports.models.locking import lock
from reports.models.organs import Organ, User
from reports.models.reports import AnnualReport
from reports.models.review import ImportedFile
from reports.models.sealing import sealing
from reports.official.calendar import FIRST_YEAR, year_on_offer
from reports.official.report_data import ReportData

RETIRED = "{organ}已停用，不能读入往年报告。如需读入，请联系管理员启用。"


@dataclass(frozen=True)
class Archived:
    """A report that was archived, and by address the sentences on what it would not take of its file."""

    report: AnnualReport
    refused: dict[str, str] = field(default_factory=dict)


def may_archive(user: User, organ: Organ) -> bool:
    """Whether the user may read in earlier reports of the organ: its clerks and the supervisors of its superior."""
    return is_among_performers(ARCHIVING, AnnualReport(organ=organ), user)


def refusal_of_year(year: int, today: date) -> str:
    """Why a report of the year is no earlier one, in a sentence; empty where it is one."""
    if year < FIRST_YEAR:
        return f"{year} 年度的报告没有统一格式，不能读入。"
    if year >= year_on_offer(today):
        return f"{year} 年度报告应由填报单位填报，不作为往年报告读入。"
    return ""


@transaction.atomic
@sealing()
def archive_file(
    organ_id: int,
    user: User,
    data: ReportData,
    file: ImportedFile,
    today: date,
    contact: Mapping[str, str] | None = None,
) -> Archived:
    """Store what was read from a file as the organ's report of an earlier year; ``file`` is a new one.

    ``contact`` says by address whom to ask, where the file says so.

    Another file of a year that is archived already makes its next revision, which then counts. Raises
    ``AlreadyDone`` for the file that it was read from last, and ``Refused`` with a sentence where somebody has
    written, handed in or published anything of that year.
    """
    organ = lock(Organ.objects.all()).get(pk=organ_id)
    if not may_archive(user, organ):
        raise Refused(f"当前账号没有读入{organ}往年报告的权限。")
    if refusal := refusal_of_year(data.year, today):
        raise Refused(refusal)
    if not organ.is_active:
        raise Refused(RETIRED.format(organ=organ))
    _require_another_file(organ, data.year, file)
    try:
        report = open_to_archive(organ, data)
        refused = fill(report.pk, user, data, file, contact)
    except AlreadyTouched as refusal:
        raise Refused(_touched(AnnualReport.objects.newest_revision(organ, data.year))) from refusal
    report = AnnualReport.objects.select_related("organ__superior").get(pk=report.pk)
    archive(report, user, file)
    return Archived(report, refused)


def refusal_of_archiving(organ: Organ, year: int, digest: str, today: date) -> str:
    """Why a file with this SHA-256 cannot be archived as things stand, in a sentence; empty where it can."""
    if refusal := refusal_of_year(year, today):
        return refusal
    if not organ.is_active:
        return RETIRED.format(organ=organ)
    newest = AnnualReport.objects.newest_revision(organ, year)
    if newest is None:
        return ""
    if newest.is_archived:
        return _already_read(newest) if newest.imported_files.first().digest == digest else ""
    return "" if is_untouched(newest) else _touched(newest)


def _require_another_file(organ: Organ, year: int, file: ImportedFile) -> None:
    newest = AnnualReport.objects.newest_revision(organ, year)
    if newest and newest.is_archived and newest.imported_files.first().digest == file.digest:
        raise AlreadyDone(_already_read(newest))


def _already_read(report: AnnualReport) -> str:
    return f"{last_action(report)}读入的就是这份文件，不必重复读入。"


def _touched(report: AnnualReport) -> str:
    return f"{report.organ}已有 {report.year} 年度报告（{report.state}），不能用文件代替。"
