"""Organs and people, reports and their tables, and what happened to them."""

from reports.models.organs import Membership, Organ, Role, User
from reports.models.presence import Presence
from reports.models.reports import AnnualReport, ReportText, Status, StepRecord
from reports.models.review import Event, Explanation, Source, ValueChange
from reports.models.tables import (
    TABLE_MODELS,
    Applications,
    Disputes,
    Enforcement,
    Fees,
    Licensing,
    NormativeActs,
    Procurement,
)

__all__ = [
    "TABLE_MODELS",
    "AnnualReport",
    "Applications",
    "Disputes",
    "Enforcement",
    "Event",
    "Explanation",
    "Fees",
    "Licensing",
    "Membership",
    "NormativeActs",
    "Organ",
    "Presence",
    "Procurement",
    "ReportText",
    "Role",
    "Source",
    "Status",
    "StepRecord",
    "User",
    "ValueChange",
]
