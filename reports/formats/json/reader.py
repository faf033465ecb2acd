"""Reads the interchange file (``zfxxgk-annual-report/1``, JSON)."""

from typing import Any

from reports.formats.reading import Reading, assumed_figures, place_on_paper, unreadable_figures
from reports.official import interchange


def read(content: bytes, **expected: Any) -> Reading:
    """The report of the file; see ``interchange.parse`` for what it refuses."""
    mapping = interchange.parsed(content)
    report = interchange.from_mapping(mapping, **expected)
    notices = assumed_figures(report, mapping.get("tables", {}), place_on_paper)
    return Reading(report, unplaced=unreadable_figures(report, place_on_paper), notices=notices)
