"""The printed reconciliation of table 三, column by column: 第一项加第二项之和，等于第三项加第四项之和."""

from dataclasses import dataclass

from reports.official.figures import is_readable
from reports.official.form import Cell, Table
from reports.official.totals import Figures, running_sum, total

INCOMPLETE, EVEN, SHORT, OVER = "未填完", "✓ 平", "少", "多"


@dataclass(frozen=True)
class Balance:
    """Both sides of the identity in one column, as far as they are filled in."""

    column: str
    left: int
    right: int
    is_complete: bool

    @property
    def is_even(self) -> bool:
        return self.is_complete and self.left == self.right

    @property
    def is_uneven(self) -> bool:
        return self.is_complete and self.left != self.right

    @property
    def words(self) -> str:
        """What the balance row says: how many results are short of what came in, or over it."""
        if not self.is_complete:
            return INCOMPLETE
        if self.left == self.right:
            return EVEN
        difference = self.left - self.right
        return f"{SHORT} {difference}" if difference > 0 else f"{OVER} {-difference}"


def balances(table: Table, figures: Figures) -> list[Balance]:
    """The balance of every column of a table that has an identity."""
    return [_balance(table, figures, column.key) for column in table.columns]


def _balance(table: Table, figures: Figures, column: str) -> Balance:
    left, right = (
        [Cell(table.key, row, column) for row in rows] for rows in (table.identity.left, table.identity.right)
    )
    return Balance(
        column,
        left=sum(_so_far(table, figures, cell) for cell in left),
        right=sum(_so_far(table, figures, cell) for cell in right),
        is_complete=all(_is_known(table, figures, cell) for cell in (*left, *right)),
    )


def _so_far(table: Table, figures: Figures, cell: Cell) -> int:
    if table.is_total(cell):
        return running_sum(table, figures, cell)
    figure = figures.get(cell)
    return figure if is_readable(figure) else 0


def _is_known(table: Table, figures: Figures, cell: Cell) -> bool:
    if table.is_total(cell):
        return total(table, figures, cell) is not None
    return is_readable(figures.get(cell))
