"""保密审查 (条例第十七条): a named person confirms of exactly what a report says that nothing secret is in it.

The confirmation is an event with the hash of the content. It holds while the report says that, and lapses visibly
when it says anything else. Where an organ has it done, it comes before whatever hands the report in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from reports.lifecycle.contributors import contributors, others_who_sign
from reports.lifecycle.readiness import Refusal
from reports.models.organs import Membership, Role, User
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import Event
from reports.official.interchange import content_hash

REQUEST, CONFIRM, REFUSE, WITHDRAW = "ask_secrecy", "confirm_secrecy", "refuse_secrecy", "withdraw_secrecy"
JUDGING = (CONFIRM, REFUSE, WITHDRAW)
BEFORE_HANDING_IN = (*EDITABLE, Status.SIGNING)
WROTE = "审查人填写或提交过本报告。"


class Standing(Enum):
    """How a report stands with the review; the value is what a page calls it."""

    NONE = "未审查"
    CONFIRMED = "审查通过"
    LAPSED = "审查通过后报告内容有修改，审查已失效"
    REFUSED = "审查不通过"
    WITHDRAWN = "审查通过后又撤回"


@dataclass(frozen=True)
class SecrecyReview:
    """Where the review of a report stands, and the last event that judged it; whether it is awaited now."""

    standing: Standing
    event: Event | None
    is_awaited: bool

    @property
    def is_confirmed(self) -> bool:
        return self.standing is Standing.CONFIRMED

    @property
    def words(self) -> str:
        """What a page calls it. A confirmation stays whose it is; that the account was retired since is said."""
        if self.standing is Standing.CONFIRMED:
            return self.standing.value if self.event.actor.is_active else f"{self.standing.value}，审查人账号现已停用"
        if self.standing is Standing.NONE:
            return "待审查" if self.is_awaited else self.standing.value
        return f"待重新审查，上次{self.standing.value}" if self.is_awaited else self.standing.value


def secrecy_review(report: AnnualReport, digest: str = "") -> SecrecyReview | None:
    """Where the review stands; ``None`` where the organ has none done and nobody judged. ``digest``: the content's."""
    judged = report.events.filter(action__in=JUDGING).select_related("actor").first()
    if judged is None and not (report.organ.reviews_secrecy and report.status in BEFORE_HANDING_IN):
        return None
    return SecrecyReview(_standing(report, judged, digest), judged, awaits_secrecy(report))


def _standing(report: AnnualReport, judged: Event | None, digest: str) -> Standing:
    if judged is None:
        return Standing.NONE
    if judged.action != CONFIRM:
        return Standing.REFUSED if judged.action == REFUSE else Standing.WITHDRAWN
    return Standing.CONFIRMED if judged.content_hash == (digest or _hash_of_now(report)) else Standing.LAPSED


def _hash_of_now(report: AnnualReport) -> str:
    return content_hash(report.snapshot.data if report.snapshot else report.data())


def is_confirmed_before_signing(report: AnnualReport, user: User) -> Refusal:
    """G5: a named person has confirmed what is signed."""
    return _unconfirmed(report, "签发")


def is_confirmed_before_submission(report: AnnualReport, user: User) -> Refusal:
    """The same of what is submitted, where nobody signs it first."""
    return "" if not report.organ.reviews_secrecy or others_who_sign(report, user) else _unconfirmed(report, "提交")


def _unconfirmed(report: AnnualReport, what: str) -> Refusal:
    if not report.organ.reviews_secrecy:
        return ""
    review = secrecy_review(report)
    if review is None or review.is_confirmed:
        return ""
    if review.standing is Standing.LAPSED:
        at = timezone.localtime(review.event.at)
        return f"{review.event.actor} {at:%Y-%m-%d %H:%M} 的保密审查因报告内容有修改已失效，重新审查后才能{what}。"
    return f"尚未通过保密审查，审查通过后才能{what}。{nobody_reviews(report)}"


def nobody_reviews(report: AnnualReport) -> str:
    """What helps where the organ has nobody for it; empty where it has."""
    return "" if reviewers_of([report.organ_id]).exists() else "本单位没有启用的保密审查员，请联系管理员增设。"


def reviewers_of(organ_ids: Collection[int]):
    """The memberships of those who do the review and have an active account."""
    return Membership.objects.filter(organ__in=organ_ids, role=Role.SECRECY, user__is_active=True)


def not_to_be_asked(report: AnnualReport, user: User) -> Refusal:
    """It is asked for where nobody signs: otherwise the submission asks. Once, and not of what is confirmed."""
    if not report.organ.reviews_secrecy:
        return "本单位未设保密审查。"
    if others_who_sign(report, user):
        return "提交后由保密审查员审查，不需另行提请。"
    review = secrecy_review(report)
    if review.is_confirmed:
        return "报告已通过保密审查。"
    return "已提请保密审查，请等待审查。" if review.is_awaited else ""


def not_to_be_judged(report: AnnualReport, user: User) -> Refusal:
    """It is judged while it waits for that, once for a content."""
    return "" if awaits_secrecy(report) else "目前没有等待保密审查的内容。"


def not_to_be_withdrawn(report: AnnualReport, user: User) -> Refusal:
    """Taken back is a confirmation that holds."""
    review = secrecy_review(report)
    return "" if review and review.is_confirmed else "目前没有有效的保密审查，不需撤回。"


def somebody_reviews(report: AnnualReport, user: User) -> Refusal:
    """Nobody is asked where there is nobody."""
    return nobody_reviews(report)


def wrote_in_it(report: AnnualReport, user: User) -> str:
    """That who confirms had a hand in it: said in the event, not forbidden, for small organs have few people."""
    return WROTE if user.pk in contributors(report) else ""


def awaits_secrecy(report: AnnualReport) -> bool:
    """Whether one report, in the state that it has on this object, waits for the review."""
    return report.pk in awaiting_secrecy([report])


def awaiting_secrecy(reports: Collection[AnnualReport]) -> set[int]:
    """The keys of those that wait for the review; two queries at most, none where no organ has it done."""
    concerned = [each for each in reports if each.organ.reviews_secrecy]
    signing = {each.pk for each in concerned if each.status == Status.SIGNING}
    editable = {each.pk for each in concerned if each.status in EDITABLE}
    return signing - _those_of(signing, CONFIRMED_AS_SUBMITTED) | _those_of(editable, IS_REQUESTED)


def _those_of(keys: Collection[int], condition: Q) -> set[int]:
    """Those of the reports that fulfil a condition, which is not even put together where there are none."""
    return set(AnnualReport.objects.filter(condition, pk__in=keys).values_list("pk", flat=True)) if keys else set()


_SUBMITTED = Event.objects.filter(report=OuterRef("report"), to_status=Status.SIGNING).exclude(
    from_status=Status.SIGNING
)
_LATER = Event.objects.filter(report=OuterRef("report"), pk__gt=OuterRef("pk"))
# Of a report that waits to be signed: what was submitted is what was confirmed last, and nobody took that back.
CONFIRMED_AS_SUBMITTED = Q(
    Exists(
        Event.objects.filter(
            ~Exists(_LATER.filter(action__in=JUDGING)),
            report=OuterRef("pk"),
            action=CONFIRM,
            content_hash=Subquery(_SUBMITTED.order_by("-pk").values("content_hash")[:1]),
        )
    )
)
# Of one that is being written: the last that happened to it is that the review was asked for.
IS_REQUESTED = Q(Exists(Event.objects.filter(~Exists(_LATER), report=OuterRef("pk"), action=REQUEST)))
