"""The rows of figures that a file holds, before and after they have found their cells of the form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.formats.columns import Headings
from reports.formats.source import Origin, SourceCell
from reports.official import Cell


class FoundFigure(NamedTuple):
    """A figure that was read: as written, with the remark beside it, and where in the file it stood."""

    value: str
    note: str
    origin: Origin


class Doubt(NamedTuple):
    """Figures that stand in the file and were not placed: what they are, why not, and where they stood."""

    found: str
    why: str
    origin: Origin
    row: str = ""  # the label of the row of the form that they seem to belong to


@dataclass
class Record:
    """One line of figures: how like each labelled row of the form it is, and the headings over it."""

    scores: list[float]
    figures: Sequence[SourceCell]
    headings: Headings
    is_of_disputes: bool = False
    is_subtotal: bool = False
    is_named: bool = True  # whether any words stand where its label should
    is_of_text: bool = False  # its file tells no cells: the words before and after figures are all there is
    has_subtotal: bool = False  # a column 小计 stands somewhere in its text
    is_in_yuan: bool = False  # its headings give amounts in 元
    is_doubtful: bool = False  # its label cannot be told from others'
    section: str = ""  # in which section of the form it stands; empty where that is not known
    is_scattered: bool = False  # its figures stand on several lines of a text: in any order


@dataclass
class Matched:
    """The figures of the form that the tables hold, totals among them, and what could not be placed."""

    edition: str
    figures: dict[Cell, FoundFigure] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    lacking: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # by table and column, the rows without it
    has_merged_rows: bool = False  # one row stands for several of the form, which are left out
