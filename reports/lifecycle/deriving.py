"""Figures that follow from elsewhere, as a county's from the sums of its organs: written where nobody has typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction

from reports.lifecycle import editing
from reports.lifecycle.entries import Edit
from reports.models.derived import DerivedFigure, Origin
from reports.models.organs import User
from reports.models.reports import AnnualReport
from reports.models.review import Source
from reports.models.sealing import sealing
from reports.official import Cell
from reports.official.figures import Figure, display

NOTHING: Mapping[str, str] = MappingProxyType({})
SOURCES = {Origin.CONSOLIDATION: Source.CONSOLIDATED}


@dataclass(frozen=True)
class Followed:
    """The addresses that were written, and those that somebody has typed something else into: they are left alone."""

    written: tuple[str, ...]
    typed: tuple[str, ...]


@transaction.atomic
@sealing()
def follow(
    report_id: int, figures: Mapping[Cell, Figure], origin: Origin, editor: User, instead_of: Mapping[str, str]
) -> Followed:
    """Write the figures into the cells that follow: blank ones, and those where the last one written still stands.

    What was typed stays, but for what ``instead_of`` says by address: the figure that the editor saw and gives up.
    Raises ``NotEditable`` where the report may not be edited now.
    """
    edits, left = would_follow(editing.locked(report_id), figures, origin, instead_of)
    saved = editing.save(report_id, editor, edits, source=SOURCES[origin])
    _remember(report_id, origin, {address: saved.values[address] for address in saved.applied})
    return Followed(tuple(saved.applied), tuple(left))


def would_follow(
    report: AnnualReport, figures: Mapping[Cell, Figure], origin: Origin, instead_of: Mapping[str, str] = NOTHING
) -> tuple[list[Edit], list[str]]:
    """What ``follow`` would write, and the addresses of what was typed otherwise; it looks only."""
    stored, last = report.figures(), dict(report.derived_figures.filter(origin=origin).values_list("address", "figure"))
    differing = [cell for cell, now in figures.items() if now is not None and stored.get(cell) != now]
    edits, typed = [], []
    for cell in differing:
        standing = display(stored.get(cell))
        if standing in ("", last.get(str(cell)), instead_of.get(str(cell))):
            edits.append(Edit(str(cell), standing, display(figures[cell])))
        else:
            typed.append(str(cell))
    return edits, typed


def _remember(report_id: int, origin: Origin, written: Mapping[str, str]) -> None:
    DerivedFigure.objects.bulk_create(
        (DerivedFigure(report_id=report_id, address=key, figure=now, origin=origin) for key, now in written.items()),
        update_conflicts=True,
        unique_fields=["report", "address"],
        update_fields=["figure", "origin", "at"],
    )
