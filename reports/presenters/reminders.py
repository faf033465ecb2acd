"""催报: the organs that may be reminded, and what each of them is told beside the words of the supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from reports.lifecycle.deadlines import Timing
from reports.lifecycle.reminding import last_reminded, standing_words
from reports.models import AnnualReport, Organ, Status
from reports.presenters.queue import NOT_SUBMITTED, organs_to_review


def to_remind(supervised: set[int], year: int) -> QuerySet[Organ]:
    """The organs that may be reminded (催报): what they have not submitted, or have back and no correction, is to come.

    Those alone of which a supervisor is the superior of now: who was reviewed under another is that one's to remind.
    """
    is_back = Q(tab=Status.RETURNED, current__revision=1)
    organs = organs_to_review(supervised, year).filter(Q(tab=NOT_SUBMITTED) | is_back)
    return organs.filter(is_active=True, superior__in=supervised)


@dataclass(frozen=True)
class RemindedRow:
    """An organ that may be reminded, and what is said to it beside the words of the supervisor."""

    organ: Organ
    status: str
    state: str
    said: str
    reminded_at: datetime | None


def reminded_rows(organs: list[Organ], year: int, stand: Mapping[int, Timing]) -> list[RemindedRow]:
    """Each organ in its order; they are those of ``to_remind``."""
    last = last_reminded([organ.pk for organ in organs], year)
    statuses = dict(AnnualReport.objects.filter(pk__in=[each.report_id for each in organs]).values_list("pk", "status"))
    rows = []
    for organ in organs:
        status = statuses.get(organ.report_id, "")
        said = standing_words(status or Status.DRAFT, stand[organ.pk])
        state = Status(status).label if status else "未开始"
        rows.append(RemindedRow(organ, status or "none", state, said, last.get(organ.pk)))
    return rows
