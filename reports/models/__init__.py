"""Organs and people, reports and their tables, and what happened to them."""

from reports.models.accounts import PastPassword, SecondFactorReset, SessionRecord
from reports.models.appraisal import (
    AppraisalClosing,
    AppraisalItem,
    AppraisalScheme,
    EvidenceKind,
    SchemeState,
    ScoreAnswer,
    ScoreEntry,
)
from reports.models.audit import AuditAction, AuditEnd, AuditEntry, AuditOutcome, AuditPurge
from reports.models.batches import Batch, BatchFile, Stage
from reports.models.boilerplate import BoilerplateSetting
from reports.models.bundles import Bundle, BundleKind, BundleState
from reports.models.circulars import Circular, CircularFile, CircularReceipt
from reports.models.county import Adjustment, AdjustmentKind, Basis, Consolidation, Finalisation, Reopening, ScopeEntry
from reports.models.derived import DerivedFigure, Origin
from reports.models.examinations import Examination
from reports.models.notices import Mail, Notice
from reports.models.opinions import Opinion, OpinionCode, OpinionLevel, OpinionReply, OpinionState
from reports.models.organs import Membership, OneOfThree, Organ, Role, User
from reports.models.phrases import StockPhrase
from reports.models.presence import Presence, Sighting
from reports.models.publication import Publication, PublishedFile
from reports.models.published_addresses import PublishedAddress
from reports.models.reports import AnnualReport, ReportText, Status, StepRecord
from reports.models.review import (
    ChainHead,
    Event,
    Explanation,
    ExplanationKind,
    ImportedFile,
    Judgement,
    Source,
    ValueChange,
    Version,
)
from reports.models.rule_settings import RuleSetting
from reports.models.seals import Seal, SealingRound, SealTally
from reports.models.sketches import SubmittedClause
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
from reports.models.unrelated_marks import UnrelatedMark
from reports.models.uploads import Upload, UploadPicture
from reports.models.years import Extension, ReportingYear

__all__ = [
    "TABLE_MODELS",
    "Adjustment",
    "AdjustmentKind",
    "AnnualReport",
    "Applications",
    "AppraisalClosing",
    "AppraisalItem",
    "AppraisalScheme",
    "AuditAction",
    "AuditEnd",
    "AuditEntry",
    "AuditOutcome",
    "AuditPurge",
    "Basis",
    "Batch",
    "BatchFile",
    "BoilerplateSetting",
    "Bundle",
    "BundleKind",
    "BundleState",
    "ChainHead",
    "Circular",
    "CircularFile",
    "CircularReceipt",
    "Consolidation",
    "DerivedFigure",
    "Disputes",
    "Enforcement",
    "Event",
    "EvidenceKind",
    "Examination",
    "Explanation",
    "ExplanationKind",
    "Extension",
    "Fees",
    "Finalisation",
    "ImportedFile",
    "Judgement",
    "Licensing",
    "Mail",
    "Membership",
    "NormativeActs",
    "Notice",
    "OneOfThree",
    "Opinion",
    "OpinionCode",
    "OpinionLevel",
    "OpinionReply",
    "OpinionState",
    "Organ",
    "Origin",
    "PastPassword",
    "Presence",
    "Procurement",
    "Publication",
    "PublishedAddress",
    "PublishedFile",
    "Reopening",
    "ReportText",
    "ReportingYear",
    "Role",
    "RuleSetting",
    "SchemeState",
    "ScopeEntry",
    "ScoreAnswer",
    "ScoreEntry",
    "Seal",
    "SealTally",
    "SealingRound",
    "SecondFactorReset",
    "SessionRecord",
    "Sighting",
    "SignInTry",
    "Source",
    "Stage",
    "Status",
    "StepRecord",
    "StockPhrase",
    "SubmittedClause",
    "UnrelatedMark",
    "Upload",
    "UploadPicture",
    "User",
    "ValueChange",
    "Version",
]
