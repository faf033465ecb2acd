"""与同类单位比较 for a unit's own people: only where its superior shows it, and never another's figures."""

import re
from http import HTTPStatus

import pytest

from reports.models import Organ
from reports.official import Cell
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle
from tests.markup import flat
from tests.views.test_compare import row_of

PAGE = f"/reports/beizi/{YEAR}/peers/"
NEW = Cell("applications", "new_received", "natural_person")
NAME = "一、本年新收政府信息公开申请数量"


def with_new(number):
    return figures_of("", YEAR) | {NEW: number, NEW._replace(row="granted"): number}


@pytest.fixture
def shown(cast):
    Organ.objects.filter(pk=cast.county.pk).update(shows_medians=True)


@pytest.fixture
def others(cast):
    """Three townships with 4, 6 and 90 applications."""
    for number in (4, 6, 90):
        settle(cast.clerk, organ(f"town-{number}", f"第{number}乡", "township", cast.county), with_new(number))


def page(client):
    answer = client.get(PAGE)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def test_its_own_figures_stand_beside_the_medians_and_nobody_elses(cast, shown, others, clerk):
    settle(cast.clerk, cast.township, with_new(9))
    read = page(clerk)
    assert row_of(read, NAME) == ["6", "9", '+3 <span class="hint">+50%</span>']
    assert "其他 3 个乡镇" in read
    assert [name for name in ("第4乡", "第90乡", "90") if name in read] == []


def test_of_fewer_than_three_others_the_median_would_tell_too_much(cast, shown, clerk, report):
    for number in (4, 6):
        settle(cast.clerk, organ(f"town-{number}", f"第{number}乡", "township", cast.county), with_new(number))
    assert "有 2 份，满 3 份后可以比较" in page(clerk)
    assert "<table" not in page(clerk)


def test_before_its_own_report_counts_its_column_is_blank_and_says_why(shown, others, clerk, report):
    read = page(clerk)
    assert "本单位的报告审核通过后，这里显示本单位的数字。" in read
    assert row_of(read, NAME)[:2] == ["6", "缺"]


def test_the_way_to_it_is_there_only_where_it_is_shown(cast, clerk, report):
    tasks = f"/reports/beizi/{YEAR}/"
    assert PAGE not in clerk.get(tasks).content.decode()
    assert clerk.get(PAGE).status_code == HTTPStatus.NOT_FOUND
    Organ.objects.filter(pk=cast.county.pk).update(shows_medians=True)
    assert f'href="{PAGE}"' in clerk.get(tasks).content.decode()


def test_it_is_for_the_units_own_people_and_its_supervisors(cast, shown, in_review, as_user):
    names = ("clerk", "leader", "reader", "supervisor", "neighbour", "stranger", "administrator")
    admitted = {name for name in names if as_user(getattr(cast, name)).get(PAGE).status_code == HTTPStatus.OK}
    assert admitted == {"clerk", "leader", "reader", "supervisor"}


def test_the_administrator_says_at_the_office_whether_it_is_shown(cast, as_user):
    client = as_user(cast.administrator)
    office = f"/administration/organs/edit/{cast.county.slug}/"
    assert re.search('name="shows_medians" value="no"[^>]*checked', flat(client.get(office).content.decode()))
    kept = {"name": cast.county.name, "short_name": cast.county.short_name, "self_reference": "我办", "kind": "office"}
    choices = {"needs_no_review": "yes", "reviews_before_publication": "yes", "shows_medians": "yes", "confirmed": "-"}
    assert client.post(office, kept | choices).status_code == HTTPStatus.FOUND
    assert Organ.objects.get(pk=cast.county.pk).shows_medians
    assert "shows_medians" not in client.get("/administration/organs/edit/beizi/").content.decode()
