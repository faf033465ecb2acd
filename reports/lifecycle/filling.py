"""How much of a report is filled in, part by part, as the database counts it: for lists of many reports."""

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import add

from django.db.models import Count

from reports.lifecycle.completion import LINES
from reports.models.keys import Keys
from reports.models.reports import AnnualReport, ReportText
from reports.models.tables import TABLE_MODELS
from reports.official import EDITIONS, Edition, Section

PARTICULARS_NEEDED = frozenset(key for key, (_, _, is_required) in LINES.items() if is_required)


def parts_of(form: Edition) -> int:
    """How many parts a report has: its particulars and the sections of its form."""
    return 1 + len(form.sections)


def filled_parts(reports: Collection[AnnualReport]) -> dict[int, int]:
    """How many parts of each report hold all that they ask for, by its key; a query for the texts and one a table.

    Nothing is judged: a part that is full may still have to be mended.
    """
    keys = Keys(reports)
    written: dict[int, set[str]] = defaultdict(set)
    for pk, key in ReportText.objects.filter(report__in=keys).exclude(body="").values_list("report", "key"):
        written[pk].add(key)
    entered = {form: _entered(EDITIONS[form], keys) for form in sorted({report.edition for report in reports})}
    return {
        report.pk: (written[report.pk] >= PARTICULARS_NEEDED)
        + sum(
            _is_filled(section, written[report.pk], entered[report.edition][report.pk])
            for section in report.official_form.sections
        )
        for report in reports
    }


def _entered(form: Edition, keys: Keys) -> dict[int, dict[str, int]]:
    """By report and table, how many entries hold a number."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for key, table in form.table.items():
        columns = [column.key for column in table.columns if not column.is_total]
        counted = reduce(add, (Count(column) for column in columns))
        rows = TABLE_MODELS[key].objects.filter(report__in=keys).order_by().values_list("report")
        for pk, count in rows.annotate(entries=counted):
            found[pk][key] = count
    return found


def _is_filled(section: Section, written: set[str], entered: dict[str, int]) -> bool:
    texts = {text.key for text in section.texts if text.is_required}
    return texts <= written and all(entered.get(each.key, 0) >= len(each.entries) for each in section.tables)
