"""What may happen to a report: one list that the workflow enforces and that draws the buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from reports.checks.registry import Case, Finding, Level, run
from reports.models.opinions import OpinionState
from reports.models.organs import Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Event, Judgement, ValueChange
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData

Refusal = str
Guard = Callable[[AnnualReport, User], Refusal]


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to a report: from where, to where, by whom, on what conditions."""

    action: str
    label: str
    sources: tuple[Status, ...]
    target: Status
    roles: tuple[Role, ...]
    consequence: str  # what the person is told before confirming it
    done: str  # and afterwards
    needs_reason: bool = False
    guards: tuple[Guard, ...] = ()

    @property
    def reason_name(self) -> str:
        """What its reason is called: that with which a report goes back is read by the clerk as 退回意见."""
        return "退回意见" if self.action in ("return", "send_back") else f"{self.label}的原因"


def four_eyes_refusal(report: AnnualReport, user: User) -> Refusal:
    """D2: whoever decides neither submitted nor edited this round (四眼原则)."""
    return "本次提交由您填写或提交，须由其他人员办理。" if user.pk in hands_of(report, report.round) else ""


def hands_of(report: AnnualReport, submission: int) -> set[int]:
    """Who edited for the submission of that number, or submitted it, even if it was withdrawn since."""
    editors = report.changes.filter(round=submission - 1).values_list("editor_id", flat=True)
    submitters = report.events.filter(round=submission, action="submit").values_list("actor_id", flat=True)
    return {*editors, *submitters}


def _is_ready(report: AnnualReport, user: User) -> Refusal:
    """Nothing must be fixed, and whatever needs an explanation has one."""
    found = findings(report)
    to_fix = sum(finding.level is Level.MUST_FIX for finding in found)
    to_explain = len(unexplained(report, found))
    if to_fix:
        return f"还有 {to_fix} 项须修改，改好后才能继续。"
    return f"还有 {to_explain} 项须说明没有写明情况，写明后才能继续。" if to_explain else ""


def _explanations_are_accepted(report: AnnualReport, user: User) -> Refusal:
    """E1: the supervisor has accepted each explanation that stands."""
    standing = {each.fingerprint for each in findings(report) if each.level is Level.EXPLAIN}
    waiting = report.explanations.filter(fingerprint__in=standing).exclude(judgement=Judgement.ACCEPTED).count()
    return f"还有 {waiting} 项情况说明未认可。" if waiting else ""


def _opinions_are_resolved(report: AnnualReport, user: User) -> Refusal:
    unresolved = report.opinions.that_must().unresolved().count()
    return f"还有 {unresolved} 条“须改”意见未解决。" if unresolved else ""


def _opinions_are_answered(report: AnnualReport, user: User) -> Refusal:
    """A leader signs what the clerk has dealt with; only the supervisor, afterwards, can call it resolved."""
    unanswered = report.opinions.that_must().filter(state=OpinionState.OPEN).count()
    return f"还有 {unanswered} 条“须改”意见未解决。" if unanswered else ""


def _review_has_not_begun(report: AnnualReport, user: User) -> Refusal:
    if report.status != Status.IN_REVIEW or report.review_opened_at is None:
        return ""
    superior = report.organ.superior
    telephone = f" {superior.telephone}" if superior.telephone else ""
    return f"审核员已开始审核，不能撤回。如需修改请联系审核单位{telephone}"


def _is_what_was_approved(report: AnnualReport, user: User) -> Refusal:
    """D3: what was approved is what is published."""
    approval = report.events.filter(to_status=Status.APPROVED).first()
    same = approval is not None and approval.content_hash == content_hash(report.data())
    return "" if same else "报告内容与审核通过时不一致，不能公布，请联系审核单位。"


def _is_the_newest_revision(report: AnnualReport, user: User) -> Refusal:
    newer = AnnualReport.objects.filter(organ=report.organ, year=report.year, revision__gt=report.revision)
    return f"{last_deed(report)}本报告已有更正版本。" if newer.exists() else ""


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit",
        "提交审核",
        sources=(Status.DRAFT, Status.RETURNED),
        target=Status.IN_REVIEW,
        roles=(Role.CLERK,),
        consequence="提交后，审核期间不能修改；审核员开始审核前可撤回。",
        done="已提交审核",
        guards=(_is_ready,),
    ),
    Transition(
        "sign",
        "签发",
        sources=(Status.SIGNING,),
        target=Status.IN_REVIEW,
        roles=(Role.LEADER,),
        consequence="分管领导对年度报告承担领导责任。签发后报告送审核单位审核。",
        done="已签发",
        guards=(four_eyes_refusal, _opinions_are_answered, _is_ready),
    ),
    Transition(
        "send_back",
        "退回修改",
        sources=(Status.SIGNING,),
        target=Status.RETURNED,
        roles=(Role.LEADER,),
        consequence="退回后由填报员修改并再次提交。",
        done="已退回修改",
        needs_reason=True,
    ),
    Transition(
        "withdraw",
        "撤回",
        sources=(Status.SIGNING, Status.IN_REVIEW),
        target=Status.DRAFT,
        roles=(Role.CLERK,),
        consequence="撤回后可以继续修改，修改后须重新提交。",
        done="已撤回，可继续修改",
        guards=(_review_has_not_begun,),
    ),
    Transition(
        "approve",
        "审核通过",
        sources=(Status.IN_REVIEW,),
        target=Status.APPROVED,
        roles=(Role.SUPERVISOR,),
        consequence="通过后填报单位不能再修改。",
        done="审核通过",
        guards=(four_eyes_refusal, _opinions_are_resolved, _explanations_are_accepted, _is_ready),
    ),
    Transition(
        "return",
        "退回修改",
        sources=(Status.IN_REVIEW,),
        target=Status.RETURNED,
        roles=(Role.SUPERVISOR,),
        consequence="退回后由填报单位修改并再次提交，退回意见显示在填报单位首页。",
        done="已退回修改",
        needs_reason=True,
        guards=(four_eyes_refusal,),
    ),
    Transition(
        "revoke",
        "撤销审核通过",
        sources=(Status.APPROVED,),
        target=Status.RETURNED,
        roles=(Role.SUPERVISOR,),
        consequence="撤销后报告退回填报单位修改。",
        done="已撤销审核通过，退回修改",
        needs_reason=True,
    ),
    Transition(
        "publish",
        "公布",
        sources=(Status.APPROVED,),
        target=Status.PUBLISHED,
        roles=(Role.CLERK, Role.LEADER),
        consequence="公布后数字、文字和文件不再改变，任何人都可以查看。如有错误，须由审核单位发起更正。",
        done="已公布",
        guards=(_is_what_was_approved,),
    ),
    Transition(
        "correct",
        "发起更正",
        sources=(Status.PUBLISHED,),
        target=Status.PUBLISHED,
        roles=(Role.SUPERVISOR,),
        consequence="填报单位将得到一份可以修改的更正版本，已公布的版本保留不变。",
        done="已发起更正，由填报单位修改",
        needs_reason=True,
        guards=(_is_the_newest_revision,),
    ),
)

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}


def hands_in(action: str, to_status: str) -> bool:
    """Whether a report thereby leaves its organ: it is submitted where nobody signs, otherwise signed."""
    return action in ("submit", "sign") and to_status in (Status.IN_REVIEW, Status.APPROVED)


def available(report: AnnualReport, user: User) -> list[Transition]:
    """What this user may do with the report now, as far as state and role go."""
    return [each for each in TRANSITIONS if report.status in each.sources and has_role(each, report, user)]


def has_role(transition: Transition, report: AnnualReport, user: User) -> bool:
    """Whether the user is one of those who may ever take the transition with this report."""
    superior = report.organ.superior_id
    return any(
        user.is_(role, superior if role is Role.SUPERVISOR else report.organ_id)
        for role in transition.roles
        if role is not Role.SUPERVISOR or superior
    )


def waiting_for(user: User, year: int) -> QuerySet[AnnualReport]:
    """待办: the reports that wait for this very person, to be written, signed, reviewed or published.

    A draft waits while its year, ``year``, is on offer, and where it corrects what was published. What
    somebody submitted or edited does not wait for their own decision (``four_eyes_refusal``).
    """
    begun = Q(status=Status.RETURNED) | Q(status=Status.DRAFT) & (Q(year=year) | Q(revision__gt=1))
    to_write = begun & Q(organ__in=user.organ_ids(Role.CLERK), organ__is_active=True)
    to_publish = Q(status=Status.APPROVED, organ__in=user.organ_ids(Role.CLERK, Role.LEADER))
    to_sign = Q(status=Status.SIGNING, organ__in=user.organ_ids(Role.LEADER))
    to_review = Q(status=Status.IN_REVIEW, organ__superior__in=user.organ_ids(Role.SUPERVISOR))
    edited = ValueChange.objects.filter(report=OuterRef("pk"), round=OuterRef("round") - 1, editor=user)
    submitted = Event.objects.filter(report=OuterRef("pk"), round=OuterRef("round"), action="submit", actor=user)
    by_others = ~Exists(edited) & ~Exists(submitted)
    return AnnualReport.objects.filter(to_write | to_publish | (to_sign | to_review) & by_others)


def last_deed(report: AnnualReport) -> str:
    """Who did the last thing to the report and when, as the beginning of a sentence; empty where nobody did."""
    last = report.events.select_related("actor").first()
    if last is None:
        return ""
    label = BY_ACTION[last.action].label if last.action in BY_ACTION else "办理"
    return f"{last.actor}已于 {timezone.localtime(last.at):%Y-%m-%d %H:%M} {label}，"


def findings(report: AnnualReport, data: ReportData | None = None) -> list[Finding]:
    """What the checks find in the report, last year's beside it; ``data`` where it has been read already."""
    return run(case_of(report, data))


def case_of(report: AnnualReport, data: ReportData | None = None) -> Case:
    """What the checks look at, for a page that shows last year's report too and would read it twice."""
    previous = report.last_years()
    return Case(data or report.data(), previous=previous.data() if previous else None)


def unexplained(report: AnnualReport, found: list[Finding] | None = None) -> list[Finding]:
    """The findings that need an explanation and have none that stands; a questioned one waits for more words."""
    unquestioned = report.explanations.exclude(judgement=Judgement.QUESTIONED)
    explained = set(unquestioned.values_list("fingerprint", flat=True))
    found = findings(report) if found is None else found
    return [each for each in found if each.level is Level.EXPLAIN and each.fingerprint not in explained]
