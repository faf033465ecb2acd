"""The first page of a supervisor: its figures, its order, its workbook, and what is done to several organs at once."""

import re
from datetime import datetime, time, timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.filling import filled_parts
from reports.lifecycle.findings import unexplained
from reports.models import AnnualReport, Extension, Membership, Organ, Role, Status, User
from reports.models.organs import in_order_of_units
from reports.models.years import period
from tests.conftest import YEAR
from tests.county.townships import a_full_report, let_them_be_alike
from tests.deciding import add_opinion, explain, perform

REASON = "第五部分没有逐项写明改进情况，请补充。"
QUEUE, APPROVE, EXTEND = "/review/", "/review/approve/", "/review/extend/"
DUE = datetime.combine(datetime(YEAR + 1, 1, 31), time(12), timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _alike(cast):
    let_them_be_alike(cast)


@pytest.fixture
def county(cast, filled):
    """Five townships: published at once, approved after a return, late, returned, and missing."""
    made = {"beizi": filled}
    for slug in ("late", "mended", "returned", "missing"):
        made[slug] = a_full_report(cast, slug, f"{slug}镇人民政府")
    with time_machine.travel(DUE - timedelta(days=9), tick=False):
        for slug in ("beizi", "mended", "returned"):
            perform("submit", made[slug].pk, cast.clerk)
        for slug in ("mended", "returned"):
            perform("return", made[slug].pk, cast.supervisor, reason=REASON)
        perform("submit", made["mended"].pk, cast.clerk)
        perform("approve", made["mended"].pk, cast.supervisor)
        perform("approve", made["beizi"].pk, cast.supervisor)
        perform("publish", made["beizi"].pk, cast.clerk)
    with time_machine.travel(DUE + timedelta(days=2), tick=False):
        perform("submit", made["late"].pk, cast.clerk)
    return made


def rows(page):
    return re.findall(r'<span class="organ">(\w+)</span>', page)


def tiles(page):
    """The figures in their order: the words, the count, of how many, and where the link leads."""
    found = re.findall(r'<a class="tile" href="([^"]+)"[^>]*>(.*?)</a>', page, re.S)
    return {
        re.search(r'tile-label">(\S+)<', body)[1]: (
            re.sub(r"\s|<[^>]+>", "", body.partition("tile-count")[2].partition(">")[2]).partition("平均")[0],
            href.replace("&amp;", "&"),
        )
        for href, body in found
    }


def test_each_figure_leads_to_exactly_so_many_rows(county, cast, as_user):
    browser = as_user(cast.supervisor)
    with time_machine.travel(DUE + timedelta(days=5), tick=False):
        found = tiles(browser.get(QUEUE, {"year": YEAR}).content.decode())
        assert {label: shown for label, (shown, _) in found.items()} == {
            "已提交": "4／6",
            "按期提交": "3／4",
            "逾期未提交": "2",
            "一次通过": "1／2",
            "退回过": "2",
            "已公布": "1／6",
        }
        for shown, address in found.values():
            page = browser.get(QUEUE + address).content.decode()
            assert len(rows(page)) == int(shown.partition("／")[0])
        assert "平均每单位退回 0.5 次" in page


def test_the_figures_are_of_the_whole_year_however_the_list_is_narrowed(county, cast, as_user):
    browser = as_user(cast.supervisor)
    pages = [browser.get(QUEUE, {"year": YEAR, **asked}).content.decode() for asked in ({}, {"name": "late"})]
    assert tiles(pages[0]) == tiles(pages[1])


def test_what_is_to_be_done_next_is_named_with_the_way_there(county, cast, as_user):
    browser = as_user(cast.supervisor)
    with time_machine.travel(DUE + timedelta(days=5), tick=False):
        page = browser.get(QUEUE, {"year": YEAR}).content.decode()
        acts = re.findall(r'<a href="[^"]+">([^<]+)</a>\s*<a class="btn[^"]*"\s+href="([^"]+)"', page)
        assert [(words, address.replace("&amp;", "&")) for words, address in acts] == [
            ("1 份待审核（最久 3 天）", f"/reports/late/{YEAR}/review/"),
            ("2 个单位逾期未提交", f"/review/remind/?year={YEAR}&tab=not_submitted&timing=missing"),
            ("1 个单位退回后尚未重新提交", f"/review/remind/?year={YEAR}&tab=returned"),
        ]
        offered = [browser.get(address.replace("&amp;", "&")).content.decode() for _, address in acts[1:]]
        assert [re.findall(r'value="(\w+)"\s+aria-label="催报', page) for page in offered] == [
            ["missing", "wawu"],
            ["returned"],
        ]


def test_nothing_waits_where_nobody_reports(cast, as_user):
    Organ.objects.filter(superior=cast.county).update(is_active=False)
    page = as_user(cast.supervisor).get(QUEUE, {"year": YEAR}).content.decode()
    assert ("目前没有需要处理的事项。" in page, tiles(page)["已提交"][0]) == (True, "0／0")


ORDERS = {
    "": "beizi mended returned late missing wawu",  # who waits longest comes first
    "organ": "beizi late mended missing returned wawu",
    "-organ": "wawu returned missing mended late beizi",
    "status": "mended late missing wawu beizi returned",
    "submitted": "beizi mended returned late missing wawu",
    "-submitted": "late beizi mended returned missing wawu",  # who has not submitted stays at the end
    "explained": "beizi late mended missing returned wawu",
    "deadline": "missing wawu late beizi mended returned",
    "-deadline": "beizi mended returned late missing wawu",
    "poem": "beizi mended returned late missing wawu",
}


@pytest.mark.parametrize("sort", ORDERS)
def test_the_list_is_put_in_the_order_of_a_column(county, cast, as_user, sort):
    page = as_user(cast.supervisor).get(QUEUE, {"year": YEAR, "tab": "all", "sort": sort}).content.decode()
    assert re.findall(r'name="organ" value="(\w+)"', page) == ORDERS[sort].split()
    told = re.findall(r'aria-sort="(\w+)"', page)
    assert told == ([] if sort in ("", "poem") else ["descending" if sort.startswith("-") else "ascending"])


def test_how_far_a_report_has_come_and_whom_to_call_stand_in_its_row(cast, report, as_user):
    User.objects.filter(pk=cast.clerk.pk).update(telephone="0375-7000001")
    browser = as_user(cast.supervisor)
    asked = {"year": YEAR, "tab": "not_submitted"}
    before = filled_parts([report])[report.pk]
    page = browser.get(QUEUE, asked).content.decode()
    assert (f">{before}／7<" in page, "李某某 0375-7000001" in page) == (True, True)
    save(report.pk, cast.clerk, [Edit("other_matters", report.stored_texts().get("other_matters", ""), "无")])
    assert filled_parts([report])[report.pk] == before + 1
    assert f">{before + 1}／7<" in browser.get(QUEUE, asked).content.decode()


def test_a_report_that_is_filled_in_has_all_its_parts(filled):
    assert filled_parts([filled]) == {filled.pk: 7}


def test_the_list_is_a_workbook_with_the_rows_that_are_shown_and_no_formulas(county, cast, as_user):
    Organ.objects.filter(slug="late").update(telephone="=1+1")
    browser = as_user(cast.supervisor)
    answer = browser.get("/review/list.xlsx", {"year": YEAR, "tab": "all"})
    sheet = load_workbook(BytesIO(answer.content)).active
    named = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert sorted(named) == sorted(rows(browser.get(QUEUE, {"year": YEAR, "tab": "all"}).content.decode()))
    assert named == [each.name for each in Organ.objects.filter(name__in=named).order_by(*in_order_of_units())]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    late = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "late镇人民政府")
    assert (late[2], late[6], late[13]) == ("待审核", "逾期 2 天提交", "=1+1")
    sheet = load_workbook(BytesIO(browser.get("/review/list.xlsx", {"year": YEAR, "tab": "returned"}).content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["returned镇人民政府"]


@pytest.fixture
def waiting(cast):
    """So many townships whose reports wait for their review; nothing is to be looked at."""

    def make(number):
        made = []
        for each in range(number):
            report = a_full_report(cast, f"t{each:03}", f"第{each}镇人民政府")
            perform("submit", report.pk, cast.clerk)
            made.append(report)
        return made

    return make


def hashes(page):
    return dict(re.findall(r'name="(hash-\w+)" value="(\w{64})"', page))


def test_several_reports_are_approved_on_what_the_page_named(waiting, cast, as_user):
    made = waiting(3)
    browser = as_user(cast.supervisor)
    named = ["t000", "t001", "t002", "wawu"]
    page = browser.get(APPROVE, {"year": YEAR, "organ": named}).content.decode()
    assert (len(hashes(page)), "瓦屋镇人民政府：尚未提交" in page) == (3, True)
    perform("return", made[2].pk, cast.supervisor, reason=REASON)
    answer = browser.post(APPROVE, {"year": YEAR, "organ": ["t000", "t002"], **hashes(page)}, follow=True)
    told = answer.content.decode()
    assert "审核通过 1 个单位：第0镇人民政府" in told
    assert "1 个单位没有办理：第2镇人民政府：当前为“退回修改”，不能审核通过" in told
    states = dict(AnnualReport.objects.values_list("organ__slug", "status"))
    assert (states["t000"], states["t001"], states["t002"]) == (Status.APPROVED, Status.IN_REVIEW, Status.RETURNED)


def test_what_is_to_be_looked_at_is_not_approved_together_with_others(waiting, cast, as_user):
    made = waiting(4)
    explained, opposed = made[:2]
    perform("return", explained.pk, cast.supervisor, reason=REASON)
    save(explained.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explain(explained, unexplained(explained)[0], cast.clerk)
    perform("submit", explained.pk, cast.clerk)
    add_opinion(opposed.pk, cast.supervisor, anchor="problems", quote="", level="must", code="other", words="请改。")
    browser = as_user(cast.supervisor)
    page = browser.get(APPROVE, {"year": YEAR, "organ": ["t000", "t001", "t003"]}).content.decode()
    assert set(hashes(page)) == {"hash-t003"}
    assert ("须说明 1 项，请单独审核" in page, "未解决的“须改”意见 1 条，请单独审核" in page) == (True, True)
    sent = {f"hash-{each.organ.slug}": "0" * 64 for each in made}
    browser.post(APPROVE, {"year": YEAR, "organ": ["t000", "t001", "t003"], **sent})
    assert not AnnualReport.objects.filter(status=Status.APPROVED).exists()  # nothing on a content that was not shown


def test_who_submitted_a_report_does_not_approve_it_with_others(waiting, cast, as_user):
    waiting(1)
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    page = as_user(cast.clerk).get(APPROVE, {"year": YEAR, "organ": ["t000"]}).content.decode()
    assert ("须由其他人员办理" in page, hashes(page)) == (True, {})


@pytest.mark.parametrize("address", [APPROVE, EXTEND])
@pytest.mark.parametrize("person", ["stranger", "clerk", "administrator"])
def test_nobody_else_does_anything_to_several_organs(waiting, cast, as_user, address, person):
    waiting(1)
    browser, asked = as_user(getattr(cast, person)), {"year": YEAR, "organ": ["t000"]}
    assert browser.get(address, asked).status_code == HTTPStatus.NOT_FOUND
    assert browser.post(address, asked | {"due_on": "2030-01-01", "reason": REASON}).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", [APPROVE, EXTEND])
def test_without_a_choice_the_way_leads_back_and_says_so(cast, as_user, address):
    page = as_user(cast.supervisor).get(address, {"year": YEAR}, follow=True).content.decode()
    assert "请先在列表中选择单位。" in page


def test_more_organs_than_a_page_has_are_not_taken(cast, as_user):
    named = [f"t{each}" for each in range(51)]
    assert as_user(cast.supervisor).get(APPROVE, {"organ": named}).status_code == HTTPStatus.NOT_FOUND


def test_several_organs_are_given_until_one_day_each_by_itself(county, cast, as_user):
    browser = as_user(cast.supervisor)
    named = ["wawu", "missing", "beizi"]
    page = browser.get(EXTEND, {"year": YEAR, "organ": named}).content.decode()
    assert "背孜乡人民政府：本年度报告已公布，不需延期。" in page
    seen = dict(re.findall(r'name="(seen-\w+)" value="([^"]+)"', page.replace("\n", " ")))
    day = max(timezone.localdate(), period(YEAR, cast.neighbouring_township).due_on) + timedelta(days=5)
    given = {"year": YEAR, "organ": ["wawu", "missing"], "due_on": day, "reason": "暴雪停电，报送系统无法使用。"}
    assert "请填写延期原因" in browser.post(EXTEND, given | seen | {"reason": ""}).content.decode()
    assert not Extension.objects.exists()
    told = browser.post(EXTEND, given | seen | {"seen-missing": "another"}, follow=True).content.decode()
    assert ("延期 1 个单位：瓦屋镇人民政府" in told, "missing镇人民政府：截止日期在您打开本页后有变化" in told) == (
        True,
        True,
    )
    assert list(Extension.objects.values_list("organ__slug", "due_on")) == [("wawu", day)]


def test_the_pages_for_several_organs_ask_as_often_for_thirty_as_for_three(waiting, cast, as_user):
    waiting(30)
    browser = as_user(cast.supervisor)
    browser.get("/guide/")
    for address in (APPROVE, EXTEND, "/review/remind/"):
        counts = []
        for number in (3, 30):
            named = [f"t{each:03}" for each in range(number)]
            with CaptureQueriesContext(connection) as queries:
                browser.get(address, {"year": YEAR, "organ": named})
            counts.append(len(queries))
        assert counts[0] == counts[1], address
