"""Where the label of a row of cells stands, and of which row of the form it is."""

from collections.abc import Sequence

from reports.formats.labels import FormRow, likeness, words
from reports.formats.source import SourceRow
from reports.formats.written import is_number, written

WITHOUT_NUMBER = 0.9  # what 其他 and 总计 alone are like
Label = tuple[list[float], int]
"""How like each row of the form a label is, and in which cell it stands; −1 where there is none."""


def label_of(row: SourceRow, rows: Sequence[FormRow]) -> Label:
    """The label of a row: what stands last before the figures.

    What stands before that counts only where it is a label whole.
    """
    none = [0.0] * len(rows)
    labels = [number for number, cell in enumerate(row) if cell.text.strip() and written(cell.text) is None]
    first = next((number for number, cell in enumerate(row) if is_number(cell.text)), len(row))
    best = (none, max((number for number in labels if number < first), default=-1))
    for number in reversed(labels):
        scores = [_score(row[number].text, each) for each in rows]
        if max(scores) == 1:
            return scores, number
        if number == best[1]:
            best = (scores, number)
    return best


def _score(text: str, row: FormRow) -> float:
    """How like a row of the form a cell is; in a cell of its own a label without its number is one, too."""
    return likeness(text, row) or (WITHOUT_NUMBER if row.bare and words(text) == row.bare else 0.0)
