"""What may happen to a report: one list that the workflow enforces and that draws the buttons."""

from django.utils import timezone

from reports.lifecycle.contributors import four_eyes_refusal
from reports.lifecycle.readiness import (
    Refusal,
    explanations_are_accepted,
    has_people,
    is_complete,
    is_ready,
    is_what_was_approved,
    opinions_are_answered,
    opinions_are_resolved,
    retired_refusal,
)
from reports.lifecycle.secrecy import is_confirmed_before_signing, is_confirmed_before_submission
from reports.lifecycle.secrecy_transitions import SECRECY_TRANSITIONS
from reports.lifecycle.transition import Notification, Party, Transition
from reports.models.organs import Role, User
from reports.models.reports import AnnualReport, Status


def _review_has_not_begun(report: AnnualReport, user: User) -> Refusal:
    if report.status != Status.IN_REVIEW or report.review_opened_at is None:
        return ""
    superior = report.organ.superior
    began = report.reviewer_id or report.organ.superior_id
    # Where who began is its superior no more or has nobody left, the way back is always open.
    if superior is None or began != superior.pk or not has_people(began, Role.SUPERVISOR):
        return ""
    telephone = f" {superior.telephone}" if superior.telephone else ""
    return f"审核员已开始审核，不能撤回。如需修改请联系审核单位{telephone}"


def _is_the_newest_revision(report: AnnualReport, user: User) -> Refusal:
    newer = AnnualReport.objects.filter(organ=report.organ, year=report.year, revision__gt=report.revision)
    return f"{last_action(report)}本报告已有更正版本。" if newer.exists() else ""


ORGAN = (Party.CLERKS, Party.LEADERS)
# Where nobody reviews first, the organ may publish, and the supervisors may still revoke.
EVERYBODY = (*ORGAN, Party.SUPERVISORS)
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit",
        "提交审核",
        sources=(Status.DRAFT, Status.RETURNED),
        target=Status.IN_REVIEW,
        roles=(Role.CLERK,),
        consequence="提交后，审核期间不能修改；审核员开始审核前可撤回。",
        done="已提交审核",
        notifications=(
            Notification(
                (Party.SECRECY,), "{report}已由{actor}提交，请作保密审查。", target=Status.SIGNING, awaits_secrecy=True
            ),
            Notification((Party.LEADERS,), "{report}已由{actor}提交，请签发。", target=Status.SIGNING),
            Notification((Party.SUPERVISORS,), "{report}已提交审核，请审核。", target=Status.IN_REVIEW),
            Notification(EVERYBODY, "{report}已由{actor}提交，未经审核，可以公布。", target=Status.APPROVED),
        ),
        guards=(retired_refusal, is_confirmed_before_submission, is_complete),
        begins_round=True,
        has_own_page=True,
        handed_in_as="提交",
    ),
    Transition(
        "sign",
        "签发",
        sources=(Status.SIGNING,),
        target=Status.IN_REVIEW,
        roles=(Role.LEADER,),
        consequence="分管领导对年度报告承担领导责任。签发后不能修改。",
        done="已签发",
        notifications=(
            Notification(
                (Party.SUPERVISORS, Party.WRITERS), "{report}已由{actor}签发，送审核单位审核。", target=Status.IN_REVIEW
            ),
            Notification(EVERYBODY, "{report}已由{actor}签发，未经审核，可以公布。", target=Status.APPROVED),
        ),
        guards=(retired_refusal, is_confirmed_before_signing, four_eyes_refusal, opinions_are_answered, is_ready),
        decides_on_findings=True,
        opens_from_notice=True,
        handed_in_as="签发",
    ),
    Transition(
        "send_back",
        "退回修改",
        sources=(Status.SIGNING,),
        target=Status.RETURNED,
        roles=(Role.LEADER,),
        consequence="退回后由填报员修改并再次提交。",
        done="已退回修改",
        notifications=(Notification(ORGAN, "{report}由{actor}退回修改，请按退回意见修改后重新提交。"),),
        needs_reason=True,
        reason_called="退回意见",
    ),
    Transition(
        "withdraw",
        "撤回",
        sources=(Status.SIGNING, Status.IN_REVIEW),
        target=Status.DRAFT,
        roles=(Role.CLERK,),
        consequence="撤回后可以继续修改，修改后须重新提交。",
        done="已撤回，可继续修改",
        notifications=(
            Notification((Party.LEADERS, Party.SECRECY), "{report}已由{actor}撤回，暂不签发。", source=Status.SIGNING),
            Notification(
                (Party.SUPERVISORS, Party.ASKED), "{report}已由{actor}撤回，暂不审核。", source=Status.IN_REVIEW
            ),
        ),
        guards=(_review_has_not_begun,),
        undoes_round=True,
    ),
    Transition(
        "approve",
        "审核通过",
        sources=(Status.IN_REVIEW,),
        target=Status.APPROVED,
        roles=(Role.SUPERVISOR,),
        consequence="通过后填报单位不能再修改。",
        done="审核通过",
        notifications=(Notification(ORGAN, "{report}审核通过，请公布。"),),
        guards=(four_eyes_refusal, opinions_are_resolved, explanations_are_accepted, is_ready),
        issues_opinions=True,
        decides_on_findings=True,
        requires_fonts=True,
        onward="通过并看下一份",
    ),
    Transition(
        "return",
        "退回修改",
        sources=(Status.IN_REVIEW,),
        target=Status.RETURNED,
        roles=(Role.SUPERVISOR,),
        consequence="退回后由填报单位修改并再次提交，退回意见显示在填报单位首页。",
        done="已退回修改",
        notifications=(Notification(ORGAN, "{report}由{actor}退回修改，请按退回意见和审核意见修改后重新提交。"),),
        needs_reason=True,
        guards=(four_eyes_refusal,),
        issues_opinions=True,
        reason_called="退回意见",
        sets_day=True,
        onward="退回并看下一份",
    ),
    Transition(
        "revoke",
        "撤销审核通过",
        sources=(Status.APPROVED,),
        target=Status.RETURNED,
        roles=(Role.SUPERVISOR,),
        consequence="撤销后报告退回填报单位修改。",
        done="已撤销审核通过，退回修改",
        notifications=(Notification(ORGAN, "{report}的审核通过已由{actor}撤销，退回修改，请修改后重新提交。"),),
        needs_reason=True,
        without_reviewer=(Role.LEADER,),
    ),
    Transition(
        "publish",
        "公布",
        sources=(Status.APPROVED,),
        target=Status.PUBLISHED,
        roles=(Role.CLERK, Role.LEADER),
        consequence="公布后数字、文字和文件不再改变，任何人都可以查看。如有错误，须发起更正，重新办理。",
        done="已公布",
        notifications=(Notification(EVERYBODY, "{report}已由{actor}公布。"),),
        guards=(is_what_was_approved,),
        publishes=True,
    ),
    Transition(
        "correct",
        "发起更正",
        sources=(Status.PUBLISHED,),
        target=Status.PUBLISHED,
        roles=(Role.SUPERVISOR,),
        consequence="填报单位将得到一份可以修改的更正版本，已公布的版本保留不变。",
        done="已发起更正，由填报单位修改",
        notifications=(Notification(ORGAN, "{actor}对{report}发起更正，请修改后重新提交。"),),
        needs_reason=True,
        without_reviewer=(Role.LEADER,),
        guards=(retired_refusal, _is_the_newest_revision),
        opens_correction=True,
    ),
    Transition(
        "archive",
        "读入归档",
        sources=(),
        target=Status.ARCHIVED,
        roles=(Role.CLERK, Role.SUPERVISOR),
        consequence="读入后作为往年报告，供查看和比较，不能修改。",
        done="已读入，作为往年报告",
        notifications=(Notification((), ""),),  # a whole folder of earlier years waits for nobody
        has_own_page=True,
        reads_a_file=True,
    ),
    *SECRECY_TRANSITIONS,
)

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
# The actions, as they stand in the events, that do one of these things.
SUBMITTING = tuple(each.action for each in TRANSITIONS if each.begins_round)
WITHDRAWING = tuple(each.action for each in TRANSITIONS if each.undoes_round)
PUBLISHING = tuple(each.action for each in TRANSITIONS if each.publishes)
CORRECTING = tuple(each.action for each in TRANSITIONS if each.opens_correction)
(SUBMISSION,) = (each for each in TRANSITIONS if each.begins_round)
(APPROVAL,) = (each for each in TRANSITIONS if each.waits_for_judgements)
(ARCHIVING,) = (each for each in TRANSITIONS if each.reads_a_file)


def available(report: AnnualReport, user: User) -> list[Transition]:
    """What this user may do with the report now, as far as its state, the person's role and the organ go."""
    is_shut = bool(retired_refusal(report, user))
    open_now = [
        each for each in TRANSITIONS if report.status in each.sources and is_among_performers(each, report, user)
    ]
    shut = [each for each in open_now if is_shut and retired_refusal in each.guards]
    return [each for each in open_now if each not in shut and not (each.unless and each.unless(report, user))]


def obstacles(transition: Transition, report: AnnualReport, user: User) -> list[Refusal]:
    """A sentence for each thing that stands in the way of a transition that is open to the user otherwise."""
    return [refusal for guard in transition.guards if (refusal := guard(report, user))]


def is_among_performers(transition: Transition, report: AnnualReport, user: User) -> bool:
    """Whether the user is one of those who may ever perform the transition with this report."""
    reviewing = report.reviewing_organ_id
    return any(
        user.has_role(role, reviewing if role is Role.SUPERVISOR else report.organ_id)
        for role in (transition.roles if reviewing else transition.without_reviewer or transition.roles)
        if role is not Role.SUPERVISOR or reviewing
    )


def last_action(report: AnnualReport) -> str:
    """Who did the last thing to the report and when, as the beginning of a sentence; empty where nobody did."""
    last = report.events.select_related("actor").first()
    if last is None:
        return ""
    label = BY_ACTION[last.action].label if last.action in BY_ACTION else "办理"
    return f"{last.actor}已于 {timezone.localtime(last.at):%Y-%m-%d %H:%M} {label}，"
