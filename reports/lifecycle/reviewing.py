"""What is said about a report between its transitions: opinions, what is done about them, explanations judged."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from reports.checks.registry import Finding
from reports.lifecycle.refusals import Refused
from reports.lifecycle.transitions import four_eyes_refusal
from reports.lifecycle.workflow import HAS_NOT_SAID, open_review, require_seen
from reports.models.locking import lock
from reports.models.opinions import Opinion, OpinionReply, OpinionState
from reports.models.organs import Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Explanation, Judgement
from reports.models.sealing import sealing
from reports.text.cleaning import cleaned, length

WORDS_LENGTH = (2, 500)

# What may be done about an opinion: by whom, in which of its states, and the state it then has.
ACTS: dict[str, tuple[Role, tuple[OpinionState, ...], OpinionState | None]] = {
    "delete": (Role.SUPERVISOR, (OpinionState.DRAFT,), None),
    "answer": (Role.CLERK, (OpinionState.OPEN,), OpinionState.ANSWERED),
    "resolve": (Role.SUPERVISOR, (OpinionState.OPEN, OpinionState.ANSWERED), OpinionState.RESOLVED),
    "ask": (Role.SUPERVISOR, (OpinionState.ANSWERED, OpinionState.RESOLVED), OpinionState.OPEN),
}
ABOUT_THE_CONTENT = {"resolve", "ask"}  # what they say is said of the report as it was seen


@transaction.atomic
def add_opinion(
    report_id: int, user: User, *, seen_hash: str, anchor: str, level: str, code: str, words: str, quote: str = ""
) -> Opinion:
    """Pin a new opinion to a place of a report in review; it stays a draft until the decision.

    ``seen_hash`` is the hash of the content that it is given on, in hexadecimal.
    """
    report = _locked(report_id)
    _require_reviewing(report, user)
    require_seen(seen_hash, report.data())
    said = {"round": report.round, "anchor": anchor, "quote": quote, "level": level, "code": code, "words": words}
    drafts = report.opinions.filter(state=OpinionState.DRAFT, author=user)
    if repeated := drafts.filter(**said).first():  # the second click of a double click
        return repeated
    last = report.opinions.aggregate(last=Max("number"))["last"] or 0
    return Opinion.objects.create(report=report, number=last + 1, author=user, **said)


@transaction.atomic
@sealing()
def act(
    action: str, report_id: int, number: int, user: User, words: str = "", *, seen: str, seen_hash: str = ""
) -> None:
    """Do one of ``ACTS`` about an opinion, or raise ``Refused`` with a sentence; done again, it changes nothing.

    ``seen`` is ``Opinion.seen_as`` of what the user has read, ``seen_hash`` the hash of the content beside it, which
    those that are ``ABOUT_THE_CONTENT`` need.
    """
    report = _locked(report_id)
    opinion = report.opinions.select_related("author").filter(number=number).first()
    role, sources, target = ACTS[action]
    _require_turn(role, report, user)
    if opinion is None:
        if action == "delete":
            return
        raise Refused(f"审核意见 {number} 已删除。")
    words = cleaned(words).text.strip()
    if _is_repeated(opinion, target, user, words):
        return
    if opinion.state not in sources:
        raise Refused(f"审核意见 {number} 当前为“{opinion.get_state_display()}”，不能这样办理。")
    _require_words(words, needed=action == "ask")
    _require_read(seen, opinion.seen_as, f"审核意见 {number} ")
    if action in ABOUT_THE_CONTENT:
        require_seen(seen_hash, report.data())
    if target is None:
        _delete(opinion, user)
        return
    opinion.state = target
    opinion.save(update_fields=["state"])
    OpinionReply.objects.create(opinion=opinion, state=target, words=words, author=user)


def explain(report: AnnualReport, author: User, finding: Finding, body: str) -> Explanation:
    """Write the explanation (情况说明) of a finding, or write it anew, whereupon nobody has judged it yet."""
    written = {"rule": finding.rule, "place": finding.place, "finding": finding.message}
    written |= {"body": body, "author": author, "judgement": ""}
    # What says more takes the place of what only says that the sentence speaks of something else.
    report.explanations.filter(fingerprint=finding.statement).delete()
    return Explanation.objects.update_or_create(report=report, fingerprint=finding.fingerprint, defaults=written)[0]


@dataclass(frozen=True)
class WrittenExplanation:
    """An explanation as it was written on a page; ``seen_at`` is when the one that stood there was written."""

    finding: Finding
    body: str
    seen_at: datetime | None


@transaction.atomic
@sealing()
def explain_each(report_id: int, author: User, written: list[WrittenExplanation]) -> dict[str, Explanation]:
    """Keep what is newly written; by fingerprint, what stands now. A report that cannot be edited keeps nothing.

    What is as it was keeps its author and the supervisor's judgement; what a colleague has written since stays too.
    """
    report = lock(AnnualReport.objects.select_related("organ")).get(pk=report_id)
    if report.refusal_of_editing:
        return {}
    standing = {each.fingerprint: each for each in report.explanations.select_related("author", "judged_by")}
    for each in written:
        now = standing.get(each.finding.fingerprint)
        if now is None or (now.body != each.body and now.at == each.seen_at):
            standing[each.finding.fingerprint] = explain(report, author, each.finding, each.body)
    return {key: standing[key] for key in (each.finding.fingerprint for each in written)}


def _is_repeated(opinion: Opinion, target: OpinionState | None, user: User, words: str) -> bool:
    """Whether the same person has just done the same, in the same words: the second click of a double click."""
    last = opinion.replies.last()
    is_same = last is not None and (last.state, last.author_id, last.words) == (target, user.pk, words)
    return is_same and opinion.state == target


@transaction.atomic
def judge(
    report_id: int, explanation_id: int, user: User, judgement: Judgement, question: str = "", *, seen: str
) -> None:
    """Accept an explanation, or question it with words that its author will read after the return.

    ``seen`` is ``Explanation.seen_as`` of what the user has read: words that were written since are not judged
    unread, and no judgement is overturned unseen. Judged so again by the same person, it changes nothing.
    """
    report = _locked(report_id)
    explanation = report.explanations.get(pk=explanation_id)
    _require_reviewing(report, user)
    if explanation.author_id == user.pk:
        raise Refused("本项说明由您填写，须由其他人员认可。")
    question = cleaned(question).text.strip() if judgement == Judgement.QUESTIONED else ""
    _require_words(question, needed=judgement == Judgement.QUESTIONED)
    if (explanation.judgement, explanation.question, explanation.judged_by_id) == (judgement, question, user.pk):
        return
    _require_read(seen, explanation.seen_as, "本项情况说明")
    # Not by save(): the time of writing is not that of judging.
    Explanation.objects.filter(pk=explanation.pk).update(
        judgement=judgement, question=question, judged_by=user, judged_at=timezone.now()
    )


def may_review(report: AnnualReport, user: User, contributed: Container[int] | None = None) -> bool:
    """Whether the user may now say something about the report as its supervisor; see ``four_eyes_refusal``."""
    reviewing = report.reviewing_organ_id
    is_open = report.status == Status.IN_REVIEW and reviewing is not None
    is_supervisor = is_open and user.has_role(Role.SUPERVISOR, reviewing)
    return is_supervisor and not four_eyes_refusal(report, user, contributed)


def _locked(report_id: int) -> AnnualReport:
    reports = lock(AnnualReport.objects.select_related("organ", "reviewer"))
    return reports.get(pk=report_id)


def _require_turn(role: Role, report: AnnualReport, user: User) -> None:
    if role is Role.SUPERVISOR:
        _require_reviewing(report, user)
    elif report.refusal_of_editing or not user.has_role(role, report.organ_id):
        raise Refused(f"本报告当前为“{report.state}”，不能办理审核意见。")


def _require_reviewing(report: AnnualReport, user: User) -> None:
    """Whoever says something about a submission has begun to review it, from whichever page."""
    if may_review(report, user):
        open_review(report, user)
        return
    if report.status != Status.IN_REVIEW:
        raise Refused(f"本报告当前为“{report.state}”，不能办理审核意见。")
    raise Refused(four_eyes_refusal(report, user) or "当前账号没有审核本报告的权限。")


def _require_read(seen: str, now: str, what: str) -> None:
    """Nothing is decided of what was not read as it stands now."""
    if not seen:
        raise Refused(HAS_NOT_SAID)
    if seen != now:
        raise Refused(f"{what}在您打开本页后有变化，请重新查看后再操作。")


def _require_words(words: str, *, needed: bool) -> None:
    shortest, longest = WORDS_LENGTH
    if len(words) > longest or (needed and length(words) < shortest):
        raise Refused(f"请填写 {shortest}—{longest} 字。")


def _delete(opinion: Opinion, user: User) -> None:
    if opinion.author_id != user.pk and opinion.author.is_active:
        raise Refused(f"审核意见 {opinion.number} 由{opinion.author}提出，只能由本人删除。")
    opinion.delete()
