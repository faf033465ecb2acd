"""比较: the years of a county beside each other, its units, or a unit beside its kind; and as a workbook."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.county.comparing import (
    By,
    ComparedColumn,
    beside_its_kind,
    columns_of_units,
    columns_of_years,
    sums_by_year,
    units_offered,
    years_known,
)
from reports.forms.comparing import CompareForm
from reports.models import Organ
from reports.official import edition_for
from reports.presenters.county_charts import ShownChart, chart_of_members, chart_of_units, charts_of_years
from reports.presenters.county_comparison import ComparedTable, table_beside_kind, table_of
from reports.web.access import consolidating_organ
from reports.web.files import workbook_answer


@dataclass
class _SideBySide:
    """What is put beside each other, and what is said of it; without a table there is nothing to compare yet."""

    table: ComparedTable | None = None
    charts: list[ShownChart] = field(default_factory=list)
    note: str = ""


def sums_compare(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The comparison that the address asks for, the years where it asks for none."""
    government, form, found = _asked(request, organ, year)
    context = {
        "organ": government,
        "year": year,
        "form": form,
        "by": form.asked_by.value,
        "chosen": {each.slug for each in form.chosen},
        "table": found.table,
        "charts": found.charts,
        "note": found.note,
        "query": request.GET.urlencode(),
    }
    return render(request, "county/compare.html", context)


def sums_compare_workbook(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    """The same as a workbook; 404 where there is nothing to compare."""
    from reports.county.comparison_workbook import write  # noqa: PLC0415 openpyxl costs every start 0.16 s

    government, _, found = _asked(request, organ, year)
    if found.table is None:
        raise Http404
    title = f"{government}{year}年度比较"
    return workbook_answer(f"{title}.xlsx", write(title, _lines(found.table), found.note))


def _asked(request: HttpRequest, organ: str, year: int) -> tuple[Organ, CompareForm, _SideBySide]:
    government = consolidating_organ(request, organ, year)
    form = CompareForm(request.GET, units_offered(government, year))
    form.is_valid()
    match form.asked_by:
        case By.UNITS:
            return government, form, _of_units(form.chosen, year)
        case By.KIND:
            return government, form, _of_kind(form.chosen, year)
    return government, form, _of_years(government, year, form.most_years)


def _of_years(government: Organ, year: int, most: int) -> _SideBySide:
    found = sums_by_year(government, years_known(government, year)[-most:])
    if not found:
        return _SideBySide(note=f"{year} 年度及以前没有审核通过或已公布的报告，没有可以比较的数字。")
    columns = columns_of_years(found)
    newest = max(found)
    charts = [*charts_of_years(columns), chart_of_members(newest, found[newest])]
    note = "各年按当年确认的汇总范围合计，不含汇总调整。"
    if any(each.coverage for each in columns[-2:]):  # of other organs, what moved is not known
        note += "最近两个年度有单位没有汇总，不计算增减。"
        return _SideBySide(table_of(columns, edition_for(year)), charts, note)
    before = sorted(found)[-2:][0]
    change_of = "比上年" if before == newest - 1 else f"比 {before} 年"
    return _SideBySide(table_of(columns, edition_for(year), change_of), charts, note)


def _of_units(units: list[Organ], year: int) -> _SideBySide:
    if not units:
        return _SideBySide()
    columns = columns_of_units(units, year)
    chart = chart_of_units(f"各单位新收申请（{year} 年）", columns)
    return _SideBySide(table_of(columns, edition_for(year)), [chart], _of_successors(columns))


def _of_kind(units: list[Organ], year: int) -> _SideBySide:
    if len(units) != 1:
        return _SideBySide()
    peers = beside_its_kind(units[0], year)
    kind = units[0].get_kind_display()
    if not peers.count:
        return _SideBySide(note=f"{year} 年度没有其他审核通过或已公布的{kind}报告，没有可以比较的数字。")
    note = f"中位数按同一审核单位其他 {peers.count} 个{kind}审核通过和已公布的报告计算。"
    return _SideBySide(table_beside_kind(peers, edition_for(year)), [], note + _of_successors([peers.unit]))


def _of_successors(columns: list[ComparedColumn]) -> str:
    return "".join(f"{each.heading}的数字为{each.succeeded}。" for each in columns if each.succeeded)


def _lines(table: ComparedTable) -> list[list[str | int | Decimal]]:
    """The table row by row, the headings first; a section has a row of its own."""
    headings = [f"{each.heading}（{each.coverage}）" if each.coverage else each.heading for each in table.columns]
    lines: list[list[str | int | Decimal]] = [["项目", *headings, *([table.change, "幅度"] if table.change else [])]]
    for section in table.sections:
        lines.append([section.title])
        for row in section.rows:
            moved = row.change if row.moved is None else row.moved
            lines.append([row.name, *row.numbers, *([moved, row.percent] if table.change else [])])
    return lines
