"""Lines as they are broken on a page, joined into the paragraphs that they were: never two paragraphs into one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from reports.formats.source import Block

LEAST_FULL_LINES = 3  # fewer lines of one width are chance
LEAST_WIDTH = 30  # in half characters; shorter lines are no lines of a page
SLACK = 5  # half characters by which a full line may stop short of the margin: a 标点 or a long word goes down whole
_INDENTED = re.compile(r"^(?:\u3000|\xa0|[ \t]{2,})")
_OPENS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[、.．](?!\d)"
    r"|[一二三四五六七八九十]是|第[一二三四五六七八九十][，、]|改进情况)"
)
_CLOSED = re.compile(r"[。！？；：:;”’）)】》…]$")
_PAGE_NUMBER = re.compile(r"^[-—–―－\s]*(?:第\s*)?\d{1,3}(?:\s*页.*)?[-—–―－\s]*$")
_BARE_NUMBER = re.compile(r"[\s\-—–―－]*\d{1,3}[\s\-—–―－]*")
_LATIN_EDGE = re.compile(r"[A-Za-z,]$")


def width(line: str) -> int:
    """How wide a line is printed, in half characters: a 汉字 is two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line)


def is_page_number(line: str) -> bool:
    return bool(_PAGE_NUMBER.match(line.strip())) and any(each in line for each in "-—–―－第")


def joined(lines: Sequence[Block]) -> list[str]:
    """The paragraphs of lines of text, each on one line; white space at their ends is gone."""
    full = full_width([line.text for line in lines if line.is_broken])
    paragraphs: list[str] = []
    previous: Block | None = None
    for line in lines:
        text = line.text.strip()
        if not text or is_page_number(text):
            continue
        if previous and previous.is_broken and line.is_broken and _goes_on(previous.text, line.text, full):
            paragraphs[-1] = glued(paragraphs[-1], text)
        else:
            paragraphs.append(text)
        previous = line
    return paragraphs


def full_width(lines: Sequence[str]) -> int:
    """How wide a full line of the page is; 0 where the lines are not broken by a page but are paragraphs."""
    widths = sorted((width(line.rstrip()) for line in lines if line.strip()), reverse=True)
    for number, widest in enumerate(widths):
        if widest < LEAST_WIDTH:
            return 0
        alike = sum(each >= widest - SLACK for each in widths[number:])
        long = sum(each > LEAST_WIDTH for each in widths)
        if alike >= max(LEAST_FULL_LINES, long // 4):
            return widest
        if number >= len(widths) // 10:
            return 0  # more than a few lines stand out of any margin: there is none
    return 0


def _goes_on(previous: str, line: str, full: int) -> bool:
    """Whether a line carries on the one before it."""
    if not full or (_INDENTED.match(line) and not _is_indented_block(previous, line)):
        return False
    before = previous.rstrip()
    if width(before) < full - SLACK or (opens(line.strip()) and closes(before)):
        return False
    return not (before.endswith(("。", "！", "？")) and width(before) < full - 1)


def opens(line: str) -> bool:
    """Whether a line begins as paragraphs do that are counted: 一是, （二）, 3."""
    return bool(_OPENS.match(line))


def closes(line: str) -> bool:
    """Whether a line ends as a sentence or a clause does."""
    return bool(_CLOSED.search(line))


def _is_indented_block(previous: str, line: str) -> bool:
    """Whether all lines of a page stand in, as in text taken out of a PDF with its layout.

    Wide blanks are what a person begins a paragraph with, however many lines in a row do.
    """
    return line[0] not in "\u3000\xa0" and _margin(previous) == _margin(line)


def _margin(line: str) -> int:
    return width(line) - width(line.lstrip())


def glued(paragraph: str, line: str) -> str:
    """Two lines of one paragraph; only words of letters stay apart."""
    is_word = _LATIN_EDGE.search(paragraph) and line[:1].isascii() and line[:1].isalnum()
    return f"{paragraph} {line}" if is_word else f"{paragraph}{line}"


def pages_of(text: str) -> Iterator[list[tuple[int, str]]]:
    """The lines of each page of a text with their numbers from 1, without the page number before a form feed."""
    first = 1
    pages = [page.split("\n") for page in text.replace("\r\n", "\n").replace("\r", "\n").split("\f")]
    numbered = _numbered(pages[:-1])
    for number, lines in enumerate(pages):
        count = len(lines) - 1
        if number in numbered:
            lines = lines[: _last(lines)]
        yield list(enumerate(lines[: _last(lines) + 1], start=first))
        first += count


def _last(lines: Sequence[str]) -> int:
    """The place of the last line that is not blank; −1 where all are."""
    return next((place for place in range(len(lines) - 1, -1, -1) if lines[place].strip()), -1)


def _numbered(pages: Sequence[Sequence[str]]) -> set[int]:
    """The pages that end with their number; below figures it may be one of them unless pages are counted by it."""
    ends = {}
    for number, lines in enumerate(pages):
        place = _last(lines)
        if place >= 0 and _BARE_NUMBER.fullmatch(lines[place]):
            ends[number] = int(re.sub(r"\D", "", lines[place])) - number, place
    steps = Counter(step for step, _ in ends.values())
    return {
        number
        for number, (step, place) in ends.items()
        if steps[step] > 1 or not _ends_in_digit(pages[number][: _last(pages[number][:place]) + 1])
    }


def _ends_in_digit(lines: Sequence[str]) -> bool:
    return bool(lines) and lines[-1].rstrip()[-1:].isdigit()
