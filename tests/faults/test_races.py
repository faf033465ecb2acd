"""Two or three people do at one moment what only one of them can do: one wins, and the others read who it was.

Each race is run a few times in every run of the tests; ``script/test --long`` many times.
"""

import json
import re
import threading
import time
from http import HTTPStatus
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.models import AnnualReport, Explanation, Membership, Opinion, Organ, Publication, Role, Status
from reports.official.interchange import content_hash, hash_of
from tests import runs
from tests.conftest import SEED, YEAR, Cast
from tests.deciding import add_opinion, judge, perform, seen, seen_opinion

RACES = runs.times(3, 200)
REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
LAST_WORDS = "这是最后一刻写下的内容。"
MORE = "我乡将继续改进。"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second(cast) -> Cast:
    """The cast, in which the stranger has come over as the county's second supervisor."""
    Membership.objects.create(user=cast.stranger, organ=cast.county, role=Role.SUPERVISOR)
    return cast


def at_once(*posts):
    """Send all of them at one moment, each from a browser of its own; the answers, in the same order."""
    answers = [None] * len(posts)
    start = threading.Barrier(len(posts))

    def send(place, user, page, data):
        browser = Client()
        browser.force_login(user)
        kind = {"content_type": "application/json"} if isinstance(data, str) else {}
        try:
            start.wait()
            answers[place] = browser.post(f"{REPORT}{page}", data, follow=True, **kind)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(place, *post)) for place, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def told(answer):
    """What a page says at its top, or in the place of its button."""
    page = answer.content.decode()
    found = re.findall(r'<div class="notice notice-[^>]*>([^<]+)</div>', page)
    for obstacles in re.findall(r'<section class="notice notice-.*?</section>', page, re.DOTALL):
        found += re.findall(r"<p>([^<]+)</p>", obstacles)
    return " ".join(each.strip() for each in found)


def bring_to(status, report, cast):
    """Take the report from wherever the last race left it."""
    report.refresh_from_db()
    if report.status == Status.APPROVED and status != Status.APPROVED:
        perform("revoke", report.pk, cast.supervisor, reason=REASON)
    report.refresh_from_db()
    if report.is_editable and status not in (Status.DRAFT, Status.RETURNED):
        perform("submit", report.pk, cast.clerk)
    report.refresh_from_db()
    if status == Status.APPROVED and report.status == Status.IN_REVIEW:
        perform("approve", report.pk, cast.supervisor)
    report.refresh_from_db()


def deciding(report, user, action):
    return user, f"decide/{action}/", {"reason": REASON, "content_hash": content_hash(report.data())}


def test_of_an_approval_a_return_and_a_withdrawal_one_happens(filled, second, cast):
    for _ in range(RACES):
        bring_to(Status.IN_REVIEW, filled, cast)
        before = filled.events.count()
        runners = [(cast.supervisor, "approve"), (cast.stranger, "return"), (cast.clerk, "withdraw")]
        answers = at_once(*(deciding(filled, *runner) for runner in runners))
        last = filled.events.first()
        assert filled.events.count() == before + 1
        for answer, (user, action) in zip(answers, runners, strict=True):
            if user == last.actor:
                assert (action, bool(answer.redirect_chain)) == (last.action, True)
            elif answer.status_code == HTTPStatus.NOT_FOUND:
                assert (last.action, action) in {("withdraw", "approve"), ("withdraw", "return")}
            elif action == "withdraw" and "审核员已开始审核" in told(answer):
                assert last.action != "withdraw"
            else:
                assert re.match(rf"{last.actor}已于 [\d-]+ [\d:]+ (审核通过|退回修改|撤回)，本报告当前为", told(answer))


def test_of_two_who_confirm_at_once_one_does_and_what_is_saved_meanwhile_is_not_confirmed_unseen(filled, cast):
    Organ.objects.filter(pk=cast.township.pk).update(reviews_secrecy=True)
    for person in (cast.leader, cast.reader):
        Membership.objects.create(user=person, organ=cast.township, role=Role.SECRECY)
    for _ in range(RACES):
        perform("ask_secrecy", filled.pk, cast.clerk)
        before, digest = filled.events.count(), content_hash(filled.data())
        fields = {"declared": "on", "content_hash": digest}
        stored = filled.stored_texts()["problems"]
        other = stored.removesuffix(MORE) if stored.endswith(MORE) else stored + MORE
        save_it = json.dumps({"edits": [["problems", stored, other]]})
        at_once(
            (cast.leader, "secrecy/", fields),
            (cast.reader, "secrecy/", fields),
            (cast.clerk, "problems/save/", save_it),
        )
        confirmed = list(filled.events.all()[: filled.events.count() - before])
        assert len(confirmed) <= 1
        assert [each.content_hash for each in confirmed] == [digest] * len(confirmed)
        if not confirmed:  # the save was first: nobody has seen what stands there now
            perform("refuse_secrecy", filled.pk, cast.leader, reason=REASON)


def test_a_file_is_not_read_over_what_a_colleague_has_just_saved(report, cast):
    has_saved = threading.Event()

    def colleague():
        try:
            with transaction.atomic():
                save(report.pk, cast.colleague, [Edit("problems", "", LAST_WORDS)])
                has_saved.set()
                time.sleep(0.5)  # acknowledged once this is committed, which the import must wait for
        finally:
            connection.close()

    thread = threading.Thread(target=colleague)
    thread.start()
    has_saved.wait()
    with pytest.raises(CommandError, match="已有填写内容"):
        call_command("import_report", str(SEED), "--organ", "beizi", "--year", str(YEAR), stdout=StringIO())
    thread.join()
    assert report.stored_texts()["problems"] == LAST_WORDS


@pytest.mark.parametrize("rival", ["clerk", "colleague"])
def test_a_report_that_is_submitted_twice_is_submitted_once(filled, cast, rival):
    for _ in range(RACES):
        if filled.status == Status.IN_REVIEW:
            perform("return", filled.pk, cast.supervisor, reason=REASON)
        before = filled.events.count()
        data = {"content_hash": content_hash(filled.data())}
        answers = at_once((cast.clerk, "submit/", data), (getattr(cast, rival), "submit/", data))
        filled.refresh_from_db()
        assert (filled.events.count(), filled.status) == (before + 1, Status.IN_REVIEW)
        winner = filled.events.first().actor
        for answer, user in zip(answers, (cast.clerk, getattr(cast, rival)), strict=True):
            if user == winner or rival == "clerk":
                assert answer.redirect_chain[0][0] == f"{REPORT}submitted/"
            elif f"{winner}已于" not in told(answer):
                # Who submitted an earlier round is shown the submission, which names its author.
                assert answer.redirect_chain[0][0] == f"{REPORT}submitted/"


def test_what_is_saved_during_a_submission_holds_it_up_or_is_given_back(filled, cast):
    for number in range(RACES):
        if filled.status == Status.IN_REVIEW:
            perform("return", filled.pk, cast.supervisor, reason=REASON)
        before, old = filled.events.count(), filled.stored_texts()["other_matters"]
        new = f"{LAST_WORDS}{number}"
        edits = json.dumps({"edits": [["other_matters", old, new]]})
        data = {"content_hash": content_hash(filled.data())}
        saved, _ = at_once((cast.colleague, "other_matters/save/", edits), (cast.clerk, "submit/", data))
        filled.refresh_from_db()
        is_submitted = filled.events.count() == before + 1
        stands = filled.stored_texts()["other_matters"]
        if saved.status_code == HTTPStatus.OK:
            assert (saved.json()["values"]["other_matters"], stands) == (new, new)
            assert is_submitted is False
        else:
            assert (saved.status_code, stands, is_submitted) == (HTTPStatus.CONFLICT, old, True)
            assert re.match(r"李某某已于 .* 提交审核，本报告当前为“待审核”，不能修改", saved.json()["left"])
        if is_submitted:
            event = filled.events.first()
            assert hash_of(bytes(event.version.content)) == event.content_hash == content_hash(filled.data())


@pytest.mark.parametrize("action", ["approve", "return"])
def test_an_opinion_during_a_decision_is_part_of_it_or_given_back(filled, second, cast, action):
    for number in range(RACES):
        bring_to(Status.IN_REVIEW, filled, cast)
        filled.opinions.update(state="resolved")
        before, words = filled.opinions.count(), f"请核对（{number}）。"
        opinion = {"anchor": "problems", "level": "must", "code": "other", "words": words, **seen()}
        pinned, decided = at_once((cast.supervisor, "opinions/add/", opinion), deciding(filled, cast.stranger, action))
        filled.refresh_from_db()
        if filled.opinions.count() == before:
            assert filled.status != Status.IN_REVIEW
            assert f"以下内容没有保存，可复制留存：{words}" in told(pinned)
        elif action == "approve":
            assert filled.status == Status.IN_REVIEW
            assert "还有 1 条“须改”意见未解决" in told(decided)
        else:
            assert (filled.status, filled.opinions.last().state) == (Status.RETURNED, "open")


@pytest.mark.parametrize("rival", ["clerk", "colleague"])
def test_a_report_that_is_published_twice_is_published_once(filled, cast, rival):
    bring_to(Status.APPROVED, filled, cast)
    other = getattr(cast, rival)
    for _ in range(3):  # where the places for drawing are taken, both are told to try again
        answers = at_once(deciding(filled, cast.clerk, "publish"), deciding(filled, other, "publish"))
        if Publication.objects.exists():
            break
    assert (Publication.objects.count(), filled.events.filter(action="publish").count()) == (1, 1)
    winner = filled.events.first().actor
    losers = [told(each) for each in answers if told(each) != "已公布"]
    assert len(losers) == 1
    rest = "不必重复办理" if rival == "clerk" else "本报告当前为“已公布”，不能公布"
    assert re.fullmatch(rf"{winner}已于 .* 公布，{rest}。", losers[0])


def test_of_two_corrections_one_is_opened(filled, second, cast):
    bring_to(Status.APPROVED, filled, cast)
    perform("publish", filled.pk, cast.clerk)
    answers = at_once(*(deciding(filled, user, "correct") for user in (cast.supervisor, cast.stranger)))
    assert sorted(AnnualReport.objects.values_list("revision", flat=True)) == [1, 2]
    winner = filled.events.first().actor
    losers = [told(each) for each in answers if not each.redirect_chain]
    assert len(losers) == 1
    assert re.fullmatch(rf"{winner}已于 .* 发起更正，本报告已有更正版本。", losers[0])


@pytest.fixture
def explained(filled, cast):
    """In review, with two explanations."""
    edits = [Edit("normative_acts.rules.in_force", "0", "6"), Edit("title", filled.stored_texts()["title"], "年度报告")]
    save(filled.pk, cast.clerk, edits)
    for number, finding in enumerate(unexplained(filled)):
        filled.explanations.create(
            rule=finding.rule, fingerprint=finding.fingerprint, place=finding.place, finding=finding.message,
            body=f"上级机关认定的规章，已随附认定文件{number}。", author=cast.clerk,
        )  # fmt: skip
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    return list(filled.explanations.order_by("pk"))


def judging(explanation, user, judgement):
    data = {
        "judgement": judgement,
        "question": "请附文号。",
        "seen": Explanation.objects.get(pk=explanation.pk).seen_as,
    }
    return user, f"explanations/{explanation.pk}/", data


def test_two_explanations_judged_at_once_are_both_judged(explained, second, cast):
    for _ in range(RACES):
        Explanation.objects.update(judgement="", judged_by=None)
        at_once(judging(explained[0], cast.supervisor, "accepted"), judging(explained[1], cast.stranger, "questioned"))
        judged = list(Explanation.objects.order_by("pk").values_list("judgement", "judged_by"))
        assert judged == [("accepted", cast.supervisor.pk), ("questioned", cast.stranger.pk)]


def test_an_approval_does_not_pass_an_explanation_that_is_questioned_at_that_moment(explained, second, cast):
    report = explained[0].report
    for _ in range(RACES):
        bring_to(Status.IN_REVIEW, report, cast)
        for each in explained:
            judge(report.pk, each.pk, cast.supervisor, "accepted")
        questioned, approved = at_once(
            judging(explained[0], cast.stranger, "questioned"), deciding(report, cast.supervisor, "approve")
        )
        explained[0].refresh_from_db()
        report.refresh_from_db()
        if report.status == Status.APPROVED:
            assert explained[0].judgement == "accepted"
            assert "以下内容没有保存，可复制留存：请附文号。" in told(questioned)
        else:
            assert (report.status, explained[0].judgement) == (Status.IN_REVIEW, "questioned")
            assert "情况说明未认可" in told(approved)


def test_an_opinion_that_is_posted_or_deleted_twice_at_once_is_one(filled, cast):
    bring_to(Status.IN_REVIEW, filled, cast)
    for _ in range(RACES):
        opinion = {"anchor": "problems", "level": "must", "code": "other", "words": "请核对。", **seen()}
        pinned = at_once(*[(cast.supervisor, "opinions/add/", opinion)] * 2)
        assert ([each.status_code for each in pinned], Opinion.objects.count()) == ([HTTPStatus.OK] * 2, 1)
        deleted = at_once(*[(cast.supervisor, "opinions/1/delete/", seen_opinion())] * 2)
        assert ([told(each) for each in deleted], Opinion.objects.count()) == (["已删除"] * 2, 0)


def test_of_two_answers_to_one_opinion_the_second_gets_its_words_back(filled, cast):
    bring_to(Status.IN_REVIEW, filled, cast)
    add_opinion(filled.pk, cast.supervisor, anchor="problems", level="must", code="other", words="请核对。")
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    for _ in range(RACES):
        Opinion.objects.update(state="open")
        before = Opinion.objects.get().replies.count()
        answers = at_once(
            (cast.clerk, "opinions/1/answer/", seen_opinion(words="已按表三更正")),
            (cast.colleague, "opinions/1/answer/", seen_opinion(words="已按表四更正")),
        )
        assert Opinion.objects.get().replies.count() == before + 1
        refused = [told(each) for each in answers if "已标记为“已修改”" not in told(each)]
        assert len(refused) == 1
        assert re.search("以下内容没有保存，可复制留存：已按表(三|四)更正", refused[0])
