"""What several organs reported of a year, as one report: what the organ that they became is compared with."""

from collections.abc import Sequence

from reports.official.figures import is_readable
from reports.official.form import Cell
from reports.official.report_data import Kind, ReportData
from reports.official.totals import Figures


def as_one(reports: Sequence[ReportData], organ: str, kind: Kind, words: ReportData | None) -> ReportData:
    """The reports, at least one and all of one year, added up cell by cell under the name of the organ they became.

    What one of them does not know is blank, what none has is left out; nil is what all declared. The texts are those
    of ``words``, for nobody can add up texts.
    """
    first = reports[0]
    return ReportData(
        edition=first.edition,
        organ=organ,
        kind=kind,
        year=first.year,
        texts=words.texts if words else {},
        figures=added_up([each.figures for each in reports if each.edition == first.edition], len(reports)),
        declared_nil=frozenset.intersection(*(each.declared_nil for each in reports)),
    )


def added_up(figures: Sequence[Figures], count: int) -> Figures:
    """The figures of ``count`` reports cell by cell; blank where one of them has none, or is not among those given."""
    cells: dict[Cell, None] = dict.fromkeys(cell for each in figures for cell in each)
    found = {cell: [each[cell] for each in figures if is_readable(each.get(cell))] for cell in cells}
    return {cell: sum(known) if len(known) == count else None for cell, known in found.items()}
