"""延期: who may grant it, what is typed wrongly, and where it is told."""

import re
from datetime import date
from http import HTTPStatus

import pytest
import time_machine

from reports.models import AnnualReport, Extension, Organ, ReportingYear
from reports.models.years import KEPT_DAYS, period
from tests.conftest import YEAR
from tests.deciding import grant_extension, perform

PAGE = f"/review/extensions/beizi/{YEAR}/"
REPORT = f"/reports/beizi/{YEAR}/"
REASON = "办公楼供水管道破裂，台账正在抢救整理。"
TYPED = {"due_on": "2023-02-10", "publish_by": "", "reason": REASON}
GRANTED = f"已延期至 2023-02-10：{REASON}"


def typed(**changed):
    """What is posted by who sees the deadline in force."""
    now = period(YEAR, Organ.objects.get(slug="beizi"))
    return TYPED | {"seen": now.seen_as} | changed


EVERYBODY_ELSE = ["clerk", "colleague", "leader", "reader", "neighbour", "stranger", "administrator"]
BEFORE = "距截止还有 2 天（2023-01-20）"


@pytest.fixture(autouse=True)
def day(cast):
    """Two days before 鲁山县's deadline; a test may move on."""
    ReportingYear.objects.create(year=YEAR, superior=cast.county, opens_on=date(2022, 12, 15), due_on=date(2023, 1, 20))
    with time_machine.travel("2023-01-18T10:00:00+08:00", tick=False) as clock:
        yield clock


def page(client, path=PAGE):
    answer = client.get(path)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_a_supervisor_gives_one_organ_more_time(supervisor, cast):
    assert BEFORE in page(supervisor)
    assert supervisor.post(PAGE, typed()).url == PAGE
    after = page(supervisor)
    assert "已延期：背孜乡人民政府 2022 年度报告的截止日期改为 2023-02-10" in after
    assert "距截止还有 23 天（2023-02-10）" in after
    assert (REASON in after, "张某某</td>" in after, "2023-01-18 10:00" in after) == (True, True, True)
    extension = Extension.objects.get()
    assert (extension.organ, extension.year, extension.granted_by) == (cast.township, YEAR, cast.supervisor)
    assert period(YEAR, cast.neighbouring_township).due_on == date(2023, 1, 20)


@pytest.mark.parametrize("person", EVERYBODY_ELSE)
def test_for_everybody_else_the_page_is_absent(cast, as_user, person):
    client = as_user(getattr(cast, person))
    assert client.get(PAGE).status_code == HTTPStatus.NOT_FOUND
    assert client.post(PAGE, typed()).status_code == HTTPStatus.NOT_FOUND
    assert not Extension.objects.exists()


@pytest.mark.parametrize("organ", ["elsewhere", "lushan", "nowhere", "x" * 500])
def test_an_organ_that_is_not_a_subordinate_is_absent(supervisor, organ):
    address = f"/review/extensions/{organ}/{YEAR}/"
    assert supervisor.get(address).status_code == HTTPStatus.NOT_FOUND
    assert supervisor.post(address, TYPED).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("year", ["1", "0", "2018", "2023", "99999", "9" * 30, "9" * 5000, "-1", "２０２２"])
def test_a_year_that_is_not_on_offer_is_absent(supervisor, year):
    address = f"/review/extensions/beizi/{year}/"
    assert supervisor.get(address).status_code == HTTPStatus.NOT_FOUND
    assert supervisor.post(address, TYPED).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due_on": ""}, "请填写延期后的截止日期"),
        ({"due_on": None}, "请填写延期后的截止日期"),
        ({"due_on": ["2023-02-10", "2023-03-10"]}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "2027-13-40"}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "2023-02-10 2023-02-10"}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "2月10日"}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "9" * 10_000}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "2023-02-10\0"}, "日期应为 2026-12-01 的形式"),
        ({"due_on": "0001-01-01"}, "延期后的截止日期应晚于现行截止日期 2023-01-20"),
        ({"due_on": "2023-01-20"}, "延期后的截止日期应晚于现行截止日期 2023-01-20"),
        ({"due_on": "9999-12-31"}, "延期后的截止日期不能晚于 2023-12-31"),
        ({"publish_by": "2023-02-09"}, "公布截止日期应在 2023-02-10 至 2023-12-31 之间"),
        ({"publish_by": "2023-02-30"}, "日期应为 2026-12-01 的形式"),
        ({"reason": None}, "请填写延期原因"),
        ({"reason": " \u3000\n\t" * 20}, "请填写延期原因"),
        ({"reason": "水管破裂"}, "延期原因至少 10 字，现有 4 字"),
        ({"reason": "台账正在抢救整理中，" * 1000}, "延期原因最多 200 字，现有 10000 字"),
        ({"reason": f"{REASON}\0"}, "延期原因中有不能使用的字符"),
    ],
)
def test_what_is_typed_wrongly_comes_back_with_a_sentence(supervisor, typed, sentence):
    posted = {name: value for name, value in (TYPED | typed).items() if value is not None}
    answer = supervisor.post(PAGE, posted)
    shown = answer.content.decode()
    assert (answer.status_code, sentence in shown, "<title>（有问题）" in shown) == (HTTPStatus.OK, True, True)
    assert REASON in shown or "reason" in typed
    assert not Extension.objects.exists()


def test_what_is_posted_twice_is_granted_once(supervisor):
    supervisor.post(PAGE, typed())
    assert "延期后的截止日期应晚于现行截止日期 2023-02-10" in supervisor.post(PAGE, typed()).content.decode()
    assert Extension.objects.count() == 1


def test_what_is_published_is_not_extended_and_the_page_says_why(supervisor, filled):
    AnnualReport.objects.update(status="published")
    shown = page(supervisor)
    assert ("已公布，不需延期" in shown, "准予延期</button>" in shown) == (True, False)
    assert "已公布，不需延期" in supervisor.post(PAGE, typed()).content.decode()
    assert not Extension.objects.exists()


def test_a_retired_organ_needs_no_time(supervisor, cast):
    Organ.objects.filter(slug="beizi").update(is_active=False)
    assert "已停用，不需延期" in page(supervisor)


@pytest.mark.parametrize("path", ["/", REPORT])
def test_the_clerk_is_told_of_the_days_and_the_reason(cast, as_user, supervisor, report, path):
    client = as_user(cast.clerk)
    assert BEFORE in page(client, path)
    assert "延期" not in page(client, path)
    supervisor.post(PAGE, typed())
    shown = page(client, path)
    assert (GRANTED in shown, "距截止还有 23 天（2023-02-10）" in shown) == (True, True)


def test_the_clerk_is_told_before_the_report_is_begun_and_the_neighbour_is_not(cast, as_user, supervisor):
    supervisor.post(PAGE, typed())
    assert GRANTED in page(as_user(cast.clerk), "/")
    assert GRANTED in page(as_user(cast.reader), "/")
    beside = page(as_user(cast.neighbour), "/")
    assert (BEFORE in beside, "延期" in beside) == (True, False)


def test_what_is_typed_as_markup_is_shown_as_text(cast, as_user, supervisor):
    supervisor.post(PAGE, typed(reason="<b>办公楼供水管道破裂</b>"))
    for client, path in ((supervisor, PAGE), (as_user(cast.clerk), "/")):
        assert "&lt;b&gt;办公楼供水管道破裂" in page(client, path)


def test_who_was_late_is_told_so_everywhere_also_after_an_extension(cast, as_user, filled, day, supervisor):
    day.move_to("2023-01-22T10:00:00+08:00")
    client, supervisor = as_user(cast.clerk), as_user(cast.supervisor)
    assert "已逾期 2 天（2023-01-20 截止）" in page(client, "/")
    assert "已逾期 2 天（2023-01-20 截止）" in page(client, REPORT)
    perform("submit", filled.pk, cast.clerk)
    late = "逾期 2 天提交（截止 2023-01-20，2023-01-22 提交）"
    assert late in page(client, f"{REPORT}submitted/")
    day.move_to("2023-01-22T10:20:00+08:00")
    supervisor.post(PAGE, typed())
    for browser, path in (
        (client, "/"),
        (client, f"{REPORT}history/"),
        (supervisor, f"{REPORT}review/"),
        (supervisor, f"{REPORT}history/"),
        (supervisor, PAGE),
    ):
        shown = page(browser, path)
        assert (path, late in shown, REASON in shown) == (path, True, True)
    for browser, path in ((client, "/"), (supervisor, f"{REPORT}review/")):
        assert f"提交后延期至 2023-02-10：{REASON}" in page(browser, path)


def test_the_history_marks_the_submission_that_was_late_and_no_other(cast, as_user, filled, day):
    day.move_to("2023-01-22T10:00:00+08:00")
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    perform("submit", filled.pk, cast.clerk)
    shown = page(as_user(cast.clerk), f"{REPORT}history/")
    events = shown[shown.index("第 2 次提交") :]  # the facts beside them tell it of the report
    assert events.count("天提交（") == 1
    assert events.index("第 1 次提交") < events.index("逾期 2 天提交")


def test_home_and_review_tell_how_long_an_approved_report_has_to_be_published(cast, as_user, filled, day):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    for moment, words in (
        ("2023-01-30", "距公布截止还有 1 天（2023-01-31）"),
        ("2023-02-02", "公布已逾期 2 天（2023-01-31 截止）"),
    ):
        day.move_to(f"{moment}T10:00:00+08:00")
        for person, path in ((cast.clerk, "/"), (cast.supervisor, f"{REPORT}review/")):
            assert words in page(as_user(person), path)


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_asks_as_often_for_many_extensions_as_for_one(supervisor, cast, django_assert_num_queries, count):
    for number in range(count):
        due_on = date.fromordinal(date(2023, 2, 10).toordinal() + number)
        grant_extension(cast.township, YEAR, cast.supervisor, due_on=due_on, reason=REASON)
    supervisor.get("/guide/")
    with django_assert_num_queries(11):
        assert page(supervisor).count('<th scope="row">') == count


def listed(client, path):
    """By list, the days of the extensions that a page shows: those that stand open, and those that are folded."""
    shown = page(client, path)
    folded = "".join(re.findall(r'<details class="past">.*?</details>', shown, re.DOTALL))
    open_ones = shown.replace(folded, "") if folded else shown
    return tuple(re.findall(r'<th scope="row">(\d{4}-\d\d-\d\d)</th>', each) for each in (open_ones, folded))


def test_only_the_extension_that_still_matters_stands_open_and_earlier_ones_are_folded(supervisor, cast, filled, day):
    grant_extension(cast.township, YEAR, cast.supervisor, due_on=date(2023, 1, 28), reason=REASON)
    grant_extension(cast.township, YEAR, cast.supervisor, due_on=date(2023, 2, 10), reason=REASON)
    both = (["2023-02-10"], ["2023-01-28"])
    for path in (PAGE, f"{REPORT}history/"):
        AnnualReport.objects.update(status="in_review")
        assert listed(supervisor, path) == both
    AnnualReport.objects.update(status="draft")
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    assert listed(supervisor, PAGE) == both  # until it is published, which the extension also gave time for
    perform("publish", filled.pk, cast.clerk)
    for path in (PAGE, f"{REPORT}history/"):
        assert listed(supervisor, path) == ([], ["2023-02-10", "2023-01-28"])
    assert "已准予的延期" not in page(supervisor)


def test_days_kept_under_another_superior_matter_until_the_report_is_filed(supervisor, cast, filled):
    Extension.objects.create(
        organ=cast.township,
        year=YEAR,
        due_on=date(2023, 1, 25),
        publish_by=date(2023, 1, 31),
        reason=KEPT_DAYS,
        granted_by=cast.supervisor,
    )
    kept = "截止日期仍为 2023-01-25：审核单位已变更"
    assert (listed(supervisor, PAGE), kept in page(supervisor, f"/review/?year={YEAR}&tab=not_submitted")) == (
        (["2023-01-25"], []),
        True,
    )
    perform("submit", filled.pk, cast.clerk)
    assert listed(supervisor, PAGE) == ([], ["2023-01-25"])
    assert kept not in page(supervisor, f"{REPORT}review/")
    perform("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    assert listed(supervisor, PAGE) == (["2023-01-25"], [])
