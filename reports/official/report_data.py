"""A report as plain data: what everything that shows, checks or exports a report is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from reports.official import EDITIONS, Cell, Edition
from reports.official.figures import Figure
from reports.official.totals import total


class Kind(StrEnum):
    """What sort of administrative organ (行政机关) reports."""

    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    DEPARTMENT = "department"
    OFFICE = "office"
    COUNTY = "county"
    CITY = "city"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]

    @property
    def is_a_government(self) -> bool:
        """各级人民政府, which report 工作考核、社会评议、责任追究 (条例第五十条第四项)."""
        return self in {Kind.TOWNSHIP, Kind.COUNTY, Kind.CITY}


_KIND_LABELS = {
    Kind.TOWNSHIP: "乡镇人民政府",
    Kind.SUBDISTRICT: "街道办事处",
    Kind.DEPARTMENT: "政府部门",
    Kind.OFFICE: "政府办公室",
    Kind.COUNTY: "县级人民政府",
    Kind.CITY: "市级人民政府",
}


class Coverage(NamedTuple):
    """How many of its members' reports are summed up for a government's own report.

    ``undecided`` counts the organs that came later, of which nobody has said whether they are members, ``differing``
    the entries of that report which are not the sum with its adjustments, as after it was filled in from fewer.
    """

    counted: int
    members: int
    undecided: int = 0
    differing: int = 0

    def __str__(self) -> str:
        said = [f"已汇总 {self.counted}／{self.members} 个单位"]
        if self.undecided:
            said.append(f"另有 {self.undecided} 个单位未确定是否纳入")
        if self.differing:
            said.append(f"{self.differing} 格与汇总数不一致")
        return "，".join(said)


@dataclass(frozen=True)
class ReportData:
    """One annual report (政府信息公开工作年度报告, 条例第五十条).

    ``texts`` by text key and ``figures`` by cell hold what is known: a key left out is unknown, ``""``
    and ``None`` are blank. ``printed_totals`` are the totals that a file brought along; they are
    compared and never used. ``declared_nil`` names the tables declared to have nothing to report.
    ``coverage`` is said of a government's own report as long as it is a draft, and is no content of it.
    """

    edition: str
    organ: str
    kind: Kind
    year: int
    title: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[Cell, Figure] = field(default_factory=dict)
    declared_nil: frozenset[str] = frozenset()
    document_number: str = ""  # 发文字号, where it was issued as a document
    issued_on: date | None = None  # 成文日期
    coverage: Coverage | None = field(default=None, compare=False)
    printed_totals: Mapping[Cell, Figure] = field(default_factory=dict, compare=False)

    @property
    def official_form(self) -> Edition:
        return EDITIONS[self.edition]

    def figure(self, cell: Cell) -> Figure:
        """An entry, or a total derived from the entries; ``None`` where it is unknown or blank."""
        table = self.official_form.table[cell.table]
        if not table.is_total(cell):
            return self.figures.get(cell)
        if cell not in self._totals:
            self._totals[cell] = total(table, self.figures, cell)
        return self._totals[cell]

    @cached_property
    def _totals(self) -> dict[Cell, Figure]:
        """The totals that were asked for: every rule asks for some of them."""
        return {}

    def text(self, key: str) -> str:
        """The text, empty where it is unknown or blank."""
        return self.texts.get(key, "")
