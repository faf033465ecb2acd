"""首页: the year, where the report stands, how far it is, who was last at it, and one next step that fits."""

import re
from http import HTTPStatus

import pytest
import time_machine
from django.db.models import prefetch_related_objects
from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings_of_many, findings_to_submit
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport, Event, Membership, Organ, Role, Status
from tests.conftest import YEAR
from tests.markup import flat

NOW = f"{YEAR + 1}-01-10T10:00:00+08:00"


@pytest.fixture
def home(filled, cast, as_user):
    """The home page of the clerk in the January after the year reported on."""

    def opened():
        with time_machine.travel(NOW, tick=False):
            answer = as_user(cast.clerk).get("/")
        assert answer.status_code == HTTPStatus.OK
        return flat(answer.content.decode())

    return opened


def main_buttons(page):
    return re.findall(r'<a class="btn btn-primary"[^>]*>([^<]+)<', page)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DRAFT, "检查并提交"),
        (Status.RETURNED, "查看审核意见并修改"),
        (Status.SIGNING, "查看"),
        (Status.IN_REVIEW, "查看"),
        (Status.APPROVED, "公布"),
        (Status.PUBLISHED, "查看"),
    ],
)
def test_there_is_one_main_button_and_it_fits_the_state(home, status, words):
    AnnualReport.objects.update(status=status)
    assert main_buttons(home()) == [words]


def test_the_main_button_of_a_draft_leads_to_the_first_part_that_is_not_finished(home, filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", ""), Edit("problems", filled.data().text("problems"), "")])
    task_list = flat(as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/").content.decode())
    for page in (home(), task_list):
        button = f'<a class="btn btn-primary" href="/reports/beizi/{YEAR}/problems/">继续：第五部分</a>'
        assert (main_buttons(page), button in page) == (["继续：第五部分"], True)


def test_home_lists_the_parts_as_the_task_list_does(home, filled, cast, as_user):
    task_list = flat(as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/").content.decode())
    parts = re.compile(r'<a class="task-link" href="([^"]+)">')
    assert [*parts.findall(home()), f"/reports/beizi/{YEAR}/check/"] == parts.findall(task_list)


def test_taking_back_is_offered_and_is_not_the_main_thing(home):
    AnnualReport.objects.update(status=Status.IN_REVIEW)
    page = home()
    assert page.index(">查看</a>") < page.index(">撤回</a>")


def test_home_says_how_far_the_report_is_and_who_was_last_at_it(home, filled, cast):
    with time_machine.travel(f"{YEAR + 1}-01-08T16:40:00+08:00", tick=False):
        edit = Edit("problems", filled.stored_texts()["problems"], "问题。")
        save(filled.pk, cast.colleague, [edit], step="problems", is_finished=True)
        assert timezone.localdate().year == YEAR + 1
    page = home()
    assert f"上次编辑：王某某 {YEAR + 1}-01-08 16:40（五、存在的主要问题及改进情况）" in page
    assert re.search(r"已完成 \d／7 项", page)
    assert "距截止还有" in page


def test_home_counts_what_must_be_changed_or_explained_and_what_is_still_to_be_written(home, filled, cast):
    assert "须修改" not in home()
    save(
        filled.pk,
        cast.clerk,
        [
            Edit("applications.granted.business", "0", "三"),
            Edit("normative_acts.rules.in_force", "0", "6"),
            Edit("other_matters", "无", ""),
        ],
    )
    page = home()
    check = f"/reports/beizi/{YEAR}/check/"
    assert re.findall(rf'<a href="{check}">([^<]+)</a>', page) == ["须修改 2", "须说明 1"]


def many_desks(cast, count, status):
    """The clerk also writes for this many other townships, each with a report of this year and the last."""
    for number in range(count):
        organ = Organ.objects.create(
            slug=f"t{number:02}", name=f"第{number}镇人民政府", short_name="镇", kind="township", superior=cast.county
        )
        Membership.objects.create(user=cast.clerk, organ=organ, role=Role.CLERK)
        before = open_report(organ, YEAR - 1, cast.colleague)
        AnnualReport.objects.filter(pk=before.pk).update(status=Status.PUBLISHED)
        report = open_report(organ, YEAR, cast.colleague)
        cell = Edit("applications.granted.business", "", "2")
        save(report.pk, cast.colleague, [cell], step="applications", is_finished=True)
        event = {"action": "return", "to_status": status, "content_hash": "0" * 64, "actor": cast.supervisor}
        Event.objects.create(report=report, round=1, from_status=Status.IN_REVIEW, reason="请改。", **event)
        AnnualReport.objects.filter(pk=report.pk).update(status=status)


@pytest.mark.parametrize(
    ("status", "queries"),
    [(Status.DRAFT, 27), (Status.RETURNED, 27), (Status.IN_REVIEW, 18), (Status.PUBLISHED, 15)],
)
@pytest.mark.parametrize("count", [1, 10, 30])
def test_home_asks_as_often_for_thirty_organs_as_for_one(
    cast, as_user, django_assert_num_queries, count, status, queries
):
    Membership.objects.filter(user=cast.clerk).delete()
    many_desks(cast, count, status)
    browser = as_user(cast.clerk)
    with time_machine.travel(NOW, tick=False):
        browser.get("/guide/")  # the first page of a session also notes when it was seen
        with django_assert_num_queries(queries):
            page = browser.get("/").content.decode()
    assert page.count(f"{YEAR} 年度报告 <span") == count


def test_home_read_together_says_of_each_report_what_its_own_task_list_says(cast, as_user):
    many_desks(cast, 3, Status.DRAFT)
    third = AnnualReport.objects.get(organ__slug="t02", year=YEAR)
    save(third.pk, cast.clerk, [Edit("applications.granted.business", "2", "三")], step="problems", is_finished=False)
    reports = list(AnnualReport.objects.filter(year=YEAR).select_related("organ"))
    prefetch_related_objects(reports, "steps__edited_by")
    together = findings_of_many(reports)
    alone = {each.pk: each for each in AnnualReport.objects.filter(year=YEAR)}
    assert together == {pk: (report.data(), findings_to_submit(report)) for pk, report in alone.items()}
    assert {len(found) for _, found in together.values()} != {0}
