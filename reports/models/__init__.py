"""Organs and people, reports and their tables, and what happened to them."""

from reports.models.accounts import PastPassword, SessionRecord
from reports.models.notices import Mail, Notice
from reports.models.opinions import Opinion, OpinionCode, OpinionLevel, OpinionReply, OpinionState
from reports.models.organs import Membership, Organ, Role, User
from reports.models.phrases import StockPhrase
from reports.models.presence import Presence
from reports.models.publication import Publication
from reports.models.reports import AnnualReport, ReportText, Status, StepRecord
from reports.models.review import Event, Explanation, Judgement, Source, ValueChange, Version
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
from reports.models.throttle import SignInTry
from reports.models.years import Extension, ReportingYear

__all__ = [
    "TABLE_MODELS",
    "AnnualReport",
    "Applications",
    "Disputes",
    "Enforcement",
    "Event",
    "Explanation",
    "Extension",
    "Fees",
    "Judgement",
    "Licensing",
    "Mail",
    "Membership",
    "NormativeActs",
    "Notice",
    "Opinion",
    "OpinionCode",
    "OpinionLevel",
    "OpinionReply",
    "OpinionState",
    "Organ",
    "PastPassword",
    "Presence",
    "Procurement",
    "Publication",
    "ReportText",
    "ReportingYear",
    "Role",
    "SessionRecord",
    "SignInTry",
    "Source",
    "Status",
    "StepRecord",
    "StockPhrase",
    "User",
    "ValueChange",
    "Version",
]
