"""The page of a decision: what is judged on it, and where it leads when several reports wait."""

import re

import pytest

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.opening import fill, open_report
from reports.management.demonstration_county import quiet
from reports.models import Explanation, Opinion, OpinionState, Status
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.deciding import act, add_opinion, explain, perform, seen

REPORT = f"/reports/beizi/{YEAR}/"
NEXT = f"/reports/wawu/{YEAR}/review/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
ONWARD = {"approve": "通过并看下一份", "return": "退回并看下一份"}
REASONS = {"approve": {}, "return": {"reason": REASON}}


@pytest.fixture
def neighbours(cast):
    """瓦屋镇's report, which waits for its review."""
    organ = cast.neighbouring_township
    report = open_report(organ, YEAR, cast.neighbour)
    fill(report.pk, cast.neighbour, quiet(organ.name, organ.self_reference, Kind.TOWNSHIP, YEAR))
    perform("submit", report.pk, cast.neighbour)
    return report


@pytest.fixture
def submitted(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    return filled


@pytest.mark.parametrize("action", ["approve", "return"])
def test_a_decision_leads_to_the_next_report_that_waits_where_that_was_asked_for(
    submitted, neighbours, cast, as_user, action
):
    browser, decision = as_user(cast.supervisor), f"{REPORT}decide/{action}/"
    assert ONWARD[action] in browser.get(decision).content.decode()
    answer = browser.post(decision, seen(**REASONS[action], onward=""), follow=True)
    assert answer.redirect_chain[0][0] == NEXT
    told = re.search(r'data-message="success"[^>]*>([^<]+)<', answer.content.decode())[1].strip()
    assert told == f"{submitted}：{'审核通过' if action == 'approve' else '已退回修改'}"
    submitted.refresh_from_db()
    assert submitted.status == (Status.APPROVED if action == "approve" else Status.RETURNED)
    assert browser.post(decision, seen(**REASONS[action], onward="")).url == NEXT  # the second click of a double click


def test_after_the_last_one_the_way_leads_back_to_the_queue(submitted, cast, as_user):
    browser = as_user(cast.supervisor)
    assert "通过并看下一份" not in browser.get(f"{REPORT}decide/approve/").content.decode()
    assert browser.post(f"{REPORT}decide/approve/", seen(onward="")).url == f"/review/?year={YEAR}"


def test_a_refused_decision_leads_nowhere(submitted, neighbours, cast, as_user):
    add_opinion(submitted.pk, cast.supervisor, anchor="problems", quote="", level="must", code="other", words="请改。")
    page = as_user(cast.supervisor).post(f"{REPORT}decide/approve/", seen(onward="")).content.decode()
    assert "还有 1 条“须改”意见未解决。" in page
    submitted.refresh_from_db()
    assert submitted.status == Status.IN_REVIEW


def test_an_explanation_is_accepted_on_the_page_of_the_decision(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explain(filled, unexplained(filled)[0], cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    browser, decision = as_user(cast.supervisor), f"{REPORT}decide/approve/"
    explanation = Explanation.objects.get()
    judged = f"{REPORT}explanations/{explanation.pk}/"
    page = browser.get(decision).content.decode()
    assert (f'action="{judged}"' in page, "还有 1 项情况说明未认可。" in page) == (True, True)
    sent = {"judgement": "accepted", "seen": explanation.seen_as}
    answer = browser.post(judged, sent | {"decision": "approve"})
    assert answer.url == f"{decision}#explanation-{explanation.pk}"
    page = browser.get(decision).content.decode()
    assert (f'action="{judged}"' in page, "未认可" in page, "已认可" in page) == (False, False, True)
    for other in ("", "publish", "poem"):  # a page that has no such form is the review's
        answer = browser.post(judged, {"judgement": "accepted", "seen": explanation.seen_as, "decision": other})
        assert answer.url.startswith(f"{REPORT}review/")


def test_an_opinion_is_resolved_on_the_page_of_the_approval_alone(submitted, cast, as_user):
    add_opinion(submitted.pk, cast.supervisor, anchor="problems", quote="", level="must", code="other", words="请改。")
    browser, resolve = as_user(cast.supervisor), f"{REPORT}opinions/1/resolve/"
    perform("return", submitted.pk, cast.supervisor, reason=REASON)
    act("answer", submitted.pk, 1, cast.clerk, "已逐项写明。")
    perform("submit", submitted.pk, cast.clerk)
    page = browser.get(f"{REPORT}decide/approve/").content.decode()
    assert (f'action="{resolve}"' in page, "已逐项写明。" in page) == (True, True)
    assert resolve not in browser.get(f"{REPORT}decide/return/").content.decode()
    sent = {"seen": Opinion.objects.get().seen_as, "decision": "approve"}
    assert browser.post(resolve, seen(**sent)).url == f"{REPORT}decide/approve/#waiting"
    assert Opinion.objects.get().state == OpinionState.RESOLVED
