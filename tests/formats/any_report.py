"""Reports as test data: a complete one of either edition, and by Hypothesis any that can be."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from reports.official import EDITIONS, Cell, Edition, Measure
from reports.official.figures import Figure, fault
from reports.official.report_data import Kind, ReportData
from reports.text.cleaning import cleaned, one_line

UNREADABLE = ("abc", "-2", "3.5", "—", "=1+2", "12,34", "1234567890123", "@SUM(A1)", "１.２.３")


def complete_report(edition: str = "2021", **changes) -> ReportData:
    """A report with a figure in every entry and a text everywhere; its table 三 does not balance."""
    form = EDITIONS[edition]
    figures: dict[Cell, Figure] = {}
    for number, cell in enumerate(form.entries):
        is_money = form.table[cell.table].measure(cell) is Measure.MONEY
        figures[cell] = Decimal("18.8710") if is_money else number % 7
    particulars = {
        "edition": edition,
        "organ": "背孜乡人民政府",
        "kind": Kind.TOWNSHIP,
        "year": form.first_year,
        "title": "背孜乡政府信息公开工作年度报告",
        "texts": {key: f"　　{text.name}，第一段。\n第二段。" for key, text in form.text.items()},
        "figures": figures,
    }
    return ReportData(**particulars | changes)


def texts(most: int = 60) -> st.SearchStrategy[str]:
    """Texts as they are stored: any characters, line ends and white space, formulas and escapes, repaired."""
    pieces = st.one_of(
        st.text(max_size=most),
        st.sampled_from(("=1+1", "_x0041_", "_x000D_x", "<a>&amp;", "\n　　", "​", "𠮷", "　第一段\n\n 二 ")),
    )
    return st.lists(pieces, max_size=3).map(lambda parts: cleaned("".join(parts)).text)


@st.composite
def reports(draw: st.DrawFn, *, with_unreadable: bool) -> ReportData:
    """Any report of either edition, with unknown, blank and declared tables."""
    form = draw(st.sampled_from(list(EDITIONS.values())))
    figures = _figures(draw, form, with_unreadable)
    declared = draw(st.sets(st.sampled_from(list(form.table)), max_size=2))
    for key in declared:
        figures |= dict.fromkeys(form.table[key].entries, 0)
    return ReportData(
        edition=form.key,
        organ=draw(texts(10).map(one_line).filter(bool)),
        kind=draw(st.sampled_from(list(Kind))),
        year=draw(st.integers(2019, 9999)),
        title=draw(st.none() | texts(20).map(one_line)),
        texts=draw(st.dictionaries(st.sampled_from(list(form.text)), texts())),
        figures=figures,
        declared_nil=frozenset(declared),
        document_number=draw(st.just("") | texts(10).map(one_line)),
        issued_on=draw(st.none() | st.dates(min_value=date(1000, 1, 1))),
    )


def _figures(draw: st.DrawFn, form: Edition, with_unreadable: bool) -> dict[Cell, Figure]:
    """Every table all unknown, all blank or all nil, but for some rows left out and some cells of their own."""
    figures: dict[Cell, Figure] = {}
    for table in form.table.values():
        everywhere = draw(st.sampled_from(("unknown", None, 0)))
        if everywhere != "unknown":
            figures |= dict.fromkeys(table.entries, everywhere)
        left_out = draw(st.sets(st.sampled_from(list(table.row)), max_size=2))
        figures = {
            cell: figure for cell, figure in figures.items() if cell[:2] not in {(table.key, row) for row in left_out}
        }
    for cell in draw(st.sets(st.sampled_from(form.entries), max_size=12)):
        figures[cell] = draw(figure(form.table[cell.table].measure(cell), with_unreadable))
    return figures


def figure(measure: Measure, with_unreadable: bool) -> st.SearchStrategy[Figure]:
    readable = {
        Measure.COUNT: st.integers(0, 10**9),  # so that no total has more digits than a figure may have
        Measure.NET_CHANGE: st.integers(1 - 10**12, 10**12 - 1),
        Measure.MONEY: st.builds(
            lambda units, decimals: Decimal(units).scaleb(-decimals), st.integers(0, 10**16 - 1), st.integers(0, 4)
        ).filter(lambda amount: amount < 10**12),
    }[measure]
    unreadable = [typed for typed in UNREADABLE if with_unreadable and fault(typed, measure)]
    return st.one_of(readable, st.none(), *([st.sampled_from(unreadable)] if unreadable else []))
