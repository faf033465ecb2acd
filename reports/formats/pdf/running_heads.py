"""Lines at the edge of every page, such as a running head: they belong to the page and not to the report."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports.formats.source import Block, OnPage

EDGE = 1 / 8  # of a page's height


class LaidOutPage(NamedTuple):
    """The lines and tables of a page in their order, and how high the page is, in points."""

    height: float
    blocks: Sequence[Block]


def without_running_heads(pages: Sequence[LaidOutPage]) -> Iterator[Block]:
    """The blocks of all pages but for lines that stand at one place at the edge of each, or of each but the first."""
    counted = Counter(line for page in pages for line in {_at_edge(each, page.height) for each in page.blocks} - {None})
    running = {line for line, count in counted.items() if count >= max(2, len(pages) - 1)}
    for page in pages:
        yield from (each for each in page.blocks if _at_edge(each, page.height) not in running)


def _at_edge(block: Block, height: float) -> tuple[str, float] | None:
    """What a line at the edge of its page says and how far down it stands; ``None`` of all else."""
    if block.rows or block.figures or not isinstance(block.origin, OnPage):
        return None
    is_at_edge = block.origin.bottom < EDGE * height or block.origin.top > (1 - EDGE) * height
    return (block.text.strip(), block.origin.top) if is_at_edge else None
