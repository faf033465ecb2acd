"""The reports of S1 (county.md §4.8): of an office, a bureau and two townships; a subdistrict has none."""

from decimal import Decimal

from reports.lifecycle.opening import fill, open_report
from reports.models import AnnualReport, Organ, Status
from reports.official import Cell, edition_for
from reports.official.report_data import Kind, ReportData

NATURAL_PERSON = {
    "lushan": {"new_received": 6, "carried_over": 1, "granted": 3, "unavailable_not_held": 2, "carried_forward": 2},
    "police": {"new_received": 4, "carried_over": 0, "granted": 2, "unavailable_not_held": 1, "carried_forward": 1},
    "beizi": {"new_received": 1, "granted": 1},
    "wawu": {},
}
FEES = {"police": Decimal("12.3456"), "wawu": Decimal("1.2500")}


def organ(slug, name, kind, superior, **fields):
    return Organ.objects.create(
        slug=slug, name=name, short_name=name, self_reference="我单位", kind=kind, superior=superior, **fields
    )


def figures_of(slug, year=2022):
    """Every entry of the form at zero, but for those of S1."""
    figures = dict.fromkeys(edition_for(year).entries, 0)
    figures[Cell("fees", "administrative_fees", "amount")] = FEES.get(slug, Decimal(0))
    column = NATURAL_PERSON.get(slug, {})
    return figures | {Cell("applications", row, "natural_person"): number for row, number in column.items()}


def settle(editor, of, figures, year=2022, status=Status.APPROVED, **fields):
    """A report of the organ with these figures, in this state."""
    report = open_report(of, year, editor)
    data = ReportData(edition_for(year).key, of.name, Kind(of.kind), year, figures=figures)
    fill(report.pk, editor, data)
    AnnualReport.objects.filter(pk=report.pk).update(status=status, **fields)
    return AnnualReport.objects.get(pk=report.pk)
