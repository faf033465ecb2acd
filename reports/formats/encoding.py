"""In which characters a text is written: as it says, and where that is not true, as its bytes show."""

import re

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LOOKED_AT = 4096
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312", "cp936", "chinese", "ansi"}
_MOST_DAMAGED = 0.02  # of the characters, in a text that was cut off or damaged in places


def decoded(content: bytes, declared: str = "") -> str:
    """The characters of a page or a text; what no encoding can read is shown as U+FFFD.

    ``declared`` is the encoding that its envelope names; a page names its own in a ``meta`` element.
    """
    return _decoded(content, declared.lower() or _named(content))


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if encoding := _by_its_zeros(content):
        return content.decode(encoding, "replace")
    candidates = list(dict.fromkeys((_python_name(name), "utf-8", "gb18030")))
    for encoding in candidates:
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return _least_damaged(content, candidates)


def _named(content: bytes) -> str:
    declared = _DECLARED.search(content[:_LOOKED_AT])
    return declared[1].decode("ascii", "replace").lower() if declared else ""


def _python_name(declared: str) -> str:
    """GB 18030 holds all that the older Chinese encodings do, and pages that name these use its characters."""
    if declared.startswith("utf-16"):
        return "utf-8"  # whoever could read the declaration reads one byte at a time
    return "gb18030" if declared in _CHINESE else declared or "utf-8"


def _by_its_zeros(content: bytes) -> str:
    """UTF-16 without a mark, which every second byte of its ASCII shows; empty where it is none."""
    begin = content[:_LOOKED_AT]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if max(even, odd) * 20 < len(begin) or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _least_damaged(content: bytes, candidates: list[str]) -> str:
    """A text cut off or damaged in one place is still read in the encoding that leaves the fewest holes."""
    tried = []
    for encoding in candidates:
        try:
            tried.append(content.decode(encoding, "replace"))
        except (LookupError, ValueError):
            continue
    return min(tried, key=lambda text: text.count("\ufffd"))


def is_text(text: str) -> bool:
    """Whether what was decoded can be a text at all, and not a picture or a program by another name."""
    strange = sum(each == "\ufffd" or (each < " " and each not in "\t\n\r\f\v") for each in text)
    return strange <= _MOST_DAMAGED * len(text) + 5
