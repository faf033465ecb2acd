"""The queue of a superior organ: who stands where, longest waiting first, narrowed and divided into pages."""

import re
from datetime import datetime, time, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.reminding import PROPOSED_WORDS
from reports.lifecycle.workflow import open_review
from reports.management.demonstration_county import quiet
from reports.models import AnnualReport, Organ, Status, User
from reports.models.years import period
from reports.official.report_data import Kind
from reports.presenters.queue import organs_to_review
from tests.conftest import YEAR
from tests.deciding import explain, grant_extension, perform
from tests.markup import flat

REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def organs(cast):
    """As many further townships of the county as are asked for, each with its report just opened."""

    def make(number, first=0):
        for each in range(first, first + number):
            organ = Organ.objects.create(
                slug=f"t{each:03}",
                name=f"第{each}镇人民政府",
                short_name="镇",
                kind=Kind.TOWNSHIP,
                superior=cast.county,
            )
            open_report(organ, YEAR, cast.clerk)

    return make


@pytest.fixture
def ask(as_user, cast):
    """What the supervisor reads in the queue of the year: the page, and the organs in their order."""
    browser = as_user(cast.supervisor)

    def get(**asked):
        answer = browser.get("/review/", {"year": YEAR, **asked})
        assert answer.status_code == HTTPStatus.OK
        page = answer.content.decode()
        return page, re.findall(r'<span class="organ">(\w+)</span>', page)

    return get


@pytest.fixture
def neighbours(cast):
    """瓦屋镇's report of the year, filled in."""
    organ = cast.neighbouring_township
    report = open_report(organ, YEAR, cast.neighbour)
    fill(report.pk, cast.neighbour, quiet(organ.name, organ.self_reference, Kind.TOWNSHIP, YEAR))
    return report


def explained(report, clerk, words="已随附认定文件"):
    """The report with a figure that needs an explanation, and the explanation."""
    save(report.pk, clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explain(report, unexplained(report)[0], clerk, words)


@pytest.mark.parametrize("number", [1, 45])
def test_the_queue_asks_as_often_for_forty_five_organs_as_for_one(
    cast, as_user, organs, django_assert_num_queries, number
):
    organs(number)
    AnnualReport.objects.update(status="in_review")
    client = as_user(cast.supervisor)
    client.get("/guide/")  # the first page of a session also notes when it was seen
    with django_assert_num_queries(23):
        page = client.get("/review/", {"year": YEAR}).content.decode()
    assert len(re.findall(r'<span class="organ">第\d+镇人民政府</span>', page)) == number


def test_where_the_report_of_an_organ_stands_is_read_once_and_not_for_each_thing_said_of_it(cast):
    asked = str(organs_to_review({cast.county.pk}, YEAR).query)
    looked_up = [asked.count(f'{way} "reports_annualreport"') for way in ("LEFT OUTER JOIN", "FROM")]
    assert looked_up == [1, 1]  # the report, and whether there is a newer one


def test_the_not_submitted_ask_as_often_for_thirty_organs_as_for_three(cast, as_user, organs):
    client = as_user(cast.supervisor)
    client.get("/guide/")
    counts = []
    for more, shown in ((3, 3), (27, 30)):
        organs(more, first=shown - more)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/review/", {"year": YEAR, "tab": "not_submitted", "select": "all"}).content.decode()
        assert len(re.findall(r'<span class="organ">第\d+镇人民政府', page)) == shown
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_queue_is_divided_into_pages(ask, organs):
    organs(60)
    page, shown = ask(tab="not_submitted")
    assert (len(shown), "第 1 页，共 2 页（62 个单位）" in page) == (50, True)
    rest = ask(tab="not_submitted", page=2)[1]
    assert (len(rest), set(shown) & set(rest)) == (12, set())


def test_every_organ_stands_in_the_tab_of_its_report(ask, filled, cast):
    open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    assert ask(tab="not_submitted")[1] == ["背孜乡人民政府", "瓦屋镇人民政府"]
    perform("submit", filled.pk, cast.clerk)
    page, shown = ask()
    assert (shown, "待审核 1" in page, "未提交 1" in page, "全部 2" in page) == (["背孜乡人民政府"], True, True, True)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    assert ask(tab="returned")[1] == ["背孜乡人民政府"]
    assert ask()[1] == []


def test_an_organ_that_has_not_begun_is_not_submitted(ask):
    page, shown = ask(tab="not_submitted")
    assert (shown, page.count("未开始")) == (["背孜乡人民政府", "瓦屋镇人民政府"], 2)


def test_who_waits_longest_comes_first(ask, filled, neighbours, cast):
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        perform("submit", neighbours.pk, cast.neighbour)
    perform("submit", filled.pk, cast.clerk)
    page, shown = ask()
    assert (shown, "，已等 3 天</span>" in page) == (["瓦屋镇人民政府", "背孜乡人民政府"], True)


def test_the_list_is_narrowed_by_kind_and_name(ask, cast):
    Organ.objects.create(
        slug="bureau", name="鲁山县教育体育局", short_name="教体局", kind=Kind.DEPARTMENT, superior=cast.county
    )
    assert ask(tab="all", kind="department")[1] == ["鲁山县教育体育局"]
    assert ask(tab="all", name=" 瓦屋 ")[1] == ["瓦屋镇人民政府"]
    page, shown = ask(tab="all", name="没有这个乡")
    assert (shown, "没有符合条件的单位" in page, "全部 0" in page) == ([], True, True)


def test_the_list_is_narrowed_to_reports_with_explanations(ask, filled, neighbours, cast):
    explained(filled, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    perform("submit", neighbours.pk, cast.neighbour)
    page, shown = ask(explained="yes")
    assert (shown, ">1 项</td>" in page) == (["背孜乡人民政府"], True)
    assert ask()[0].count(">0 项</td>") == 1


def test_an_explanation_of_what_is_right_now_counts_no_more(ask, filled, cast):
    explained(filled, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "6", "0")])
    perform("submit", filled.pk, cast.clerk)
    assert ask(explained="yes")[1] == []
    assert ">0 项</td>" in ask()[0]


def test_who_has_begun_a_review_is_named(ask, filled, cast):
    perform("submit", filled.pk, cast.clerk)
    assert "开始审核" not in ask()[0]
    filled.refresh_from_db()
    open_review(filled, cast.supervisor)
    assert re.search(r"张某某 \d\d-\d\d \d\d:\d\d 开始审核", ask()[0])


def test_each_row_leads_to_the_comparisons_that_there_are(ask, filled, cast):
    perform("submit", filled.pk, cast.clerk)
    first = ask()[0]
    assert ("对比上年" in first, "没有上年报告" in first, "查看变化" in first) == (False, True, False)
    earlier = AnnualReport.objects.create(organ=cast.township, year=YEAR - 1, edition=filled.edition)
    assert "对比上年" not in ask()[0]
    AnnualReport.objects.filter(pk=earlier.pk).update(status=Status.PUBLISHED)
    assert "对比上年" in ask()[0]
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    perform("submit", filled.pk, cast.clerk)
    assert f'href="/reports/beizi/{YEAR}/review/?compare=submission"' in ask()[0]


def test_a_correction_in_the_queue_is_told_from_a_first_report(ask, filled, cast, as_user):
    """In every tab that it comes to, and on the pages that it leads to; the published one beside it is none."""
    perform("submit", filled.pk, cast.clerk)
    tag, link = ">更正</span>", f'href="/reports/beizi/{YEAR}/review/?compare=publication"'
    told = flat(ask()[0])
    assert ("第 1 次提交" in told, "更正" in told) == (True, False)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    assert "更正" not in flat(ask(tab="published")[0])
    perform("correct", filled.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    perform("submit", correction.pk, cast.clerk)
    for tab, action, person in (
        ("in_review", "return", cast.supervisor),
        ("returned", "submit", cast.clerk),
        ("in_review", "approve", cast.supervisor),
        ("approved", "publish", cast.clerk),
        ("published", None, None),
    ):
        told = flat(ask(tab=tab)[0])
        assert (told.count(tag), told.count(link), told.count("更正：第 ")) == (1, 1, 1)
        assert "没有上年报告" not in told
        if action:
            perform(action, correction.pk, person, reason=REASON)
    assert "更正：第 2 次提交" in told
    pages = [as_user(cast.supervisor).get(f"/reports/beizi/{YEAR}/{page}").content.decode() for page in ("review/",)]
    assert all("更正：第 2 次提交" in page for page in pages)


def test_the_tabs_keep_what_was_asked_for(ask):
    page = ask(kind="township", name="乡")[0]
    link = re.search(r'href="([^"]+)"[^>]*>未提交', page)[1].replace("&amp;", "&")
    assert f"year={YEAR}" in link
    assert "kind=township&name=%E4%B9%A1&tab=not_submitted" in link


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SIGNING])
def test_a_report_that_is_being_corrected_stays_among_the_published_ones(ask, filled, cast, status):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    perform("correct", filled.pk, cast.supervisor, reason=REASON)
    AnnualReport.objects.filter(revision=2).update(status=status)
    assert ask(tab="not_submitted")[1] == ["瓦屋镇人民政府"]
    page, shown = ask(tab="published")
    assert (shown, "更正中" in page, "第 1 次提交" in page) == (["背孜乡人民政府"], True, True)
    assert 'aria-label="查看 背孜乡人民政府"' in page
    AnnualReport.objects.filter(revision=2).update(status=Status.IN_REVIEW)
    assert (ask()[1], ask(tab="published")[1]) == (["背孜乡人民政府"], [])


STRANGE = [
    *("year=abc", "year=99999", "year=1", "year=２０２２", "year=2022&year=2021", "year=&tab=", "tab=poem"),
    *("kind=poem", "page=-1", "page=٣", "name=%00", f"name={'长' * 5000}", "explained=maybe"),
]


@pytest.mark.parametrize("query", STRANGE)
def test_a_strange_query_shows_the_queue_all_the_same(as_user, cast, query):
    assert as_user(cast.supervisor).get(f"/review/?{query}").status_code == HTTPStatus.OK


def test_a_late_report_and_one_that_is_still_missing_are_overdue(ask, filled, neighbours, cast):
    due = period(YEAR, cast.township).due_on
    with time_machine.travel(datetime.combine(due, time(12), timezone.get_current_timezone()), tick=False):
        perform("submit", neighbours.pk, cast.neighbour)
    with time_machine.travel(datetime.combine(due + timedelta(3), time(12), timezone.get_current_timezone())):
        page, shown = ask(tab="not_submitted", timing="overdue")
        assert (shown, "已逾期 3 天" in page, "待审核 0" in page) == (["背孜乡人民政府"], True, True)
        perform("submit", filled.pk, cast.clerk)
        page, shown = ask(timing="overdue")
        assert (shown, "逾期 3 天提交" in page) == (["背孜乡人民政府"], True)
        rows = ask()[0].partition("<tbody>")[2]
        assert ("瓦屋镇人民政府" in rows, "按期提交" in rows) == (True, False)  # what goes its way is not spoken of


def test_those_who_have_not_submitted_are_reminded_from_their_list(ask, as_user, cast, report):
    page = ask(tab="not_submitted", select="all")[0]
    chosen = re.findall(r'name="organ" value="(\w+)"[^>]*checked', page)
    assert 'formaction="/review/remind/"' in page
    page = as_user(cast.supervisor).get("/review/remind/", {"year": YEAR, "organ": chosen}).content.decode()
    words = re.search(r"<textarea[^>]*>\s*([^<]+)</textarea>", page)[1]
    assert (chosen, words.strip() == PROPOSED_WORDS) == (["beizi", "wawu"], True)
    supervisor = as_user(cast.supervisor)
    answer = supervisor.post("/review/remind/", {"year": YEAR, "organ": chosen, "words": words}, follow=True)
    page = answer.content.decode()
    assert ("已向 2 个单位催报" in page, page.count(f"上次催报 {timezone.localdate():%m-%d} ")) == (True, 2)
    assert words.strip() in as_user(cast.clerk).get("/notices/").content.decode()


def test_nobody_is_chosen_until_somebody_is(ask):
    assert "checked" not in ask(tab="not_submitted")[0]


def test_an_extension_stands_beside_the_deadline_it_moved(ask, as_user, cast):
    day = timezone.localdate() + timedelta(days=5)
    grant_extension(cast.township, YEAR, cast.supervisor, due_on=day, reason="暴雪停电，报送系统无法使用。")
    page = ask(tab="not_submitted")[0]
    assert ("距截止还有" in page, f"已延期至 {day}：暴雪停电" in page) == (False, True)
    assert f"延至 {day}" in as_user(cast.clerk).get("/notices/").content.decode()


def test_the_queue_names_whom_each_report_waits_for_or_says_loudly_that_it_is_nobody(ask, filled, cast):
    def waits(**asked):
        return re.findall(r'(等待\w+：[^<]+)<|<strong class="awaits-nobody">([^<]+)<', ask(**asked)[0])

    assert waits(tab="not_submitted") == [("等待填报：李某某、王某某", ""), ("等待填报：赵某某", "")]
    perform("submit", filled.pk, cast.clerk)
    assert waits() == [("等待审核：张某某", "")]
    User.objects.filter(pk=cast.neighbour.pk).update(is_active=False)
    assert waits(tab="not_submitted") == [("", "无人填报，请联系管理员")]
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    assert waits(tab="returned") == [("等待修改：李某某、王某某", "")]
