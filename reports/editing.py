"""The one door for values: whatever enters a report - typed, pasted, imported, proposed - is applied here.

Every edit says what its editor had seen. It is applied where that still stands, and answered with a
conflict where somebody else changed the same value meanwhile; nothing is overwritten unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from reports.models.organs import User
from reports.models.reports import CONTACT_KEYS, AnnualReport, ReportText, StepRecord
from reports.models.review import Source, ValueChange
from reports.models.tables import TABLE_MODELS, TableRow
from reports.official import Cell, Edition
from reports.official.figures import display, read
from reports.official.wording import preamble
from reports.text.cleaning import MOST_CHARACTERS, cleaned, one_line
from reports.text.merging import merged

MOST_CHARACTERS_OF_A_LINE = 200
MOST_CHARACTERS_OF_A_FIGURE = 100
CONTACT_ADDRESSES = tuple(f"contact.{key}" for key in CONTACT_KEYS)
NIL = "零报告"  # what stands in the record of changes at a table that was declared nil
LINE_ADDRESSES = ("title", *CONTACT_ADDRESSES)


class NotEditable(Exception):
    """The report has left its author's desk; the message says so in a sentence."""


@dataclass(frozen=True)
class Edit:
    """One changed value: its address, what its editor had seen there, what it is to be, and how it came in."""

    address: str
    seen: str
    now: str
    source: Source | None = None  # where it is not the source of the whole save


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

    @property
    def is_complete(self) -> bool:
        return not self.conflicts and not self.refused


def cell_at(form: Edition, address: str) -> Cell | None:
    """The entry cell that an address names; ``None`` for a text, a total or nothing of this edition."""
    if address.count(".") != 2:
        return None
    cell = Cell.parse(address)
    return cell if form.has(cell) and not form.table[cell.table].is_total(cell) else None


def is_text(form: Edition, address: str) -> bool:
    return address in form.text or address in LINE_ADDRESSES


@transaction.atomic
def save(
    report_id: int,
    editor: User,
    edits: Iterable[Edit],
    *,
    step: str = "",
    is_finished: bool | None = None,
    source: Source = Source.TYPED,
) -> Saved:
    """Apply the edits that still stand as their editor saw them, and record the step they belong to.

    Raises ``NotEditable`` where the report is not on its author's desk, ``ValueError`` for an address
    that the report's edition does not have.
    """
    desk = _Desk(locked(report_id), editor, source)
    edits = list(edits)
    desk.fetch(edits)
    for edit in edits:
        desk.apply(edit)
    desk.keep_preamble_in_step()
    desk.write()
    if step:
        record_step(desk.report, editor, step, is_finished)
    return desk.saved


def locked(report_id: int) -> AnnualReport:
    """The report, locked until the transaction ends; ``NotEditable`` where it may not be edited now."""
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=report_id)
    if not report.is_editable:
        raise NotEditable(f"本报告当前为“{report.get_status_display()}”，不能修改。")
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
    """Note who was last at a step, and whether it is finished; ``None`` leaves that as it was."""
    values = {"edited_by": editor, "edited_at": timezone.now()}
    if is_finished is not None:
        values["is_finished"] = is_finished
    StepRecord.objects.update_or_create(report=report, step=step, defaults=values)


def proposed_preamble(report: AnnualReport, texts: dict[str, str]) -> str:
    """The opening paragraph that the report's contact makes."""
    contact = {key: texts.get(f"contact.{key}", "") for key in CONTACT_KEYS}
    return preamble(report.organ.name, report.year, report.form.notice, contact)


class _Desk:
    """A report open for editing, under its lock: the values at hand, and what is to be written back."""

    def __init__(self, report: AnnualReport, editor: User, source: Source) -> None:
        self.report, self.editor, self.source = report, editor, source
        self.form = report.form
        self.saved = Saved()
        self.rows: dict[tuple[str, str], TableRow] = {}
        self.texts: dict[str, ReportText] = {}
        self.old_contact: dict[str, str] = {}
        self.dirty: dict[tuple[str, str] | str, TableRow | ReportText] = {}
        self.changes: list[ValueChange] = []

    def fetch(self, edits: list[Edit]) -> None:
        """Read what the edits touch: one query a table, and one for all texts."""
        cells = [cell_at(self.form, edit.address) for edit in edits]
        for key in dict.fromkeys(cell.table for cell in cells if cell):
            rows = {cell.row for cell in cells if cell and cell.table == key}
            for row in TABLE_MODELS[key].objects.filter(report=self.report, row__in=rows):
                self.rows[key, row.row] = row
        wanted = {edit.address for edit, cell in zip(edits, cells, strict=True) if not cell}
        if not wanted.isdisjoint(CONTACT_ADDRESSES):
            wanted |= {*CONTACT_ADDRESSES, "preamble"}
        if wanted:
            self.texts = {text.key: text for text in self.report.texts.filter(key__in=wanted)}
            self.old_contact = self._contact()

    def apply(self, edit: Edit) -> None:
        cell = cell_at(self.form, edit.address)
        if cell is None and not is_text(self.form, edit.address):
            raise ValueError(f"{edit.address} is no entry of edition {self.form.key}")
        stored = self._stored(edit.address, cell)
        typed, notices = self._normal(edit.now, cell, edit.address)
        now = self._on_top_of(stored, edit, typed, cell)
        if now is None:
            self.saved.conflicts.append(self._conflict(edit, stored))
            return
        self.saved.values[edit.address] = now
        if now == stored:
            return
        if refusal := self._refusal(now, cell, edit.address):
            self.saved.refused[edit.address] = refusal
            del self.saved.values[edit.address]
            return
        self._put(edit.address, cell, stored, now, edit.source or self.source)
        self.saved.notices.extend(notices)

    def _on_top_of(self, stored: str, edit: Edit, typed: str, cell: Cell | None) -> str | None:
        """What is to stand there: what was typed, merged with what others wrote meanwhile; ``None`` in a conflict."""
        seen = self._normal(edit.seen, cell, edit.address)[0]
        if seen == stored or typed == stored:
            return typed
        if cell or edit.address in LINE_ADDRESSES:
            return None
        return merged(seen, stored, typed)

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
        ValueChange.objects.bulk_create(self.changes)
        if self.saved.applied:
            self.report.save(update_fields=["declared_nil", "changed_at"])

    def _contact(self) -> dict[str, str]:
        return {key: text.body for key, text in self.texts.items() if key in CONTACT_ADDRESSES}

    def _stored(self, address: str, cell: Cell | None) -> str:
        if cell:
            row = self.rows.get((cell.table, cell.row))
            return display(row.figure(cell.column, self._measure(cell))) if row else ""
        text = self.texts.get(address)
        return text.body if text else ""

    def _normal(self, value: str, cell: Cell | None, address: str) -> tuple[str, tuple[str, ...]]:
        """A value as it is stored, and what entering it repaired."""
        if cell:
            return display(read(one_line(value), self._measure(cell))), ()
        if address in LINE_ADDRESSES:
            return one_line(value), ()
        result = cleaned(value)
        return result.text, result.notices

    def _refusal(self, now: str, cell: Cell | None, address: str) -> str:
        most = MOST_CHARACTERS
        if cell:
            most = MOST_CHARACTERS_OF_A_FIGURE
        elif address in LINE_ADDRESSES:
            most = MOST_CHARACTERS_OF_A_LINE
        return f"最多 {most} 字，现有 {len(now)} 字，未保存" if len(now) > most else ""

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
        self.changes.append(
            ValueChange(
                report=self.report,
                round=self.report.round,
                address=address,
                old=old,
                new=new,
                source=source,
                editor=self.editor,
            )
        )

    def _put_figure(self, cell: Cell, new: str) -> None:
        place = (cell.table, cell.row)
        row = self.rows.setdefault(place, TABLE_MODELS[cell.table](report=self.report, row=cell.row))
        measure = self._measure(cell)
        row.enter(cell.column, measure, read(new, measure))
        self.dirty[place] = row
        if cell.table in self.report.declared_nil and new != "0":
            self.report.declared_nil.remove(cell.table)

    def _measure(self, cell: Cell):
        return self.form.table[cell.table].measure(cell)
