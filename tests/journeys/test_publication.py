"""From approval to the public and to a correction: what is frozen stays, and anybody may read it."""

from http import HTTPStatus

import pytest
from django.test import Client

from reports.editing import Edit, save
from reports.models import AnnualReport, Publication, Status
from reports.official.interchange import parse
from reports.workflow import take
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}/"
PUBLIC = f"/public/beizi/{YEAR}/"
REASON = "第五部分所列改进情况与实际不符，须更正。"


@pytest.fixture
def approved(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("approve", filled.pk, cast.supervisor)
    return filled


@pytest.fixture
def published(approved, cast, as_user):
    answer = as_user(cast.clerk).post(f"{REPORT}decide/publish/")
    assert answer.status_code == HTTPStatus.FOUND
    return approved


def test_nothing_is_public_before_it_is_published(approved):
    assert Client().get(PUBLIC).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(f"{PUBLIC}1/report.pdf").status_code == HTTPStatus.NOT_FOUND


def test_the_public_page_needs_neither_account_nor_script(published, seed):
    answer = Client().get(PUBLIC)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "<script" not in page
    for section in published.form.sections:
        assert section.title in page
    assert seed.texts["problems"].split("\n")[0] in page


def test_the_public_files_are_the_frozen_ones(published):
    publication = Publication.objects.get()
    for extension in ("pdf", "xlsx", "json"):
        answer = Client().get(f"{PUBLIC}1/report.{extension}")
        assert answer.content == publication.file(extension)
    assert parse(publication.file("json")) == published.data()
    assert Client().get(f"{PUBLIC}1/report.html").status_code == HTTPStatus.NOT_FOUND


def test_a_correction_shows_what_was_corrected_and_keeps_the_old_version(published, cast, as_user):
    frozen = Publication.objects.get().file("pdf")
    as_user(cast.supervisor).post(f"{REPORT}decide/correct/", {"reason": REASON})
    correction = AnnualReport.objects.get(revision=2)
    assert "更正中" in as_user(cast.clerk).get(REPORT).content.decode()
    assert Client().get(PUBLIC).status_code == HTTPStatus.OK
    save(correction.pk, cast.clerk, [Edit("other_matters", "无", "更正后的第六部分。")])
    take("submit", correction.pk, cast.clerk)
    take("approve", correction.pk, cast.supervisor)
    as_user(cast.clerk).post(f"{REPORT}decide/publish/")
    page = Client().get(PUBLIC).content.decode()
    assert ("更正后的第六部分。" in page, REASON in page) == (True, True)
    old = Client().get(f"{PUBLIC}1/").content.decode()
    assert ("更正后的第六部分。" in old, "本版本已更正" in old) == (False, True)
    assert Client().get(f"{PUBLIC}1/report.pdf").content == frozen


def test_a_leader_signs_from_the_home_page(filled, with_leader, cast, as_user):
    take("submit", filled.pk, cast.clerk)
    leader = as_user(cast.leader)
    assert f"{REPORT}decide/sign/" in leader.get(f"{REPORT}preview/").content.decode()
    assert "分管领导对年度报告承担领导责任" in leader.get(f"{REPORT}decide/sign/").content.decode()
    leader.post(f"{REPORT}decide/sign/")
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


def test_opening_the_review_ends_the_time_to_withdraw(filled, cast, as_user):
    take("submit", filled.pk, cast.clerk)
    clerk = as_user(cast.clerk)
    assert "撤回后可以继续修改" in clerk.get(f"{REPORT}decide/withdraw/").content.decode()
    as_user(cast.supervisor).get(f"{REPORT}review/")
    assert "审核员已开始审核，不能撤回" in clerk.post(f"{REPORT}decide/withdraw/").content.decode()
    filled.refresh_from_db()
    assert filled.status == Status.IN_REVIEW


@pytest.mark.parametrize("action", ["poem", "submit", "publish", "sign"])
def test_what_a_person_may_never_do_is_absent(filled, cast, as_user, action):
    assert as_user(cast.supervisor).get(f"{REPORT}decide/{action}/").status_code == HTTPStatus.NOT_FOUND
