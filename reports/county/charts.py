"""Charts as plain geometry (county.md §8.2): rectangles, points and where their words stand, in units of the drawing.

What a template writes as SVG, with a title, a description and the same figures as a table beside it. Nothing here
knows a report: numbers and their names go in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal

WIDTH, HALF = 720, 350
HAN, DIGIT = 16, 9  # how wide a character is
MOST_OF_A_NAME = 12  # beside a bar
MOST_OF_A_DAY = 7  # below one
TENTHS = 1000  # of a percent, in a hundred percent


@dataclass(frozen=True)
class DrawnWords:
    """Words at a point of the drawing."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class DrawnBar:
    """A rectangle with its figure where there is room; ``series`` picks its colour, ``is_partial`` hatches it."""

    x: float
    y: float
    width: float
    height: float
    series: int
    value: DrawnWords | None = None
    is_partial: bool = False


@dataclass(frozen=True)
class DrawnChart:
    """A drawing with what stands on it; ``names`` are those of its series, in their order."""

    height: float
    bars: Sequence[DrawnBar] = ()
    words: Sequence[DrawnWords] = ()
    names: Sequence[str] = ()
    line: Sequence[DrawnWords] = ()  # the points of a line, each with its figure
    strokes: Sequence[str] = ()  # the line through them as SVG has it, in pieces where a year between is not known
    baseline: float = 0  # where the bars of a year stand; 0 where there is none
    width: float = WIDTH
    mark: DrawnWords | None = None  # an upright line with its words


def shares(counts: Sequence[Number]) -> list[str]:
    """Percentages to one decimal that add up to 100.0, by the largest remainder; blank where there is nothing to share.

    Of equal remainders the first has the tenth.
    """
    whole = sum(counts)
    if not whole:
        return [""] * len(counts)
    exact = [Fraction(count) * TENTHS / Fraction(whole) for count in counts]
    tenths = [int(each) for each in exact]
    order = sorted(range(len(counts)), key=lambda at: (tenths[at] - exact[at], at))
    for at in order[: TENTHS - sum(tenths)]:
        tenths[at] += 1
    return [f"{each // 10}.{each % 10}" for each in tenths]


@dataclass(frozen=True)
class ChartedYear:
    """The bars of a year and the point of its line, ``None`` where they are not known."""

    name: str
    bars: Sequence[Number | None]
    point: Number | None = None
    is_partial: bool = False


def grouped(years: Sequence[ChartedYear], names: Sequence[str]) -> DrawnChart:
    """Bars side by side for each year, on one scale with the line through its points, which stand beside the bars."""
    top, floor, height = 28, 208, 236
    largest = max((number for each in years for number in (*each.bars, each.point) if number is not None), default=0)
    step = WIDTH / max(1, len(years))
    wide = min(44, step / (len(names) + 1))

    def level(number: Number) -> float:
        return round(floor - float(number) / float(largest or 1) * (floor - top), 1)

    beside = len(names) / 2 * wide + min(16, (step - len(names) * wide) / 2)
    bars, words, line, runs = [], [], [], [[]]
    for at, each in enumerate(years):
        middle = step * at + step / 2
        words.append(DrawnWords(round(middle, 1), height - 8, each.name))
        for series, number in enumerate(each.bars):
            if number is not None:
                x, y = round(middle + (series - len(each.bars) / 2) * wide, 1), level(number)
                value = DrawnWords(round(x + wide / 2 - 2, 1), y - 6, str(number))
                bars.append(DrawnBar(x, y, wide - 4, round(floor - y, 1), series, value, each.is_partial))
        if each.point is None:
            runs.append([])
        else:
            line.append(DrawnWords(round(middle + beside, 1), level(each.point), str(each.point)))
            runs[-1].append(f"{line[-1].x},{line[-1].y}")
    return DrawnChart(height, bars, words, names, line, [" ".join(run) for run in runs if run], floor)


def stacked(rows: Sequence[tuple[str, Sequence[Number]]], names: Sequence[str], whole: float = WIDTH) -> DrawnChart:
    """A bar for each row, cut into its parts, on one scale; above each part its name and figure, as there is room."""
    label, above, tall, gap = (0 if len(rows) == 1 else 150), 22, 28, 14
    largest = max((sum(parts) for _, parts in rows), default=0)
    bars, words = [], []
    for at, (name, parts) in enumerate(rows):
        y, x = at * (above + tall + gap) + above, float(label)
        if label:
            words.append(DrawnWords(label - 8, y + tall / 2 + 5, name))
        for series, number in enumerate(parts):
            width = float(number) / float(largest or 1) * (whole - label)
            if number:
                said = _that_fits(width, names[series], number)
                value = DrawnWords(round(x + width / 2, 1), y - 6, said) if said else None
                bars.append(DrawnBar(round(x, 1), y, round(width, 1), tall, series, value))
            x += width
        if label and not any(parts):
            bars.append(DrawnBar(label, y, 0, tall, 0, DrawnWords(label + DIGIT, y + tall / 2 + 5, "0")))
    return DrawnChart(len(rows) * (above + tall + gap) - gap, bars, words, names, width=whole)


def _that_fits(width: float, name: str, number: Number) -> str:
    """Name and figure, the figure alone, or nothing."""
    figure = DIGIT * (len(str(number)) + 1)
    if width >= HAN * len(name) + figure:
        return f"{name} {number}"
    return str(number) if width >= figure else ""


def ranked(rows: Sequence[tuple[str, Number]], whole: float = WIDTH) -> DrawnChart:
    """A horizontal bar for each row, with its figure at the end."""
    label, tall, gap, for_figures = 200, 22, 8, 70
    largest = max((number for _, number in rows), default=0)
    bars, words = [], []
    for at, (name, number) in enumerate(rows):
        y = at * (tall + gap)
        shown = name if len(name) <= MOST_OF_A_NAME else f"{name[: MOST_OF_A_NAME - 1]}…"
        words.append(DrawnWords(label - 8, y + tall / 2 + 5, shown))
        width = float(number) / float(largest or 1) * (whole - label - for_figures)
        value = DrawnWords(round(label + width + 8, 1), y + tall / 2 + 5, str(number))
        bars.append(DrawnBar(label, y, round(width, 1), tall, 0, value))
    return DrawnChart(len(rows) * (tall + gap) - gap, bars, words, width=whole)


def counted(slots: Sequence[tuple[str, int]], marked: int | None, mark: str) -> DrawnChart:
    """A bar for each slot of time, all as wide; after slot number ``marked`` stands an upright line with its words.

    Names stand below as many slots as there is room for.
    """
    top, floor, height = 44, 168, 196
    largest = max((number for _, number in slots), default=0)
    step = WIDTH / max(1, len(slots))
    named = max(1, -(-(DIGIT * MOST_OF_A_DAY) // int(step)))
    bars, words = [], []
    for at, (name, number) in enumerate(slots):
        x = step * at
        if at % named == 0:
            words.append(DrawnWords(round(x + step / 2, 1), height - 8, name))
        if number:
            tall = round(number / largest * (floor - top), 1)
            value = DrawnWords(round(x + step / 2, 1), round(floor - tall - 6, 1), str(number))
            bars.append(DrawnBar(round(x + step * 0.1, 1), floor - tall, round(step * 0.8, 1), tall, 0, value))
    line = None if marked is None else DrawnWords(round(step * (marked + 1), 1), 16, mark)
    return DrawnChart(height, bars, words, baseline=floor, mark=line)
