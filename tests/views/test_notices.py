"""The pages of notices, what the header and the home page say of them, and reminding from the queue."""

import re
from http import HTTPStatus

import pytest
import time_machine

from reports.lifecycle.notifications import REMIND, mark_read, notify
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport, Membership, Notice, Organ, Role, Status
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import flat

REASON = "第五部分没有逐项写明改进情况，请补充。"
REPORT = f"/reports/beizi/{YEAR}"
IN_THE_YEAR = time_machine.travel(f"{YEAR + 1}-01-10T12:00+08:00")
WORDS = "请于2023年1月20日前完成年度报告填报并提交审核。"


@pytest.fixture(autouse=True)
def _while_the_year_is_on_offer():
    with IN_THE_YEAR:
        yield


def page(client, path):
    return client.get(path).content.decode()


def header(client, path="/guide/"):
    """What the header counts: 待办 or, of who reviews alone, 审核, and 通知, each with its address."""
    header, _, _ = flat(page(client, path)).partition("</header>")
    return re.findall(r'href="([^"]+)"[^>]*>((?:待办|审核|通知) \d+)</a>', header)


def told(cast, person, count=1):
    for number in range(count):
        notify(REMIND, YEAR, f"第{number}次催报。", [(cast.township.pk, person)])
    return list(Notice.objects.filter(recipient=person))


# --- The list -------------------------------------------------------------------------------------


def test_without_notices_the_page_says_so(cast, as_user):
    assert "暂无通知。" in page(as_user(cast.clerk), "/notices/")


def test_notices_stand_newest_first_twenty_a_page_and_say_whether_they_were_read(cast, as_user):
    told(cast, cast.clerk, 25)
    Notice.objects.filter(words="第23次催报。").update(read_at="2023-01-01T00:00Z")
    shown = page(as_user(cast.clerk), "/notices/")
    assert re.findall(r"第(\d+)次催报", shown) == [str(number) for number in range(24, 4, -1)]
    assert re.findall(r"<td>(?:<span[^>]*>)?(未读|已读)", shown)[:3] == ["未读", "已读", "未读"]
    assert "第 1 页，共 2 页（25 条通知）" in shown
    assert len(re.findall(r"第\d+次催报", page(as_user(cast.clerk), "/notices/?page=2"))) == 5
    assert len(re.findall(r"第\d+次催报", page(as_user(cast.clerk), "/notices/?page=x"))) == 20


@pytest.mark.parametrize("count", [1, 45])
def test_the_list_and_the_home_page_ask_a_constant_number_of_times(cast, as_user, django_assert_num_queries, count):
    told(cast, cast.clerk, count)
    client = as_user(cast.clerk)
    client.get("/guide/")
    with django_assert_num_queries(8):
        client.get("/notices/")
    with django_assert_num_queries(14):
        client.get("/")


def test_nobody_sees_or_opens_what_another_was_told(cast, as_user):
    (notice,) = told(cast, cast.clerk)
    for person in ("colleague", "leader", "reader", "supervisor", "neighbour", "stranger", "administrator"):
        client = as_user(getattr(cast, person))
        assert "次催报" not in page(client, "/notices/")
        assert client.post("/notices/open/", {"notice": notice.pk}).status_code == HTTPStatus.NOT_FOUND
        client.post("/notices/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_what_a_supervisor_writes_is_shown_as_it_was_written(cast, as_user):
    words = "<script>alert(1)</script> & {{ user }}\n第二行"
    notify(REMIND, YEAR, words, [(cast.township.pk, cast.clerk)])
    for path in ("/notices/", "/"):
        shown = page(as_user(cast.clerk), path)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ user }}\n第二行" in shown
        assert "<script>alert" not in shown


# --- Opening and reading --------------------------------------------------------------------------


def opened(client, notice):
    return client.post("/notices/open/", {"notice": notice.pk})


def test_opening_a_notice_marks_that_one_as_read(cast, as_user):
    first, second = told(cast, cast.clerk, 2)
    client = as_user(cast.clerk)
    opened(client, second)
    assert list(Notice.objects.filter(read_at=None)) == [first]
    assert client.get("/notices/open/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("sent", ["", "x", "-1", "0", "9" * 30, "１", "1 OR 1=1"])
def test_a_notice_that_is_not_there_is_absent(cast, as_user, sent):
    told(cast, cast.clerk)
    client = as_user(cast.clerk)
    assert client.post("/notices/open/", {"notice": sent}).status_code == HTTPStatus.NOT_FOUND
    client.post("/notices/read/", {"notice": sent})
    assert Notice.objects.filter(read_at=None).count() == 1


def test_all_are_marked_as_read_but_what_came_after_the_page_was_shown(cast, as_user):
    told(cast, cast.clerk, 3)
    told(cast, cast.colleague)
    client = as_user(cast.clerk)
    newest = re.search(r'name="notice" value="(\d+)">全部标为已读', page(client, "/notices/"))[1]
    notify(REMIND, YEAR, "又一次。", [(cast.township.pk, cast.clerk)])
    assert client.post("/notices/read/", {"notice": newest}).url == "/notices/"
    assert list(Notice.objects.filter(read_at=None).values_list("words", flat=True)) == ["又一次。", "第0次催报。"]
    opened(client, Notice.objects.get(words="又一次。"))
    assert "全部标为已读" not in page(client, "/notices/")


def test_a_notice_leads_to_where_its_reader_acts(filled, with_leader, as_user):
    cast = with_leader
    perform("submit", filled.pk, cast.clerk)
    to_sign = cast.leader.notices.get()
    assert opened(as_user(cast.leader), to_sign).url == f"{REPORT}/decide/sign/"
    perform("sign", filled.pk, cast.leader)
    to_review = as_user(cast.supervisor).post(
        "/notices/open/", {"notice": cast.supervisor.notices.get().pk}, follow=True
    )
    assert to_review.redirect_chain[-1][0] == f"{REPORT}/review/"
    assert opened(as_user(cast.leader), to_sign).url == f"{REPORT}/"  # signed meanwhile
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    returned = as_user(cast.clerk).post("/notices/open/", {"notice": cast.clerk.notices.first().pk}, follow=True)
    assert (returned.redirect_chain, returned.templates[0].name) == ([(f"{REPORT}/", 302)], "steps/task_list.html")


def test_a_reminder_of_a_report_that_is_not_begun_leads_to_where_it_is_begun(cast, as_user):
    (notice,) = told(cast, cast.clerk)
    assert opened(as_user(cast.clerk), notice).url == "/"


def test_who_has_left_the_organ_is_led_to_none_of_its_reports(filled, cast, as_user):
    (notice,) = told(cast, cast.clerk)
    Membership.objects.filter(user=cast.clerk).update(organ=cast.neighbouring_township)
    assert opened(as_user(cast.clerk), notice).url == "/"


# --- Header and home page -------------------------------------------------------------------------


def test_the_header_counts_what_waits_and_what_is_unread(filled, with_leader, as_user):
    cast = with_leader
    client = as_user(cast.clerk)
    assert header(client) == [("/", "待办 1"), ("/notices/", "通知 0")]
    perform("submit", filled.pk, cast.clerk)
    assert header(client) == [("/", "待办 0"), ("/notices/", "通知 0")]
    assert header(as_user(cast.leader)) == [("/", "待办 1"), ("/notices/", "通知 1")]
    perform("sign", filled.pk, cast.leader)
    supervisor = as_user(cast.supervisor)
    assert header(supervisor) == [(f"/review/?year={YEAR}", "审核 1"), ("/notices/", "通知 1")]
    opened(supervisor, cast.supervisor.notices.get())
    assert header(supervisor) == [(f"/review/?year={YEAR}", "审核 1"), ("/notices/", "通知 0")]
    perform("approve", filled.pk, cast.supervisor)
    assert header(supervisor) == [("/review/", "审核 0"), ("/notices/", "通知 0")]


@pytest.mark.parametrize("person", ["reader", "administrator"])
def test_who_never_acts_is_counted_nothing(filled, cast, as_user, person):
    assert header(as_user(getattr(cast, person))) == []


def test_the_header_costs_two_questions_and_a_page_without_it_none(cast, as_user, django_assert_num_queries):
    client = as_user(cast.clerk)
    client.get("/guide/")
    with django_assert_num_queries(5):  # session, account, roles, and the two
        client.get("/guide/")


def test_a_header_over_a_page_that_knows_of_waiting_and_acting_says_the_same(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    assert header(as_user(cast.supervisor), f"{REPORT}/review/")[0][1] == "审核 1"


def test_the_home_page_shows_the_latest_unread_and_the_way_to_all(cast, as_user):
    told(cast, cast.clerk, 8)
    Notice.objects.filter(words="第6次催报。").update(read_at="2023-01-01T00:00Z")
    shown = page(as_user(cast.clerk), "/")
    assert re.findall(r"第(\d)次催报", shown) == ["7", "5", "4", "3", "2"]
    assert 'href="/notices/">查看全部通知' in shown
    mark_read(Notice.objects.all())
    assert "暂无未读通知。" in page(as_user(cast.clerk), "/")


def test_the_home_page_shows_what_waits_beside_the_report_of_the_year(filled, cast, as_user):
    assert "需要处理" not in page(as_user(cast.clerk), "/")
    Membership.objects.create(user=cast.clerk, organ=cast.county, role=Role.SUPERVISOR)
    old = open_report(cast.township, YEAR - 1, cast.clerk)
    AnnualReport.objects.filter(pk=old.pk).update(status=Status.RETURNED)
    other = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    AnnualReport.objects.filter(pk=other.pk).update(status=Status.IN_REVIEW)
    client = as_user(cast.clerk)
    section = re.search(r'<ul class="plain-list">.*?</ul>', page(client, "/"), re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', section) == [f"/reports/wawu/{YEAR}/", f"/reports/beizi/{YEAR - 1}/"]
    assert header(client)[0] == ("/", "待办 3")


# --- 催报 from the queue --------------------------------------------------------------------------


def reminding(client, **data):
    return client.post("/review/remind/", {"year": YEAR, "organ": ["beizi", "wawu"], "words": WORDS} | data)


def test_a_reminder_is_said_and_leads_back_to_those_who_have_not_submitted(supervisor):
    answer = reminding(supervisor)
    assert answer.url == f"/review/?year={YEAR}&tab=not_submitted"
    assert "已向 2 个单位催报" in page(supervisor, answer.url)
    names = set(Notice.objects.filter(words__startswith=WORDS).values_list("recipient__username", "organ__slug"))
    assert names == {("clerk", "beizi"), ("colleague", "beizi"), ("neighbour", "wawu")}


def test_an_organ_named_twice_is_reminded_once(supervisor):
    assert "已向 1 个单位催报" in page(supervisor, reminding(supervisor, organ=["beizi"] * 900).url)
    assert Notice.objects.count() == 2


def test_an_organ_without_people_is_named(supervisor, cast):
    Membership.objects.filter(user=cast.neighbour).delete()
    shown = page(supervisor, reminding(supervisor).url)
    assert "已向 1 个单位催报" in shown
    assert "瓦屋镇人民政府没有启用的填报员或分管领导账号，未能催报" in shown


@pytest.mark.parametrize(
    "organ",
    [["elsewhere"], ["beizi", "elsewhere"], ["lushan"], ["nowhere"], ["beizi\0"], [f"t{n}" for n in range(900)]],
)
def test_an_organ_of_others_is_as_if_absent(supervisor, organ):
    assert reminding(supervisor, organ=organ).status_code == HTTPStatus.NOT_FOUND
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("year", ["", "x", str(YEAR + 1), "2018", "9" * 40, "-1", "٢٠٢٢x"])
def test_a_year_that_is_not_there_is_absent(supervisor, year):
    assert reminding(supervisor, year=year).status_code == HTTPStatus.NOT_FOUND


def test_ten_thousand_organs_are_refused_before_anything_is_read(supervisor):
    assert reminding(supervisor, organ=["beizi"] * 10_000).status_code == HTTPStatus.BAD_REQUEST
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"words": ""}, "请填写催报内容"),
        ({"words": " \n　"}, "请填写催报内容"),
        ({"words": "催"}, "催报内容至少 2 字"),
        ({"words": "长" * 201}, "催报内容最多 200 字，现有 201 字"),
        ({"words": "请提交\0。"}, "催报内容中有不能使用的字符"),
        ({"organ": []}, "请选择要催报的单位"),
    ],
)
def test_what_cannot_be_said_comes_back_as_it_was_typed(supervisor, data, sentence):
    answer = reminding(supervisor, **data)
    shown = answer.content.decode()
    assert (answer.status_code, sentence in shown, Notice.objects.count()) == (HTTPStatus.OK, True, 0)
    offered = re.findall(r'<input class="choose" type="checkbox" name="organ" value="(\w+)"[^>]*?(checked|>)', shown)
    assert offered == [(slug, ">" if "organ" in data else "checked") for slug in ("beizi", "wawu")]
    assert data.get("words", WORDS).strip() in shown


def test_only_those_who_have_not_submitted_are_offered_where_nobody_was_chosen(supervisor, filled, cast):
    perform("submit", filled.pk, cast.clerk)
    shown = reminding(supervisor, organ=[]).content.decode()
    assert re.findall(r'name="organ" value="(\w+)"', shown) == ["wawu"]


def test_an_organ_that_has_submitted_is_named_and_nobody_is_reminded(supervisor, filled, cast):
    perform("submit", filled.pk, cast.clerk)
    Notice.objects.all().delete()
    shown = reminding(supervisor, organ=["beizi"]).content.decode()
    assert ('value="beizi"' in shown, 'value="wawu"' in shown) == (False, False)  # of those that were chosen none
    assert "已提交或已停用，不催报：背孜乡人民政府" in flat(shown)
    assert WORDS in shown
    said = re.search(r'<p>尚未催报。</p>\s*<div class="notice notice-error error-summary".*?</div>', shown, re.DOTALL)
    assert "<p>背孜乡人民政府已提交，不需催报。</p>" in said.group()
    assert (WORDS in shown, Notice.objects.count()) == (True, 0)


@pytest.mark.parametrize("person", ["clerk", "leader", "reader", "neighbour", "stranger", "administrator"])
def test_nobody_but_its_supervisor_reminds_an_organ(cast, as_user, person):
    assert reminding(as_user(getattr(cast, person)), organ=["beizi"]).status_code == HTTPStatus.NOT_FOUND
    assert Notice.objects.count() == 0


def test_markup_in_a_reminder_is_literal_where_it_is_read(supervisor, cast, as_user):
    reminding(supervisor, words='<img src=x onerror="alert(1)">请提交')
    shown = page(as_user(cast.clerk), "/notices/")
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;请提交" in shown
    assert Organ.objects.get(slug="beizi").name in shown
