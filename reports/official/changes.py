"""What changed between two reports, figure by figure: two versions of one report, or those of two years."""

from typing import NamedTuple

from reports.official.figures import Figure
from reports.official.form import Cell
from reports.official.report_data import ReportData

LEAST_BASE = 10  # below it a percentage says more than the figures do


class FigureChange(NamedTuple):
    """That a figure is another; ``None`` where it was or is blank, or unknown."""

    cell: Cell
    old: Figure
    new: Figure


def figure_changes(old: ReportData, new: ReportData) -> tuple[FigureChange, ...]:
    """The changed entries in the order of the newer form, then those that it no longer has; totals follow from them."""
    forms = (new.official_form, old.official_form) if old.edition != new.edition else (new.official_form,)
    cells = dict.fromkeys(cell for form in forms for cell in form.entries)
    pairs = (FigureChange(cell, old.figures.get(cell), new.figures.get(cell)) for cell in cells)
    return tuple(each for each in pairs if each.old != each.new)


def figure_before(old: ReportData, cell: Cell) -> Figure:
    """The figure, entry or total, that stood at the address; ``None`` where the older form had none there."""
    return old.figure(cell) if old.official_form.has(cell) else None


def percentage(old: Figure, new: Figure) -> str:
    """By how much a figure rose or fell, such as ``+40%``; empty where the base is too small to say so."""
    if not isinstance(old, int) or not isinstance(new, int) or old < LEAST_BASE or old == new:
        return ""
    return f"{(new - old) / old:+.0%}"
