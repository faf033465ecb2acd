"""Reads the interchange file (``zfxxgk-annual-report/1``, JSON)."""

from typing import Any

from reports.imports import Reading, place_on_paper, unreadable_figures
from reports.official import interchange


def read(content: bytes, **told: Any) -> Reading:
    """The report of the file; see ``interchange.parse`` for what it refuses."""
    report = interchange.parse(content, **told)
    return Reading(report, unplaced=unreadable_figures(report, place_on_paper))
