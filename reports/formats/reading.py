"""One reader a format: a file becomes ``ReportData`` and a list of what could not be placed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from reports.formats import gate, registry
from reports.formats.document import DocumentReading
from reports.formats.source import Block, Origin
from reports.official import Cell, totals
from reports.official.figures import Figure, fault, notice
from reports.official.interchange import NotUnderstood, shown
from reports.official.report_data import ReportData
from reports.text.cleaning import cleaned, one_line, oversize


@dataclass(frozen=True)
class Unplaced:
    """Something in the file that the report cannot take: where it stands, what stands there, and why not."""

    where: str
    found: str
    why: str
    cell: Cell | None = None

    def __str__(self) -> str:
        return f"{self.where}：“{self.found}”，{self.why}" if self.found else f"{self.where}：{self.why}"


@dataclass(frozen=True)
class Disagreement:
    """A total that the file prints and that its entries do not make."""

    cell: Cell
    where: str
    printed: Figure
    derived: Figure


@dataclass(frozen=True)
class Reading:
    """What a reader made of a file.

    A figure that cannot be read stands in ``report.figures`` as it was written, and in ``unplaced``.
    ``notices`` are sentences on what was repaired or assumed, ``origins`` where in the file each figure stood,
    as far as its format tells, ``source`` the lines and tables that it was read from, where it is a document.
    """

    report: ReportData
    unplaced: tuple[Unplaced, ...] = ()
    notices: tuple[str, ...] = ()
    origins: Mapping[Cell, Origin] = field(default_factory=dict, compare=False)
    source: Sequence[Block] = field(default=(), compare=False)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The printed totals that are not what the entries make; they are compared, never used."""
        report = self.report
        return tuple(
            Disagreement(cell, place_on_paper(report, cell), printed, derived)
            for table in report.official_form.table.values()
            for cell, printed, derived in totals.disagreeing_totals(table, report.figures, report.printed_totals)
        )


def read(name: str, content: bytes, **expected: Any) -> Reading:
    """Read a file of any format that has a reader, by the extension of its name; without limits, see ``sandbox``.

    ``expected`` gives ``organ``, ``kind`` and ``year`` where the file leaves them out. ``NotUnderstood``, with one
    clear line, for a file that the gate or its reader refuses, or that contradicts what is expected.
    """
    reader = import_module(registry.readable()[gate.admit(name, content)].reader)
    made = reader.read(content, **expected)
    return _as_entered(_of_document(made) if isinstance(made, DocumentReading) else made)


def _of_document(made: DocumentReading) -> Reading:
    """The reading of a document, whatever its format: its doubts and stray texts are what could not be placed."""
    unplaced = [
        *unreadable_figures(made.report, place_on_paper),
        *(Unplaced(doubt.row or "表格", shown(doubt.found), doubt.why) for doubt in made.doubts),
        *(Unplaced("文字", shown(text), "不属于规定的任何一项，请核对") for text in made.unplaced_texts),
    ]
    return Reading(made.report, tuple(unplaced), tuple(made.notices), made.origins, made.source)


def place_on_paper(report: ReportData, cell: Cell) -> str:
    """Where a figure stands, in the words of the paper."""
    return f"{report.official_form.section_of[cell.table].title}“{report.official_form.table[cell.table].name(cell)}”"


def unreadable_figures(report: ReportData, place: Callable[[ReportData, Cell], str]) -> tuple[Unplaced, ...]:
    """The entries that are no figures, each where ``place`` says that it stands."""
    return tuple(
        Unplaced(
            place(report, cell),
            shown(figure),
            fault(figure, report.official_form.table[cell.table].measure(cell)),
            cell,
        )
        for cell, figure in report.figures.items()
        if isinstance(figure, str)
    )


def assumed_figures(
    report: ReportData, tables: Mapping[str, Mapping[str, Mapping[str, Any]]], place: Callable[[ReportData, Cell], str]
) -> tuple[str, ...]:
    """What was assumed in reading the figures of ``tables``, as the file wrote them, a sentence each."""
    return tuple(
        f"{place(report, cell)}：{sentence}"
        for key, rows in tables.items()
        for row, columns in rows.items()
        for column, typed in columns.items()
        if isinstance(typed, str)
        and (cell := Cell(key, row, column))
        and (sentence := notice(typed, report.official_form.table[key].measure(cell)))
    )


def _as_entered(reading: Reading) -> Reading:
    """The reading with its texts repaired as on entry, and a notice for each repair."""
    report, notices = reading.report, list(reading.notices)
    texts = {}
    for key, text in report.texts.items():
        repaired = cleaned(text)
        name = report.official_form.text[key].name
        if refusal := oversize(repaired.text):
            raise NotUnderstood(f"“{name}”{refusal}")
        texts[key] = repaired.text
        notices += [f"“{name}”：{notice}" for notice in repaired.notices]
    organ = one_line(report.organ)
    if not organ:
        raise NotUnderstood("organ 应为机关名称")
    title = None if report.title is None else one_line(report.title)
    return replace(reading, report=replace(report, organ=organ, title=title, texts=texts), notices=tuple(notices))
