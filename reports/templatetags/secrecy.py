"""What templates ask of the 保密审查 of a report."""

from typing import Any

from django import template

from reports.lifecycle.secrecy import SecrecyReview, secrecy_review
from reports.models import AnnualReport, Role

register = template.Library()


@register.simple_tag
def secrecy_of(report: AnnualReport) -> SecrecyReview | None:
    """Where the review of a report stands; ``None`` where its organ has none done."""
    return secrecy_review(report)


@register.simple_tag(takes_context=True)
def does_secrecy(context: dict[str, Any], report: AnnualReport) -> bool:
    """Whether the person who looks at the page does the review of that organ."""
    return context["request"].user.has_role(Role.SECRECY, report.organ_id)
