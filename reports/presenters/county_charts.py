"""The charts beside a comparison (county.md §8): what is drawn, its description in words, and the table of the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.county.charts import WIDTH, ChartedYear, DrawnChart, Number, grouped, ranked, shares, stacked
from reports.county.comparing import MOST_YEARS, ComparedColumn, coverage_of, group_figure, result_groups
from reports.county.contributions import figures_of
from reports.lifecycle.consolidation.sums import Sums
from reports.official import Cell
from reports.official.figures import Figure, display, is_readable
from reports.presenters.county_comparison import MISSING

APPLICATIONS, DISPUTES = "applications", "disputes"
NEW = Cell(APPLICATIONS, "new_received", "total")
HANDLED = Cell(APPLICATIONS, "handled_total", "total")
FORWARD = Cell(APPLICATIONS, "carried_forward", "total")
MOST_RANKED = 10
CASES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("upheld", "corrected", "other_result", "pending")


@dataclass(frozen=True)
class ShownChart:
    """A drawing with its title and description; ``rows`` below ``headings`` say the same in figures.

    Without a drawing there is nothing to draw, and ``empty`` says so.
    """

    key: str
    sort: str  # grouped, stacked or ranked
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    drawing: DrawnChart | None = None
    empty: str = ""
    note: str = ""

    @property
    def description(self) -> str:
        return "；".join(f"{row[0]}：{'，'.join(map(_said, self.headings[1:], row[1:]))}" for row in self.rows)


def _said(heading: str, value: str) -> str:
    return f"{heading} {value or '未知'}"


def charts_of_years(columns: Sequence[ComparedColumn]) -> list[ShownChart]:
    """Applications year by year, and of the newest year who applied, how it ended, and the disputes."""
    return [*charts_of_applications(columns), disputes_chart(columns[-1])] if columns else []


def charts_of_applications(columns: Sequence[ComparedColumn]) -> list[ShownChart]:
    """Applications year by year, and of the newest year who applied and how it ended."""
    return [_over_years(columns), _applicants(columns[-1]), _results(columns[-1])]


def chart_of_units(title: str, columns: Sequence[ComparedColumn]) -> ShownChart:
    """The applications of every unit that was chosen, the most first; also of one that had none."""
    known = [(each.heading, each.figure(NEW, each.edition)) for each in columns]
    return _ranked(title, sorted(((name, number) for name, number in known if is_readable(number)), key=_most_first))


def chart_of_members(year: int, sums: Sums, width: float = WIDTH) -> ShownChart:
    """The members of a year's sums with most applications."""
    heading = _covered(f"{year} 年", coverage_of(sums))
    new = figures_of(sums.reports, NEW)
    units = [(each.organ.short_name or each.organ.name, new.get(each.pk)) for each in sums.reports]
    return ranked_chart(f"新收申请较多的单位（{heading}）", units, width)


def ranked_chart(title: str, found: Sequence[tuple[str, Figure]], width: float = WIDTH) -> ShownChart:
    """Units by a count, the largest first; who has none of it, or is not known, is not drawn."""
    known = [(name, number) for name, number in found if is_readable(number) and number]
    return _ranked(title, sorted(known, key=_most_first)[:MOST_RANKED], width)


def _most_first(row: tuple[str, Number]) -> Number:
    return -row[1]


def _ranked(title: str, known: Sequence[tuple[str, Number]], width: float = WIDTH) -> ShownChart:
    rows = known if any(number for _, number in known) else ()
    drawing = ranked(rows, width) if rows else None
    said = [(name, display(number)) for name, number in rows]
    return ShownChart("ranked", "ranked", title, ("单位", "新收"), said, drawing, "" if rows else "没有新收申请。")


def disputes_chart(column: ComparedColumn, width: float = WIDTH) -> ShownChart:
    """The cases of reconsideration and litigation by their results."""
    table = column.edition.table[DISPUTES]
    names = [table.column[f"reconsideration_{each}"].label for each in OUTCOMES]
    title, rows = f"行政复议、行政诉讼（{_of_year(column)}）", []
    for key in CASES:
        name = table.column[f"{key}_total"].under[-1]
        rows.append((name, [column.figures.get(Cell(DISPUTES, "cases", f"{key}_{each}")) for each in OUTCOMES]))
    if not all(is_readable(each) for _, figures in rows for each in figures):
        return ShownChart("disputes", "stacked", title, (), (), None, "有单位的数字未知，不能计算构成。")
    drawing = stacked(rows, names, width) if any(any(figures) for _, figures in rows) else None
    said = [(name, *map(display, figures)) for name, figures in rows] if drawing else ()
    empty = "" if drawing else "没有行政复议和行政诉讼案件。"
    return ShownChart("disputes", "stacked", title, ("", *names), said, drawing, empty)


def _over_years(columns: Sequence[ComparedColumn]) -> ShownChart:
    names, cells = ("新收", "办结"), (NEW, HANDLED, FORWARD)
    rows, years = [], []
    for year, each in _each_year(columns):
        if each is None:
            years.append(ChartedYear(f"{year} 年（{MISSING}）", (None, None)))
            rows.append((f"{year} 年", *[MISSING] * (len(names) + 1)))
            continue
        new, handled, forward = (_number(each.figure(cell, each.edition)) for cell in cells)
        covered = f"{each.heading}（{each.coverage}）" if each.coverage else each.heading
        years.append(ChartedYear(covered, (new, handled), forward, is_partial=bool(each.coverage)))
        rows.append((covered, *(display(number) for number in (new, handled, forward))))
    is_drawn = any(number for year in years for number in (*year.bars, year.point))
    note = "斜线表示当年汇总的单位不全。" if any(each.is_partial for each in years) else ""
    drawing = grouped(years, names) if is_drawn else None
    headings = ("年度", *names, "结转下年度")
    return ShownChart("years", "grouped", "历年申请量", headings, rows, drawing, _nothing(drawing), note)


def _each_year(columns: Sequence[ComparedColumn]) -> Iterator[tuple[int, ComparedColumn | None]]:
    """The years without a gap, ``None`` for one of which nothing counts; with gaps where they would be too many."""
    known = {each.year: each for each in columns}
    whole = range(min(known), max(known) + 1)
    return ((year, known.get(year)) for year in (whole if len(whole) <= MOST_YEARS else known))


def _applicants(column: ComparedColumn) -> ShownChart:
    table = column.edition.table[APPLICATIONS]
    lines = [each for each in table.columns if not each.is_total]
    figures = [column.figures.get(Cell(APPLICATIONS, "new_received", each.key)) for each in lines]
    names = [f"其他组织（{each.label}）" if each.label == "其他" else each.label for each in lines]
    return _shared("applicants", f"申请人构成（{_of_year(column, '新收')}）", names, figures)


def _results(column: ComparedColumn) -> ShownChart:
    groups = list(result_groups(column.edition))
    figures = [group_figure(column, each) for each in groups]
    return _shared("results", f"办理结果（{_of_year(column)}）", [_short(each) for each in groups], figures)


def _of_year(column: ComparedColumn, what: str = "") -> str:
    """The year of a chart, and how many of its members it is of, where that is not all."""
    return _covered(f"{column.heading}{what}", column.coverage)


def _covered(heading: str, coverage: str) -> str:
    return f"{heading}，{coverage} 个单位" if coverage else heading


def _short(label: str) -> str:
    """「（二）部分公开（区分处理的，…）」 is 「部分公开」 in a chart."""
    return label[3:].partition("（")[0]


def _shared(key: str, title: str, names: Sequence[str], figures: Sequence[Figure]) -> ShownChart:
    """One bar of parts that make a whole."""
    headings = ("类别", "件数", "占比")
    if not all(map(is_readable, figures)):
        return ShownChart(key, "stacked", title, headings, (), None, "有单位的数字未知，不能计算构成。")
    rows = [
        (name, display(count), f"{share}%" if share else "")
        for name, count, share in zip(names, figures, shares(figures), strict=True)
    ]
    drawing = stacked([("", figures)], names) if any(figures) else None
    return ShownChart(key, "stacked", title, headings, rows if drawing else (), drawing, _nothing(drawing))


def _nothing(drawing: DrawnChart | None) -> str:
    return "" if drawing else "没有收到和办理申请。"


def _number(figure: Figure) -> int | Decimal | None:
    return figure if is_readable(figure) else None
