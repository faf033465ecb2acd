"""首页: the year, where the report stands, how far it is, who was last at it, and one next step that fits."""

import re
from http import HTTPStatus

import pytest
import time_machine
from django.utils import timezone

from reports.editing import Edit, save
from reports.models import AnnualReport, Status
from tests.conftest import YEAR

NOW = f"{YEAR + 1}-01-10T10:00:00+08:00"


@pytest.fixture
def home(filled, cast, as_user):
    """The home page of the clerk in the January after the year reported on."""

    def opened():
        with time_machine.travel(NOW, tick=False):
            answer = as_user(cast.clerk).get("/")
        assert answer.status_code == HTTPStatus.OK
        return answer.content.decode()

    return opened


def main_buttons(page):
    return re.findall(r'<a class="btn btn-primary"[^>]*>([^<]+)<', page)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DRAFT, "继续填报"),
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


def test_home_counts_what_must_be_changed_or_explained_but_not_what_is_still_to_be_written(home, filled, cast):
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
    assert (f'<a href="{check}">须修改 1</a>' in page, f'<a href="{check}">须说明 1</a>' in page) == (True, True)


def test_home_counts_what_is_not_written_in_a_part_that_is_called_finished_as_the_task_list_does(home, filled, cast):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "")], step="other_matters", is_finished=True)
    assert ">须修改 1</a>" in home()
