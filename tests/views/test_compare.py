"""The page of 比较: tables and charts without scripts, the workbook, and what cannot be compared."""

import re
from http import HTTPStatus
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.models import AnnualReport, Organ, Status
from reports.official import Cell
from reports.official.report_data import Kind
from reports.people.organs import set_organ_active
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle
from tests.markup import flat

PAGE = f"/county/lushan-gov/{YEAR}/sums/compare/"
BOOK = f"/county/lushan-gov/{YEAR}/sums/compare.xlsx"
NEW = Cell("applications", "new_received", "natural_person")


@pytest.fixture
def two_years(cast, four_of_five):
    for slug, number in (("beizi", 5), ("police", 3)):
        figures = figures_of("", YEAR - 1) | {NEW: number, NEW._replace(row="granted"): number}
        settle(cast.clerk, Organ.objects.get(slug=slug), figures, YEAR - 1)


def page(client, **query):
    answer = client.get(PAGE, query)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def row_of(shown, name):
    found = re.search(rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', shown)
    return re.findall(r'<td class="number">(.*?)</td>', found[1])


def test_it_is_for_the_countys_people_and_its_office_alone(cast, two_years, summing, as_user):
    names = ("supervisor", "clerk", "neighbour", "stranger", "administrator")
    people = {"summing": summing} | {name: getattr(cast, name) for name in names}
    for address in (PAGE, BOOK):
        admitted = {name for name, user in people.items() if as_user(user).get(address).status_code == HTTPStatus.OK}
        assert admitted == {"summing", "supervisor"}, address


def test_the_years_stand_beside_each_other_with_coverage_and_what_changed(two_years, supervisor):
    shown = page(supervisor)
    assert f'{YEAR - 1} 年<sup class="coverage">2／5</sup>' in shown
    assert row_of(shown, "一、本年新收政府信息公开申请数量") == ["8", "11"]
    assert "有单位没有汇总，不计算增减。" in shown
    assert f'href="{PAGE}"' in flat(supervisor.get(f"/county/lushan-gov/{YEAR}/sums/").content.decode())


@pytest.mark.parametrize(("before", "heading"), [(YEAR + 1, "比上年"), (YEAR, f"比 {YEAR} 年")])
def test_what_moved_is_said_of_years_in_which_nobody_is_missing(cast, government, supervisor, before, heading):
    Organ.objects.filter(slug__in=("police", "tumen", "wawu")).update(is_active=False)
    for slug in ("lushan", "beizi"):
        settle(cast.clerk, Organ.objects.get(slug=slug), figures_of(slug), before)
        settle(cast.clerk, Organ.objects.get(slug=slug), figures_of(slug) | {NEW: 5}, YEAR + 2)
    shown = flat(supervisor.get(PAGE.replace(str(YEAR), str(YEAR + 2))).content.decode())
    assert f'<th scope="col" class="number">{heading}</th>' in shown
    assert row_of(shown, "一、本年新收政府信息公开申请数量") == ["7", "10", '+3 <span class="hint">+43%</span>']
    assert row_of(shown, "二、上年结转政府信息公开申请数量") == ["1", "1", "0"]


def test_every_chart_has_a_title_a_description_and_its_figures_as_a_table(two_years, supervisor):
    shown = page(supervisor)
    drawings = re.findall(r'<svg class="drawing.*?</svg>', shown)
    assert len(drawings) == 4  # there are no disputes
    assert "没有行政复议和行政诉讼案件。" in shown
    for each in drawings:
        names = re.search(r'role="img".*?aria-labelledby="(\S+) (\S+)"', each)
        assert f'<title id="{names[1]}">' in each
        assert re.search(rf'<desc id="{names[2]}">[^<]+</desc>', each)
        assert "style=" not in each
    assert shown.count("<summary>查看数据</summary>") == len(drawings)
    assert f"{YEAR} 年（4／5）：新收 11，办结 9，结转下年度 3" in shown
    assert "斜线表示当年汇总的单位不全。" in shown
    assert "100.0%" in shown
    for each in (f"申请人构成（{YEAR} 年新收", f"办理结果（{YEAR} 年", f"新收申请较多的单位（{YEAR} 年"):
        assert f"{each}，4／5 个单位）</h2>" in shown


def test_a_year_between_of_which_nothing_counts_has_its_place_in_the_chart(cast, two_years, supervisor):
    later = YEAR + 2
    settle(cast.clerk, Organ.objects.get(slug="beizi"), figures_of("beizi"), later)
    shown = flat(supervisor.get(PAGE.replace(str(YEAR), str(later))).content.decode())
    assert f"{YEAR + 1} 年（缺）</text>" in shown
    assert f"{YEAR + 1} 年：新收 缺，办结 缺，结转下年度 缺；" in shown


def test_units_stand_beside_each_other_and_who_has_no_report_is_missing(two_years, supervisor):
    assert "比较表" not in page(supervisor, by="units")
    shown = page(supervisor, by="units", unit=["police", "tumen", "wawu"])
    assert row_of(shown, "一、本年新收政府信息公开申请数量") == ["4", "缺", "0"]
    assert "：新收 4；瓦屋镇：新收 0</desc>" in shown


def test_what_a_unit_was_before_is_said_beside_it(cast, two_years, supervisor):
    new = organ("xin", "新镇", Kind.TOWNSHIP, cast.county)
    set_organ_active(cast.township, is_active=False, successor=new)
    shown = page(supervisor, by="units", unit=["xin", "wawu"])
    assert "<em>新镇</em>" in shown
    assert "新镇的数字为原背孜乡人民政府。" in shown


def test_a_unit_stands_beside_the_median_of_its_kind(two_years, supervisor):
    shown = page(supervisor, by="kind", unit="beizi")
    assert "其他 1 个乡镇人民政府" in shown
    assert row_of(shown, "一、本年新收政府信息公开申请数量") == ["0", "1", "+1"]
    assert "没有可以比较的数字" in page(supervisor, by="kind", unit="police")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"by": "units", "unit": ["beizi", "nowhere"]}, "所选的单位不在本级"),
        ({"by": "units", "unit": ["elsewhere"]}, "所选的单位不在本级"),
        ({"by": "units", "unit": ["x" * 5000]}, "所选的单位不在本级"),
        ({"by": "units", "unit": ["乡\0"]}, "所选的单位不在本级"),
        ({"by": "kind", "unit": ["beizi", "wawu"]}, "与同类单位比较时只选择一个单位"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(two_years, supervisor, query, sentence):
    shown = page(supervisor, **query)
    assert sentence in shown
    assert len(shown) < 30_000
    assert "比较表" not in shown
    assert supervisor.get(BOOK, query).status_code == HTTPStatus.NOT_FOUND


def test_thirteen_units_are_one_too_many(cast, two_years, supervisor):
    slugs = [organ(f"t{number}", f"第{number}乡", Kind.TOWNSHIP, cast.county).slug for number in range(13)]
    assert "一次最多比较 12 个单位，已选 13 个" in page(supervisor, by="units", unit=slugs)
    assert "比较表" in page(supervisor, by="units", unit=slugs[1:])


@pytest.mark.parametrize("query", [{"by": "poem"}, {"years": "10000000"}, {"by": "", "years": "-1"}])
def test_what_is_not_known_of_the_address_means_the_usual(two_years, supervisor, query):
    assert "历年申请量" in page(supervisor, **query)


def test_where_nothing_counts_there_is_nothing_to_compare(two_years, supervisor):
    AnnualReport.objects.update(status=Status.DRAFT)
    assert "没有可以比较的数字" in page(supervisor)
    assert supervisor.get(BOOK).status_code == HTTPStatus.NOT_FOUND


def test_a_zero_return_draws_no_empty_axis(cast, government, supervisor):
    settle(cast.clerk, cast.township, figures_of("wawu"))
    shown = page(supervisor)
    assert '<svg class="drawing' not in shown
    assert "没有收到和办理申请。" in shown


def test_the_workbook_says_what_the_page_does(two_years, supervisor):
    sheet = load_workbook(BytesIO(supervisor.get(BOOK).content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["项目"] == (f"{YEAR - 1} 年（2／5）", f"{YEAR} 年（4／5）")
    assert rows["一、本年新收政府信息公开申请数量"] == (8, 11)
    formula = Organ.objects.filter(slug="wawu")
    formula.update(short_name="=1+1")
    sheet = load_workbook(BytesIO(supervisor.get(BOOK, {"by": "units", "unit": ["wawu"]}).content)).active
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1", "s")
