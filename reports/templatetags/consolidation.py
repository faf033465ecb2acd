"""What templates ask of the sums that a government's own report is filled from."""

from django import template

from reports.lifecycle.consolidation.standing import coverage_of_draft
from reports.models import AnnualReport
from reports.official.report_data import Coverage

register = template.Library()


@register.simple_tag
def coverage(report: AnnualReport) -> Coverage | None:
    """How many members the figures of a draft cover; ``None`` of what is not summed, or is through."""
    return coverage_of_draft(report)
