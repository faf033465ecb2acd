"""Which of a sequence of things is which of another, both kept in order."""

from collections.abc import Sequence

Scores = Sequence[Sequence[float]]
"""Of each found thing, by each wanted thing, how well the two fit: 0 where they do not."""


def aligned(scores: Scores) -> dict[int, int]:
    """The pairs (found → wanted) of the highest sum whose order is the same on both sides; quadratic in time."""
    found, wanted = len(scores), len(scores[0]) if scores else 0
    best = [[0.0] * (wanted + 1) for _ in range(found + 1)]
    for row in range(found - 1, -1, -1):
        for column in range(wanted - 1, -1, -1):
            score = scores[row][column]
            paired = score + best[row + 1][column + 1] if score else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    return dict(_path(scores, best))


def _path(scores: Scores, best: list[list[float]]):
    row = column = 0
    while row < len(scores) and column < len(scores[0]):
        score = scores[row][column]
        if score and best[row][column] == score + best[row + 1][column + 1]:
            yield row, column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
