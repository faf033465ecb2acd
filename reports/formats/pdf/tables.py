"""The tables that rules draw on a page of a PDF, cell by cell."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils import cluster_objects, extract_text, extract_words

from reports.formats.pdf import overhang
from reports.formats.source import OnPage, SourceCell
from reports.formats.torn_rows import UNREADABLE
from reports.formats.written import is_number

TOLERANCE = 3  # points within which two rules are one
FILLED = 1.6  # a line that leaves less than so many of its characters' widths free fills its cell
NO_GAP = 0.15  # of a character's size: what stands nearer is one figure
BEYOND = 10  # points that each column beyond the edge of the page is taken to be wide
_SETTINGS = {"snap_tolerance": TOLERANCE, "join_tolerance": TOLERANCE, "intersection_tolerance": TOLERANCE + 1}

Box = tuple[float, float, float, float]


def ruled_tables(page: Page) -> list[Table]:
    """The tables of a page that have a row of two cells at least: a frame around a text is none."""
    plain = page.filter(_is_no_shade)
    over = overhang.reach(page)
    tables = plain.find_tables(_SETTINGS | (overhang.rules_to(plain, over) if over else {}))
    return [table for table in tables if any(sum(map(bool, row.cells)) > 1 for row in table.rows)]


def _is_no_shade(each: dict) -> bool:
    """Whether an object is anything but a coloured ground, whose edges are no rules."""
    if each.get("object_type") != "rect" or each.get("stroke"):
        return True
    return min(each["width"], each["height"]) <= TOLERANCE


def is_within(each: dict, box: Box) -> bool:
    """Whether the middle of an object lies in a box."""
    if "x0" not in each:
        return False
    x, y = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def box_of(page: Page, table: Table) -> Box:
    """Where a table stands, with the figures of its last column that are wider than that."""
    left, top, right, bottom = table.bbox
    beside = [each for each in page.chars if top <= (each["top"] + each["bottom"]) / 2 <= bottom]
    if not any(each["x0"] < right < each["x1"] + each["width"] for each in beside if each["text"].isdigit()):
        return table.bbox
    words = extract_words(beside, x_tolerance_ratio=NO_GAP)
    over = [each["x1"] for each in words if left <= each["x0"] < right < each["x1"] and is_number(each["text"])]
    return (left, top, max(right, *over, right), bottom)


def _cells(table: Table, box: Box) -> list[Box]:
    """The cells of a table, those of its last column as wide as their figures."""
    last = table.bbox[2] - TOLERANCE
    wide = {(*each[:2], box[2], each[3]) if each[2] > last else each for each in table.cells}
    return sorted(wide, key=lambda each: (each[1], each[0]))


def spread(page: Page, table: Table, number: int) -> list[list[SourceCell]]:
    """The rows of a ruled table, each cell with where it begins and ends, in points."""
    box = box_of(page, table)
    cells = _cells(table, box)
    edges = _merged_edges([x for cell in cells for x in (cell[0], cell[2])])
    tops = _merged_edges([cell[1] for cell in cells])
    chars = [each for each in page.chars if is_within(each, box)]
    torn = _torn(chars, cells)
    over = overhang.reach(page)
    beyond = overhang.columns_beyond(cells, chars, over) if over else []
    rows: dict[int, list[SourceCell]] = {}
    for cell in cells:
        start, end = _nearest(edges, cell[0]), _nearest(edges, cell[2])
        own = [each for each in chars if is_within(each, cell)]
        if beyond and abs(cell[2] - over) < 2 * TOLERANCE and cell[0] > beyond[0][0] - 4 * TOLERANCE:
            rows.setdefault(_nearest(tops, cell[1]), []).extend(_beyond(own, cell, beyond, page.width, number))
            continue
        text = _text(own, cell, page)
        is_lost = cell[2] > page.width and own and not overhang.is_whole(own, _others(cell, cells, chars))
        text += UNREADABLE if cell in torn or is_lost else ""
        left, right = edges[start] + TOLERANCE, max(edges[end], edges[start] + 3 * TOLERANCE) - TOLERANCE
        right = page.width + BEYOND if cell[2] > page.width - 2 * TOLERANCE else right
        source = SourceCell(text, round(left), round(right), origin=OnPage(number, *map(round, cell)))
        rows.setdefault(_nearest(tops, cell[1]), []).append(source)
    return [sorted(row, key=lambda each: each.start) for _, row in sorted(rows.items())]


def _others(cell: Box, cells: Sequence[Box], chars: Sequence[dict]) -> list[list[dict]]:
    """The characters of each other cell that begins and ends where a cell does, from top to bottom."""
    beside = [each for each in cells if each != cell and each[1] == cell[1] and each[3] == cell[3]]
    return [[each for each in chars if is_within(each, other)] for other in beside]


def _beyond(
    chars: Sequence[dict], cell: Box, columns: Sequence[tuple[float, float]], page_width: float, number: int
) -> Iterator[SourceCell]:
    """The cells that stand beyond the edge of the page within one that it cuts."""
    # Where they are counted from and to is the same on each page, however wide its widest figure is.
    ends = [cell[0] + TOLERANCE, *(page_width + BEYOND * (at + 1) for at in range(len(columns)))]
    for at, ((left, right), own) in enumerate(zip(columns, overhang.split(chars, columns), strict=True)):
        text = "".join(line.strip() for line in extract_text(own).split("\n")) if own else ""
        origin = OnPage(number, *map(round, (left, cell[1], right, cell[3])))
        yield SourceCell(text, round(ends[at]), round(ends[at + 1]), origin=origin)


def _torn(chars: Sequence[dict], cells: Sequence[Box]) -> set[Box]:
    """The cells among which a figure lies that is wider than its own: whose it is, its place does not tell."""
    torn: set[Box] = set()
    for word in extract_words(list(chars), x_tolerance_ratio=NO_GAP, return_chars=True):
        if any(each.isdigit() for each in word["text"]):
            ends = (word["chars"][0], word["chars"][-1])
            owners = {next((cell for cell in cells if is_within(each, cell)), None) for each in ends} - {None}
            torn |= owners if len(owners) > 1 else set()
    return torn


def _text(chars: Sequence[dict], cell: Box, page: Page) -> str:
    """The text of a cell, its lines joined; figures on two lines are one where the first line fills the cell."""
    text = extract_text(list(chars)) if chars else ""
    lines = [line.strip() for line in text.split("\n")]
    if _is_cut(chars, page):
        return f"{''.join(lines)}{UNREADABLE}"  # the page ends before the text does
    if len(lines) < 2 or not all(is_number(line) for line in lines):
        return "".join(lines)
    return ("" if _is_one_figure(chars, cell) else " ").join(lines)


def _is_cut(chars: Sequence[dict], page: Page) -> bool:
    """Whether the page ends before the text does: nothing of it stands beyond, so that more may have been lost."""
    shown = [each for each in chars if not each["text"].isspace()]
    if any(each["x0"] < 0 for each in shown):
        return True
    return any(each["x1"] > page.width for each in shown) and not overhang.is_kept(page)


def _is_one_figure(chars: Sequence[dict], cell: Box) -> bool:
    """Whether every line of digits but the last is full: no other digit has room on it."""
    widest = max(each["width"] for each in chars)
    lines = cluster_objects([each for each in chars if not each["text"].isspace()], itemgetter("top"), TOLERANCE)
    widths = [max(each["x1"] for each in line) - min(each["x0"] for each in line) for line in lines]
    full = cell[2] - cell[0] - FILLED * widest
    return min(widths[:-1]) >= full and len({len(line) for line in lines[:-1]}) == 1 and len(lines[-1]) <= len(lines[0])


def _merged_edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > TOLERANCE:
            edges.append(value)
    return edges


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda each: abs(edges[each] - value))
