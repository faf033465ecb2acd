"""What the page is told of a paste that the server read: cells of its own tables, and what is not placed."""

from reports.formats.tables import Matched
from reports.official import Section, Table
from reports.official.interchange import shown

MOST_DOUBTS = 100


def pasted(matched: Matched, section: Section) -> dict:
    """As JSON: figures by address as written, how many belong to other parts, doubts, and remarks beside figures."""
    tables = {table.key: table for table in section.tables}
    own = {cell: found for cell, found in matched.figures.items() if cell.table in tables}
    return {
        "cells": {str(cell): found.value for cell, found in own.items()},
        "elsewhere": sum(bool(found.value) for cell, found in matched.figures.items() if cell not in own),
        "doubts": [_doubt(each.row, each.found, each.why) for each in matched.doubts[:MOST_DOUBTS]],
        "notices": [
            *matched.notices,
            *(_remark(tables[cell.table], cell, found) for cell, found in own.items() if found.note),
        ],
    }


def _doubt(label: str, found: str, why: str) -> dict[str, str]:
    return {"label": label, "found": found, "why": why}


def _remark(table: Table, cell, found) -> str:
    return f"“{table.name(cell)}”读作 {found.value}，原有附注{shown(found.note)}"
