"""What the other organs of a kind report: what a supervisor holds an outlying figure against (county.md §4.7)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.checks.consolidation import watched
from reports.lifecycle.consolidation.sums import newest_counted
from reports.models.organs import Organ
from reports.models.reading import figures_of_each
from reports.models.reports import AnnualReport
from reports.official import Cell
from reports.official.figures import is_readable


def units_beside(report: AnnualReport) -> Mapping[Cell, Sequence[int | Decimal]]:
    """By cell the figures of the other organs under the same superior, of the same kind and year, that count.

    At most one query a table; none for an organ without a superior.
    """
    organ = report.organ
    if organ.superior_id is None:
        return {}
    alike = Organ.objects.filter(superior=organ.superior_id, kind=organ.kind).exclude(pk=organ.pk)
    others = newest_counted(alike, report.year).filter(edition=report.edition).order_by()
    cells = watched(report.official_form)
    figures = figures_of_each(others, cells)
    return {cell: [each[cell] for each in figures.values() if is_readable(each.get(cell))] for cell in cells}
