"""Whether a drawn file is whole: it begins and ends as a file of its kind does; a format names the check it needs."""

import re

_END_OF_A_PDF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_LAST_BYTES = 100  # within which a PDF says where its table of objects stands
_END_OF_A_ZIP = (b"PK\x05\x06", 22)  # the end of its directory, and how many bytes that takes


def is_whole_pdf(content: bytes) -> bool:
    """ISO 32000-1 §7.5: the head, and at the end where the table of objects stands, which is where it says."""
    end = _END_OF_A_PDF.search(content[-_LAST_BYTES:])
    if not (content.startswith(b"%PDF-") and end):
        return False
    at = int(end[1])
    return content[at : at + 4] == b"xref" or re.match(rb"\d+ \d+ obj", content[at : at + 20]) is not None


def is_whole_zip(content: bytes) -> bool:
    """APPNOTE §4.3.16: the first part's head, and the directory, as long and where its end says."""
    mark, size = _END_OF_A_ZIP
    end = content[-size:]
    if not (content.startswith(b"PK\x03\x04") and end.startswith(mark)):
        return False
    length, start = int.from_bytes(end[12:16], "little"), int.from_bytes(end[16:20], "little")
    return start + length + size == len(content)
