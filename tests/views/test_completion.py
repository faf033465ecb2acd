"""One truth about completion: task list, check page, confirmation and home agree, and so does the workflow."""

import re
from html import unescape
from http import HTTPStatus

import pytest
import time_machine

from reports.checks.registry import Level
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings_to_submit
from reports.lifecycle.opening import copy_as_revision, declare_nil, withdraw_nil
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reviewing import explain
from reports.lifecycle.workflow import perform
from reports.models import AnnualReport, Explanation, Status
from reports.models.review import Judgement
from reports.official.interchange import content_hash
from tests.conftest import YEAR

NOW = f"{YEAR + 1}-01-10T10:00:00+08:00"
REPORT = f"/reports/beizi/{YEAR}/"
DISPUTE = "disputes.cases.litigation_direct_upheld"
LONG = "一是公开时效有待加强。改进情况：明确报送时限，每月通报一次。"


def text(key, seen, now, **more):
    return lambda report, cast: save(report.pk, cast.clerk, [Edit(key, seen, now)], **more)


def emptied(report, cast):
    texts = report.stored_texts()
    save(report.pk, cast.clerk, [Edit(key, texts[key], "") for key in ("problems", "other_matters")])


# What is done to a complete report, and how many of its seven parts are finished afterwards.
STATES = {
    "complete": (lambda report, cast: None, 7),
    "without a telephone": (text("contact.telephone", "0375-5050001", ""), 6),
    "without a title": (lambda report, cast: report.texts.filter(key="title").update(body=""), 6),
    "without an e-mail address": (text("contact.email", "", ""), 7),
    "without an opening paragraph": (lambda report, cast: report.texts.filter(key="preamble").update(body=""), 7),
    "with two parts emptied": (emptied, 5),
    "with a part put off": (text("other_matters", "无", "无", step="other_matters", is_finished=False), 6),
    "with a part called finished": (text("other_matters", "无", "无", step="other_matters", is_finished=True), 7),
    "with a blank cell": (text("fees.administrative_fees.amount", "0", ""), 6),
    "with a cell that is no number": (text("disputes.cases.litigation_direct_upheld", "0", "三"), 6),
    "with a column that does not balance": (text("applications.granted.business", "0", "3"), 6),
    "with something to explain": (text("normative_acts.rules.in_force", "0", "6"), 7),
    "declared nil": (lambda report, cast: declare_nil(report.pk, cast.clerk, "disputes"), 7),
}


@pytest.fixture
def pages(filled, cast, as_user):
    """What the four pages say: parts finished at home, unfinished on the task list and the check, and the way on."""

    def read():
        with time_machine.travel(NOW, tick=False):
            client = as_user(cast.clerk)
            home, tasks, check = (client.get(path).content.decode() for path in ("/", REPORT, f"{REPORT}check/"))
            confirmation = client.get(f"{REPORT}submit/").status_code == HTTPStatus.OK
        at_home = int(re.search(r"已完成 (\d)／7 项", home)[1])
        unfinished = re.search(r"还有 (\d) 项未完成", tasks)
        checked = check[check.index('id="parts"') :]
        return {
            "home": at_home,
            "task list": 7 - int(unfinished[1]) if unfinished else 7,
            "its parts": len(re.findall(r'class="task-status task-done"', tasks)),
            "check": len(re.findall(r'class="task-status task-done"', checked)),
        }, confirmation

    return read


@pytest.mark.parametrize("state", STATES)
def test_the_pages_agree_on_what_is_finished_and_submission_hangs_on_it(pages, filled, cast, state):
    change, finished = STATES[state]
    change(filled, cast)
    filled.refresh_from_db()
    said, may_confirm = pages()
    assert said == dict.fromkeys(said, finished)
    may_submit = finished == 7 and state != "with something to explain"
    assert may_confirm is may_submit
    try:
        perform("submit", filled.pk, cast.clerk, seen_hash=content_hash(filled.data()))
    except Refused:
        assert not may_submit
    else:
        assert may_submit


@pytest.mark.parametrize("state", STATES)
def test_the_pages_agree_on_how_many_things_are_to_be_fixed_and_explained(filled, cast, as_user, state):
    STATES[state][0](filled, cast)
    assert {*counted_by_the_pages(as_user(cast.clerk)).values()} == {numbers(findings_to_submit(filled))}


def test_the_pages_of_a_report_just_begun_agree_on_how_much_is_missing(report, cast, as_user):
    counted = counted_by_the_pages(as_user(cast.clerk))
    assert counted == dict.fromkeys(counted, numbers(findings_to_submit(report)))
    assert counted["home"][0] > 5


def test_the_pages_agree_on_what_is_explained(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = (each for each in findings_to_submit(filled) if each.level is Level.EXPLAIN)
    client = as_user(cast.clerk)
    assert {*counted_by_the_pages(client).values()} == {(0, 1, "1 项未写明情况")}
    written = explain(filled, cast.clerk, finding, "上年漏报，已向审核单位说明。")
    assert {*counted_by_the_pages(client).values()} == {(0, 1, "均已写明情况")}
    with time_machine.travel(NOW, tick=False):
        confirmation = client.get(f"{REPORT}submit/").content.decode()
    assert said_by(confirmation) == (0, 1, "均已写明情况")
    Explanation.objects.filter(pk=written.pk).update(judgement=Judgement.QUESTIONED)
    assert {*counted_by_the_pages(client).values()} == {(0, 1, "1 项未写明情况")}


def numbers(found):
    to_explain = sum(each.level is Level.EXPLAIN for each in found)
    words = f"{to_explain} 项未写明情况" if to_explain else ""
    return sum(each.level is Level.MUST_FIX for each in found), to_explain, words


def counted_by_the_pages(client):
    """What each page says is to be fixed and to be explained."""
    with time_machine.travel(NOW, tick=False):
        paths = {"home": "/", "task list": REPORT, "check": f"{REPORT}check/"}
        return {name: said_by(client.get(path).content.decode()) for name, path in paths.items()}


def said_by(page):
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    to_fix, to_explain = re.search(r"\s须修改 (\d+)\s", text), re.search(r"\s须说明 (\d+)\s*（([^（）]+)）", text)
    return int(to_fix[1]) if to_fix else 0, *((int(to_explain[1]), to_explain[2]) if to_explain else (0, ""))


def test_a_table_whose_nil_return_is_withdrawn_is_unfinished_and_not_put_off(pages, filled, cast):
    declare_nil(filled.pk, cast.clerk, "disputes")
    withdraw_nil(filled.pk, cast.clerk, "disputes")
    filled.refresh_from_db()
    assert [each.rule for each in findings_to_submit(filled)] == ["N1"]
    assert pages()[0]["home"] == 6


def test_a_correction_begins_finished_and_says_why_it_was_opened(pages, filled, cast, as_user):
    AnnualReport.objects.update(status=Status.PUBLISHED)
    reason = "表三第二行数字有误，请核对后更正。"
    perform("correct", filled.pk, cast.supervisor, reason=reason, seen_hash=content_hash(filled.data()))
    said, may_confirm = pages()
    assert (said, may_confirm) == (dict.fromkeys(said, 7), True)
    page = as_user(cast.clerk).get(REPORT).content.decode()
    assert ("更正的原因" in page, reason in page) == (True, True)


def test_a_first_revision_has_no_reason_of_a_correction(filled, cast, as_user):
    copy_as_revision(filled)
    AnnualReport.objects.filter(revision=2).delete()
    assert "更正的原因" not in as_user(cast.clerk).get(REPORT).content.decode()


@pytest.mark.parametrize(("day", "hints"), [(f"{YEAR}-12-31", ["D5"]), (f"{YEAR + 1}-01-01", [])])
def test_before_the_year_is_over_a_finished_report_says_so(filled, cast, as_user, day, hints):
    with time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
        assert [each.rule for each in findings_to_submit(filled)] == hints
        page = as_user(cast.clerk).get(f"{REPORT}check/").content.decode()
        assert (f"{YEAR} 年度尚未结束" in page) is bool(hints)
        assert "没有须修改的问题，可以提交审核" in page
        save(filled.pk, cast.clerk, [Edit("other_matters", "无", "")])
        filled.refresh_from_db()
        assert "D5" not in [each.rule for each in findings_to_submit(filled)]


def test_save_and_go_on_leads_to_the_next_part_that_is_not_finished_and_at_last_to_the_check(filled, cast, as_user):
    emptied(filled, cast)
    client = as_user(cast.clerk)

    def go_on(step, **posted):
        seen = '{"problems": "", "other_matters": ""}'
        return client.post(f"{REPORT}{step}/", {"seen": seen, "go": "continue", **posted}).url

    assert go_on("overview") == f"{REPORT}problems/"
    assert go_on("problems", problems=LONG) == f"{REPORT}other_matters/"
    assert go_on("other_matters", other_matters="无") == f"{REPORT}check/"
    last = client.post(f"{REPORT}other_matters/", {"seen": "{}", "go": "next"})
    assert last.url == f"{REPORT}check/"


def said_after_saving(client, step, go, **posted):
    """The colour and the words of what the next page says of a step that was saved."""
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', client.get(f"{REPORT}{step}/").content.decode())[1])
    page = client.post(f"{REPORT}{step}/", {"seen": seen, "finished": "yes", "go": go, **posted}, follow=True)
    (said,) = re.findall(r'data-message="(\w+)"[^>]*>([^<]+)<', page.content.decode())
    return said[0], said[1].strip()


@pytest.mark.parametrize("go", ["continue", "report", "", "next", "previous"])
def test_a_saved_part_that_is_empty_says_what_is_missing_and_is_not_green(report, cast, as_user, go):
    level, words = said_after_saving(as_user(cast.clerk), "problems", go)
    assert level == "warning"
    missing = "没有填写。请写明工作中存在的主要问题和改进情况。"
    assert words == f"已保存“五、存在的主要问题及改进情况”。本部分还有须修改 1 项：{missing}"


def test_a_saved_part_with_faults_counts_them_and_names_the_first(report, cast, as_user):
    level, words = said_after_saving(as_user(cast.clerk), "disputes", "continue", **{DISPUTE: "三"})
    assert level == "warning"
    assert "本部分还有须修改 2 项" in words
    assert words.count("；") == 1


def test_a_saved_part_that_needs_an_explanation_says_so(filled, cast, as_user):
    client = as_user(cast.clerk)
    rules = {"normative_acts.rules.in_force": "6"}
    told = said_after_saving(client, "proactive_disclosure", "continue", **rules)
    assert told == ("warning", "已保存“二、主动公开政府信息情况”。本部分还有须说明 1 项。")


def test_a_saved_part_that_is_complete_is_green(filled, cast, as_user):
    told = said_after_saving(as_user(cast.clerk), "problems", "continue", problems=LONG)
    assert told == ("success", "已保存“五、存在的主要问题及改进情况”，本部分已完成")
