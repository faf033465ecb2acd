"""One writer a format: ``ReportData`` becomes a file. No writer asks the database.

Papers and workbooks are drawn with limits on time and memory, two at once (``drawing``): whatever asks for one may
be told ``Busy`` or ``CannotDraw``. What is handed out as final is read back first (``proving``).
"""

import re
from importlib import import_module

from reports.formats import proving, registry
from reports.formats.drawing import Busy, CannotDraw, drawn, size_if_kept
from reports.formats.html import writer as web_page
from reports.formats.pdf.albums import unpacked
from reports.official import edition_for
from reports.official.report_data import Kind, ReportData

__all__ = [
    "Busy",
    "CannotDraw",
    "blank",
    "code",
    "frozen",
    "named",
    "pictures",
    "released",
    "released_code",
    "size_if_known",
    "undrawable",
    "write",
]

# All but ASCII, Chinese marks and the 汉字 of GBK, which every font for Chinese has.
_DOUBTFUL = re.compile("[^\t\n -~\u3000-\u3015\u4e00-\u9fa5\uff01-\uff5e“”‘’…—·]")
_NO_FONT = "PDF 文件未放行：以下字符没有可用的字体，不能印制：{}。请退回修改，换用其他字符，或联系管理员补装字体后再试"
PATIENCE = 300  # seconds that a command waits for its turn


def write(
    report: ReportData, extension: str, *, draft: bool = False, demonstration: bool = False, patience: float = 0
) -> bytes:
    """The report as a file of the format; waits ``patience`` seconds for its turn, a page none, a command ``PATIENCE``.

    ``KeyError`` for an extension that is not written, ``ValueError`` for a report that the format cannot
    hold, ``Busy`` or ``CannotDraw`` where it cannot be drawn now or at all.
    """
    format = registry.writable()[extension]
    marks = {"draft": draft, "demonstration": demonstration}
    if format.output.is_drawn:
        return drawn(f"{format.writer}.write", report, extension=extension, patience=patience, **marks)
    return import_module(format.writer).write(report, **marks)


def released(report: ReportData, extension: str, *, demonstration: bool = False, patience: float = 0) -> bytes:
    """The file of an approved or published report, read back and found to say what the data says (O1).

    As ``write``, and ``NotProved``, a ``CannotDraw``, where it says anything else: nobody gets it then. Where that may
    be for a character that no font has, beside which a PDF can give others wrong, it is told which.
    """
    content = write(report, extension, demonstration=demonstration, patience=patience)
    try:
        proving.prove(extension, content, report, demonstration=demonstration, patience=patience)
    except proving.NotProved as refusal:
        if extension == "pdf" and (missing := undrawable(report)):
            raise proving.NotProved(_NO_FONT.format(named(missing))) from refusal
        raise
    return content


def code(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> str:
    """The report as code for a website's editor (网页代码), not proved."""
    return web_page.code(report, draft=draft, demonstration=demonstration)


def released_code(report: ReportData, *, demonstration: bool = False) -> str:
    """The code of an approved or published report, parsed again and found to say what the data says (O1).

    ``NotProved`` where it says anything else, ``Busy`` where no place to read is free.
    """
    written = code(report, demonstration=demonstration)
    proving.prove_code(written, report, demonstration=demonstration)
    return written


def size_if_known(
    report: ReportData, extension: str, *, draft: bool = False, demonstration: bool = False
) -> int | None:
    """The bytes of the file that ``write`` would answer with; ``None`` where it is not drawn yet: nobody can know."""
    format = registry.writable()[extension]
    if not format.output.is_drawn:
        return None
    return size_if_kept(f"{format.writer}.write", report, draft=draft, demonstration=demonstration)


def blank(organ: str, kind: Kind, year: int, extension: str, *, part: str = "") -> bytes:
    """The empty form of a year as a file: ``pdf`` to write on by hand, ``xlsx`` with formulas for the totals.

    ``part`` is the key of a section with tables: its table alone, with how its figures are counted.

    ``KeyError`` for another extension, ``ValueError`` for a year before 2019, otherwise as ``write``.
    """
    report = ReportData(edition_for(year).key, organ, kind, year)
    format = registry.writable()[extension]
    if not format.output.blank_writer:
        raise KeyError(extension)
    about = {"part": part} if part else {}
    return drawn(f"{format.package}.{format.output.blank_writer}", report, extension=extension, **about)


def pictures(paper: bytes) -> list[bytes]:
    """The pages of a PDF that was drawn here as PNGs, the first ``MOST_PAGES`` of them.

    ``Busy`` or ``CannotDraw`` where they cannot be had, also of a PDF that is broken.
    """
    try:
        return unpacked(drawn("reports.formats.pdf.pictures.album", paper))
    except ValueError as refusal:
        raise CannotDraw(str(refusal)) from refusal


def undrawable(report: ReportData) -> str:
    """The characters of the report that no installed font can draw on the paper, each once.

    Only where there are characters that a font may lack is anything drawn, and once for all reports that have these.
    """
    texts = (report.organ, report.title or "", report.document_number, *report.texts.values())
    doubtful = "".join(sorted({each for text in texts for each in _DOUBTFUL.findall(text)}))
    if not doubtful:
        return ""
    asked = ReportData(report.edition, "", report.kind, report.year, title=doubtful)
    return drawn("reports.formats.pdf.writer.undrawable", asked).decode()


def named(characters: str) -> str:
    """Characters for a person to find: each with its number, since what has no font may show as a box."""
    return "、".join(f"{each}（U+{ord(each):04X}）" for each in characters)


def frozen(report: ReportData, *, demonstration: bool = False) -> dict[str, bytes]:
    """The files in which a report is published, by extension; they are kept as they are made and were proved."""
    return {each: released(report, each, demonstration=demonstration) for each in registry.published()}
