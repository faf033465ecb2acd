"""雷同比对: which reports of a county repeat each other, and the two passages side by side."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.rule_setting import ChosenRule, set_boilerplate, set_rules
from reports.models import AnnualReport, Organ, ReportText, Status
from reports.models.rule_settings import rules_in_force
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.markup import flat

PAGE = f"/review/similarity/?year={YEAR}"
PAIR = f"/review/similarity/{YEAR}"


@pytest.fixture
def county(cast, filled, seed):
    """Two townships of the county that submitted the same text, and one year before it the first as well."""
    other = cast.neighbouring_township
    for organ, year in ((other, YEAR), (cast.township, YEAR - 1)):
        report = open_report(organ, year, cast.clerk)
        fill(report.pk, cast.clerk, seed)
    AnnualReport.objects.filter(year=YEAR).update(status=Status.IN_REVIEW)
    AnnualReport.objects.filter(year=YEAR - 1).update(status=Status.PUBLISHED)
    return other


def answer(client, address):
    return client.get(address).content.decode()


def test_a_pair_is_listed_with_its_share_and_so_is_last_years_own(county, cast, as_user):
    page = answer(as_user(cast.supervisor), PAGE)
    assert f'href="{PAIR}/beizi/wawu/#overview"' in page
    assert f'href="{PAIR}/beizi/beizi/#overview"' in page
    assert "100%" in page


def test_the_common_part_is_marked_in_both(county, cast, as_user, seed):
    page = answer(as_user(cast.supervisor), f"{PAIR}/beizi/wawu/")
    assert page.count("<mark>") >= 4
    assert page.count("相同 100%") >= 2


def test_only_what_was_submitted_to_the_supervisor_is_compared(county, cast, as_user):
    AnnualReport.objects.filter(organ=county).update(status=Status.DRAFT)
    supervisor = as_user(cast.supervisor)
    assert f"{PAIR}/beizi/wawu/" not in answer(supervisor, PAGE)
    assert supervisor.get(f"{PAIR}/beizi/wawu/").status_code == HTTPStatus.NOT_FOUND
    stranger = as_user(cast.stranger)
    assert f"{PAIR}/beizi/beizi/" not in answer(stranger, PAGE)
    assert stranger.get(f"{PAIR}/beizi/beizi/").status_code == HTTPStatus.NOT_FOUND


def test_what_cannot_be_read_narrows_nothing(county, cast, as_user):
    page = answer(as_user(cast.supervisor), f"{PAGE}&least=seven")
    assert '<h2 id="pairs">达到设置的界限</h2>' in page


OWN_CLAUSES = ["围绕群众关切梳理公开台账", "由专人按季度核对栏目内容", "培训分两批覆盖到村级信息员"]
NEIGHBOURS_CLAUSES = ["围绕群众关切梳理公开台账", "由专人按季度核对栏目内容", "便民服务中心增设查询设备一台"]
PLACES = "东西南北中甲乙丙丁"


def set_bounds(cast, **thresholds):
    last = rules_in_force([(cast.county.pk, YEAR)])[cast.county.pk, YEAR].last
    chosen = [ChosenRule(rule, False, number) for rule, number in thresholds.items()]
    set_rules(cast.county, YEAR, cast.supervisor, chosen, "统一布置的栏目较多。", seen=last)


@pytest.fixture
def alike(county, cast):
    """Section 五 of both townships, of which two clauses in three are the same, and last year's of the first."""
    ReportText.objects.exclude(key="problems").delete()
    for organ, year, clauses in (
        (cast.township, YEAR, OWN_CLAUSES),
        (county, YEAR, NEIGHBOURS_CLAUSES),
        (cast.township, YEAR - 1, NEIGHBOURS_CLAUSES),
    ):
        text = "".join(f"{place}片{'，'.join(clauses)}。" for place in PLACES)
        ReportText.objects.filter(report__organ=organ, report__year=year).update(body=text)


@pytest.mark.parametrize(
    ("bounds", "least", "listed"),
    [
        ({}, "", (False, False)),
        ({"W9": 60}, "", (True, False)),
        ({"W10": 60}, "", (False, True)),
        ({"W9": 90, "W10": 90}, "60", (True, True)),
    ],
)
def test_pairs_are_listed_from_what_the_county_has_set_or_from_what_is_asked(
    bounds, least, listed, alike, cast, as_user
):
    set_bounds(cast, **bounds)
    page = answer(as_user(cast.supervisor), f"{PAGE}&least={least}")
    pairs = (f'href="{PAIR}/beizi/wawu/#problems"', f'href="{PAIR}/beizi/beizi/#problems"')
    assert tuple(pair in page for pair in pairs) == listed
    told = f"与其他单位 {bounds.get('W9', 70)}%，与本单位上年 {bounds.get('W10', 70)}%"
    assert told in flat(page)


def test_what_the_county_leaves_out_is_neither_listed_nor_marked(alike, cast, as_user):
    set_bounds(cast, W9=60)
    supervisor = as_user(cast.supervisor)
    assert f"{PAIR}/beizi/wawu/" in answer(supervisor, PAGE)
    assert OWN_CLAUSES[1] in answer(supervisor, f"{PAIR}/beizi/wawu/").partition("<mark>")[2]
    set_boilerplate(cast.county, YEAR, cast.supervisor, OWN_CLAUSES[:2], "县里统一布置的栏目。", seen=0)
    assert f"{PAIR}/beizi/wawu/" not in answer(supervisor, PAGE)
    assert "<mark>" not in answer(supervisor, f"{PAIR}/beizi/wawu/")


def test_as_many_questions_for_two_reports_as_for_three(county, cast, as_user, seed):
    supervisor = as_user(cast.supervisor)
    answer(supervisor, PAGE)  # the first page after signing in asks more
    with CaptureQueriesContext(connection) as for_two:
        answer(supervisor, PAGE)
    third = Organ.objects.create(
        slug="zhaocun", name="赵村镇人民政府", short_name="赵村镇", kind=Kind.TOWNSHIP, superior=cast.township.superior
    )
    fill(open_report(third, YEAR, cast.clerk).pk, cast.clerk, seed)
    AnnualReport.objects.filter(organ=third).update(status=Status.IN_REVIEW)
    with CaptureQueriesContext(connection) as for_three:
        answer(supervisor, PAGE)
    assert len(for_three) == len(for_two)
