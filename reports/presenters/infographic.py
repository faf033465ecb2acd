"""图解 (county.md §8.3): one page of a county's year, from what is final or published; before that it is a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports.county.charts import HALF
from reports.county.comparing import USUAL_YEARS, ComparedColumn, columns_of_years, sums_by_year, years_known
from reports.lifecycle.consolidation.sums import Sums
from reports.models.organs import Organ
from reports.models.reports import AnnualReport, Status
from reports.official import Cell
from reports.official.figures import display, is_readable
from reports.presenters.county_charts import (
    FORWARD,
    HANDLED,
    NEW,
    ShownChart,
    chart_of_members,
    charts_of_applications,
    disputes_chart,
)

RECONSIDERED = Cell("disputes", "cases", "reconsideration_total")
SUED = tuple(Cell("disputes", "cases", f"litigation_{each}_total") for each in ("direct", "after_reconsideration"))
HEADLINES = (
    ("新收申请", (NEW,)),
    ("办理申请", (HANDLED,)),
    ("结转下年度", (FORWARD,)),
    ("行政复议", (RECONSIDERED,)),
    ("行政诉讼", SUED),
)


@dataclass(frozen=True)
class Headline:
    """A figure that stands large; blank where it is not known."""

    name: str
    figure: str


@dataclass(frozen=True)
class Infographic:
    """What the page says; ``source`` is a sentence."""

    title: str
    source: str
    is_draft: bool
    headlines: Sequence[Headline]
    charts_across: Sequence[ShownChart]
    charts_below: Sequence[ShownChart]  # side by side

    @property
    def charts(self) -> list[ShownChart]:
        return [*self.charts_across, *self.charts_below]


def infographic_of(government: Organ, year: int) -> Infographic | None:
    """The page of a county's year, ``None`` where nothing of that year counts yet.

    Of each year its own published report stands before the sums, which are adjusted as its report has to be, so that
    the page and the report say the same.
    """
    found = sums_by_year(government, years_known(government, year)[-USUAL_YEARS:])
    if year not in found:
        return None
    published = _published(government, found)
    own = published.get(year)
    columns = [
        _as_published(column, published.get(each))
        for each, column in zip(found, columns_of_years(found, adjusted=True), strict=True)
    ]
    return Infographic(
        title=f"{government.short_name or government.name}{year}年政府信息公开工作年度报告图解",
        source=_source(own, found[year]),
        is_draft=not (own or found[year].final),
        headlines=[Headline(name, _headline(columns[-1], cells)) for name, cells in HEADLINES],
        charts_across=charts_of_applications(columns),
        charts_below=[chart_of_members(year, found[year], HALF), disputes_chart(columns[-1], HALF)],
    )


def _published(government: Organ, years: Iterable[int]) -> dict[int, AnnualReport]:
    """By year its newest published report, those of earlier years that were taken over included; one query."""
    found = AnnualReport.objects.filter(
        organ=government, year__in=years, status__in=(Status.PUBLISHED, Status.ARCHIVED)
    )
    return {each.year: each for each in found.order_by("revision")}


def _as_published(column: ComparedColumn, own: AnnualReport | None) -> ComparedColumn:
    if own is None:
        return column
    return replace(column, figures=own.figures(), edition=own.official_form, coverage="")


def _source(own: AnnualReport | None, sums: Sums) -> str:
    if own:
        return f"数据来源：已公布的《{own.data().title}》"
    if sums.final:
        return f"数据来源：{sums.members} 个单位年度报告的汇总数（已定稿）"
    return f"数据来源：{len(sums.reports)}／{sums.members} 个单位年度报告的汇总数（未定稿）"


def _headline(column: ComparedColumn, cells: Sequence[Cell]) -> str:
    figures = [column.figure(cell, column.edition) for cell in cells]
    return display(sum(figures)) if all(map(is_readable, figures)) else ""
