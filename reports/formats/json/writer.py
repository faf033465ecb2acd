"""Writes a report as the interchange file (``zfxxgk-annual-report/1``): JSON that a person can read too."""

import json
from typing import Any

from reports.official import interchange
from reports.official.report_data import ReportData

_DEPTH_OF_ROWS = 3  # a row of a table stands on one line, as on paper


def write(report: ReportData, *, draft: bool = False, demonstration: bool = False) -> bytes:
    """The file in UTF-8; it says nothing of drafts and demonstrations, which are marked on paper only."""
    return f"{_pretty(interchange.as_mapping(report))}\n".encode()


def _pretty(value: Any, depth: int = 0) -> str:
    if not isinstance(value, dict) or not value or depth == _DEPTH_OF_ROWS:
        return json.dumps(value, ensure_ascii=False)
    indent = " " * (depth + 1)
    members = (f"{indent}{json.dumps(key)}: {_pretty(each, depth + 1)}" for key, each in value.items())
    return "\n".join(["{", ",\n".join(members), f"{' ' * depth}}}"])
