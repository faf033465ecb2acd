"""What stands beyond the right edge of a page: a table wider than the paper keeps its text there, but not its rules."""

from collections.abc import Sequence

from pdfplumber.page import Page
from pdfplumber.utils import extract_words

from reports.formats.positions import Word, columns_of
from reports.formats.written import is_number

TOLERANCE = 3  # points
MOST_BEYOND = 2  # widths of a page: what stands further out is no part of its table

Box = tuple[float, float, float, float]


def reach(page: Page) -> float:
    """How far right the text of a page goes that stands beyond its edge; 0 where none does."""
    beyond = [each["x1"] for each in page.chars if each["x1"] > page.width and not each["text"].isspace()]
    return min(max(beyond) + TOLERANCE, MOST_BEYOND * page.width) if beyond else 0


def is_kept(page: Page) -> bool:
    """Whether text beyond the edge is in the file at all: some programs leave out what would not be seen."""
    return any(each["x0"] > page.width and not each["text"].isspace() for each in page.chars)


def is_whole(chars: Sequence[dict], others: Sequence[Sequence[dict]]) -> bool:
    """Whether a text that goes beyond the edge stands as high in its row as others do.

    A further line of it that begins beyond the edge is lost: then it stands where the first of several lines does.
    """
    blocks = [(min(each["top"] for each in own), max(each["bottom"] for each in own)) for own in others if own]
    top, bottom = min(each["top"] for each in chars), max(each["bottom"] for each in chars)
    if not blocks or all(abs(each[0] - top) < TOLERANCE for each in blocks):
        return True
    return all(abs(sum(each) - top - bottom) < 2 * TOLERANCE for each in blocks)


def rules_to(page: Page, reach: float) -> dict:
    """Settings of pdfplumber that draw on to ``reach`` the rules which the edge of the page cut."""
    cut = [each for each in page.edges if each["orientation"] == "h" and each["x1"] >= page.width - TOLERANCE]
    if not cut:
        return {}
    tops = [each["top"] for each in cut]
    upright = [each for each in page.edges if each["orientation"] == "v" and each["height"] > TOLERANCE]
    own = [each for each in upright if abs(each["x0"] - page.width) > TOLERANCE]  # the edge itself is no rule
    across = [_line(each["x0"], reach, each["top"], each["top"]) for each in cut]
    return {
        "explicit_horizontal_lines": across,
        "vertical_strategy": "explicit",
        "explicit_vertical_lines": [*own, _line(reach, reach, min(tops), max(tops))],
    }


def _line(left: float, right: float, top: float, bottom: float) -> dict:
    size = {"width": right - left, "height": bottom - top}
    return {"object_type": "line", "x0": left, "x1": right, "top": top, "bottom": bottom, **size}


def columns_beyond(cells: Sequence[Box], chars: Sequence[dict], reach: float) -> list[tuple[float, float]]:
    """From where to where the columns go that stand in the cells at the edge, where there is more than one."""
    edge = [cell for cell in cells if abs(cell[2] - reach) < 2 * TOLERANCE]
    if not edge:
        return []
    left = max(cell[0] for cell in edge)
    figures = [each for each in _words([each for each in chars if each["x0"] >= left]) if is_number(each.text)]
    columns = _aligned(figures) or columns_of(figures)
    return columns if len(columns) > 1 else []


def _aligned(figures: Sequence[Word]) -> list[tuple[float, float]]:
    """The columns of figures that begin below each other; none where one stands by itself."""
    lefts: list[list[Word]] = []
    for figure in sorted(figures, key=lambda each: each.left):
        if lefts and figure.left - lefts[-1][0].left < TOLERANCE:
            lefts[-1].append(figure)
        else:
            lefts.append([figure])
    if not lefts or any(len(each) == 1 for each in lefts):
        return []
    ends = [each[0].left - TOLERANCE for each in lefts[1:]] + [max((each.right for each in figures), default=0)]
    return [(each[0].left, end) for each, end in zip(lefts, ends, strict=True)]


def split(chars: Sequence[dict], columns: Sequence[tuple[float, float]]) -> list[list[dict]]:
    """The characters of a cell by the column that each word of theirs stands over most or nearest to."""
    shares: list[list[dict]] = [[] for _ in columns]
    for word in extract_words(list(chars), x_tolerance_ratio=0.5, return_chars=True):
        middle = (word["x0"] + word["x1"]) / 2
        at = min(range(len(columns)), key=lambda each: _away(middle, columns[each]))
        shares[at] += word["chars"]
    return shares


def _away(place: float, column: tuple[float, float]) -> float:
    return max(column[0] - place, place - column[1], 0)


def _words(chars: Sequence[dict]) -> list[Word]:
    words = extract_words(list(chars), x_tolerance_ratio=0.5)
    return [Word(each["text"], each["x0"], each["x1"]) for each in words]
