"""What an example of a rule is: a report that says only what the rule looks at, as a case and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from reports.checks.consolidated import Consolidated, Number
from reports.checks.naming import cell_name, joined, place_name, table_name
from reports.checks.registry import Case
from reports.official import EDITIONS, Cell, Edition
from reports.official.figures import Figure, display
from reports.official.report_data import Kind, ReportData

YEAR = 2026
EDITION = "2021"
ORGAN = "青山乡人民政府"
NEIGHBOUR = "绿水镇人民政府"
LAST_YEAR, ANOTHER = "上年报告：", f"{NEIGHBOUR}同年的报告："


MOST_SHOWN = 60  # characters of a long text


@dataclass(frozen=True)
class Example:
    """What stands in a report, by address; figures by table, row and column."""

    texts: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    printed: Mapping[str, Figure] = field(default_factory=dict)  # totals that a file prints
    before: Mapping[str, Figure] = field(default_factory=dict)  # figures of last year's report
    texts_before: Mapping[str, str] = field(default_factory=dict)
    texts_of_another: Mapping[str, str] = field(default_factory=dict)  # of another organ's report of the same year
    declared_nil: tuple[str, ...] = ()
    title: str = ""
    edition: str = EDITION
    summed: Mapping[str, Number] = field(default_factory=dict)  # what the organs of a government add up to
    missing: tuple[str, ...] = ()  # of these organs, those that are not summed up yet
    left_out: tuple[str, ...] = ()  # and those that do not belong
    units: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)  # what the others of its kind report

    def said(self) -> Iterator[str]:
        """What it says, in the words of the form, a line each."""
        form = EDITIONS[self.edition]
        if self.edition != EDITION:
            yield f"表格：{form.notice}"
        if self.title:
            yield f"标题：{self.title}"
        yield from (f"{table_name(form, form.table[key])}：声明本年度没有" for key in self.declared_nil)
        for whose, texts in (("", self.texts), (LAST_YEAR, self.texts_before), (ANOTHER, self.texts_of_another)):
            for key, text in texts.items():
                yield f"{whose}{place_name(form, key)}：{_shortened(text) or '（空）'}"
        for whose, figures in (("", {**self.figures, **self.printed}), (LAST_YEAR, self.before)):
            for address, figure in figures.items():
                yield f"{whose}{cell_name(form, Cell(*address.split('.')))}为 {display(figure) or '（空）'}"
        yield from self._said_of_organs(form)

    def _said_of_organs(self, form: Edition) -> Iterator[str]:
        """What other organs report, whose figures it is held against."""
        for address, figure in self.summed.items():
            yield f"各单位合计：{cell_name(form, Cell.parse(address))}为 {display(figure)}"
        for address, figures in self.units.items():
            yield f"同类单位：{cell_name(form, Cell.parse(address))}分别为 {joined(map(display, figures))}"
        for what, organs in (("未计入汇总", self.missing), ("不纳入汇总", self.left_out)):
            if organs:
                yield f"{what}：{joined(organs)}"

    @property
    def case(self) -> Case:
        """The example as it is checked: of what it does not say nothing is known."""
        report = self._report(ORGAN, YEAR, self.texts, self.figures)
        printed = {Cell(*address.split(".")): figure for address, figure in self.printed.items()}
        report = replace(
            report, title=self.title or None, declared_nil=frozenset(self.declared_nil), printed_totals=printed
        )
        before = self._report(ORGAN, YEAR - 1, self.texts_before, self.before)
        another = self._report(NEIGHBOUR, YEAR, self.texts_of_another, {})
        return Case(
            report,
            before if self.before or self.texts_before else None,
            peers=(another,) if self.texts_of_another else (),
            consolidated=self._consolidated(),
            units={Cell.parse(address): figures for address, figures in self.units.items()} or None,
        )

    def _consolidated(self) -> Consolidated | None:
        sums = {Cell.parse(address): figure for address, figure in self.summed.items()}
        return Consolidated(sums, missing=self.missing, left_out=self.left_out) if sums else None

    def _report(self, organ: str, year: int, texts: Mapping[str, str], figures: Mapping[str, Figure]) -> ReportData:
        report = ReportData(edition=self.edition, organ=organ, kind=Kind.TOWNSHIP, year=year)
        return replace(report, texts=dict(texts), figures=self._cells(figures))

    def _cells(self, figures: Mapping[str, Figure]) -> dict[Cell, Figure]:
        tables = (EDITIONS[self.edition].table[key] for key in {each.split(".")[0] for each in figures})
        zeros = {cell: 0 for table in tables for cell in table.entries}
        return zeros | {Cell(*address.split(".")): figure for address, figure in figures.items()}


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}……（共 {len(text)} 字）"
