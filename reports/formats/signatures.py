"""What an office puts on a document beside its text: the number above the title, who signs it and when (落款)."""

import re
from collections.abc import Sequence
from datetime import date

from reports.formats.source import Block
from reports.official.wording import day

_DAY = re.compile(
    r"^(?:20\d\d|二[〇○零Oo]二.)\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$"
)
_NUMBER = re.compile(r"(?:发文字号[:：])?([^\d:：。；，]{1,30}[〔\[［（(【]20\d\d[〕\]］）)】]第?\d{1,5}号)")


def unsigned(paragraphs: Sequence[str], organ: str) -> tuple[list[str], date | None]:
    """The paragraphs without the signature at their end, and its day where that is written in digits."""
    left, issued_on = list(paragraphs), None
    while left and (count := _signing(left, organ)):
        issued_on = issued_on or day(_bare(left[-1]))
        del left[-count:]
    return left, issued_on


def _signing(paragraphs: Sequence[str], organ: str) -> int:
    """How many of the last lines are the day, or name the organ and nothing else; a long name takes several."""
    if is_day(paragraphs[-1]):
        return 1
    rest = _bare(organ)
    for count, line in enumerate(reversed(paragraphs), start=1):
        if not line or not rest.endswith(_bare(line)):
            return 0
        rest = rest.removesuffix(_bare(line))
        if not rest:
            return count
    return 0


def is_day(line: str) -> bool:
    """Whether a line is a day and nothing else."""
    return bool(_DAY.match(_bare(line)))


def number_above(blocks: Sequence[Block]) -> str:
    """The number of the document (发文字号) among the lines above its title, the last of them; "" where none is."""
    found = (_NUMBER.fullmatch(_bare(each.text)) for each in reversed(blocks) if not each.rows)
    return next((each[1] for each in found if each), "")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
