"""填报表: what was filled in elsewhere is merged with the draft, value by value, on what both began with.

What only the workbook changed is taken, what only the draft changed stays, and where both changed one value the clerk
chooses. Nothing is stored but through ``editing``, which compares once more with what was shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction

from reports.formats.reading import Reading
from reports.formats.xlsx.form import DOWNLOAD
from reports.lifecycle import editing
from reports.lifecycle.editing import Saved
from reports.lifecycle.entries import LINE_ADDRESSES, Edit, entry_of
from reports.lifecycle.uploads import values_of
from reports.models.organs import User
from reports.models.reports import AnnualReport
from reports.models.review import ImportedFile, Source
from reports.models.sealing import sealing
from reports.official import EDITIONS, Edition
from reports.official.interchange import NotUnderstood
from reports.official.report_data import ReportData
from reports.text.alignment import Budget
from reports.text.merging import merged

SALT = "reports.workbook-form"


@dataclass(frozen=True)
class FilledValue:
    """A value that was filled in otherwise than it stands in the draft.

    ``base`` is what both began with. ``now`` is what is to stand there: as filled in, or merged where that can be.
    """

    address: str
    base: str
    stored: str
    filled: str
    now: str
    is_conflict: bool = False

    @property
    def is_merged(self) -> bool:
        return self.now != self.filled


def base_of(report: AnnualReport, data: ReportData) -> str:
    """What a form keeps of the draft that it is made from, signed: whose it is, and every value that stands there."""
    said = {"organ": report.organ_id, "name": report.organ_name, "year": report.year, "revision": report.revision}
    return signing.dumps(said | {"edition": report.edition, "values": values_of(data)}, salt=SALT, compress=True)


def differences(report: AnnualReport, data: ReportData, base: str, reading: Reading) -> list[FilledValue]:
    """What of the form is to be taken, and what has to be chosen, in the form's order.

    ``NotUnderstood``, with a sentence, for a form of another organ, year, edition or revision.
    """
    began = _opened(base)
    _require_same(report, began)
    form, budget = report.official_form, Budget()
    stored, filled = values_of(data), values_of(reading.report)
    found = (
        _difference(form, address, began["values"].get(address, ""), stored[address], filled[address], budget)
        for address in stored
    )
    return [each for each in found if each]


@transaction.atomic
@sealing()
def take_in(report_id: int, editor: User, edits: list[Edit], file: ImportedFile) -> Saved:
    """Store what was chosen; each edit says what its editor had seen. ``NotEditable`` where nothing may be changed."""
    file.report, file.by = editing.locked(report_id), editor
    file.save()
    return editing.save(report_id, editor, edits, source=Source.IMPORTED, file=file)


def _opened(base: str) -> Mapping[str, Any]:
    try:
        return signing.loads(base, salt=SALT)
    except signing.BadSignature as error:
        raise NotUnderstood(f"填报表中的底稿已损坏或不是本系统的，{DOWNLOAD}") from error


def _require_same(report: AnnualReport, began: Mapping[str, Any]) -> None:
    if began["organ"] != report.organ_id:
        raise NotUnderstood(f"这是{began['name']}的填报表，不是{report.organ_name}的")
    if began["year"] != report.year:
        raise NotUnderstood(f"这是 {began['year']} 年度的填报表，不是 {report.year} 年度的")
    if began["edition"] != report.edition:
        raise NotUnderstood(
            f"填报表的格式为{EDITIONS[began['edition']].notice}，报告已改用{report.official_form.notice}"
        )
    if began["revision"] != report.revision:
        raise NotUnderstood(f"报告已有更正版本，{DOWNLOAD}")


def _difference(form: Edition, address: str, base: str, stored: str, filled: str, budget: Budget) -> FilledValue | None:
    """How one value differs; ``None`` where nothing is to be done."""
    entry = entry_of(form, Edit(address, base, filled))
    now = entry.now
    if now in (entry.seen, base, stored):
        return None
    if base == stored or entry.seen == stored:
        return FilledValue(address, base, stored, filled=now, now=now)
    together = None
    if address in form.text and address not in LINE_ADDRESSES and not entry.refusal:
        together = merged(base, stored, now, budget)
    if together is not None:
        return FilledValue(address, base, stored, filled=now, now=together)
    return FilledValue(address, base, stored, filled=now, now=now, is_conflict=True)
