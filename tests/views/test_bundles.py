"""下载包: what may be chosen, who may, what comes at once and what a worker makes."""

import errno
from http import HTTPStatus
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from reports.lifecycle.bundles import making, packing, tasks
from reports.models import Bundle, BundleState, Organ
from reports.official.report_data import Kind
from reports.views.county import bundles
from reports.web import made_files
from tests.conftest import YEAR
from tests.county.published import publish
from tests.county.reports import organ
from tests.markup import flat

ADDRESS = f"/county/lushan/{YEAR}/bundle/"
EVERYTHING = {"state": ["published"], "format": ["pdf", "xlsx"]}


@pytest.fixture
def published(cast):
    return [publish(each, cast.supervisor) for each in (cast.township, cast.neighbouring_township)]


@pytest.fixture
def browser(cast, as_user):
    return as_user(cast.supervisor)


def archive_of(answer):
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "application/zip"
    return ZipFile(BytesIO(answer.getvalue()))


def test_a_few_published_reports_come_at_once(browser, published):
    answer = browser.post(ADDRESS, EVERYTHING)
    assert len(archive_of(answer).namelist()) == 4 + 3
    assert "filename*=UTF-8''%E9%B2%81%E5%B1%B1" in answer["Content-Disposition"]
    assert not Bundle.objects.exists()


def test_what_takes_long_is_made_by_a_worker_and_fetched_later(cast, browser, published, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_AT_ONCE", 1)
    page = flat(browser.post(ADDRESS, EVERYTHING, follow=True).content.decode())
    assert "已开始生成下载包" in page
    made = Bundle.objects.get()
    assert f'href="{ADDRESS}{made.pk}.zip"' in page
    assert len(archive_of(browser.get(f"{ADDRESS}{made.pk}.zip")).namelist()) == 4 + 3


def test_while_one_is_being_made_the_page_shows_it_and_makes_no_other(browser, published, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(tasks, "making", SimpleNamespace(make=lambda pk: None))
    for _ in range(2):
        page = flat(browser.post(ADDRESS, EVERYTHING, follow=True).content.decode())
        assert "已完成 0／2" in page
        assert '<div id="work" data-is-working role="status"><h2 id="running">排队等候</h2>' in page
    assert "已有下载包正在生成" in page
    assert Bundle.objects.count() == 1
    Bundle.objects.update(worker="another machine:1", heard_at="2020-01-01T00:00Z")
    assert "继续生成" in flat(browser.get(ADDRESS).content.decode())
    browser.post(ADDRESS, {"go": "discard", "bundle": Bundle.objects.get().pk})
    assert not Bundle.objects.exists()


def test_organs_that_another_list_sends_along_are_ticked(browser, published):
    page = browser.get(f"{ADDRESS}?organ=beizi&organ=elsewhere")
    form = page.context["form"]
    assert form["organ"].value() == ["beizi"]
    chosen = EVERYTHING | {"organ": ["beizi"]}
    names = archive_of(browser.post(ADDRESS, chosen)).namelist()
    assert not [name for name in names if "瓦屋" in name]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"state": []}, "请选择报告状态"),
        ({"format": []}, "请选择文件格式"),
        ({"organ": ["elsewhere"]}, "选择中有不在本页的项目，请重新选择"),
        ({"state": ["draft"]}, "选择中有不在本页的项目，请重新选择"),
        ({"state": ["approved"]}, "所选单位中没有所选状态的报告。"),
    ],
)
def test_what_cannot_be_packed_is_refused_in_a_sentence_and_the_ticks_stay(browser, published, said, refusal):
    answer = browser.post(ADDRESS, EVERYTHING | said)
    assert answer.status_code == HTTPStatus.OK
    page = flat(answer.content.decode())
    assert refusal in page
    assert 'value="pdf"' in page


def test_a_full_disk_is_told_on_the_page(browser, published, monkeypatch):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(packing, "_add", full)
    assert making.FULL in flat(browser.post(ADDRESS, EVERYTHING).content.decode())


def test_a_bundle_whose_file_is_gone_says_so(cast, browser, published, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_AT_ONCE", 1)
    browser.post(ADDRESS, EVERYTHING)
    made = Bundle.objects.get()
    made.file.storage.delete(made.file.name)
    assert made_files.GONE in flat(browser.get(f"{ADDRESS}{made.pk}.zip", follow=True).content.decode())


def test_nobody_but_the_supervisors_of_the_office_has_its_bundles(cast, as_user, published, monkeypatch):
    monkeypatch.setattr(bundles, "MOST_AT_ONCE", 1)
    as_user(cast.supervisor).post(ADDRESS, EVERYTHING)
    made = Bundle.objects.get()
    for name in ("clerk", "leader", "neighbour", "stranger", "administrator"):
        for address in (ADDRESS, f"{ADDRESS}{made.pk}.zip", f"/county/elsewhere/{YEAR}/bundle/{made.pk}.zip"):
            if name != "stranger" or "elsewhere" not in address:
                assert as_user(getattr(cast, name)).get(address).status_code == HTTPStatus.NOT_FOUND
    foreign = f"/county/elsewhere/{YEAR}/bundle/"
    assert as_user(cast.stranger).get(f"{foreign}{made.pk}.zip").status_code == HTTPStatus.NOT_FOUND
    as_user(cast.stranger).post(foreign, {"go": "discard", "bundle": made.pk})
    assert Bundle.objects.filter(state=BundleState.READY).exists()


def test_a_county_of_thousands_is_chosen_by_kind(cast, browser, published, monkeypatch):
    about = {"kind": Kind.DEPARTMENT, "superior": cast.county, "self_reference": "我局"}
    Organ.objects.bulk_create(Organ(slug=f"o{n}", name=f"某局{n}", short_name=f"某局{n}", **about) for n in range(300))
    page = browser.get(f"{ADDRESS}?organ=o7")
    assert [slug for slug, _ in page.context["form"].fields["organ"].choices] == ["o7"]


def test_the_page_asks_as_often_for_sixty_organs_as_for_three(
    cast, browser, published, django_assert_num_queries, django_assert_max_num_queries
):
    browser.get(ADDRESS)
    with django_assert_max_num_queries(20) as few:
        browser.get(ADDRESS)
    for number in range(60):
        publish(organ(f"o{number}", f"某局{number}", Kind.DEPARTMENT, cast.county), cast.supervisor)
    with django_assert_num_queries(len(few)):
        browser.get(ADDRESS)
