"""Taking one section of a report back to an earlier version, through the same door as what is typed."""

from django.db import transaction

from reports.lifecycle import editing
from reports.lifecycle.editing import Edit, Saved
from reports.lifecycle.refusals import HasChanged
from reports.models.organs import User
from reports.models.reports import PARTICULARS
from reports.models.review import Source
from reports.models.sealing import sealing
from reports.official.figures import display
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData
from reports.official.wording import FORMALITIES


def edits_to(version: ReportData, now: ReportData, part: str) -> list[Edit]:
    """What has to be changed so that a section, or the particulars, says again what the version says.

    What the version does not know stays as it is.
    """
    section = now.official_form.section.get(part)
    edits = []
    if part == PARTICULARS:
        edits = [_text(version, now, now.official_form.preamble.key)]
        if version.title is not None:
            edits.append(Edit("title", now.title or "", version.title))
        edits += [Edit(key, str(getattr(now, key) or ""), str(getattr(version, key) or "")) for key in FORMALITIES]
    elif section and version.edition == now.edition:
        edits = [_text(version, now, text.key) for text in section.texts if text.key in version.texts]
        cells = (cell for table in section.tables for cell in table.entries if cell in version.figures)
        edits += [Edit(str(cell), display(now.figure(cell)), display(version.figure(cell))) for cell in cells]
    return [edit for edit in edits if edit.seen != edit.now]


def _text(version: ReportData, now: ReportData, key: str) -> Edit:
    return Edit(key, now.text(key), version.text(key))


@transaction.atomic
@sealing()
def restore(report_id: int, editor: User, part: str, version: ReportData, seen_hash: str) -> Saved:
    """Take a part back to what the version says, where the report is still what its editor saw.

    Raises ``HasChanged`` where it is not, ``NotEditable`` where it may not be edited now.
    """
    report = editing.locked(report_id)
    now = report.data()
    if content_hash(now) != seen_hash:
        raise HasChanged
    saved = editing.save(report_id, editor, edits_to(version, now, part), step=part, source=Source.RESTORED)
    section = report.official_form.section.get(part)
    if section and section.tables:
        tables = {table.key for table in section.tables}
        report.refresh_from_db(fields=["declared_nil"])
        declared = {*report.declared_nil} - tables | (tables & version.declared_nil)
        editing.declare(report, editor, declared, Source.RESTORED)
    return saved
