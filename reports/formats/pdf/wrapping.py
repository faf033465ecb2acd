"""Lines that the right margin of a PDF broke, joined into their paragraphs: never two paragraphs into one."""

import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from reports.formats.headings import aspect_heading, section_heading
from reports.formats.paragraphs import closes, glued, opens
from reports.formats.source import Block, OnPage

LEAST_LINES = 3  # that end at one place and make it the margin
INDENT = 1.2, 3.5  # how far the first line of a paragraph stands in, in heights of a line
FULL = 1.3  # heights of a line that a full one may stop short of the margin
NEARLY_FULL = 4.0  # where the indent of the next line tells that it begins no paragraph: a long number goes down whole
GAP = 0.5  # of a line's height by which two paragraphs are set apart more than two lines


class _Margins(NamedTuple):
    left: float
    right: float
    height: float
    gap: float
    is_indented: bool


def paragraphs_of(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with the lines of each paragraph as one; tables and lines with figures stay what they are."""
    blocks = list(blocks)
    margins = _margins([each.origin for each in blocks if isinstance(each.origin, OnPage)])
    paragraphs: list[Block] = []
    previous: Block | None = None
    for block in blocks:
        if previous and margins and _goes_on(previous, block, margins):
            whole = paragraphs[-1]
            paragraphs[-1] = whole._replace(text=glued(whole.text, block.text.strip()))
        else:
            paragraphs.append(block)
        previous = block
    return paragraphs


def _margins(boxes: Sequence[OnPage]) -> _Margins | None:
    if not boxes:
        return None
    height = max(statistics.median(each.bottom - each.top for each in boxes), 1)
    rights = sorted((each.right for each in boxes), reverse=True)
    right = next(
        (
            edge
            for number, edge in enumerate(rights)
            if sum(edge - each <= height for each in rights[number:]) >= LEAST_LINES
        ),
        None,
    )
    if right is None:
        return None
    left = min(each.left for each in boxes)
    long = [each for each in boxes if each.right - left > 0.6 * (right - left)]
    indented = sum(INDENT[0] <= (each.left - left) / height <= INDENT[1] for each in long)
    pairs = pairwise(boxes)
    gaps = [lower.top - upper.bottom for upper, lower in pairs if upper.page == lower.page and lower.top > upper.top]
    return _Margins(left, right, height, min(gaps, default=0), is_indented=indented >= 2)


def _goes_on(previous: Block, block: Block, margins: _Margins) -> bool:
    """Whether a line carries on the one before it."""
    before, after = previous.origin, block.origin
    if any(each.rows or each.figures or not isinstance(each.origin, OnPage) for each in (previous, block)):
        return False
    text = block.text.strip()
    if after.left - margins.left > margins.height or section_heading(text) or _heads(text):
        return False
    short = (margins.right - before.right) / margins.height
    if margins.is_indented:
        return short <= NEARLY_FULL and not (opens(text) and closes(previous.text))
    is_apart = before.page != after.page or after.top - before.bottom > margins.gap + GAP * margins.height
    return short <= FULL and not is_apart and not closes(previous.text)


def _heads(text: str) -> bool:
    heading = aspect_heading(text)
    return bool(heading and heading.key)
