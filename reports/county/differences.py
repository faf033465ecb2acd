"""与本级报告比较: where the report of a government says something else than its organs' reports add up to."""

from dataclasses import dataclass
from decimal import Decimal

from reports.lifecycle.consolidation.sums import Sums
from reports.models.reports import AnnualReport
from reports.official import Cell
from reports.official.figures import Figure, is_readable


@dataclass(frozen=True)
class Discrepancy:
    """A cell that differs or is adjusted; ``own`` is ``None`` where it is blank."""

    cell: Cell
    own: Figure
    summed: int | Decimal
    adjustment: int | Decimal = 0

    @property
    def amount(self) -> int | Decimal | None:
        """How much more the government's own report has than it should; ``None`` where it has no number."""
        return self.own - self.expected if is_readable(self.own) else None

    @property
    def expected(self) -> int | Decimal:
        """The sum as it is adjusted."""
        return self.summed + self.adjustment


def differences(report: AnnualReport, sums: Sums) -> list[Discrepancy]:
    """The entries that differ or are adjusted, in the order of the form; from what is not wholly known nothing does."""
    own = report.figures()
    return [
        Discrepancy(cell, own.get(cell), summed, sums.adjustment(cell))
        for cell in sums.edition.entries
        if (summed := sums.figures.get(cell)) is not None
        and (own.get(cell) != sums.adjusted(cell) or sums.adjustment(cell))
    ]
