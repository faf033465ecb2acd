"""What a claim is: that a number of a text, or a word for none, speaks of figures of the official tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.official import Cell
from reports.official.figures import is_readable
from reports.official.report_data import ReportData

ASPECT_OF_REQUESTS = "overview.disclosure_on_request"
"""The text in which a number needs no further word to be one of applications or disputes over them."""

Reading = tuple[tuple[int, Cell], ...]
"""One way to understand a claim: the cells that it speaks of, each added (1) or taken away (-1)."""


class Subject(StrEnum):
    """What kind of figure a claim is about, and so which rule compares it."""

    APPLICATIONS = "applications"
    NO_APPLICATION = "no_application"
    DISPUTES = "disputes"
    DECISIONS = "decisions"  # documents, licences, penalties, compulsion, fees: table 二


class Relation(StrEnum):
    """How what is said stands to the table where both are right."""

    EQUAL = "equal"
    AT_MOST = "at_most"  # so many were published of those decided


@dataclass(frozen=True)
class Claim:
    """What ``texts[key][start:end]`` says: ``what`` in the words of the form, ``value``, and what it may refer to.

    Any one of the ``readings`` that agrees with the tables is agreement: whether 受理 includes what was carried
    over, nobody can tell from the sentence.
    """

    subject: Subject
    what: str
    value: Decimal
    readings: tuple[Reading, ...]
    key: str
    start: int
    end: int
    quote: str
    relation: Relation = Relation.EQUAL


def plus(*cells: Cell) -> Reading:
    return tuple((1, cell) for cell in cells)


def minus(reading: Reading, *cells: Cell) -> Reading:
    return (*reading, *((-1, cell) for cell in cells))


def together(readings: Iterable[tuple[Reading, ...]]) -> tuple[Reading, ...]:
    """The readings of a number that speaks of several things at once (予以公开及部分公开208件)."""
    sums: tuple[Reading, ...] = ((),)
    for each in readings:
        sums = tuple((*one, *other) for one in sums for other in each)
    return sums


def worth(report: ReportData, reading: Reading) -> list[Decimal | int]:
    """What a reading comes to in the tables, as derived and as printed; nothing where a cell of it is unknown."""
    derived = [(sign, report.figure(cell)) for sign, cell in reading]
    printed = [(sign, report.printed_totals.get(cell, report.figure(cell))) for sign, cell in reading]
    known = [each for each in (derived, printed) if all(is_readable(figure) for _, figure in each)]
    return [sum(sign * figure for sign, figure in each) for each in known]
