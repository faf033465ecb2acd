"""The workbook of the sums of a large county, for the worker that makes it: a row of each table for each unit."""

from collections.abc import Callable
from typing import BinaryIO

from reports.lifecycle.bundles.making import BundleFailed
from reports.lifecycle.consolidation.document import Document, read_document
from reports.lifecycle.consolidation.finalising import document_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.models import Bundle, Finalisation

NOTHING = "没有可以汇总的报告。"


def pack(target: BinaryIO, bundle: Bundle, on_each: Callable[[int], None]) -> None:
    """Write the workbook of a government's sums: of the document that ``wanted["final"]`` names, or of now."""
    from reports.county.workbook import write  # noqa: PLC0415 openpyxl costs every start 0.16 s

    document = _document(bundle)
    on_each(0)
    target.write(write(document))
    on_each(len(document.members))


def _document(bundle: Bundle) -> Document:
    if key := bundle.wanted.get("final"):
        final = Finalisation.objects.get(pk=key, consolidation__organ=bundle.superior)
        return read_document(bytes(final.content))
    sums = standing_sums(bundle.superior, bundle.year)
    if not sums.reports:
        raise BundleFailed(NOTHING)
    return document_of(sums)
