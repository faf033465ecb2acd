"""The one door for values: whatever enters a report - typed, pasted, imported, proposed - is applied here.

Every edit says what its editor had seen. It is applied where that still stands, and answered with a
conflict where somebody else changed the same value meanwhile; nothing is overwritten unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from reports.lifecycle.changes import record
from reports.lifecycle.entries import CONTACT_ADDRESSES, Edit, Entry, entry_of, refusal_of
from reports.lifecycle.refusals import NotEditable
from reports.models.locking import lock
from reports.models.organs import User
from reports.models.reports import CONTACT_KEYS, AnnualReport, ReportText
from reports.models.review import ImportedFile, Source, ValueChange
from reports.models.sealing import sealing
from reports.models.tables import TABLE_MODELS, TableRow
from reports.official import EDITIONS, Cell
from reports.official.figures import display, read
from reports.official.wording import preamble
from reports.text.alignment import Budget

NIL = "零报告"  # what stands in the record of changes at a table that was declared nil


@dataclass(frozen=True)
class Conflict:
    """An edit that was not applied because the value had changed since its editor saw it."""

    edit: Edit
    stored: str
    editor: str
    at: datetime | None


@dataclass
class Saved:
    """What became of a save: what was applied, what stands against it, and what its editor should know."""

    applied: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)  # by address, what stands there now
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # by address, the sentence that says why
    notices: list[str] = field(default_factory=list)
    before: str = ""  # the version of the report that was found, under the lock
    after: str = ""  # and that was left: the same where nothing was applied

    @property
    def is_complete(self) -> bool:
        return not self.conflicts and not self.refused


def version_of(report: AnnualReport) -> str:
    """What a page remembers of the report, to learn that something in it has changed: compared, never ordered."""
    return report.changed_at.isoformat()


def save(
    report_id: int,
    editor: User,
    edits: Iterable[Edit],
    *,
    step: str = "",
    is_finished: bool | None = None,
    source: Source = Source.TYPED,
    file: ImportedFile | None = None,
) -> Saved:
    """Apply the edits that still stand as their editor saw them, and record the step they belong to.

    ``file`` is the one that they were read from.

    Raises ``NotEditable`` where the report may not be edited now, ``ValueError`` for an address
    that the report's edition does not have.
    """
    edits = list(edits)
    entries = _made_ready(AnnualReport.objects.values_list("edition", flat=True).get(pk=report_id), edits)
    with transaction.atomic(), sealing():
        session = EditSession(locked(report_id), editor, source, file)
        session.saved.before = version_of(session.report)
        if any(entry.form is not session.form for entry in entries):  # a file was read into it meanwhile
            entries = _made_ready(session.report.edition, edits)
        session.fetch(entries)
        for entry in entries:
            session.apply(entry)
        session.keep_preamble_in_step()
        session.write()
        session.saved.after = version_of(session.report)
        if step:
            record_step(session.report, editor, step, is_finished)
    return session.saved


def _made_ready(edition: str, edits: list[Edit]) -> list[Entry]:
    return [entry_of(EDITIONS[edition], edit) for edit in edits]


def locked(report_id: int) -> AnnualReport:
    """The report, locked until the transaction ends; ``NotEditable`` where it may not be edited now."""
    report = lock(AnnualReport.objects.select_related("organ")).get(pk=report_id)
    if refusal := report.refusal_of_editing:
        raise NotEditable(refusal)
    return report


def declare(report: AnnualReport, editor: User, tables: set[str], source: Source) -> None:
    """Let the locked report declare exactly these tables nil; whoever changes that has edited it."""
    common = {"report": report, "round": report.round, "source": source, "editor": editor}
    ValueChange.objects.bulk_create(
        ValueChange(address=key, old="" if key in tables else NIL, new=NIL if key in tables else "", **common)
        for key in sorted(tables.symmetric_difference(report.declared_nil))
    )
    report.declared_nil = sorted(tables)
    report.save(update_fields=["declared_nil", "changed_at"])


def record_step(report: AnnualReport, editor: User, step: str, is_finished: bool | None) -> None:
    """Note who was last at a step of the locked report, and whether it is finished; ``None`` leaves that as it was."""
    values = {"edited_by": editor, "edited_at": timezone.now()}
    if is_finished is not None:
        values["is_finished"] = is_finished
    if not report.steps.filter(step=step).update(**values):
        report.steps.create(step=step, **values)


def proposed_preamble(report: AnnualReport, texts: dict[str, str]) -> str:
    """The opening paragraph that the report's contact makes."""
    contact = {key: texts.get(f"contact.{key}", "") for key in CONTACT_KEYS}
    return preamble(report.organ_name, report.year, report.official_form.notice, contact)


class EditSession:
    """A report open for editing, under its lock: the values at hand, and what is to be written back."""

    def __init__(self, report: AnnualReport, editor: User, source: Source, file: ImportedFile | None) -> None:
        self.report, self.editor, self.source, self.file = report, editor, source, file
        self.form, self.declared_nil = report.official_form, [*report.declared_nil]
        self.saved = Saved()
        self.budget = Budget()  # of merging, for all texts together: a lock is held
        self.rows: dict[tuple[str, str], TableRow] = {}
        self.texts: dict[str, ReportText] = {}
        self.old_contact: dict[str, str] = {}
        self.dirty: dict[tuple[str, str] | str, TableRow | ReportText] = {}
        self.changes: list[ValueChange] = []

    def fetch(self, entries: list[Entry]) -> None:
        """Read what the edits touch: one query a table, and one for all texts."""
        cells = [entry.cell for entry in entries if entry.cell]
        for key in dict.fromkeys(cell.table for cell in cells):
            rows = {cell.row for cell in cells if cell.table == key}
            for row in TABLE_MODELS[key].objects.filter(report=self.report, row__in=rows):
                self.rows[key, row.row] = row
        wanted = {entry.edit.address for entry in entries if not entry.cell}
        if not wanted.isdisjoint(CONTACT_ADDRESSES):
            wanted |= {*CONTACT_ADDRESSES, "preamble"}
        if wanted:
            self.texts = {text.key: text for text in self.report.texts.filter(key__in=wanted)}
            self.old_contact = self._contact()

    def apply(self, entry: Entry) -> None:
        address = entry.edit.address
        stored = self._stored(address, entry.cell)
        if entry.refusal and entry.now != stored:
            self.saved.refused[address] = entry.refusal
            return
        now = entry.on_top_of(stored, self.budget)
        if now is None:
            self.saved.conflicts.append(self._conflict(entry.edit, stored))
            return
        if now != stored and (refusal := refusal_of(self.form, address, now)):  # a merger is larger than either
            self.saved.refused[address] = refusal
            return
        self.saved.values[address] = now
        if now != stored:
            self._put(address, entry.cell, stored, now, entry.edit.source or self.source)
            self.saved.notices.extend(entry.notices)

    def keep_preamble_in_step(self) -> None:
        """Propose the opening paragraph anew where the contact changed and nobody had reworded it."""
        contact_changed = any(address in CONTACT_ADDRESSES for address in self.saved.applied)
        stored = self.texts.get("preamble")
        if not contact_changed or not stored or "preamble" in self.saved.applied:
            return
        if stored.body == proposed_preamble(self.report, self.old_contact):
            proposed = proposed_preamble(self.report, self._contact())
            self._put("preamble", None, stored.body, proposed, Source.PROPOSED)

    def write(self) -> None:
        for row in self.dirty.values():
            row.save()
        record(self.report, self.editor, self.changes)
        if self.saved.applied:
            self.report.last_saved_by = self.editor
            is_declared_otherwise = self.report.declared_nil != self.declared_nil
            self.report.save(update_fields=["last_saved_by", "changed_at", *["declared_nil"] * is_declared_otherwise])

    def _contact(self) -> dict[str, str]:
        return {key: text.body for key, text in self.texts.items() if key in CONTACT_ADDRESSES}

    def _stored(self, address: str, cell: Cell | None) -> str:
        if cell:
            row = self.rows.get((cell.table, cell.row))
            return display(row.figure(cell.column, self._measure(cell))) if row else ""
        text = self.texts.get(address)
        return text.body if text else ""

    def _conflict(self, edit: Edit, stored: str) -> Conflict:
        last = self.report.changes.filter(address=edit.address).select_related("editor").first()
        return Conflict(edit, stored, last.editor.full_name if last else "", last.at if last else None)

    def _put(self, address: str, cell: Cell | None, old: str, new: str, source: Source) -> None:
        if cell:
            self._put_figure(cell, new)
        else:
            text = self.texts.setdefault(address, ReportText(report=self.report, key=address))
            text.body = new
            self.dirty[address] = text
        self.saved.applied.append(address)
        self._note(address, old, new, source)
        if cell and cell.table in self.report.declared_nil and new != "0":
            self.report.declared_nil.remove(cell.table)
            self._note(cell.table, NIL, "", source)

    def _note(self, address: str, old: str, new: str, source: Source) -> None:
        common = {"report": self.report, "round": self.report.round, "editor": self.editor}
        file = self.file if source == Source.IMPORTED else None
        self.changes.append(ValueChange(address=address, old=old, new=new, source=source, file=file, **common))

    def _put_figure(self, cell: Cell, new: str) -> None:
        place = (cell.table, cell.row)
        row = self.rows.setdefault(place, TABLE_MODELS[cell.table](report=self.report, row=cell.row))
        measure = self._measure(cell)
        row.set_figure(cell.column, measure, read(new, measure))
        self.dirty[place] = row

    def _measure(self, cell: Cell):
        return self.form.table[cell.table].measure(cell)
