"""One reader a format: a file becomes ``ReportData`` and a list of what could not be placed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from reports.imports import gate
from reports.official import Cell, totals
from reports.official.figures import Figure, fault
from reports.official.interchange import NotUnderstood, shown
from reports.official.report_data import ReportData
from reports.text.cleaning import MOST_CHARACTERS, cleaned, one_line

# By name, for a format is read by few requests and its library costs every start: openpyxl alone 0.16 s.
READERS = {
    "json": "reports.imports.interchange_file",
    "xlsx": "reports.imports.workbook",
}


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
    ``notices`` are sentences on what was repaired or assumed.
    """

    report: ReportData
    unplaced: tuple[Unplaced, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The printed totals that are not what the entries make; they are compared, never used."""
        report = self.report
        return tuple(
            Disagreement(cell, place_on_paper(report, cell), printed, derived)
            for table in report.form.table.values()
            for cell, printed, derived in totals.disagreeing_totals(table, report.figures, report.printed_totals)
        )


def read_file(path: Path, **told: Any) -> Reading:
    """Read a file from the disk; see ``read``. ``NotUnderstood`` also where it is not there."""
    try:
        gate.check_size(path.name, path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise NotUnderstood(f"无法打开文件：{shown(path.name)}") from error
    return read(path.name, content, **told)


def read(name: str, content: bytes, **told: Any) -> Reading:
    """Read a file of any format that has a reader, by the extension of its name.

    ``told`` gives ``organ``, ``kind`` and ``year`` where the file leaves them out. ``NotUnderstood``, with one
    clear line, for a file that the gate or its reader refuses, or that contradicts what was told.
    """
    reader = import_module(READERS[gate.admit(name, content)])
    return _as_entered(reader.read(content, **told))


def place_on_paper(report: ReportData, cell: Cell) -> str:
    """Where a figure stands, in the words of the paper."""
    return f"{report.form.section_of[cell.table].title}“{report.form.table[cell.table].name(cell)}”"


def unreadable_figures(report: ReportData, place: Callable[[ReportData, Cell], str]) -> tuple[Unplaced, ...]:
    """The entries that are no figures, each where ``place`` says that it stands."""
    return tuple(
        Unplaced(place(report, cell), shown(figure), fault(figure, report.form.table[cell.table].measure(cell)), cell)
        for cell, figure in report.figures.items()
        if isinstance(figure, str)
    )


def _as_entered(reading: Reading) -> Reading:
    """The reading with its texts repaired as on entry, and a notice for each repair."""
    report, notices = reading.report, list(reading.notices)
    texts = {}
    for key, text in report.texts.items():
        repaired = cleaned(text)
        name = report.form.text[key].name
        if len(repaired.text) > MOST_CHARACTERS:
            raise NotUnderstood(f"“{name}”超过 {MOST_CHARACTERS} 字")
        texts[key] = repaired.text
        notices += [f"“{name}”：{notice}" for notice in repaired.notices]
    organ = one_line(report.organ)
    if not organ:
        raise NotUnderstood("organ 应为机关名称")
    title = None if report.title is None else one_line(report.title)
    return replace(reading, report=replace(report, organ=organ, title=title, texts=texts), notices=tuple(notices))
