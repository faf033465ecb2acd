"""汇总表 and what leads there: who may look, what every page says beside its sums, and what is never shown."""

import re
from http import HTTPStatus

import pytest

from reports.forms import scope
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport, Applications, Membership, Organ, Role, ScopeEntry, Status
from reports.official import Cell
from reports.presenters.findings import shown_findings
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle
from tests.markup import flat

SUMS = f"/county/lushan-gov/{YEAR}/sums/"
NEW = Cell("applications", "new_received", "natural_person")
CELL = f"{SUMS}{NEW}/"
SCOPE = f"{SUMS}scope/"


def page_of(client, address=SUMS):
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def test_the_sums_of_a_county_are_for_its_people_and_its_office_alone(cast, four_of_five, summing, as_user):
    names = ("supervisor", "clerk", "neighbour", "stranger", "administrator")
    people = {"summing": summing} | {name: getattr(cast, name) for name in names}
    for address in (SUMS, CELL, SCOPE):
        admitted = {name for name, user in people.items() if as_user(user).get(address).status_code == HTTPStatus.OK}
        assert admitted == {"summing", "supervisor"}, address


def test_a_city_goes_from_its_cell_to_the_one_of_the_county_and_nowhere_else(cast, government, four_of_five, as_user):
    city_office = organ("city-office", "平顶山市人民政府办公室", "office", None)
    city = organ("city", "平顶山市人民政府", "city", None, consolidated_by=city_office)
    Organ.objects.filter(pk=government.pk).update(superior=city_office)
    settle(cast.clerk, government, figures_of(government.slug) | {NEW: 40})
    Membership.objects.create(user=cast.stranger, organ=city_office, role=Role.SUPERVISOR)
    Membership.objects.create(user=cast.neighbour, organ=city, role=Role.CLERK)
    for person in (cast.stranger, cast.neighbour):
        assert f'href="{CELL}">所属各单位填报数</a>' in page_of(as_user(person), f"/county/city/{YEAR}/sums/{NEW}/")
        page = page_of(as_user(person), CELL)
        assert "背孜乡人民政府" in page
        for address in set(re.findall(r'href="(/county/lushan-gov/[^"?]*)', page)) | {SUMS}:
            assert (as_user(person).get(address).status_code == HTTPStatus.OK) == (address == CELL)
        assert f'href="{SUMS}"' not in page
        assert f'href="{SCOPE}"' not in page


def test_every_page_says_how_many_are_summed_up_and_who_is_missing(cast, four_of_five, summing, as_user):
    said = "已汇总 4／5 个单位，未纳入：土门街道办事处（未开始）。"
    page = page_of(as_user(summing))
    assert said in page
    assert f'<a href="{SCOPE}" >汇总范围（尚未确认）</a>' in page
    assert said in page_of(as_user(summing), CELL)


def test_a_sum_leads_to_who_reported_it_and_its_foot_is_the_sum(cast, four_of_five, summing, as_user):
    assert f'href="{CELL}"' in page_of(as_user(summing))
    page = page_of(as_user(summing), CELL)
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="number">(.*?)</td>', page)
    shown = [(re.sub("<.*?>", "", organ).strip(), figure) for organ, figure in rows]
    assert shown == [
        ("鲁山县人民政府办公室", "6"),
        ("鲁山县公安局", "4"),
        ("背孜乡人民政府", "1"),
        ("瓦屋镇人民政府", "0（零报告）"),
        ("土门街道办事处", "缺"),
        ("合计（4／5 个单位）", "11"),
    ]


def test_who_is_left_out_stands_with_what_it_reported_the_year_before(cast, four_of_five, summing, as_user):
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("") | {NEW: 7}, YEAR - 1)
    page = page_of(as_user(summing), CELL)
    assert '土门街道办事处</th><td class="number">缺</td><td class="number">7</td>' in page
    assert "共 4 个已汇总单位" in page


def test_a_cell_that_one_report_does_not_know_is_never_shown_as_a_smaller_sum(four_of_five, summing, as_user):
    Applications.objects.filter(report=four_of_five["police"], row="new_received").delete()
    page = page_of(as_user(summing))
    assert "一、本年新收政府信息公开申请数量，自然人：7，不完整" in page
    assert "1 个单位未知" in page
    cell = page_of(as_user(summing), CELL)
    assert "1 个单位此格未知，其余合计 7" in cell


def test_what_waits_for_review_is_shown_only_where_it_is_asked_for_and_says_so(four_of_five, summing, as_user):
    AnnualReport.objects.filter(pk=four_of_five["police"].pk).update(status=Status.IN_REVIEW)
    assert "已汇总 3／5 个单位" in page_of(as_user(summing))
    waiting = page_of(as_user(summing), f"{SUMS}?waiting=1")
    assert "已汇总 4／5 个单位" in waiting
    assert "含待审核的报告，不能作为定稿。" in waiting


def test_the_report_of_a_unit_opens_only_for_who_may_read_it(cast, four_of_five, summing, as_user):
    preview = f'href="/reports/beizi/{YEAR}/preview/#applications"'
    assert preview in page_of(as_user(cast.supervisor), CELL)
    assert preview not in page_of(as_user(summing), CELL)


@pytest.mark.parametrize(
    "address", ["applications.new_received", "applications.x.y", "overview.lead.x", "……", "a.b.c.d"]
)
def test_a_cell_that_the_form_has_not_is_not_there(four_of_five, summing, as_user, address):
    assert as_user(summing).get(f"{SUMS}{address}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("year", [2018, 2020, 2999])
def test_a_year_that_cannot_be_summed_up_is_not_there(summing, as_user, year):
    assert as_user(summing).get(f"/county/lushan-gov/{year}/sums/").status_code == HTTPStatus.NOT_FOUND


def test_the_clerk_of_the_government_decides_the_scope_and_nobody_else(cast, four_of_five, summing, as_user):
    police = Organ.objects.get(slug="police")
    ticked = {f"in-{organ.pk}": "on" for organ in Organ.objects.filter(slug__in=("beizi", "wawu", "tumen", "lushan"))}
    sent = ticked | {"basis": "custom", "note": "", f"reason-{police.pk}": "实行垂直领导", "seen": ""}
    assert as_user(cast.supervisor).post(SCOPE, sent).status_code == HTTPStatus.NOT_FOUND
    assert not ScopeEntry.objects.exists()
    assert as_user(summing).post(SCOPE, sent).status_code == HTTPStatus.FOUND
    left_out = ScopeEntry.objects.filter(is_included=False)
    assert [(each.organ.slug, each.reason) for each in left_out] == [("police", "实行垂直领导")]
    page = page_of(as_user(summing))
    assert "已汇总 3／4 个单位" in page
    assert f'汇总范围不包括 1 个单位，<a href="{SCOPE}">查看理由</a>。' in page


def test_what_is_wrong_with_a_scope_is_said_and_what_was_filled_in_stays(cast, four_of_five, summing, as_user):
    sent = {"basis": "custom", "note": "本县口径", "seen": ""}
    answer = as_user(summing).post(SCOPE, sent)
    page = flat(answer.content.decode())
    assert "至少纳入一个单位。" in page
    assert 'value="本县口径"' in page


def test_each_organ_that_is_left_out_without_a_reason_says_so_at_its_own_field(four_of_five, summing, as_user):
    kept = Organ.objects.get(slug="beizi").pk
    police, wawu = (Organ.objects.get(slug=slug).pk for slug in ("police", "wawu"))
    sent = {"basis": "custom", "note": "", "seen": "", f"in-{kept}": "on", f"reason-{wawu}": "不属本口径"}
    page = flat(as_user(summing).post(SCOPE, sent).content.decode())
    fields = {key: re.search(rf'<input [^>]*id="id_reason-{key}"[^>]*>', page)[0] for key in (kept, police, wawu)}
    sentence = "请填写不纳入鲁山县公安局的理由，4至200字"
    assert f'<p class="error" id="id_reason-{police}_error">{sentence}</p>' in page
    assert f'<li><a href="#id_reason-{police}">{sentence}</a></li>' in page
    assert 'aria-invalid="true"' in fields[police]
    assert f'aria-describedby="id_reason-{police}_error"' in fields[police]
    assert "aria-invalid" not in fields[kept] + fields[wawu]
    assert 'value="不属本口径"' in fields[wawu]
    assert not ScopeEntry.objects.exists()


def test_of_very_many_units_those_are_listed_that_are_not_included_or_looked_for(
    four_of_five, summing, as_user, monkeypatch
):
    monkeypatch.setattr(scope, "MOST_LISTED", 2)
    browser, police = as_user(summing), Organ.objects.get(slug="police").pk
    page = page_of(browser, SCOPE)
    assert "另有 5 个单位没有列出" in page
    assert "reason-" not in page
    page = page_of(browser, f"{SCOPE}?name=公安")
    assert re.findall(r'name="reason-(\d+)"', page) == [str(police)]
    sent = {"basis": "custom", "note": "", "seen": "", f"reason-{police}": "实行垂直领导"}
    assert browser.post(f"{SCOPE}?name=公安", sent).status_code == HTTPStatus.FOUND
    assert [each.organ_id for each in ScopeEntry.objects.filter(is_included=False)] == [police]
    assert ScopeEntry.objects.count() == 5
    assert re.findall(r'name="reason-(\d+)"', page_of(browser, f"{SCOPE}?name=背孜")) == [
        str(Organ.objects.get(slug=slug).pk) for slug in ("police", "beizi")
    ]


def test_a_supervisor_and_the_clerk_find_the_sums_from_where_they_begin(cast, four_of_five, summing, as_user):
    assert f'href="{SUMS}"' in page_of(as_user(cast.supervisor), f"/review/?year={YEAR}")
    assert re.search(r'href="/county/lushan-gov/\d{4}/sums/"', page_of(as_user(summing), "/"))


def test_sums_of_nothing_say_so(cast, government, summing, as_user):
    assert f"{YEAR} 年度尚无审核通过或已公布的报告，没有可以汇总的数字。" in page_of(as_user(summing))


def test_many_units_ask_the_database_no_more_often(cast, four_of_five, summing, as_user, django_assert_max_num_queries):
    for number in range(20):
        one = organ(f"more-{number}", f"第{number}单位", "department", cast.county)
        settle(cast.clerk, one, figures_of(one.slug))
    client = as_user(summing)
    with django_assert_max_num_queries(20):
        client.get(SUMS)
    with django_assert_max_num_queries(20):
        client.get(CELL)


DIFFERENCES = f"{SUMS}differences/"


def test_the_report_of_the_county_is_filled_in_from_the_sums_and_what_differs_is_listed(
    government, four_of_five, summing, as_user
):
    client = as_user(summing)
    assert "本级 2022 年度报告尚未开始填报。" in page_of(client, DIFFERENCES)
    report = open_report(government, YEAR, summing)
    assert f'href="{DIFFERENCES}">与各单位合计比较，按汇总数填入</a>' in page_of(client, f"/reports/lushan-gov/{YEAR}/")
    assert "本报告还有 166 格没有填写。" in page_of(client, DIFFERENCES)
    assert client.post(DIFFERENCES).status_code == HTTPStatus.FOUND
    page = page_of(client, DIFFERENCES)
    assert "已按各单位合计数填入 166 格" in page
    assert "没有差异，本报告的数字与各单位合计一致。" in page
    address = "applications.new_received.natural_person"
    save(report.pk, summing, [Edit(address, "11", "12")])
    page = page_of(client, DIFFERENCES)
    row = "三、收到和处理政府信息公开申请情况：一、本年新收政府信息公开申请数量，自然人"
    assert re.search(
        rf'{row}</th><td class="number">12</td><td class="number"><a [^>]*>11</a></td>'
        '<td class="number">0</td><td class="number">多 1</td>',
        page,
    )
    client.post(DIFFERENCES)
    assert "手工填写的 1 格未改" in page_of(client, DIFFERENCES)
    client.post(DIFFERENCES, {"replace": [f"{address}=12"]})
    assert "没有差异" in page_of(client, DIFFERENCES)


def test_the_draft_of_the_county_is_not_shown_to_the_office_before_it_is_handed_in(
    cast, government, four_of_five, summing, as_user
):
    open_report(government, YEAR, summing)
    page = page_of(as_user(cast.supervisor), DIFFERENCES)
    assert "尚未填报，或当前账号不能查看" in page
    assert as_user(cast.supervisor).post(DIFFERENCES).status_code == HTTPStatus.NOT_FOUND


def test_from_the_check_the_way_to_who_is_missing_is_the_sums(government, four_of_five, summing, as_user):
    own = open_report(government, YEAR, summing)
    ways = {each.finding.rule: each.url for each in shown_findings(own, findings(own))}
    assert ways["H2"] == SUMS
    assert ways["N1"].startswith(f"/reports/lushan-gov/{YEAR}/")


def test_a_scope_without_its_basis_leads_to_the_choice(government, four_of_five, summing, as_user):
    page = flat(as_user(summing).post(SCOPE, {"note": "", "seen": ""}).content.decode())
    assert '<li><a href="#id_basis">请选择汇总口径</a></li>' in page
    assert 'id="id_basis"' in page
