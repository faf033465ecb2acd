"""What careless, hurried and hostile people send to the pages of a review and a decision."""

import re
from http import HTTPStatus

import pytest

from reports.formats import writing
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.refusals import Refused
from reports.lifecycle.workflow import HAS_CHANGED, HAS_NOT_SAID, open_review
from reports.models import AnnualReport, Status
from tests.conftest import YEAR
from tests.deciding import perform, seen

REPORT = f"/reports/beizi/{YEAR}/"
ADD = f"{REPORT}opinions/add/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
MARKUP = "<img src=x onerror=alert(1)>"
LITERAL = "&lt;img src=x onerror=alert(1)&gt;"
OPINION = {"anchor": "problems", "level": "must", "code": "other", "words": "请核对。"}

# By action, what brings the report to where it can be taken, and who takes it.
SUBMITTED = [("submit", "clerk")]
BEFORE = {
    "withdraw": (SUBMITTED, "clerk"),
    "approve": (SUBMITTED, "supervisor"),
    "return": (SUBMITTED, "supervisor"),
    "revoke": ([*SUBMITTED, ("approve", "supervisor")], "supervisor"),
    "publish": ([*SUBMITTED, ("approve", "supervisor")], "clerk"),
    "correct": ([*SUBMITTED, ("approve", "supervisor"), ("publish", "clerk")], "supervisor"),
}


@pytest.fixture
def in_review(filled, cast):
    return brought(filled, cast, SUBMITTED)


def brought(report, cast, way):
    for action, person in way:
        perform(action, report.pk, getattr(cast, person), reason=REASON)
    report.refresh_from_db()
    return report


def shown(browser, action):
    page = browser.get(f"{REPORT}decide/{action}/").content.decode()
    return re.search(r'name="content_hash" value="(\w+)"', page)[1]


def told(answer):
    return " ".join(re.findall(r'<div class="notice notice-[^>]*>([^<]+)</div>', answer.content.decode()))


@pytest.mark.parametrize("action", BEFORE)
def test_the_second_click_of_a_double_click_changes_nothing_and_says_so(filled, cast, as_user, action):
    way, person = BEFORE[action]
    brought(filled, cast, way)
    browser = as_user(getattr(cast, person))
    data = {"reason": REASON, "content_hash": shown(browser, action)}
    assert browser.post(f"{REPORT}decide/{action}/", data).url == REPORT
    before = (AnnualReport.objects.count(), filled.events.count())
    again = browser.post(f"{REPORT}decide/{action}/", data, follow=True)
    assert re.search(r"某某已于 [\d-]+ [\d:]+ \S+，不必重复办理。", told(again))
    assert (AnnualReport.objects.count(), filled.events.count()) == before


def test_a_stale_page_is_told_who_decided_and_gives_the_reason_back(in_review, supervisor, cast):
    data = {"reason": f"{REASON}{MARKUP}", "content_hash": shown(supervisor, "return")}
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    page = supervisor.post(f"{REPORT}decide/return/", data)
    assert re.match(r"张某某已于 [\d-]+ [\d:]+ 退回修改，本报告当前为“退回修改”，不能退回修改。", told(page))
    kept = re.escape(f"{REASON}{LITERAL}")
    assert re.search(rf"以下内容没有保存，可复制留存</label><textarea[^>]*>\s*{kept}", page.content.decode())
    assert in_review.events.count() == 2


def test_a_page_from_before_a_change_decides_on_nothing(in_review, supervisor, cast):
    seen = shown(supervisor, "approve")
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    save(in_review.pk, cast.clerk, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    perform("submit", in_review.pk, cast.clerk)
    page = supervisor.post(f"{REPORT}decide/approve/", {"content_hash": seen})
    assert told(page) == "报告内容在您打开本页后有修改，请重新查看后再操作。"
    in_review.refresh_from_db()
    assert in_review.status == Status.IN_REVIEW


@pytest.mark.parametrize("forged", ["", "0" * 64, "x" * 10_000, "\x00", "校验码", "A" * 64, None])
@pytest.mark.parametrize("action", BEFORE)
def test_a_hash_that_is_missing_or_forged_decides_on_nothing_and_draws_nothing(
    filled, cast, as_user, monkeypatch, action, forged
):
    way, person = BEFORE[action]
    brought(filled, cast, way)
    before = filled.events.count()
    monkeypatch.setattr(writing, "write", pytest.fail)
    monkeypatch.setattr(writing, "undrawable", pytest.fail)
    sent = {"reason": REASON} | ({} if forged is None else {"content_hash": forged})
    page = as_user(getattr(cast, person)).post(f"{REPORT}decide/{action}/", sent)
    assert told(page) == (HAS_CHANGED if forged == "0" * 64 else HAS_NOT_SAID)
    assert filled.events.count() == before


@pytest.mark.parametrize("forged", ["", "0" * 64, "校验码", None])
def test_a_submission_without_the_hash_of_what_was_shown_submits_nothing(filled, clerk, forged):
    page = clerk.post(f"{REPORT}submit/", {} if forged is None else {"content_hash": forged}, follow=True)
    assert (HAS_CHANGED if forged == "0" * 64 else HAS_NOT_SAID) in page.content.decode()
    assert filled.events.count() == 0


@pytest.mark.parametrize("action", ["poem", "__class__", "Approve", "approve%20", "submit", "审核通过", "a" * 5000])
def test_a_forged_action_is_absent(in_review, supervisor, clerk, action):
    for browser in (supervisor, clerk):
        for page in (f"decide/{action}/", f"opinions/1/{action}/"):
            assert browser.post(f"{REPORT}{page}", {"reason": REASON}).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "reason",
    [
        "",
        " " * 20,
        "　" * 20,
        "\u200b" * 20,
        "\n\r\n\t" * 9,
        "\u2060\ufeff" * 20,
        "短",
        "长" * 10_000,
        f"短{' ' * 10_000}短",
    ],
    ids=["none", "blanks", "full-width blanks", "joiners", "lines", "marks", "short", "long", "hollow"],
)
def test_a_reason_that_says_nothing_or_too_much_is_refused(in_review, supervisor, reason):
    page = supervisor.post(f"{REPORT}decide/return/", seen(reason=reason))
    assert told(page) == "请填写退回意见，10—500 字。"
    assert in_review.events.count() == 1


def test_a_reason_is_kept_as_text_and_shown_literally(in_review, supervisor, clerk):
    supervisor.post(f"{REPORT}decide/return/", seen(reason=f"{MARKUP}请逐项写明\u202e改进情况。"))
    assert in_review.events.first().reason == f"{MARKUP}请逐项写明改进情况。"
    for page in ("", "preview/", "history/", "check/"):
        assert MARKUP not in clerk.get(f"{REPORT}{page}").content.decode()
    assert f"{LITERAL}请逐项写明改进情况。" in clerk.get(REPORT).content.decode()


def test_looking_without_being_allowed_to_review_leaves_the_time_to_withdraw(in_review, cast, as_user):
    cast.clerk.memberships.create(organ=cast.county, role="supervisor")
    for page in ("review/", "decide/approve/", "decide/return/"):
        assert as_user(cast.clerk).get(f"{REPORT}{page}").status_code == HTTPStatus.OK
    assert perform("withdraw", in_review.pk, cast.colleague).to_status == Status.DRAFT


@pytest.mark.parametrize("page", ["decide/approve/", "decide/return/"])
def test_a_decision_that_is_refused_begins_the_review_and_its_page_does_not(in_review, supervisor, cast, page):
    supervisor.get(f"{REPORT}{page}")
    in_review.refresh_from_db()
    assert in_review.review_opened_by is None
    assert supervisor.post(f"{REPORT}{page}").status_code == HTTPStatus.OK
    with pytest.raises(Refused, match="审核员已开始审核，不能撤回"):
        perform("withdraw", in_review.pk, cast.clerk)


def test_what_is_said_from_a_page_of_the_last_round_begins_the_review(in_review, supervisor, cast):
    open_review(in_review, cast.supervisor)
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    perform("submit", in_review.pk, cast.clerk)
    supervisor.post(ADD, OPINION | seen())
    with pytest.raises(Refused, match="审核员已开始审核，不能撤回"):
        perform("withdraw", in_review.pk, cast.clerk)
