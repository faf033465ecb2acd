"""An organ that was merged or set up anew keeps its years, and whoever succeeds it is compared with them."""

from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from reports.checks.registry import run
from reports.lifecycle.consolidation.scope import scope_of
from reports.lifecycle.consolidation.sums import sums_of
from reports.lifecycle.findings import case_of, findings_of_many
from reports.lifecycle.opening import carried_forward_last_year, open_report
from reports.models import AnnualReport, Applications, Organ, Status
from reports.models.last_years import last_year_of, last_years_of
from reports.official import Cell
from reports.official.report_data import Kind
from reports.people.administration import NotAllowed
from reports.people.organs import save_organ, set_organ_active
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle
from tests.markup import Browser, flat
from tests.views.publications import published

FORWARD = Cell("applications", "carried_forward", "natural_person")
OVER = FORWARD._replace(row="carried_over")


def figures(forward):
    return figures_of("", YEAR - 1) | {FORWARD: forward, FORWARD._replace(row="new_received"): forward}


@pytest.fixture
def merged(cast):
    """瓦屋镇 was merged into 背孜乡; the year before both filed: 3 and 2 were carried forward."""
    for of, forward in ((cast.township, 3), (cast.neighbouring_township, 2)):
        settle(cast.clerk, of, figures(forward), YEAR - 1)
    set_organ_active(cast.neighbouring_township, is_active=False, successor=cast.township)
    cast.neighbouring_township.refresh_from_db()
    return cast.neighbouring_township


@pytest.fixture
def renamed(cast):
    """A new organ in the place of 瓦屋镇, which filed the year before."""
    settle(cast.clerk, cast.neighbouring_township, figures(2), YEAR - 1)
    new = organ("wawu-jiedao", "瓦屋街道办事处", Kind.SUBDISTRICT, cast.county)
    set_organ_active(cast.neighbouring_township, is_active=False, successor=new)
    return new


# --- Last year --------------------------------------------------------------------------------------


def test_last_years_figures_are_those_of_both_and_what_one_does_not_know_is_unknown(merged, report):
    last = last_year_of(report)
    assert last.figures()[FORWARD] == last.data().figures[FORWARD] == 5
    assert case_of(report).previous.figures[FORWARD] == carried_forward_last_year(report) == 5
    assert last.succeeded == "本单位、原瓦屋镇人民政府合计"
    Applications.objects.filter(report=last.reports[1], row="carried_forward").delete()
    assert last_year_of(report).figures()[FORWARD] is None


def test_what_was_carried_over_is_checked_against_both(merged, filled):
    save_over(filled, 3)
    said = [each.message for each in run(case_of(filled)) if each.rule == "Y1"]
    assert any("“结转下年度继续办理”（自然人）为 5" in each for each in said)
    assert said == [each.message for each in findings_of_many([fresh(filled)])[filled.pk][1] if each.rule == "Y1"]
    save_over(filled, 5)
    assert not any("（自然人）" in each.message for each in run(case_of(filled)) if each.rule == "Y1")


def save_over(report, number):
    Applications.objects.filter(report=report, row="carried_over").update(natural_person=number)


def fresh(report):
    return AnnualReport.objects.select_related("organ").prefetch_related("steps").get(pk=report.pk)


def test_the_words_of_last_year_are_ones_own_or_those_of_the_only_one_before(merged, report, renamed_report):
    assert last_year_of(report).report.organ == report.organ
    assert last_year_of(renamed_report).report.organ.slug == "laozhuang"
    assert last_year_of(renamed_report).succeeded == "原老庄镇人民政府"


@pytest.fixture
def renamed_report(cast):
    old = organ("laozhuang", "老庄镇人民政府", Kind.TOWNSHIP, cast.county)
    settle(cast.clerk, old, figures(0), YEAR - 1)
    new = organ("laozhuang-jiedao", "老庄街道办事处", Kind.SUBDISTRICT, cast.county)
    set_organ_active(old, is_active=False, successor=new)
    return open_report(new, YEAR, cast.clerk)


def test_what_is_not_settled_of_a_merged_organ_drives_nothing_and_is_shown_to_nobody(merged, report):
    AnnualReport.objects.filter(organ=merged).update(status=Status.DRAFT)
    assert last_year_of(report).figures()[FORWARD] == 3
    assert last_year_of(report, to_own_people=True).figures()[FORWARD] == 3


def test_its_table_says_whose_figures_last_years_are(merged, report, clerk):
    page = flat(clerk.get(f"/reports/beizi/{YEAR}/applications/").content.decode())
    assert "上年数为本单位、原瓦屋镇人民政府合计" in page
    assert 'data-proposed="5"' in page


def test_sixty_organs_that_were_merged_are_asked_for_as_often_as_three(cast):
    reports, counts = [], []
    for number in range(60):
        new = organ(f"new{number}", f"新{number}镇", Kind.TOWNSHIP, cast.county)
        old = organ(f"old{number}", f"旧{number}镇", Kind.TOWNSHIP, cast.county, is_active=False, succeeded_by=new)
        for of in (new, old):
            AnnualReport.objects.create(organ=of, year=YEAR - 1, edition="2021", status=Status.APPROVED)
        reports.append(AnnualReport.objects.create(organ=new, year=YEAR, edition="2021"))
        if number in (2, 59):
            with CaptureQueriesContext(connection) as asked:
                found = last_years_of(reports)
            counts.append(len(asked))
    assert counts == [1, 1]
    assert {len(each.reports) for each in found.values()} == {2}


# --- The county's sums ------------------------------------------------------------------------------


def test_a_year_before_the_merger_keeps_both_and_one_after_it_has_the_successor_alone(merged, government, cast):
    assert merged in scope_of(government, YEAR - 1).included
    assert sums_of(scope_of(government, YEAR - 1)).so_far[FORWARD] == 5
    assert merged not in scope_of(government, YEAR).included
    assert cast.township in scope_of(government, YEAR).included


def test_who_did_not_exist_yet_is_not_missing_from_the_year_before(renamed, government, cast):
    assert renamed not in scope_of(government, YEAR - 1).included
    assert cast.neighbouring_township in scope_of(government, YEAR - 1).included
    assert renamed in scope_of(government, YEAR).included
    open_report(renamed, YEAR - 1, cast.clerk)
    assert renamed in scope_of(government, YEAR - 1).included


# --- Administration ---------------------------------------------------------------------------------


ACTIVITY = "/administration/organs/edit/wawu/activity/"
EDIT = "/administration/organs/edit/wawu/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nowhere", "承继单位“nowhere”不存在"),
        ("wawu", "承继单位“wawu”不存在"),
        ("retired", "承继单位“retired”不存在"),
        ("乡\0", "不允许"),
    ],
)
def test_a_successor_that_cannot_be_is_refused_with_a_sentence_and_nothing_is_retired(cast, as_user, typed, sentence):
    organ("retired", "已撤乡", Kind.TOWNSHIP, cast.county, is_active=False)
    answer = as_user(cast.administrator).post(ACTIVITY, {"succeeded_by": typed})
    assert sentence in answer.content.decode()
    cast.neighbouring_township.refresh_from_db()
    assert (cast.neighbouring_township.is_active, cast.neighbouring_township.succeeded_by) == (True, None)


def test_no_line_of_successors_closes(merged, cast):
    with pytest.raises(NotAllowed, match="已停用，不能作为承继单位"):
        set_organ_active(cast.township, is_active=False, successor=merged)
    with pytest.raises(NotAllowed, match="承继单位不能是本单位"):
        set_organ_active(cast.township, is_active=False, successor=cast.township)
    cast.township.succeeded_by = cast.county
    with pytest.raises(NotAllowed, match="仍在启用，停用时才能设置承继单位"):
        save_organ(cast.township, ["succeeded_by"], cast.administrator)
    assert Organ.objects.filter(succeeded_by__isnull=False).count() == 1


@pytest.mark.parametrize("what", [{"is_active": True}, {"succeeded_by": 0}])
def test_the_database_itself_lets_nobody_succeed_an_organ_in_office_or_itself(merged, what):
    what = {key: value or merged.pk for key, value in what.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Organ.objects.filter(pk=merged.pk).update(**what)


def test_an_administrator_says_who_succeeds_changes_it_and_ends_it(cast, as_user):
    admin = as_user(cast.administrator)
    admin.post(ACTIVITY, {"succeeded_by": "beizi"})
    assert "由背孜乡人民政府承继" in flat(admin.get("/administration/organs/").content.decode())
    assert "瓦屋镇人民政府" in flat(admin.get("/administration/organs/edit/beizi/").content.decode())
    about = {"name": "瓦屋镇人民政府", "short_name": "瓦屋镇", "self_reference": "我镇", "kind": "township"}
    sent = about | {"superior": "lushan", "needs_no_review": "no", "succeeded_by": "lushan"}
    assert admin.post(EDIT, sent).status_code == HTTPStatus.FOUND
    assert Organ.objects.get(slug="wawu").succeeded_by == cast.county
    assert "不再由鲁山县人民政府办公室承继" in flat(admin.get(ACTIVITY).content.decode())
    admin.post(ACTIVITY, {})
    taken_back = Organ.objects.get(slug="wawu")
    assert (taken_back.is_active, taken_back.succeeded_by) == (True, None)
    assert "承继单位" not in flat(admin.get(EDIT).content.decode())


# --- The public column ------------------------------------------------------------------------------


def test_the_public_pages_of_both_lead_to_each_other_and_to_nobody_who_published_nothing(cast):
    published(cast.clerk, cast.township, YEAR)
    published(cast.clerk, cast.neighbouring_township, YEAR - 1)
    before = Browser().get("/public/beizi/").content.decode()
    assert "瓦屋镇" not in before
    silent = organ("silent", "未公布乡", Kind.TOWNSHIP, cast.county)
    for each in (cast.neighbouring_township, silent):
        set_organ_active(each, is_active=False, successor=cast.township)
    after = Browser().get("/public/beizi/").content.decode()
    assert 'href="/public/wawu/"' in after
    assert "未公布乡" not in after
    assert '由<a href="/public/beizi/">背孜乡人民政府</a>承继' in Browser().get("/public/wawu/").content.decode()
