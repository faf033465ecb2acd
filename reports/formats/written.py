"""What may stand in the place of a figure: a number, with a unit or a remark; a stroke; a blank."""

import re
from typing import NamedTuple

_SIGNS = {"减": "-", "减少": "-", "增": "", "增加": ""}
_NUMBER = r"[+\-－−]?[\d０-９](?:[\d０-９,，.．。]*[\d０-９])?"  # 1. is the number of a label
_UNIT = r"(?:万元|元|件|条|个|项|宗|份|起|次|篇|封|件次|条次)?"
_FIGURE = re.compile(
    rf"\s*(?P<sign>减少?|增加?)?\s*(?P<number>{_NUMBER}\s*{_UNIT})\s*(?P<note>[（(].*[)）])?\s*", re.DOTALL
)
_STROKE = re.compile(r"\s*(?:[-—–―/／\\]+|无|零)\s*")
_PAGE_NUMBER = re.compile(r"\s*[-—–―－]\s*\d{1,3}\s*[-—–―－]\s*")

_BEGINS_FIGURE = re.compile(r"[\d０-９]+(?:$|[（(件])")
_IN_YUAN = re.compile(r"[（(]\s*(?:单位\s*[：:]?\s*)?元\s*[)）]|单位\s*[：:]\s*元")


class Written(NamedTuple):
    """A figure as it stands in a file: the number as it may be typed into the form, and the remark beside it."""

    value: str
    note: str = ""


def written(text: str) -> Written | None:
    """What a place of a table holds; ``None`` where it is neither a figure, a stroke nor blank."""
    if not text.strip() or _STROKE.fullmatch(text):
        return Written(text.strip())
    match = None if _PAGE_NUMBER.fullmatch(text) else _FIGURE.fullmatch(text)
    if not match:
        return None
    return Written(_SIGNS.get(match["sign"] or "增", "") + match["number"].strip(), (match["note"] or "").strip())


def is_in_yuan(heading: str) -> bool:
    """Whether a heading gives its amounts in 元, where the form has 万元."""
    return bool(_IN_YUAN.search(heading))


def begins_figure(text: str) -> bool:
    """Whether a word is a figure or the beginning of one with a remark, the rest of which stands elsewhere."""
    return bool(_BEGINS_FIGURE.match(text))


def is_stroke(text: str) -> bool:
    """Whether a stroke stands for a figure."""
    return bool(_STROKE.fullmatch(text))


def is_number(text: str) -> bool:
    """Whether a figure stands there: not a blank, a stroke or words."""
    found = written(text)
    return found is not None and any(character.isdigit() for character in found.value)
