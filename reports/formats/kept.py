"""A reading as JSON, so that it can be kept between reading a file and confirming what was read, and back again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.formats.reading import Reading, Unplaced
from reports.formats.source import Block, InSheet, InTable, OnLine, OnPage, Origin, SourceCell
from reports.official import EDITIONS, Cell, Edition
from reports.official.figures import Figure, display, read
from reports.official.report_data import Kind, ReportData
from reports.official.wording import day

MOST_CHARACTERS = 400_000  # of the source are kept: a report has fewer, a page around it may have any number
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")  # in JSON, by PostgreSQL
_PLACES = {"page": OnPage, "table": InTable, "sheet": InSheet, "line": OnLine}
_NAMES = {kind: name for name, kind in _PLACES.items()}


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as JSON that any database takes: without the characters that no text may contain."""
    return _storable(_mapping(reading))


def _storable(value: Any) -> Any:
    match value:
        case str():
            return _FORBIDDEN.sub("\ufffd", value)
        case dict():
            return {_storable(key): _storable(each) for key, each in value.items()}
        case list() | tuple():
            return [_storable(each) for each in value]
    return value


def _mapping(reading: Reading) -> dict[str, Any]:
    report = reading.report
    return {
        "report": {
            "edition": report.edition,
            "organ": report.organ,
            "kind": report.kind.value,
            "year": report.year,
            "title": report.title,
            "texts": dict(report.texts),
            "declared_nil": sorted(report.declared_nil),
            "document_number": report.document_number,
            "issued_on": str(report.issued_on or ""),
        },
        "figures": _figures_as_json(report.figures),
        "printed": _figures_as_json(report.printed_totals),
        "unplaced": [[each.where, each.found, each.why, str(each.cell or "")] for each in reading.unplaced],
        "notices": list(reading.notices),
        "origins": {str(cell): _origin_as_json(origin) for cell, origin in reading.origins.items() if origin},
        "source": list(_source_as_json(reading.source)),
    }


def reading_of(kept: Mapping[str, Any]) -> Reading:
    """The reading that ``as_json`` wrote down; the source may be shorter than it was."""
    said = kept["report"]
    form = EDITIONS[said["edition"]]
    typed = {
        "kind": Kind(said["kind"]),
        "declared_nil": frozenset(said["declared_nil"]),
        "issued_on": day(said.get("issued_on", "")),
    }
    report = ReportData(
        **said | typed,
        figures=_figures_of(kept["figures"], form),
        printed_totals=_figures_of(kept["printed"], form),
    )
    unplaced = (
        Unplaced(where, found, why, Cell.parse(cell) if cell else None) for where, found, why, cell in kept["unplaced"]
    )
    origins = {Cell.parse(address): _origin_of(origin) for address, origin in kept["origins"].items()}
    return Reading(report, tuple(unplaced), tuple(kept["notices"]), origins, tuple(map(_block_of, kept["source"])))


def _figures_as_json(figures: Mapping[Cell, Figure]) -> dict[str, str]:
    return {str(cell): display(figure) for cell, figure in figures.items()}


def _figures_of(kept: Mapping[str, str], form: Edition) -> dict[Cell, Figure]:
    cells = {Cell.parse(address): typed for address, typed in kept.items()}
    return {cell: read(typed, form.table[cell.table].measure(cell)) for cell, typed in cells.items()}


def _origin_as_json(origin: Origin) -> list[Any] | None:
    return [_NAMES[type(origin)], *origin] if origin else None


def _origin_of(kept: Sequence[Any] | None) -> Origin:
    return _PLACES[kept[0]](*kept[1:]) if kept else None


def _source_as_json(source: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """The blocks from the first on, as far as they may be kept."""
    left = MOST_CHARACTERS
    for block in source:
        left -= len(block.text) + sum(len(cell.text) + 20 for row in block.rows for cell in row)
        if left < 0:
            return
        rows = [[[cell.text, cell.start, cell.end, _origin_as_json(cell.origin)] for cell in row] for row in block.rows]
        yield {"text": block.text, "rows": rows, "origin": _origin_as_json(block.origin)}


def _block_of(kept: Mapping[str, Any]) -> Block:
    rows = [[SourceCell(text, start, end, _origin_of(at)) for text, start, end, at in row] for row in kept["rows"]]
    return Block(kept["text"], rows, _origin_of(kept["origin"]))
