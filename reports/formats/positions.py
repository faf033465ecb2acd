"""In which column each figure of a line stands, where only the places of its words on the page tell it."""

from collections.abc import Sequence
from typing import NamedTuple

from reports.formats.headings import section_heading
from reports.formats.source import Origin, SourceCell
from reports.formats.written import begins_figure, is_number, is_stroke

LEAST_COLUMNS, MOST_COLUMNS = 3, 20
MOST_LINES_BETWEEN = 10  # lines without figures within one table: labels and headings broken over several
COLUMNS_OF_A_WIDE_TABLE = 5  # in narrower ones a single figure may stand under a heading over all columns


class Word(NamedTuple):
    """A word and where on its line it begins and ends, in whatever unit."""

    text: str
    left: float
    right: float
    origin: Origin = None


def figures_in_columns(lines: Sequence[Sequence[Word]]) -> dict[int, list[SourceCell]]:
    """By number of line, its figures column by column, blanks among them, where the lines around it show the columns.

    A column is where figures stand below each other. Nothing is said of lines around which this is not so.
    """
    placed: dict[int, list[SourceCell]] = {}
    for group in _groups(lines):
        placed |= _in_columns(group)
    return placed


def _figures(line: Sequence[Word]) -> list[Word]:
    """The figures and strokes at the end of a line."""
    first = len(line)
    while first and (is_number(line[first - 1].text) or is_stroke(line[first - 1].text)):
        first -= 1
    return [] if any(begins_figure(each.text) for each in line[1:first]) else list(line[first:])


def _groups(lines: Sequence[Sequence[Word]]) -> list[dict[int, list[Word]]]:
    """The lines of each table, by number."""
    groups: list[dict[int, list[Word]]] = [{}]
    last = 0
    for number, line in enumerate(lines):
        if section_heading(" ".join(each.text for each in line)):
            groups.append({})
        if figures := _figures(line):
            if number - last > MOST_LINES_BETWEEN:
                groups.append({})
            groups[-1][number] = figures
            last = number
    return groups


def _in_columns(group: dict[int, list[Word]]) -> dict[int, list[SourceCell]]:
    """The figures of a table in its columns; nothing where two of a line would stand in one."""
    columns = columns_of([each for figures in group.values() if len(figures) > 1 for each in figures])
    if not LEAST_COLUMNS <= len(columns) <= MOST_COLUMNS:
        return {}
    if not any(len(figures) == len(columns) for figures in group.values()):
        return {}
    placed = {}
    for number, figures in group.items():
        places = [_place(each, columns) for each in figures]
        if None in places or len(set(places)) < len(places):
            if len(figures) > 1:
                return {}
        elif len(figures) > 1 or len(columns) >= COLUMNS_OF_A_WIDE_TABLE:
            by_place = dict(zip(places, figures, strict=True))
            placed[number] = [_cell(by_place.get(place)) for place in range(len(columns))]
    return placed


def columns_of(figures: Sequence[Word]) -> list[tuple[float, float]]:
    """The stretches of the line that figures cover, where those that overlap are one."""
    columns: list[tuple[float, float]] = []
    for figure in sorted(figures, key=lambda each: each.left):
        if columns and figure.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], figure.right))
        else:
            columns.append((figure.left, figure.right))
    return columns


def _place(figure: Word, columns: Sequence[tuple[float, float]]) -> int | None:
    places = [number for number, (left, right) in enumerate(columns) if figure.left < right and left < figure.right]
    return places[0] if len(places) == 1 else None


def _cell(figure: Word | None) -> SourceCell:
    return SourceCell(figure.text, origin=figure.origin) if figure else SourceCell("")


def is_of_one_row(above: Sequence[SourceCell], below: Sequence[SourceCell]) -> bool:
    """Whether figures in columns are the rest of those over them: one of the two has places that are blank."""
    if len(above) != len(below) or any(each.start is not None for each in above):
        return False
    return not all(each.text for each in above) or not all(each.text for each in below)


def from_left_to_right(figures: Sequence[SourceCell]) -> list[SourceCell]:
    """Figures of lines above each other in the order of their columns; digits that stand below others go on there.

    They stay as they were where their file tells the columns itself.
    """
    if any(figure.start is None for figure in figures):
        return list(figures)
    columns: list[SourceCell] = []
    for figure in sorted(figures, key=lambda each: each.start):  # of one column the upper comes first: it is stable
        if columns and figure.start < columns[-1].end and columns[-1].origin != figure.origin:
            above = columns.pop()
            upper, lower = sorted((above, figure), key=lambda each: each.origin)
            end = max(above.end, figure.end)
            columns.append(upper._replace(text=upper.text + lower.text, start=above.start, end=end))
        else:
            columns.append(figure)
    return columns
