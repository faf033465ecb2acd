"""Whether the sums of a year stand as they were declared final (定稿)."""

from django.utils import timezone

from reports.lifecycle.refusals import Refused
from reports.models.county import Consolidation, Finalisation


def standing_finalisation(consolidation: Consolidation | None) -> Finalisation | None:
    """The final sums that hold; ``None`` while they are worked on, and after they were reopened."""
    if consolidation is None:
        return None
    return consolidation.finalisations.filter(reopening=None).select_related("by").first()


def require_open(consolidation: Consolidation) -> None:
    """``Refused`` where the sums are final."""
    final = standing_finalisation(consolidation)
    if final:
        raise Refused(f"{told(final)}，须先撤销定稿。")


def told(final: Finalisation) -> str:
    """Who declared the sums final, and when."""
    return f"汇总数已由{final.by}于 {timezone.localtime(final.at):%Y-%m-%d %H:%M} 定稿"
