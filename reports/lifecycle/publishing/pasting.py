"""A block of two columns, unit and address, as it is copied from a workbook: what of it is understood, and what not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.lifecycle.publishing.addresses import refusal_of
from reports.lifecycle.publishing.listing import ListedPublication
from reports.models.organs import Organ

MOST_ROWS = 3_500
MOST_CHARACTERS = 400_000
_COLUMNS = re.compile(r"[\t,，;；]|\s{2,}")
_HEADINGS = {"单位", "单位名称", "名称"}


@dataclass(frozen=True)
class PastedAddress:
    """A line that is understood: the publication, and the address that it is to have."""

    row: ListedPublication
    url: str

    @property
    def is_new(self) -> bool:
        return self.url != self.row.url


@dataclass
class PastedBlock:
    """What of a block is understood, by line; the others each with why, nothing of which is entered."""

    found: list[PastedAddress] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # the lines whose unit was not found
    unpublished: list[str] = field(default_factory=list)  # those of a unit whose report is not published
    refused: list[tuple[str, str]] = field(default_factory=list)  # a line, and why its address is none

    @property
    def new(self) -> list[PastedAddress]:
        return [each for each in self.found if each.is_new]


def understood(block: str, rows: Sequence[ListedPublication], organs: Iterable[Organ] = ()) -> PastedBlock:
    """The lines of a block, of the last where a unit stands twice; linear in its length.

    ``organs`` are all of the office, of which not every one has published yet.
    """
    known, published = _by_name(rows), {row.organ.pk for row in rows}
    waiting = {name for each in organs if each.pk not in published for name in (each.name, each.short_name)}
    result, of_organ = PastedBlock(), {}
    for line in block.splitlines()[:MOST_ROWS]:
        name, url = _columns(line)
        if not name or (name in _HEADINGS and refusal_of(url)):
            continue
        row = known.get(name)
        if row is None:
            (result.unpublished if name in waiting else result.unknown).append(line.strip())
        elif refusal := refusal_of(url):
            result.refused.append((line.strip(), refusal))
        else:
            of_organ[row.publication.pk] = PastedAddress(row, url)
    result.found = list(of_organ.values())
    return result


def _columns(line: str) -> tuple[str, str]:
    parts = [part.strip() for part in _COLUMNS.split(line.strip(), maxsplit=1)]
    if len(parts) == 1 and " " in parts[0]:
        parts = parts[0].split(" ", 1)
    return (*parts, "", "")[:2]


def _by_name(rows: Iterable[ListedPublication]) -> dict[str, ListedPublication]:
    """The publications by the full and the short name of their organs; a name of two organs names none."""
    known: dict[str, ListedPublication | None] = {}
    for row in rows:
        for name in {row.organ.name, row.organ.short_name, row.publication.report.organ_name}:
            known[name] = None if name in known else row
    return {name: row for name, row in known.items() if row}
