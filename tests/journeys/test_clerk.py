"""A clerk's way by plain pages, without a script: from signing in to a submitted report."""

import json
import re
from html import unescape
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.lifecycle import editing
from reports.lifecycle.editing import Edit
from reports.models import AnnualReport, Status
from reports.official import EDITIONS, Cell
from reports.official.calendar import year_on_offer
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform, seen

FORM = EDITIONS["2021"]
REPORT = f"/reports/beizi/{YEAR}/"
TEXTS = {
    "overview.proactive_disclosure": "2022年，我乡通过县政府网站发布信息113条。",
    "overview.disclosure_on_request": "2022年，我乡未收到政府信息公开申请。",
    "overview.information_management": "严格执行发布审核制度，坚持先审后发。",
    "overview.platform": "依托县政府网站专栏发布信息。",
    "overview.supervision": "将政府信息公开纳入工作考核和社会评议，未发生责任追究。",
}
PROBLEMS = "一是公开时效有待加强。\n改进情况：明确报送时限，每月通报一次。"


def page_of(client, step):
    return client.get(f"{REPORT}{step}/").content.decode()


def seen_on(page):
    """What the page says its editor was shown, as a browser would post it back."""
    return unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])


def post(client, step, values, go="report", **more):
    seen = seen_on(page_of(client, step))
    return client.post(f"{REPORT}{step}/", {"seen": seen, "finished": "yes", "go": go, **values, **more})


def fill_nil(client):
    """The nil return: two answers, three pages."""
    client.post(f"{REPORT}start/", {"applications": "no", "disputes": "no"})
    zeros = {str(cell): "0" for table in FORM.section["proactive_disclosure"].tables for cell in table.entries}
    post(client, "proactive_disclosure", zeros)
    post(client, "overview", TEXTS)
    post(client, "problems", {"problems": PROBLEMS})
    post(client, "other_matters", {}, write="nothing", other_matters="")
    post(client, "particulars", {})


def test_a_clerk_signs_in_with_a_password(cast, client):
    answer = client.post(reverse("sign_in"), {"username": " CLERK ", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", HTTPStatus.FOUND)]
    assert "背孜乡人民政府" in answer.content.decode()


@pytest.mark.parametrize(("username", "password"), [("clerk", "wrong"), ("nobody", "wrong")])
def test_an_unknown_account_and_a_wrong_password_get_the_same_words(cast, client, username, password):
    answer = client.post(reverse("sign_in"), {"username": username, "password": password})
    assert "账号或密码不正确，请重新输入" in answer.content.decode()


def test_a_nil_return_goes_from_start_to_submission(cast, as_user):
    client = as_user(cast.clerk)
    fill_nil(client)
    tasks = client.get(REPORT).content.decode()
    assert tasks.count("已完成（全部为 0）") == 2
    assert "可以检查" in tasks
    assert client.post(f"{REPORT}check/").url == f"{REPORT}submit/"
    confirm = client.get(f"{REPORT}submit/").content.decode()
    content_hash = re.search(r'name="content_hash" value="(\w+)"', confirm)[1]
    assert client.post(f"{REPORT}submit/", {"content_hash": content_hash}).url == f"{REPORT}submitted/"
    assert "已提交审核" in client.get(f"{REPORT}submitted/").content.decode()
    assert AnnualReport.objects.get().status == Status.IN_REVIEW


def test_the_second_click_of_a_double_click_is_answered_like_the_first(cast, as_user):
    client = as_user(cast.clerk)
    fill_nil(client)
    answers = [client.post(f"{REPORT}submit/", seen()).url for _ in range(2)]
    assert answers == [f"{REPORT}submitted/"] * 2
    assert AnnualReport.objects.get().events.count() == 1


def test_166_figures_typed_come_back_as_typed(cast, as_user, report):
    client = as_user(cast.clerk)
    typed = {cell: str(number) for number, cell in enumerate(FORM.entries)}
    typed[Cell("fees", "administrative_fees", "amount")] = "18.8710"
    for step in ("proactive_disclosure", "applications", "disputes"):
        tables = FORM.section[step].tables
        post(client, step, {str(cell): typed[cell] for table in tables for cell in table.entries})
    stored = {cell: editing.display(figure) for cell, figure in report.figures().items()}
    assert (len(stored), stored) == (166, typed)


def test_a_total_that_a_tampered_page_posts_is_ignored(cast, as_user, report):
    client = as_user(cast.clerk)
    post(client, "applications", {"applications.granted.natural_person": "2", "applications.granted.total": "999"})
    page = page_of(client, "applications")
    assert '<span id="applications.granted.total"' in page
    assert re.search(r'id="applications.granted.total"[^>]*>2<', page)


def test_an_unreadable_figure_stays_and_is_named(cast, as_user, report):
    client = as_user(cast.clerk)
    post(client, "applications", {"applications.granted.natural_person": "三"}, go="")
    page = page_of(client, "applications")
    assert 'value="三"' in page
    assert "请填写数字" in page


def test_a_text_that_is_too_long_comes_back_in_the_form_unsaved(cast, as_user, report):
    client = as_user(cast.clerk)
    answer = post(client, "problems", {"problems": "长" * 25_000})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ("最多 20000 字，现有 25000 字，未保存" in page, "长" * 25_000 in page) == (True, True)
    assert report.texts.get(key="problems").body == ""


def test_a_stale_page_is_told_what_the_other_saved_and_keeps_its_own(cast, as_user, report):
    client = as_user(cast.clerk)
    stale = seen_on(page_of(client, "problems"))
    editing.save(report.pk, cast.colleague, [Edit("problems", "", "王某某写的。")])
    answer = client.post(f"{REPORT}problems/", {"seen": stale, "problems": "李某某写的。", "go": ""})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert ("王某某写的。" in page, "李某某写的。" in page) == (True, True)
    assert report.texts.get(key="problems").body == "王某某写的。"
    answer = client.post(f"{REPORT}problems/", {"seen": seen_on(page), "problems": "李某某写的。", "go": ""})
    assert report.texts.get(key="problems").body == "李某某写的。"


@pytest.mark.parametrize("seen", [None, "", "[]", "{", '{"problems": 5}', "[" * 100_000])
def test_a_page_that_does_not_say_what_it_showed_saves_nothing(cast, as_user, report, seen):
    client = as_user(cast.clerk)
    data = {"problems": "新的内容", "go": ""} | ({} if seen is None else {"seen": seen})
    answer = client.post(f"{REPORT}problems/", data, follow=True)
    assert answer.status_code == HTTPStatus.OK
    assert "页面已过期" in answer.content.decode()
    assert report.texts.get(key="problems").body == ""


def test_a_report_submitted_meanwhile_gives_back_what_was_typed(cast, as_user, filled):
    client = as_user(cast.clerk)
    seen = seen_on(page_of(client, "problems"))
    perform("submit", filled.pk, cast.colleague)
    answer = client.post(f"{REPORT}problems/", {"seen": seen, "problems": "来不及保存的一段话。", "go": ""})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert ("来不及保存的一段话。" in page, "待审核" in page) == (True, True)


def test_saving_and_returning_asks_whether_the_part_is_finished(cast, as_user, report):
    client = as_user(cast.clerk)
    answer = post(client, "problems", {"problems": PROBLEMS}, finished="")
    assert "请选择本部分是否填写完毕" in answer.content.decode()
    assert report.texts.get(key="problems").body == PROBLEMS


def test_a_part_called_finished_with_faults_is_never_silently_done(cast, as_user, report):
    client = as_user(cast.clerk)
    post(client, "problems", {"problems": "无"})
    assert "有问题（须修改 1）" in client.get(REPORT).content.decode()


def test_the_question_on_fees_writes_its_sentence(cast, as_user, report):
    client = as_user(cast.clerk)
    fees = {"charges": "yes", "notices": "１", "charged": "400", "collected": "380.5", "write": "fees"}
    post(client, "other_matters", {"other_matters": "无"}, **fees)
    body = report.texts.get(key="other_matters").body
    assert body.endswith("本年度发出收费通知1件，总金额400元，实际收取信息处理费380.5元。")


NO_FEES = "本年度未发出信息处理费收费通知，未收取信息处理费。"


def other_matters(report):
    return report.texts.get(key="other_matters").body


def test_an_answer_on_fees_is_written_by_any_button_and_once(cast, as_user, report):
    client = as_user(cast.clerk)
    post(client, "other_matters", {"other_matters": ""}, charges="no")
    assert other_matters(report) == NO_FEES
    page = client.get(f"{REPORT}other_matters/")
    assert page.context["fees_form"].initial == {"charges": "no"}
    reworded = "本年度没有收取信息处理费。"  # the answer that the page was drawn with is posted along
    post(client, "other_matters", {"other_matters": reworded}, charges="no")
    assert other_matters(report) == reworded


def test_a_changed_answer_on_fees_changes_its_sentence_and_nothing_else(cast, as_user, report):
    client = as_user(cast.clerk)
    post(client, "other_matters", {"other_matters": "另有一事。"}, charges="no")
    assert other_matters(report) == f"另有一事。\n{NO_FEES}"
    text = f"另有一事。\n{NO_FEES}\n又有一事。"
    numbers = {"charges": "yes", "notices": "1", "charged": "400", "collected": "380.5"}
    post(client, "other_matters", {"other_matters": text}, **numbers)
    first, second, third = other_matters(report).split("\n")
    assert (first, third) == ("另有一事。", "又有一事。")
    assert second.endswith("本年度发出收费通知1件，总金额400元，实际收取信息处理费380.5元。")
    assert client.get(f"{REPORT}other_matters/").context["fees_form"].initial == numbers
    changed = numbers | {"collected": "400"}
    post(client, "other_matters", {"other_matters": other_matters(report)}, **changed)
    assert other_matters(report).split("\n")[1] == second.replace("380.5", "400")
    post(client, "other_matters", {"other_matters": other_matters(report)}, charges="no")
    assert other_matters(report) == text


def test_an_answer_on_fees_without_its_numbers_is_asked_for_them_and_the_text_is_kept(cast, as_user, report):
    client = as_user(cast.clerk)
    page = post(client, "other_matters", {"other_matters": "另有一事。"}, charges="yes").content.decode()
    assert "请填写收费通知件数，没有的填 0" in page
    assert other_matters(report) == "另有一事。"


def test_a_faulty_answer_on_fees_is_named_and_writes_nothing(cast, as_user, report):
    client = as_user(cast.clerk)
    fees = {"charges": "yes", "notices": "-1", "charged": "", "collected": "0", "write": "fees"}
    page = post(client, "other_matters", {"other_matters": ""}, **fees).content.decode()
    assert ("件数不能为负数" in page, "请填写总金额（元），没有的填 0" in page) == (True, True)
    assert report.texts.get(key="other_matters").body == ""


def test_nil_is_refused_where_last_year_carried_applications_forward(cast, as_user, filled):
    editing.save(filled.pk, cast.clerk, [Edit("applications.carried_forward.business", "0", "2")])
    client = as_user(cast.clerk)
    assert "上年报告结转" not in client.get(f"/reports/beizi/{YEAR + 1}/start/").content.decode()
    AnnualReport.objects.update(status=Status.PUBLISHED)
    page = client.get(f"/reports/beizi/{YEAR + 1}/start/").content.decode()
    assert "上年报告结转 2 件，本部分须填写" in page
    client.post(f"/reports/beizi/{YEAR + 1}/start/", {"applications": "no", "disputes": "no"})
    assert AnnualReport.objects.get(year=YEAR + 1).declared_nil == ["disputes"]


def test_the_result_names_the_submission_and_whom_to_call(cast, as_user, filled):
    cast.county.telephone = "0375-5051234"
    cast.county.save()
    perform("submit", filled.pk, cast.clerk)
    page = as_user(cast.clerk).get(f"{REPORT}submitted/").content.decode()
    for said in (f"{YEAR}-beizi-1-1", "第 1 次提交", "0375-5051234", "办理结果在首页显示", f"{REPORT}report.pdf"):
        assert said in page


def test_the_check_says_how_many_columns_balance(cast, as_user, filled):
    browser = as_user(cast.clerk)
    assert "；勾稽关系 7 项全部相符" in browser.get(f"{REPORT}check/").content.decode()
    editing.save(filled.pk, cast.clerk, [Edit("applications.granted.business", "0", "1")])
    assert "；勾稽关系 7 项、相符 5 项" in browser.get(f"{REPORT}check/").content.decode()


def test_a_finding_to_explain_takes_its_explanation(cast, as_user, filled):
    editing.save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    client = as_user(cast.clerk)
    page = client.post(f"{REPORT}check/").content.decode()
    assert "须说明 1 项写明情况" in page
    name = re.search(r'name="(explain-\w+-body)"', page)[1]
    assert "至少 10 字" in client.post(f"{REPORT}check/", {name: "无误"}).content.decode()
    reason = "上级机关认定的规章，已随附认定文件。"
    assert client.post(f"{REPORT}check/", {name: reason}).url == f"{REPORT}submit/"
    editing.save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "6", "7")])
    assert client.get(f"{REPORT}submit/").url == f"{REPORT}check/"


@pytest.mark.parametrize("value", ["", "9" * 5000, "NaN", "1e9", "٣", "-1", "<script>", "\x00", "㙍䶮𠮷𬱖", "=1+1"])
@pytest.mark.parametrize("step", ["particulars", "overview", "proactive_disclosure", "applications", "disputes"])
def test_no_value_posted_into_a_step_breaks_it(cast, as_user, report, step, value):
    client = as_user(cast.clerk)
    seen = json.loads(seen_on(page_of(client, step)))
    data = dict.fromkeys(seen, value) | {"seen": json.dumps(seen), "go": "", "finished": value}
    answer = client.post(f"{REPORT}{step}/", data, follow=True)
    assert answer.status_code in (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_a_year_that_is_not_open_is_not_found(cast, as_user):
    client = as_user(cast.clerk)
    for year in (2018, 2020, 2400):
        assert client.get(f"/reports/beizi/{year}/start/").status_code == HTTPStatus.NOT_FOUND


def test_the_home_page_offers_this_years_report(cast, as_user):
    page = as_user(cast.clerk).get("/").content.decode()
    assert f"/reports/beizi/{year_on_offer(timezone.localdate())}/start/" in page


def test_a_faulty_answer_on_fees_leaves_no_sentence_that_it_contradicts(cast, as_user, report):
    client = as_user(cast.clerk)
    no_fees = "本年度未发出信息处理费收费通知，未收取信息处理费。"
    post(client, "other_matters", {"other_matters": f"另有一事。\n{no_fees}"})
    page = post(client, "other_matters", {"other_matters": f"另有一事。\n{no_fees}"}, charges="yes", notices="2")
    assert "请填写总金额（元），没有的填 0" in page.content.decode()
    assert report.texts.get(key="other_matters").body == "另有一事。"
