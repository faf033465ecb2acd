"""What templates ask of the 保密审查 of a report."""

from django import template

from reports.lifecycle.secrecy import SecrecyReview, secrecy_review
from reports.models import AnnualReport

register = template.Library()


@register.simple_tag
def secrecy_of(report: AnnualReport) -> SecrecyReview | None:
    """Where the review of a report stands; ``None`` where its organ has none done."""
    return secrecy_review(report)
