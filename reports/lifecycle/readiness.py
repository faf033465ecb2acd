"""Whether a report is ready for a transition: conditions that answer with a refusal, or with ""; and for review."""

from reports.checks.registry import Finding, Level
from reports.lifecycle.findings import findings, findings_to_submit, judgements, unexplained
from reports.models.opinions import OpinionState
from reports.models.organs import Membership, Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Judgement
from reports.official.interchange import content_hash

Refusal = str


def retired_refusal(report: AnnualReport, user: User) -> Refusal:
    """A retired organ hands in nothing, and is given nothing to write."""
    return "" if report.organ.is_active else f"{report.organ}已停用，不能办理。如需办理，请先由管理员启用。"


def has_people(organ_id: int, *roles: Role) -> bool:
    """Whether an organ has anybody with an active account in one of the roles."""
    return Membership.objects.filter(organ=organ_id, role__in=roles, user__is_active=True).exists()


def is_complete(report: AnnualReport, user: User) -> Refusal:
    """Nothing must be fixed or is missing, and whatever needs an explanation has one."""
    return _readiness(report, findings_to_submit(report))


def is_ready(report: AnnualReport, user: User) -> Refusal:
    """Nothing of the content must be fixed, and whatever needs an explanation has one."""
    return _readiness(report, findings(report))


def _readiness(report: AnnualReport, found: list[Finding]) -> Refusal:
    to_fix = sum(finding.level is Level.MUST_FIX for finding in found)
    to_explain = len(unexplained(report, found))
    if to_fix:
        return f"还有 {to_fix} 项须修改，改好后才能继续。"
    return f"还有 {to_explain} 项须说明没有写明情况，写明后才能继续。" if to_explain else ""


def explanations_are_accepted(report: AnnualReport, user: User) -> Refusal:
    """E1: the supervisor has accepted each explanation that stands."""
    judged = judgements(report)
    answers = ([key for key in each.answered_by if key in judged] for each in findings(report) if _explains(each))
    waiting = sum(judged[key] != Judgement.ACCEPTED for key in {own[0] for own in answers if own})
    return f"还有 {waiting} 项情况说明未认可。" if waiting else ""


def _explains(finding: Finding) -> bool:
    return finding.level is Level.EXPLAIN


def opinions_are_resolved(report: AnnualReport, user: User) -> Refusal:
    unresolved = report.opinions.mandatory().unresolved().count()
    return f"还有 {unresolved} 条“须改”意见未解决。" if unresolved else ""


def opinions_are_answered(report: AnnualReport, user: User) -> Refusal:
    """A leader signs what the clerk has dealt with; only the supervisor, afterwards, can call it resolved."""
    unanswered = report.opinions.mandatory().filter(state=OpinionState.OPEN).count()
    return f"还有 {unanswered} 条“须改”意见未解决。" if unanswered else ""


def is_what_was_approved(report: AnnualReport, user: User) -> Refusal:
    """D3: what was approved is what is published."""
    approval = report.events.filter(to_status=Status.APPROVED).first()
    same = approval is not None and approval.content_hash == content_hash(report.data())
    return "" if same else "报告内容与审核通过时不一致，不能公布，请联系审核单位。"


def is_reviewed_first(report: AnnualReport) -> bool:
    """Whether a supervisor has to approve the report before it may be published."""
    reviewing = report.reviewing_organ
    if reviewing is None or reviewing.reviews_before_publication:
        return reviewing is not None
    # An opinion or a question that a supervisor has put is theirs to settle, whatever the setting says now.
    is_questioned = report.explanations.filter(judgement=Judgement.QUESTIONED).exists()
    return is_questioned or report.opinions.mandatory().unresolved().exists()
