"""The only code that changes a report's state, driven by one list of transitions that also draws the buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from reports.checks.registry import Case, Finding, Level, run
from reports.models.organs import Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData

Refusal = str
Guard = Callable[[AnnualReport, User], Refusal]


class Refused(Exception):
    """A transition that may not be taken now; the message says why and what to do."""


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to a report: from where, to where, by whom, on what conditions."""

    action: str
    label: str
    sources: tuple[Status, ...]
    target: Status
    roles: tuple[Role, ...]
    needs_reason: bool = False
    guards: tuple[Guard, ...] = ()
    starts_a_round: bool = False
    is_open: bool = True  # declared, but not offered yet


def _is_four_eyes(report: AnnualReport, user: User) -> Refusal:
    """D2: whoever decides neither submitted nor edited this round (四眼原则)."""
    submitted = report.events.filter(action="submit", round=report.round, actor=user).exists()
    edited = report.changes.filter(round=report.round - 1, editor=user).exists()
    return "本次提交由您填写或提交，须由其他审核员审核。" if submitted or edited else ""


def _is_ready(report: AnnualReport, user: User) -> Refusal:
    """Nothing must be fixed, and whatever needs an explanation has one."""
    found = findings(report)
    to_fix = sum(finding.level is Level.MUST_FIX for finding in found)
    to_explain = len(unexplained(report, found))
    if to_fix:
        return f"还有 {to_fix} 项须修改，改好后才能继续。"
    return f"还有 {to_explain} 项须说明没有写明情况，写明后才能继续。" if to_explain else ""


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit",
        "提交审核",
        sources=(Status.DRAFT, Status.RETURNED),
        target=Status.IN_REVIEW,
        roles=(Role.CLERK,),
        guards=(_is_ready,),
        starts_a_round=True,
    ),
    Transition("sign", "签发", (Status.SIGNING,), Status.IN_REVIEW, (Role.LEADER,), is_open=False),
    Transition(
        "send_back",
        "退回修改",
        sources=(Status.SIGNING,),
        target=Status.RETURNED,
        roles=(Role.LEADER,),
        needs_reason=True,
        is_open=False,
    ),
    Transition(
        "withdraw",
        "撤回",
        sources=(Status.SIGNING, Status.IN_REVIEW),
        target=Status.DRAFT,
        roles=(Role.CLERK,),
        is_open=False,
    ),
    Transition(
        "return",
        "退回修改",
        sources=(Status.IN_REVIEW,),
        target=Status.RETURNED,
        roles=(Role.SUPERVISOR,),
        needs_reason=True,
        guards=(_is_four_eyes,),
    ),
    Transition(
        "approve",
        "审核通过",
        sources=(Status.IN_REVIEW,),
        target=Status.APPROVED,
        roles=(Role.SUPERVISOR,),
        guards=(_is_four_eyes, _is_ready),
    ),
    Transition(
        "revoke",
        "撤销审核通过",
        sources=(Status.APPROVED,),
        target=Status.RETURNED,
        roles=(Role.SUPERVISOR,),
        needs_reason=True,
        is_open=False,
    ),
    Transition(
        "publish",
        "公布",
        sources=(Status.APPROVED,),
        target=Status.PUBLISHED,
        roles=(Role.CLERK, Role.LEADER),
        is_open=False,
    ),
    Transition(
        "correct",
        "更正",
        sources=(Status.PUBLISHED,),
        target=Status.DRAFT,
        roles=(Role.SUPERVISOR,),
        needs_reason=True,
        is_open=False,
    ),
)

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
REASON_LENGTH = (10, 500)


def available(report: AnnualReport, user: User) -> list[Transition]:
    """What this user may do with the report now, as far as state and role go."""
    return [
        transition
        for transition in TRANSITIONS
        if transition.is_open and report.status in transition.sources and _has_role(transition, report, user)
    ]


@transaction.atomic
def take(action: str, report_id: int, user: User, *, seen_hash: str = "", reason: str = "") -> Event:
    """Take a transition under the report's lock, or raise ``Refused`` with a sentence.

    ``seen_hash`` is the hash of the content that the user decided on; content that has changed since
    is not decided on unseen.
    """
    transition = BY_ACTION[action]
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=report_id)
    _require_available(transition, report, user)
    current = content_hash(report.data())
    if seen_hash and seen_hash != current:
        raise Refused("报告内容在您打开本页后有修改，请重新查看后再操作。")
    reason = reason.strip()
    _require_reason(transition, reason)
    for guard in transition.guards:
        if refusal := guard(report, user):
            raise Refused(refusal)
    return _carry_out(transition, report, user, reason, current)


def _require_available(transition: Transition, report: AnnualReport, user: User) -> None:
    if report.status not in transition.sources:
        last = report.events.select_related("actor").first()
        told = f"{last.actor}已于 {timezone.localtime(last.at):%Y-%m-%d %H:%M} 办理，" if last else ""
        raise Refused(f"{told}本报告当前为“{report.get_status_display()}”，不能{transition.label}。")
    if transition not in available(report, user):
        raise Refused(f"当前账号没有“{transition.label}”的权限。")


def _require_reason(transition: Transition, reason: str) -> None:
    shortest, longest = REASON_LENGTH
    if transition.needs_reason and not shortest <= len("".join(reason.split())) <= longest:
        raise Refused(f"请填写{transition.label}的原因，{shortest}—{longest} 字。")


def _carry_out(transition: Transition, report: AnnualReport, user: User, reason: str, current_hash: str) -> Event:
    from_status, report.status = report.status, _target(transition, report)
    if transition.starts_a_round:
        report.round += 1
    report.save(update_fields=["status", "round", "changed_at"])
    return Event.objects.create(
        report=report,
        round=report.round,
        action=transition.action,
        from_status=from_status,
        to_status=report.status,
        actor=user,
        reason=reason,
        content_hash=current_hash,
    )


def _target(transition: Transition, report: AnnualReport) -> Status:
    """Where a transition leads: a submission that nobody has to review is approved as it stands."""
    superior = report.organ.superior
    if transition.action == "submit" and not (superior and superior.reviews_before_publication):
        return Status.APPROVED
    return transition.target


def _has_role(transition: Transition, report: AnnualReport, user: User) -> bool:
    organ = report.organ
    return any(
        user.is_(role, organ.superior_id if role is Role.SUPERVISOR else organ.pk)
        for role in transition.roles
        if role is not Role.SUPERVISOR or organ.superior_id
    )


def findings(report: AnnualReport, data: ReportData | None = None) -> list[Finding]:
    """What the checks find in the report, last year's beside it; ``data`` where it has been read already."""
    previous = report.last_years()
    return run(Case(data or report.data(), previous=previous.data() if previous else None))


def unexplained(report: AnnualReport, found: list[Finding] | None = None) -> list[Finding]:
    """The findings that need an explanation and have none that still stands."""
    explained = set(report.explanations.values_list("fingerprint", flat=True))
    found = findings(report) if found is None else found
    return [each for each in found if each.level is Level.EXPLAIN and each.fingerprint not in explained]
