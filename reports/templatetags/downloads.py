"""What templates ask of the formats: in which a report can be had."""

from django import template

from reports.formats import registry, writing
from reports.formats.format import Format
from reports.models import AnnualReport
from reports.official.report_data import ReportData

register = template.Library()


@register.simple_tag
def known_size(report: AnnualReport, data: ReportData | None, extension: str) -> int | None:
    """The bytes of a report's file where it has been drawn already; ``None`` where nobody knows before it is."""
    if not data:
        return None
    return writing.size_if_known(data, extension, draft=report.is_draft, demonstration=report.is_demonstration)


@register.simple_tag
def downloads(*, with_data: bool = False) -> list[Format]:
    """The formats in which pages offer a report, the paper first; ``with_data`` also those that are for programs."""
    return [each for each in registry.downloads() if with_data or not each.output.is_data]
