"""Many reports read at once: as many questions to the database for thirty as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from reports.models.keys import Keys
from reports.models.reports import AnnualReport, ReportText
from reports.models.tables import TABLE_MODELS, TableRow
from reports.official import Cell, Table
from reports.official.figures import Figure
from reports.official.report_data import ReportData
from reports.official.totals import total


def texts_of(reports: Collection[AnnualReport]) -> dict[int, dict[str, str]]:
    """Every stored text by key, by report; one query."""
    texts: dict[int, dict[str, str]] = {report.pk: {} for report in reports}
    for pk, key, body in ReportText.objects.filter(report__in=Keys(texts)).values_list("report", "key", "body"):
        texts[pk][key] = body
    return texts


def data_of(reports: Collection[AnnualReport], texts: dict[int, dict[str, str]]) -> dict[int, ReportData]:
    """The reports as plain data, by id; one query a table. They need their organ selected."""
    rows: dict[int, list[tuple[str, TableRow]]] = defaultdict(list)
    keys = Keys(texts)
    for key in dict.fromkeys(key for report in reports for key in report.official_form.table):
        for row in TABLE_MODELS[key].objects.filter(report__in=keys):
            rows[row.report_id].append((key, row))
    return {report.pk: report.data(texts[report.pk], rows[report.pk]) for report in reports}


def figures_of_each(reports: Collection[AnnualReport], cells: Collection[Cell]) -> dict[int, dict[Cell, Figure]]:
    """Several cells of each report, by the report's key, those that its form has; one query a table."""
    forms = {report.pk: report.official_form for report in reports}
    asked = {pk: [cell for cell in cells if form.has(cell)] for pk, form in forms.items()}
    entries: dict[int, dict[Cell, Figure]] = defaultdict(dict)
    for key in {cell.table for cell in cells}:
        tables = {pk: form.table[key] for pk, form in forms.items() if key in form.table}
        rows = {part.row for pk, table in tables.items() for part in _parts(table, asked[pk])}
        for row in TABLE_MODELS[key].objects.filter(report__in=Keys(tables), row__in=rows):
            for column in tables[row.report_id].columns:
                if not column.is_total:
                    cell = Cell(key, row.row, column.key)
                    entries[row.report_id][cell] = row.figure(column.key, column.measure)
    return {pk: {cell: _figure(forms[pk].table[cell.table], entries[pk], cell) for cell in asked[pk]} for pk in forms}


def _parts(table: Table, cells: Iterable[Cell]) -> set[Cell]:
    """The entries that the cells of this table are, or are made of."""
    return {part for cell in cells if cell.table == table.key for part in table.parts.get(cell, (cell,))}


def _figure(table: Table, entries: Mapping[Cell, Figure], cell: Cell) -> Figure:
    return total(table, entries, cell) if table.is_total(cell) else entries.get(cell)
