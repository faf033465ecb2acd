"""A correction withdrawn while its reviewer looked: who withdrew it, and that the page is the published one."""

from http import HTTPStatus

import pytest
from django.utils import timezone

from reports.models import AnnualReport
from tests.conftest import YEAR
from tests.deciding import perform

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第三部分两个数字抄写有误，需要更正。"


@pytest.fixture
def correction(filled, cast):
    """A correction that lies before the supervisor."""
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    perform("correct", filled.pk, cast.supervisor, reason=REASON)
    newest = AnnualReport.objects.get(revision=2)
    perform("submit", newest.pk, cast.clerk)
    return newest


def ping(client, **page):
    body = {"tab": "one", **page}
    return client.post(f"{REPORT}review/presence/", body, content_type="application/json")


def at(event):
    return timezone.localtime(event.at)


def test_its_reviewer_is_told_who_withdrew_it_on_every_page_of_the_published_one(correction, cast, as_user):
    supervisor = as_user(cast.supervisor)
    pages = ("review/", "history/", "preview/", "decide/correct/", "decide/approve/")
    assert [path for path in pages if "撤回，重新提交后" in supervisor.get(f"{REPORT}{path}").content.decode()] == []
    withdrawal = perform("withdraw", correction.pk, cast.clerk)
    told = f"{correction}的更正已由李某某于 {at(withdrawal):%Y-%m-%d %H:%M} 撤回，重新提交后可以查看。"
    link = f'本页为已公布的报告。<a href="/public/beizi/{YEAR}/">查看公布页</a>'
    for path in pages:
        assert f"{told}{link}" in supervisor.get(f"{REPORT}{path}").content.decode(), path
    assert told not in as_user(cast.clerk).get(f"{REPORT}history/").content.decode()
    perform("submit", correction.pk, cast.clerk)
    assert told not in supervisor.get(f"{REPORT}review/").content.decode()


def test_its_open_page_is_told_of_the_withdrawal(correction, cast, as_user):
    supervisor = as_user(cast.supervisor)
    shown = supervisor.get(f"{REPORT}review/").content.decode()
    assert 'data-seen="1" data-revision="2"' in shown
    withdrawal = perform("withdraw", correction.pk, cast.clerk)
    told = f"{correction}的更正已由李某某于 {at(withdrawal):%Y-%m-%d %H:%M} 撤回，重新提交后可以查看。"
    assert ping(supervisor, seen=1, revision=2).json()["left"] == told


def test_the_open_page_of_what_is_published_begins_no_review_of_the_correction(correction, cast, as_user):
    supervisor = as_user(cast.supervisor)
    submission = correction.events.get()
    published = AnnualReport.objects.get(revision=1).events.count()
    told = f"李某某已于 {at(submission):%H:%M} 更正并提交此报告"
    assert ping(supervisor, seen=published, revision=1).json()["left"] == told
    supervisor.post(f"{REPORT}review/open/", {"seen": "1", "revision": "1"})
    correction.refresh_from_db()
    assert correction.review_opened_at is None
    assert ping(supervisor, seen=1, revision=2).json() == {"told": ""}
    correction.refresh_from_db()
    assert correction.review_opened_by == cast.supervisor


def test_the_page_of_another_person_begins_no_review(correction, cast, as_user):
    answer = ping(as_user(cast.supervisor), seen=1, revision=2, user=str(cast.clerk.pk))
    words = "现在登录的是“张某某”，请用打开本页的账号登录"
    assert (answer.status_code, answer.json()["error"]) == (HTTPStatus.FORBIDDEN, words)
    correction.refresh_from_db()
    assert correction.review_opened_at is None


def test_what_only_the_withdrawn_correction_had_is_answered_with_what_became_of_it(correction, cast, as_user):
    supervisor = as_user(cast.supervisor)
    opinion = {"anchor": "problems", "level": "must", "code": "other", "words": "请补充。"}
    supervisor.post(f"{REPORT}opinions/add/", opinion)
    explanation = correction.explanations.create(
        rule="L1", fingerprint="0" * 64, finding="上年数不一致", body="上年漏报。", author=cast.clerk
    )
    kept = "这些数字请与台账逐项核对。"
    event = correction.events.get().pk
    asked = {
        "opinions/1/ask/": {"words": kept},
        f"explanations/{explanation.pk}/": {"judgement": "questioned", "question": kept},
    }
    withdrawal = take_back(correction, cast)
    told = f"{correction}的更正已由李某某于 {at(withdrawal):%Y-%m-%d %H:%M} 撤回，重新提交后可以查看。"
    answers = [supervisor.post(f"{REPORT}{path}", posted) for path, posted in asked.items()]
    answers.append(supervisor.get(f"{REPORT}history/compare/", {"old": event, "new": event}))
    for answer in answers:
        page = answer.content.decode()
        assert (answer.status_code, told in page) == (HTTPStatus.NOT_FOUND, True)
        assert f'href="/review/?year={YEAR}">返回审核</a>' in page
    assert [kept in answer.content.decode() for answer in answers] == [True, True, False]


def test_what_no_correction_had_is_absent_as_ever(correction, cast, as_user):
    take_back(correction, cast)
    for client in (as_user(cast.clerk), as_user(cast.supervisor)):
        answer = client.get(f"/reports/wawu/{YEAR}/history/compare/", {"old": "9", "new": "8"})
        assert "未找到页面" in answer.content.decode()
    assert "未找到页面" in as_user(cast.clerk).post(f"{REPORT}opinions/9/answer/").content.decode()


def take_back(correction, cast):
    """Withdrawn as it was before the review began, which a supervisor's words begin."""
    AnnualReport.objects.filter(pk=correction.pk).update(review_opened_at=None, review_opened_by=None)
    return perform("withdraw", correction.pk, cast.clerk)
