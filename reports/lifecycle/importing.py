"""Taking in what was read of a file and compared by its clerk: as an earlier year's report, or into the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from reports.lifecycle import editing
from reports.lifecycle.archiving import archive_file
from reports.lifecycle.editing import Saved
from reports.lifecycle.entries import Edit
from reports.lifecycle.opening import fill, is_untouched, open_report
from reports.lifecycle.refusals import AlreadyTouched, NotEditable, Refused
from reports.lifecycle.uploads import contact_of, corrected, values_of
from reports.models.organs import User
from reports.models.reports import AnnualReport
from reports.models.review import ImportedFile, Source
from reports.models.sealing import sealing
from reports.models.uploads import Upload
from reports.models.years import period
from reports.official.calendar import year_on_offer
from reports.official.report_data import ReportData


@dataclass(frozen=True)
class TakenIn:
    """The report that a file was taken into, and by address what of the file it would not take, and why."""

    report: AnnualReport
    refused: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()  # addresses that somebody else changed meanwhile: nothing was taken there


@transaction.atomic
@sealing()
def take_in(upload: Upload, user: User, year: int, today: date, chosen: Mapping[str, str] | None = None) -> TakenIn:
    """Store what was read, as corrected, as the organ's report of a year; the upload is gone with it.

    An earlier year is archived. This year's goes into the draft: as a whole where nobody has filled in anything, else
    only at the addresses of ``chosen``, which says by address what its clerk had seen in the draft.
    Raises ``Refused`` with a sentence where that year takes no file now.
    """
    report = replace(corrected(upload).report, year=year)
    contact = {address: said for address, said in contact_of(upload).items() if said}
    file = ImportedFile(name=upload.name, size=upload.size, digest=upload.digest)
    if year < year_on_offer(today):
        archived = archive_file(upload.organ_id, user, report, file, today, contact)
        taken = TakenIn(archived.report, archived.refused)
    else:
        draft = _draft(upload, year, user, today)
        if is_untouched(draft):
            taken = TakenIn(draft, _filled(draft, user, report, file, contact))
        else:
            taken = _merged(draft, user, values_of(report) | contact, file, chosen or {})
    Upload.objects.filter(pk=upload.pk).delete()
    return taken


def _draft(upload: Upload, year: int, user: User, today: date) -> AnnualReport:
    opens_on = period(year, upload.organ).opens_on
    if year > year_on_offer(today) or opens_on > today:
        raise Refused(f"{year} 年度填报尚未开放（{opens_on} 开放）。")
    return open_report(upload.organ, year, user)


def _filled(
    draft: AnnualReport, user: User, report: ReportData, file: ImportedFile, contact: Mapping[str, str]
) -> dict[str, str]:
    try:
        return fill(draft.pk, user, report, file, contact)
    except AlreadyTouched as refusal:
        raise Refused("本年报告刚刚有人修改，请重新核对后再存入。") from refusal


def _merged(
    draft: AnnualReport, user: User, values: Mapping[str, str], file: ImportedFile, chosen: Mapping[str, str]
) -> TakenIn:
    """Take over the chosen values, each where the draft is still as its clerk had seen it."""
    edits = [Edit(address, seen, values[address]) for address, seen in chosen.items() if address in values]
    if not edits:
        raise Refused("请选择要用文件内容代替的项目。")
    try:
        editing.locked(draft.pk)
        file.report, file.by = draft, user
        file.save()
        saved: Saved = editing.save(draft.pk, user, edits, source=Source.IMPORTED, file=file)
    except NotEditable as refusal:
        raise Refused(str(refusal)) from refusal
    return TakenIn(draft, saved.refused, tuple(conflict.edit.address for conflict in saved.conflicts))


@dataclass(frozen=True)
class Difference:
    """A place at which this year's draft and the file say something else."""

    address: str
    stored: str
    read: str


def differences(draft: AnnualReport, upload: Upload) -> list[Difference]:
    """Where the file says something and the draft says something else or nothing, in the order of the form.

    Raises ``Refused`` where the draft may not be edited, or stands on another form than the file.
    """
    if refusal := draft.refusal_of_editing:
        raise Refused(refusal)
    report = corrected(upload).report
    if report.edition != draft.edition:
        raise Refused(f"文件用的是{report.official_form.notice}的表格，与本年报告的格式不同，不能并入。")
    read = values_of(report) | contact_of(upload)
    stored = values_of(draft.data()) | {
        key: said for key, said in draft.stored_texts().items() if key.startswith("contact.")
    }
    return [
        Difference(address, stored.get(address, ""), said)
        for address, said in read.items()
        if said and said != stored.get(address, "")
    ]
