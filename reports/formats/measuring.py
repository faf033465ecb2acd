"""How well a file was read, held against the report that is known to stand in it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from reports.formats.reading import Reading
from reports.official import Cell, Section
from reports.official.figures import Figure, display
from reports.official.report_data import ReportData

CUT = "[…]"  # the mark of published excerpts


@dataclass(frozen=True)
class Measured:
    """Counts of figures and of sections.

    A figure is ``wrong`` where another one stands in its cell, or one where none should; ``unplaced`` where it was
    not placed and is listed; ``missing`` where nothing says that it was not. ``sections`` are those that the known
    report has something of, ``sections_right`` those of which every text and figure is as it should be.
    """

    right: int = 0
    wrong: int = 0
    missing: int = 0
    unplaced: int = 0
    sections_right: int = 0
    sections: int = 0

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def is_perfect(self) -> bool:
        """Whether everything that is known was read, and nothing else."""
        return not (self.wrong or self.missing or self.unplaced) and self.sections_right == self.sections


def measured(reading: Reading | None, known: ReportData) -> Measured:
    """What of the known report was read; ``reading`` is ``None`` where the file was refused."""
    expected = {cell: each for cell, each in _figures(known).items() if each is not None}
    read = {cell: each for cell, each in _figures(reading.report).items() if each is not None} if reading else {}
    lost = [cell for cell in expected if cell not in read]
    unplaced = sum(_is_listed(cell, known, reading) for cell in lost) if reading else 0
    off = {cell for cell in expected.keys() | read.keys() if expected.get(cell) != read.get(cell)}
    sections = [each for each in known.official_form.sections if _is_known(each, known)]
    return Measured(
        right=len(expected.keys() - off),
        wrong=len(off) - len(lost),
        missing=len(lost) - unplaced,
        unplaced=unplaced,
        sections_right=sum(_is_right(each, reading, known, off) for each in sections) if reading else 0,
        sections=len(sections),
    )


def _figures(report: ReportData) -> dict[Cell, Figure]:
    """What a file says, entries and printed totals; never what follows from it."""
    return {**report.figures, **report.printed_totals}


def _is_listed(cell: Cell, known: ReportData, reading: Reading) -> bool:
    """Whether somebody is told that this figure was not placed: by its row, or among figures of no certain row."""
    table, section = known.official_form.table[cell.table], known.official_form.section_of[cell.table]
    figure = display(_figures(known)[cell])
    names = {table.row[cell.row].name, table.name(cell), section.title, f"{section.title}“{table.band}”"}
    return any(each.cell == cell or each.where in names or figure in each.found.split() for each in reading.unplaced)


def _is_known(section: Section, known: ReportData) -> bool:
    tables = {table.key for table in section.tables}
    return any(known.text(text.key) for text in section.texts) or any(
        cell.table in tables and figure is not None for cell, figure in _figures(known).items()
    )


def _is_right(section: Section, reading: Reading, known: ReportData, off: Iterable[Cell]) -> bool:
    tables = {table.key for table in section.tables}
    return all(
        _words(reading.report.text(text.key)) == _words(known.text(text.key)) for text in section.texts
    ) and not any(cell.table in tables for cell in off)


def _words(text: str) -> str:
    """A text without what says how a page was broken, and where an excerpt of it was cut."""
    return "".join(text.replace(CUT, "").split())
