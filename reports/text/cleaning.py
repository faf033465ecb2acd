"""What may stand in a text of the report, and what entering it repairs."""

import re
from dataclasses import dataclass

from reports.text import lookalikes

MOST_CHARACTERS = 20_000
MOST_PARAGRAPHS = 1_000  # empty lines counted; a long report has some hundred
MOST_CHARACTERS_AS_ENTERED = 10 * MOST_CHARACTERS  # before cleaning, which takes away blanks that nobody sees

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTIONAL = "\u202a-\u202e\u2066-\u2069"
_BYTE_ORDER_MARK = "\ufeff"
_SURROGATES = "\ud800-\udfff"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[{_CONTROL}{_DIRECTIONAL}{_BYTE_ORDER_MARK}{_SURROGATES}{_NONCHARACTERS}]")

_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")  # as in static/js/prose.js


@dataclass(frozen=True)
class Cleaned:
    """A text as it may be stored, and what was done to it, in sentences for the person who entered it."""

    text: str
    notices: tuple[str, ...] = ()


def cleaned(entered: str) -> Cleaned:
    """Repair a text on entry.

    Line ends become ``\\n`` and tabs spaces; white space at the ends of lines and empty lines at both
    ends go. Characters that no text may contain (control, directional, surrogates) are removed and
    look-alikes repaired, both with a notice. Nothing else is normalised.
    """
    text = entered.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text, removed = _FORBIDDEN.subn("", text)
    repaired_count = lookalikes.count(text)
    text = lookalikes.repaired(text)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    notices = []
    if removed:
        notices.append(f"已删除 {removed} 个不能显示的字符")
    if repaired_count:
        notices.append(f"已将 {repaired_count} 个形近字符（复制自 PDF）改为通用汉字")
    return Cleaned(text, tuple(notices))


def oversize(text: str) -> str:
    """Why the text is too large to be stored, in words without a full stop; empty where it is not."""
    if len(text) > MOST_CHARACTERS:
        return f"最多 {MOST_CHARACTERS} 字，现有 {len(text)} 字"
    if (lines := text.count("\n") + 1) > MOST_PARAGRAPHS:
        return f"最多 {MOST_PARAGRAPHS} 段，现有 {lines} 段"
    return ""


def one_line(entered: str) -> str:
    """A name, a title or a figure as typed: cleaned, on a single line, without white space at its ends."""
    return " ".join(cleaned(entered).text.split())


def length(text: str) -> int:
    """The characters of a text that can be seen, white space not counted (国办公开办函〔2021〕30号: 不超过一千字)."""
    return len(_UNSEEN.sub("", text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which are its lines that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]
