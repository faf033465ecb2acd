"""The lines of a page of a PDF outside its ruled tables, how far they stand in, and the columns of their figures."""

import statistics
from collections.abc import Sequence
from operator import itemgetter

from pdfplumber.page import Page

from reports.formats.paragraphs import is_page_number
from reports.formats.pdf.tables import Box, is_within
from reports.formats.positions import Word, figures_in_columns
from reports.formats.source import Block, OnPage

APART = 0.35  # of a character's size: a wider gap parts two words


def lines_of(page: Page, tables: Sequence[Box], number: int, *, with_folio: bool = False) -> list[tuple[float, Block]]:
    """The lines of a page, without its page number unless that is asked for, each with its height on the page."""
    outside = page.filter(lambda each: not any(is_within(each, box) for box in tables))
    lines = [line for line in outside.extract_text_lines() if with_folio or not _is_folio(line, page)]
    margin = min((line["x0"] for line in lines), default=0)
    size = max(statistics.median([each["size"] for each in page.chars]), 1) if page.chars else 1
    words = [_words(line, number) for line in lines]
    in_columns = figures_in_columns(words)
    placed = []
    for place, line in enumerate(lines):
        indent = "\u3000" * round((line["x0"] - margin) / size)
        figures = in_columns.get(place, ())
        origin = OnPage(number, *(round(line[side]) for side in ("x0", "top", "x1", "bottom")))
        said = words[place][: -sum(bool(each.text) for each in figures) or None]
        label = " ".join(each.text for each in said) if figures else ""
        placed.append((line["top"], Block(f"{indent}{line['text']}", origin=origin, figures=figures, label=label)))
    return placed


def _words(line: dict, number: int) -> list[Word]:
    """The words of a line, set apart by blanks or by gaps."""
    words: list[list[dict]] = [[]]
    for char in sorted(line["chars"], key=itemgetter("x0")):
        is_blank = char["text"].isspace()
        if words[-1] and (is_blank or char["x0"] - words[-1][-1]["x1"] > APART * char["size"]):
            words.append([])
        if not is_blank:
            words[-1].append(char)
    return [_word(chars, number) for chars in words if chars]


def _word(chars: Sequence[dict], number: int) -> Word:
    box = (
        min(each["x0"] for each in chars),
        min(each["top"] for each in chars),
        max(each["x1"] for each in chars),
        max(each["bottom"] for each in chars),
    )
    text = "".join(each["text"] for each in chars)
    return Word(text, box[0], box[2], OnPage(number, *map(round, box)))


def _is_folio(line: dict, page: Page) -> bool:
    """Whether a line is the number of the page: one between strokes, or a bare one at the page's edge."""
    is_at_edge = line["top"] > 0.9 * page.height or line["bottom"] < 0.08 * page.height
    return is_page_number(line["text"]) or (is_at_edge and line["text"].strip(" -—–·.").isdigit())
