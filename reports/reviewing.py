"""What is said about a report between its transitions: opinions, what is done about them, explanations judged."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from reports.checks.registry import Finding
from reports.models.opinions import Opinion, OpinionReply, OpinionState
from reports.models.organs import Role, User
from reports.models.reports import AnnualReport, Status
from reports.models.review import Explanation, Judgement
from reports.text.cleaning import cleaned, length
from reports.transitions import four_eyes_refusal
from reports.workflow import Refused, open_review

WORDS_LENGTH = (2, 500)

# What may be done about an opinion: by whom, in which of its states, and the state it then has.
ACTS: dict[str, tuple[Role, tuple[OpinionState, ...], OpinionState | None]] = {
    "delete": (Role.SUPERVISOR, (OpinionState.DRAFT,), None),
    "answer": (Role.CLERK, (OpinionState.OPEN,), OpinionState.ANSWERED),
    "resolve": (Role.SUPERVISOR, (OpinionState.OPEN, OpinionState.ANSWERED), OpinionState.RESOLVED),
    "ask": (Role.SUPERVISOR, (OpinionState.ANSWERED, OpinionState.RESOLVED), OpinionState.OPEN),
}


@transaction.atomic
def add_opinion(
    report_id: int, user: User, *, anchor: str, level: str, code: str, words: str, quote: str = ""
) -> Opinion:
    """Pin a new opinion to a place of a report in review; it stays a draft until the decision."""
    report = _locked(report_id)
    _require_reviewing(report, user)
    said = {"round": report.round, "anchor": anchor, "quote": quote, "level": level, "code": code, "words": words}
    drafts = report.opinions.filter(state=OpinionState.DRAFT, author=user)
    if repeated := drafts.filter(**said).first():  # the second click of a double click
        return repeated
    last = report.opinions.aggregate(last=Max("number"))["last"] or 0
    return Opinion.objects.create(report=report, number=last + 1, author=user, **said)


@transaction.atomic
def act(action: str, report_id: int, number: int, user: User, words: str = "") -> None:
    """Do one of ``ACTS`` about an opinion, or raise ``Refused`` with a sentence; done again, it changes nothing."""
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
    return Explanation.objects.update_or_create(report=report, fingerprint=finding.fingerprint, defaults=written)[0]


def _is_repeated(opinion: Opinion, target: OpinionState | None, user: User, words: str) -> bool:
    """Whether the same person has just done the same, in the same words: the second click of a double click."""
    last = opinion.replies.last()
    is_same = last is not None and (last.state, last.author_id, last.words) == (target, user.pk, words)
    return is_same and opinion.state == target


@transaction.atomic
def judge(
    report_id: int, explanation_id: int, user: User, judgement: Judgement, question: str = "", *, seen: str = ""
) -> None:
    """Accept an explanation, or question it with words that its author will read after the return.

    ``seen`` is the time of writing, in ISO 8601, of the words that the user has read; words that were
    written since are not judged unread.
    """
    report = _locked(report_id)
    explanation = report.explanations.get(pk=explanation_id)
    _require_reviewing(report, user)
    if seen and seen != explanation.at.isoformat():
        raise Refused("本项情况说明在您打开本页后有修改，请重新查看后再操作。")
    if explanation.author_id == user.pk:
        raise Refused("本项说明由您填写，须由其他人员认可。")
    question = cleaned(question).text.strip() if judgement == Judgement.QUESTIONED else ""
    _require_words(question, needed=judgement == Judgement.QUESTIONED)
    # Not by save(): the time of writing is not that of judging.
    Explanation.objects.filter(pk=explanation.pk).update(
        judgement=judgement, question=question, judged_by=user, judged_at=timezone.now()
    )


def may_review(report: AnnualReport, user: User) -> bool:
    """Whether the user may now say something about the report as its supervisor."""
    superior = report.organ.superior_id
    is_open = report.status == Status.IN_REVIEW and superior is not None
    return is_open and user.is_(Role.SUPERVISOR, superior) and not four_eyes_refusal(report, user)


def _locked(report_id: int) -> AnnualReport:
    reports = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ")
    return reports.get(pk=report_id)


def _require_turn(role: Role, report: AnnualReport, user: User) -> None:
    if role is Role.SUPERVISOR:
        _require_reviewing(report, user)
    elif not (report.is_editable and user.is_(role, report.organ_id)):
        raise Refused(f"本报告当前为“{report.state}”，不能办理审核意见。")


def _require_reviewing(report: AnnualReport, user: User) -> None:
    """Whoever says something about a submission has begun to review it, from whichever page."""
    if may_review(report, user):
        open_review(report, user)
        return
    if report.status != Status.IN_REVIEW:
        raise Refused(f"本报告当前为“{report.state}”，不能办理审核意见。")
    raise Refused(four_eyes_refusal(report, user) or "当前账号没有审核本报告的权限。")


def _require_words(words: str, *, needed: bool) -> None:
    shortest, longest = WORDS_LENGTH
    if len(words) > longest or (needed and length(words) < shortest):
        raise Refused(f"请填写 {shortest}—{longest} 字。")


def _delete(opinion: Opinion, user: User) -> None:
    if opinion.author_id != user.pk and opinion.author.is_active:
        raise Refused(f"审核意见 {opinion.number} 由{opinion.author}提出，只能由本人删除。")
    opinion.delete()
