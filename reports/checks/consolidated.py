"""What the reports of a government's organs add up to (汇总), as far as the rules look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.official import Cell

Number = int | Decimal


@dataclass(frozen=True)
class Consolidated:
    """The sums beside a government's own report; a cell that is left out is not wholly known.

    ``adjustments`` are what was registered by cell (汇总调整). ``missing`` names the organs in the scope that are not
    summed up, each with where its report stands, ``undecided`` those of which nobody has decided, and ``left_out``
    those that were decided not to belong.
    """

    sums: Mapping[Cell, Number] = field(default_factory=dict)
    adjustments: Mapping[Cell, Number] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every organ in the scope is summed up."""
        return not self.missing and not self.undecided

    def adjusted(self, cell: Cell) -> Number | None:
        """What the government's own report should say; ``None`` where it is not known."""
        summed = self.sums.get(cell)
        return None if summed is None else summed + self.adjustments.get(cell, 0)
