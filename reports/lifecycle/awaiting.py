"""For whom a report waits: the 待办 of a person, and in words the people who can go on with a report."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from reports.lifecycle.changes import standing
from reports.lifecycle.contributors import contributors_of
from reports.lifecycle.readiness import is_reviewed_first
from reports.lifecycle.secrecy import (
    BEFORE_HANDING_IN,
    CONFIRMED_AS_SUBMITTED,
    IS_REQUESTED,
    awaiting_secrecy,
    secrecy_review,
)
from reports.lifecycle.transitions import SUBMITTING
from reports.models.organs import Membership, Organ, Role, User
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import Event, ValueChange


def waiting_for(user: User, year: int) -> QuerySet[AnnualReport]:
    """待办: the reports that wait for this very person, to be written, signed, reviewed, published or 保密审查.

    A draft waits while its year, ``year``, is on offer, and where it corrects what was published. What
    somebody submitted or edited does not wait for their own decision (``four_eyes_refusal``).
    """
    clerk_of, leader_of, supervisor_of = (user.organ_ids(role) for role in (Role.CLERK, Role.LEADER, Role.SUPERVISOR))
    waits, to_decide = Q(pk__in=()), Q()  # the header of every page asks: only what a role does is put together
    if clerk_of:
        begun = Q(status=Status.RETURNED) | Q(status=Status.DRAFT) & (Q(year=year) | Q(revision__gt=1))
        waits |= begun & Q(organ__in=clerk_of, organ__is_active=True)
    if clerk_of or leader_of:
        waits |= Q(status=Status.APPROVED, organ__in=clerk_of | leader_of)
    if secrecy_of := user.organ_ids(Role.SECRECY):
        waits |= Q(organ__in=secrecy_of, organ__reviews_secrecy=True, organ__is_active=True) & _AWAITS_SECRECY
    if leader_of:
        is_confirmed = Q(organ__reviews_secrecy=False) | CONFIRMED_AS_SUBMITTED
        to_decide |= Q(status=Status.SIGNING, organ__in=leader_of) & is_confirmed
    if supervisor_of:
        to_decide |= Q(status=Status.IN_REVIEW, reviewing__in=supervisor_of)
    if to_decide:
        waits |= to_decide & _by_others(user)
    return AnnualReport.objects.with_reviewing_organ().filter(waits)


def _by_others(user: User) -> Q:
    """That the person has neither submitted a report nor written what stands in it (``four_eyes_refusal``)."""
    edited = standing(ValueChange.objects.filter(editor=user)).filter(report=OuterRef("pk"))
    submitted = Event.objects.filter(report=OuterRef("pk"), action__in=SUBMITTING, actor=user)
    return ~Exists(edited) & ~Exists(submitted)


_AWAITS_SECRECY = Q(status__in=EDITABLE) & IS_REQUESTED | Q(status=Status.SIGNING) & ~CONFIRMED_AS_SUBMITTED
# Whom a report waits for: what is next, and who of which organ does it.
NEXT = {
    Status.DRAFT: ("填报", (Role.CLERK,)),
    Status.RETURNED: ("修改", (Role.CLERK,)),
    Status.SIGNING: ("签发", (Role.LEADER,)),
    Status.IN_REVIEW: ("审核", (Role.SUPERVISOR,)),
    Status.APPROVED: ("公布", (Role.CLERK, Role.LEADER)),
}
SECRECY = ("保密审查", (Role.SECRECY,))  # before what is next, where the organ has it done
FOUR_EYES = (Status.SIGNING, Status.IN_REVIEW)  # what is next there is for others than those who wrote
FOLLOWS = {"签发": "保密审查后", "审核": "签发后"}  # what is said of what comes second or third
MOST_NAMES = 3  # where there is little room


@dataclass(frozen=True)
class Awaited:
    """What is next with a report, who can do it, and, where nobody can, what then helps."""

    act: str
    people: tuple[User, ...]
    help: str = ""
    follows: str = ""  # after what it comes, where that is not the next thing

    @property
    def names(self) -> str:
        """The people in little room; empty where there is nobody."""
        names = "、".join(str(each) for each in self.people[:MOST_NAMES])
        return f"{names}等 {len(self.people)} 人" if len(self.people) > MOST_NAMES else names


def awaited(report: AnnualReport, contributed: set[int] | None = None) -> Awaited | None:
    """Whom one report waits for; of many, ask ``awaited_of``. ``contributed`` as for ``four_eyes_refusal``."""
    return awaited_each([report], contributed=None if contributed is None else {report.pk: contributed})[0]


def awaited_of(reports: Collection[AnnualReport]) -> dict[int, Awaited]:
    """Whom each report waits for, by report."""
    each = zip(reports, awaited_each(reports), strict=True)
    return {report.pk: awaited for report, awaited in each if awaited}


def awaited_each(
    reports: Collection[AnnualReport], submitter: User | None = None, contributed: dict[int, set[int]] | None = None
) -> list[Awaited | None]:
    """Whom each report waits for, ``None`` for what is published; three queries, however many they are.

    They need ``organ`` and ``reviewer`` selected; where an organ has a 保密审查, it is two queries more. Whoever
    contributed to a report, as a ``submitter`` will have, is not awaited to sign or review it (``four_eyes_refusal``),
    and a retired organ writes and signs nothing. ``contributed`` are the contributors of each, where they are known.
    """
    waiting = [report for report in reports if report.status in NEXT]
    holders = _holders({_deciding_organ_id(report) for report in waiting}) if waiting else []
    in_secrecy = {(pk, status) for pk in awaiting_secrecy(waiting) for status in BEFORE_HANDING_IN}
    decided = [report for report in waiting if report.status in FOUR_EYES]
    if contributed is None:
        contributed = contributors_of(decided) if decided else {}
    submitting = {submitter.pk} if submitter else set()
    found = []
    for report in reports:
        others, first = contributed.get(report.pk, set()) | submitting, (report.pk, report.status) in in_secrecy
        found.append(_awaited(report, holders, others, needs_secrecy=first) if report.status in NEXT else None)
    return found


def awaited_once(report: AnnualReport, status: Status) -> Awaited | None:
    """Whom the report will wait for when it has another status, as things stand."""
    return awaited_each([_with_status(report, status)])[0]


def awaited_onward(report: AnnualReport, submitter: User) -> list[Awaited]:
    """Who decides on the report one after the other: as it lies before them, or once the person has submitted it."""
    if not (report.is_editable or report.status in FOUR_EYES):
        return []
    signing, review = awaited_each([_with_status(report, status) for status in FOUR_EYES], submitter)
    ways = []
    if report.organ.reviews_secrecy and report.status != Status.IN_REVIEW:
        ways, signing = _through_secrecy(report, submitter)
    if report.status == Status.SIGNING or (report.status != Status.IN_REVIEW and signing.people):
        ways.append(signing)
    if report.status == Status.IN_REVIEW or is_reviewed_first(report):
        ways.append(review)
    return ways


def _through_secrecy(report: AnnualReport, submitter: User) -> tuple[list[Awaited], Awaited]:
    """Who does the 保密审查 before the signing, unless what would be signed is confirmed already; and who signs."""
    then, holders = _with_status(report, Status.SIGNING), _holders({report.organ_id})
    contributed = contributors_of([report])[report.pk] | {submitter.pk}
    secrecy, signing = (_awaited(then, holders, contributed, needs_secrecy=each) for each in (True, False))
    is_signed = report.status == Status.SIGNING or bool(signing.people)
    return [secrecy] if is_signed and not secrecy_review(report).is_confirmed else [], signing


def _holders(organ_ids: Collection[int | None]) -> list[tuple[int, str, User]]:
    """Who holds which role in which of the organs, with an active account; one query."""
    held = Membership.objects.filter(organ__in=organ_ids, user__is_active=True).select_related("user").order_by("user")
    return [(each.organ_id, each.role, each.user) for each in held]


def _with_status(report: AnnualReport, status: Status) -> AnnualReport:
    then = copy(report)
    then.status = status
    return then


def _deciding_organ_id(report: AnnualReport) -> int | None:
    return report.reviewing_organ_id if report.status == Status.IN_REVIEW else report.organ_id


def _awaited(
    report: AnnualReport, holders: list[tuple[int, str, User]], contributed: set[int], needs_secrecy: bool
) -> Awaited:
    act, roles = SECRECY if needs_secrecy else NEXT[report.status]
    organ_id = _deciding_organ_id(report)
    able = {user.pk: user for organ, role, user in holders if organ == organ_id and role in roles}
    if report.status in FOUR_EYES and not needs_secrecy:
        able = {pk: user for pk, user in able.items() if pk not in contributed}
    if report.status in (*EDITABLE, Status.SIGNING) and not report.organ.is_active:
        return Awaited(act, (), f"{report.organ}已停用。如需办理，请先由管理员启用。")
    way = "填报员可以撤回，也可以" if report.status == Status.SIGNING else "请"
    lacking = "或".join(role.label for role in roles)
    return Awaited(act, tuple(able.values()), f"{way}联系管理员增设{lacking}。", FOLLOWS.get(act, ""))


def next_to_review(report: AnnualReport, user: User) -> AnnualReport | None:
    """Of the other reports of the year that wait for this person's review, the one that has waited longest."""
    return first_to_review(user, report.year, but=report.pk)


def first_to_review(user: User, year: int, but: int | None = None) -> AnnualReport | None:
    """Of a year's reports that wait for this person's review, the one that has waited longest, since ``submitted_at``.

    ``but`` is the key of one that is left aside.
    """
    in_review = AnnualReport.objects.with_reviewing_organ().filter(
        year=year, status=Status.IN_REVIEW, reviewing__in=user.organ_ids(Role.SUPERVISOR)
    )
    waiting = in_review.filter(_by_others(user)).exclude(pk=but)
    submissions = Event.objects.filter(report=OuterRef("pk"), action__in=SUBMITTING).order_by("-number")
    submitted_at = Subquery(submissions.values("at")[:1])
    return waiting.annotate(submitted_at=submitted_at).select_related("organ").order_by("submitted_at", "organ").first()


def left_to_nobody(account: User, lost: Iterable[Membership]) -> list[str]:
    """In sentences, the organs in which nobody else has what the account loses, and the reports that wait for it."""
    sentences = []
    for membership in lost:
        role, organ = membership.role, membership.organ
        others = Membership.objects.filter(organ=organ, role=role, user__is_active=True).exclude(user=account)
        is_needed = role != Role.READER and (role != Role.SECRECY or organ.reviews_secrecy)
        if not is_needed or others.exists():
            continue
        waiting = [f"{report}（{report.state}）" for report in _waiting_for_role(role, organ)]
        left = f"，以下报告将无人办理：{'、'.join(waiting)}" if waiting else ""
        sentences.append(f"{organ}将没有启用的{Role(role).label}{left}")
    return sentences


def _waiting_for_role(role: str, organ: Organ) -> QuerySet[AnnualReport]:
    """The reports that wait for somebody of the organ in the role, oldest first."""
    reports = AnnualReport.objects.with_reviewing_organ().select_related("organ", "reviewer").order_by("year", "organ")
    match role:
        case Role.CLERK:
            return reports.filter(organ=organ, status__in=EDITABLE)
        case Role.LEADER:
            return reports.filter(organ=organ, status=Status.SIGNING)
        case Role.SECRECY:
            return reports.filter(_AWAITS_SECRECY, organ=organ)
    return reports.filter(reviewing=organ.pk, status=Status.IN_REVIEW)


# What becomes of a report in work when its organ is retired (``retired_refusal``, ``refusal_of_editing``).
WHEN_RETIRED = {
    Status.DRAFT: "停用后不能填报和提交，已填的内容保留",
    Status.RETURNED: "停用后不能修改和提交，已填的内容保留",
    Status.SIGNING: "停用后不能签发，可以撤回或退回，此后不能修改和提交",
    Status.IN_REVIEW: "停用后仍可审核通过或退回，退回后不能修改和提交",
    Status.APPROVED: "停用后仍可公布",
}


def in_work_when_retired(organ: Organ) -> list[str]:
    """In sentences, the reports in work that an organ to be retired writes or reviews, and what becomes of each."""
    reports = AnnualReport.objects.select_related("organ__superior", "reviewer").order_by("year", "organ")
    own = reports.filter(organ=organ, status__in=WHEN_RETIRED)
    sentences = [f"{report}（{report.state}）：{WHEN_RETIRED[report.status]}" for report in own]
    for report in reports.filter(reviewer=organ, status=Status.IN_REVIEW).exclude(organ=organ):
        superior = report.organ.superior
        onward = f"改由{superior}审核" if superior and superior != organ else "不再有审核单位，填报员可以撤回"
        sentences.append(f"{report}（由{organ}审核中）：停用后{onward}")
    return sentences
