"""The proof of the OFD document: the text of its pages and the figures in its ruled tables say what the data says."""

from collections.abc import Iterator

from reports.formats import proof
from reports.formats.ofd.drawn import DrawnPage, pages_of
from reports.formats.pdf.reader import blocks_of
from reports.formats.source import Block
from reports.official.report_data import ReportData

SAME_LINE = 1  # point


def mismatches(content: bytes, report: ReportData, *, is_demonstration: bool) -> Iterator[str]:
    """What the document says otherwise than the data; the mark of a demonstration stands on every page."""
    blocks: list[Block] = []
    for page in pages_of(content):
        lines = _blocks(page)
        marks = [each for each in lines if proof.squeezed(each.text) == proof.DEMONSTRATION]
        if bool(marks) != is_demonstration:
            yield f"第 {page.page_number} 页{'未' if is_demonstration else ''}标有“{proof.DEMONSTRATION}”"
        blocks += proof.unnumbered([each for each in lines if each not in marks], page.page_number)
    yield from proof.of_document(blocks, report)


def _blocks(page: DrawnPage) -> list[Block]:
    """The lines and tables of a page, without what stands aslant; where no rule is drawn they are told by height."""
    if page.objects["line"] or page.objects["rect"]:
        return list(blocks_of(page, page.page_number, with_folio=True))
    lines: dict[int, list[dict]] = {}
    for each in page.objects["char"]:
        if each["upright"]:
            lines.setdefault(round(each["matrix"][5] / SAME_LINE), []).append(each)
    return [Block("".join(each["text"] for each in lines[height])) for height in sorted(lines)]
