"""This year's report starts from last year's, that came in from a file."""

import re

import pytest
import time_machine
from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.importing import take_in
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport
from reports.official import Cell
from tests.conftest import YEAR
from tests.views.uploads import an_upload

NOW = f"{YEAR + 2}-01-10T10:00:00+08:00"
REPORT = f"/reports/beizi/{YEAR + 1}"
IN_FORCE = Cell("normative_acts", "normative_documents", "in_force")


@pytest.fixture(autouse=True)
def _in_january():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def archived(cast, seed) -> AnnualReport:
    """The seed's report of 2022 out of a file, with an application carried forward and documents in force."""
    forward = {Cell("applications", "carried_forward", "natural_person"): 2, IN_FORCE: 3}
    upload = an_upload(cast, figures={**seed.figures, **forward})
    return take_in(upload, cast.clerk, YEAR, timezone.localdate()).report


@pytest.fixture
def client(cast, as_user):
    return as_user(cast.clerk)


def page_of(client, part):
    return client.get(f"{REPORT}/{part}/").content.decode()


def test_last_years_figures_stand_beside_every_cell(archived, cast, client):
    open_report(cast.township, YEAR + 1, cast.clerk)
    for part, entries in (("proactive_disclosure", 10), ("applications", 144), ("disputes", 12)):
        page = page_of(client, part)
        assert len(re.findall(r'class="last-year[^"]*" id="[^"]+_last"', page)) == entries
    assert 'data-proposed="2"' in page_of(client, "applications")
    assert "上年报告“结转下年度”：2" in re.sub("<[^>]+>", "", page_of(client, "applications"))


def test_what_is_in_force_is_expected_from_last_year(archived, cast, client):
    draft = open_report(cast.township, YEAR + 1, cast.clerk)
    shown = re.compile(rf'id="{re.escape(str(IN_FORCE))}_expected"[^>]*>([^<]*)<')
    assert shown.findall(page_of(client, "proactive_disclosure")) == ["上年 3＋制发－废止"]
    edits = [
        Edit(str(IN_FORCE._replace(column=column)), "", typed) for column, typed in (("issued", "2"), ("repealed", "1"))
    ]
    save(draft.pk, cast.clerk, edits)
    assert shown.findall(page_of(client, "proactive_disclosure")) == ["推算 4（上年 3＋2－1）"]


def test_without_last_years_report_nothing_is_expected_and_the_way_to_bring_it_is_shown(cast, client):
    open_report(cast.township, YEAR + 1, cast.clerk)
    for part in ("proactive_disclosure", "applications", "problems"):
        page = page_of(client, part)
        assert "_expected" not in page
        assert re.search(r'<a\s+href="/uploads/beizi/">上传上年报告</a>', page)
    assert "上传上年报告" in client.get(f"{REPORT}/start/").content.decode()


def test_last_years_wording_is_at_hand_with_its_years_marked_and_unchanged(archived, cast, client):
    draft = open_report(cast.township, YEAR + 1, cast.clerk)
    page = page_of(client, "overview")
    said = re.sub(r"\s", "", re.sub("<[^>]+>", "", page))
    assert f"{YEAR}年→请改为{YEAR + 1}年" in said
    assert draft.stored_texts()["overview.proactive_disclosure"] == ""


def test_the_question_on_applications_answers_itself(archived, client):
    page = client.get(f"{REPORT}/start/").content.decode()
    assert "上年报告结转 2 件，本部分须填写" in page
    assert 'name="applications"' not in page


def test_an_imported_figure_says_from_which_file_it_came_until_it_is_changed(cast, client, seed):
    draft = open_report(cast.township, YEAR + 1, cast.clerk)
    take_in(an_upload(cast, year=YEAR + 1), cast.clerk, YEAR + 1, timezone.localdate())
    granted = "applications.granted.business"
    words = f"导入自“上年报告.pdf”（李某某 {YEAR + 2}-01-10）"
    shown = re.compile(r'id="([^"]+)_file">([^<]*)<')
    assert dict(shown.findall(page_of(client, "applications")))[granted] == words
    save(draft.pk, cast.clerk, [Edit(granted, "0", "5")])
    assert granted not in dict(shown.findall(page_of(client, "applications")))
    history = re.sub(r"<[^>]+>|\s", "", client.get(f"{REPORT}/history/").content.decode())
    digest = draft.imported_files.get().digest
    assert (
        f"读入的文件文件读入时间读入人大小校验值（SHA-256）上年报告.pdf{YEAR + 2}-01-1010:00李某某35字节{digest}"
        in history
    )
    assert "导入（上年报告.pdf）" in history


HOME_OFFER = '<a class="btn btn-primary" href="/uploads/beizi/">上传上年报告</a>'


def test_the_first_offer_is_to_bring_last_years_report(cast, client):
    for year in (YEAR + 1, None):
        page = client.get("/").content.decode()
        assert HOME_OFFER in page
        assert page.count('<a class="btn btn-primary"') == 1
        if year:
            open_report(cast.township, year, cast.clerk)


def test_it_is_offered_no_more_once_there_is_one_or_something_was_written(archived, cast, client):
    page = client.get("/").content.decode()
    assert HOME_OFFER not in page
    assert '<a href="/uploads/beizi/">上传往年报告</a>' in page


def test_it_is_not_the_first_thing_where_somebody_has_begun(cast, client):
    draft = open_report(cast.township, YEAR + 1, cast.clerk)
    save(draft.pk, cast.clerk, [Edit("problems", "", "甲")])
    page = client.get("/").content.decode()
    assert HOME_OFFER not in page
    assert '<a href="/uploads/beizi/">上传往年报告</a>' in page


def test_who_may_not_bring_it_is_not_asked_to(cast, as_user):
    for person in (cast.leader, cast.reader):
        assert "/uploads/" not in as_user(person).get("/").content.decode()
