"""The official form as data, and arithmetic on it. Standard library only; imports nothing else of ours."""

from reports.official.edition_2019 import EDITION_2019
from reports.official.edition_2021 import EDITION_2021
from reports.official.form import Cell, Edition, Line, Measure, Section, Table, Text

EDITIONS: dict[str, Edition] = {each.key: each for each in (EDITION_2019, EDITION_2021)}


def edition_for(year: int) -> Edition:
    """The edition whose form a report of ``year`` must use; ``ValueError`` for a year before 2019."""
    for edition in EDITIONS.values():
        if edition.covers(year):
            return edition
    raise ValueError(f"没有 {year} 年度的报告格式：统一格式自 2019 年度起执行")


__all__ = ["EDITIONS", "Cell", "Edition", "Line", "Measure", "Section", "Table", "Text", "edition_for"]
