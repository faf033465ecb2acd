"""The pages of a paper as they can be measured: characters with face, size and place, rules, how full they are."""

from collections import defaultdict
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import pdfplumber
from pdfplumber.page import Page

MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 28 * MILLIMETRE, (210 - 26) * MILLIMETRE
TOP, BOTTOM = 37 * MILLIMETRE, (297 - 35) * MILLIMETRE
LINE = (BOTTOM - TOP) / 22
MIDDLE = 0.38  # of a character, above its baseline: the middle of its square


class Row(NamedTuple):
    """What stands on one baseline: its characters, from left to right."""

    baseline: float  # from the top of the page
    characters: tuple[dict, ...]

    @property
    def text(self) -> str:
        return "".join(each["text"] for each in self.characters)

    @property
    def left(self) -> float:
        return self.characters[0]["x0"]

    @property
    def right(self) -> float:
        return self.characters[-1]["x1"]

    @property
    def faces(self) -> set[tuple[str, float]]:
        """The fonts of the row's characters with their sizes in points."""
        return {(each["fontname"].partition("+")[2], round(each["size"], 2)) for each in self.characters}


def pages_of(pdf: bytes) -> list[Page]:
    return pdfplumber.open(BytesIO(pdf)).pages


def rows_of(page: Page) -> list[Row]:
    """The rows of a page outside its tables, page number and all."""
    boxes = [table.bbox for table in page.find_tables()] if page.edges else []
    rows = defaultdict(list)
    for each in page.chars:
        baseline = float(page.height) - each["matrix"][5]
        if not any(box[1] < baseline < box[3] for box in boxes):
            rows[round(baseline, 1)].append(each)
    return [Row(at, tuple(sorted(rows[at], key=lambda each: each["x0"]))) for at in sorted(rows)]


def body_of(page: Page) -> list[Row]:
    """The rows of the text block."""
    return [row for row in rows_of(page) if TOP < row.baseline < BOTTOM]


def steps(rows: list[Row]) -> list[float]:
    """How far the baselines stand apart, in points."""
    return [lower.baseline - upper.baseline for upper, lower in pairwise(rows)]


def filled(page: Page) -> float:
    """How much of the text block is used, from its top to the last line or rule: from 0 to 1."""
    size = 16
    lines = [row.baseline - MIDDLE * size + LINE / 2 for row in body_of(page)]
    rules = [each["bottom"] for each in page.edges if TOP < each["bottom"] <= BOTTOM + 1]
    return (max(lines + rules) - TOP) / (BOTTOM - TOP)
