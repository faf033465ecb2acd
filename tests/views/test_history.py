"""The pages of the history: the story, two versions side by side, and a section taken back."""

from dataclasses import replace
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.lifecycle.comparing import BLANK, LAST_YEAR, compare
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.opening import declare_nil, open_report
from reports.models import AnnualReport, Event, Source, Status, ValueChange, Version
from reports.official.figures import display
from reports.official.interchange import canonical
from reports.presenters import history
from tests.conftest import YEAR
from tests.deciding import add_opinion, explain, perform, seen, seen_opinion
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
HISTORY, COMPARE, RESTORE = f"{REPORT}history/", f"{REPORT}history/compare/", f"{REPORT}history/restore/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
GRANTED = "applications.granted.business"


@pytest.fixture
def resubmitted(filled, cast):
    """Submitted, returned, changed in two places by the clerk, and submitted again."""
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    change(filled, cast)
    submit_again(filled, cast)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def returned(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    change(filled, cast)
    filled.refresh_from_db()
    return filled


def change(report, cast):
    save(report.pk, cast.clerk, [Edit("other_matters", "无", "没有<b>其他</b>事项。")])
    values = [(GRANTED, "0", "3"), ("applications.new_received.business", "0", "3")]
    save(report.pk, cast.colleague, [Edit(*value) for value in values])


def submit_again(report, cast):
    """Submit what was changed, with what there is to say of a figure that the text denies."""
    for each in unexplained(report):
        explain(report, each, cast.clerk, "正文在下一稿中改正")
    perform("submit", report.pk, cast.clerk)


def page(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def keys(report):
    return [event.pk for event in report.events.order_by("number")]


def test_the_story_is_told_newest_first(resubmitted, cast, as_user):
    told = page(as_user(cast.reader), HISTORY)
    places = [told.index(f"<h2>{name}</h2>") for name in ("第 2 次提交", "退回修改", "第 1 次提交")]
    assert places == sorted(places)
    assert REASON in told


def test_edits_are_told_by_day_with_who_what_and_how(returned, cast, as_user):
    told = page(as_user(cast.supervisor), HISTORY)
    for said in ("王某某", "（一）予以公开，商业企业", "<td>0</td><td>3</td><td>填写</td>", "<td>导入</td>"):
        assert said in told
    assert "没有&lt;b&gt;其他&lt;/b&gt;事项。" in told


@pytest.mark.parametrize("source", Source)
def test_the_history_says_how_a_value_came_in(returned, cast, as_user, source):
    save(returned.pk, cast.clerk, [Edit(GRANTED, "3", "4", source)])
    assert f"<td>3</td><td>4</td><td>{source.label}</td>" in page(as_user(cast.clerk), HISTORY)


def test_a_declaration_of_nil_is_told_by_the_name_of_its_table(filled, cast, as_user):
    declare_nil(filled.pk, cast.colleague, "disputes")
    told = page(as_user(cast.clerk), HISTORY)
    place = "四、政府信息公开行政复议、行政诉讼情况"
    assert f'<th scope="row">{place}</th><td>{BLANK}</td><td>零报告</td><td>填 0</td>' in told


def test_a_change_of_a_long_text_is_told_in_its_words(returned, cast, as_user):
    problems = returned.stored_texts()["problems"]
    around = f"…{problems[28:40]}", f"{problems[40:52]}…"
    changed = f"{problems[:40]}，<b>逐项写明</b>{problems[40:]}"
    save(returned.pk, cast.clerk, [Edit("problems", problems, changed)])
    told = page(as_user(cast.clerk), HISTORY)
    came = '<ins><span class="visually-hidden">新增：</span>，&lt;b&gt;逐项写明&lt;/b&gt;</ins>'
    assert flat(f"<td>{around[0]}{around[1]}</td><td>{around[0]}{came}{around[1]}</td>") in told
    save(returned.pk, cast.clerk, [Edit("problems", changed, "")])
    told = page(as_user(cast.clerk), HISTORY)
    assert '<del><span class="visually-hidden">删除：</span>' in told
    assert "</del></td><td>未填</td>" in told


def test_the_edits_are_paged(returned, cast, as_user, monkeypatch):
    monkeypatch.setattr(history, "EDITS_A_PAGE", 3)
    first = page(as_user(cast.clerk), HISTORY)
    earliest = list(ValueChange.objects.values_list("pk", flat=True)[:3])[-1]
    assert f"?before={earliest}" in first
    assert "（一）予以公开，商业企业" in first
    assert "（一）予以公开，商业企业" not in page(as_user(cast.clerk), HISTORY, before=earliest)


@pytest.mark.parametrize("changes", [0, 50])
def test_the_history_asks_as_often_for_many_edits_as_for_few(
    resubmitted, cast, as_user, django_assert_num_queries, changes
):
    ValueChange.objects.bulk_create(
        ValueChange(report=resubmitted, round=2, address=GRANTED, old="1", new="2", source="typed", editor=cast.clerk)
        for _ in range(changes)
    )
    client = as_user(cast.reader)
    client.get("/guide/")
    with django_assert_num_queries(13):
        page(client, HISTORY)


def test_two_versions_are_compared_whichever_was_chosen_first(resubmitted, cast, as_user):
    first, _, second = keys(resubmitted)
    for old, new in ((first, second), (second, first)):
        told = page(as_user(cast.clerk), COMPARE, old=old, new=new)
        assert "变化 3 处" in told
        assert "原 0" in told
        assert '<del><span class="visually-hidden">删除：</span>无</del>' in told
        assert '<ins><span class="visually-hidden">新增：</span>没有&lt;b&gt;其他&lt;/b&gt;事项。</ins>' in told


def test_a_version_does_not_differ_from_itself(resubmitted, cast, as_user):
    first = keys(resubmitted)[0]
    assert "两者内容相同" in page(as_user(cast.clerk), COMPARE, old=first, new=first)


def test_what_is_being_written_is_compared_with_the_last_version(returned, cast, as_user):
    told = page(as_user(cast.clerk), COMPARE)
    assert ("“退回修改”" in told, "“当前内容”" in told, "变化 3 处" in told) == (True, True, True)


def test_versions_of_another_report_cannot_be_compared(resubmitted, cast, as_user, seed):
    other = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    states = {"from_status": "draft", "to_status": "in_review"}
    event = Event.objects.create(report=other, round=1, action="submit", actor=cast.neighbour, **states)
    Version.objects.create(event=event, content=canonical(seed))
    foreign = event.pk
    for query in ({"old": foreign}, {"new": "x"}, {"old": "-1"}):
        assert as_user(cast.clerk).get(COMPARE, query).status_code == HTTPStatus.NOT_FOUND


def test_without_two_versions_the_comparison_leads_back(filled, cast, as_user):
    assert as_user(cast.clerk).get(COMPARE).url == HISTORY


def test_a_comparison_asks_the_database_a_constant_number_of_times(
    resubmitted, cast, as_user, django_assert_num_queries
):
    client = as_user(cast.reader)
    client.get("/guide/")
    with django_assert_num_queries(7):
        page(client, COMPARE)


def test_a_clerk_takes_one_section_back(returned, cast, as_user):
    version, clerk = keys(returned)[0], as_user(cast.clerk)
    assert f"{RESTORE}?version={version}" in page(clerk, HISTORY)
    chosen = page(clerk, RESTORE, version=version)
    assert f"?version={version}&amp;part=applications" in chosen
    confirmed = clerk.get(RESTORE, {"version": version, "part": "applications"})
    data = {"version": version, "part": "applications", "content_hash": confirmed.context["content_hash"]}
    answer = clerk.post(RESTORE, data)
    assert answer.url == f"{REPORT}applications/"
    figures = returned.data().figures
    assert {str(cell): figure for cell, figure in figures.items() if str(cell) == GRANTED} == {GRANTED: 0}
    assert returned.data().text("other_matters") == "没有<b>其他</b>事项。"
    assert "<td>恢复</td>" in page(clerk, HISTORY)


def test_a_restoration_shows_what_changes_in_a_text_and_leaves_out_what_stays(returned, cast, as_user):
    version, problems = keys(returned)[0], returned.stored_texts()["problems"]
    save(returned.pk, cast.clerk, [Edit("problems", problems, f"{problems[:50]}，<b>新增</b>{problems[50:]}")])
    told = page(as_user(cast.clerk), RESTORE, version=version, part="problems")
    gone = '<del><span class="visually-hidden">删除：</span>，&lt;b&gt;新增&lt;/b&gt;</del>'
    assert f'<td colspan="2"><p>…{problems[38:50]}{gone}{problems[50:62]}…</p></td>' in told
    assert problems[:38] not in told
    figures = page(as_user(cast.clerk), RESTORE, version=version, part="applications")
    assert figures.count("<td>3</td><td>0</td>") == 2


def test_nothing_unseen_is_restored_over(returned, cast, as_user):
    data = {"version": keys(returned)[0], "part": "applications", "content_hash": "0" * 64}
    told = as_user(cast.clerk).post(RESTORE, data).content.decode()
    assert "尚未恢复" in told
    assert returned.changes.first().source == "typed"


@pytest.mark.parametrize("person", ["leader", "reader", "supervisor", "neighbour"])
def test_nobody_but_a_clerk_restores(returned, cast, as_user, person):
    data = {"version": keys(returned)[0], "part": "applications", "content_hash": ""}
    assert as_user(getattr(cast, person)).post(RESTORE, data).status_code == HTTPStatus.NOT_FOUND


def test_what_has_left_the_desk_is_not_restored(resubmitted, cast, as_user):
    version, clerk = keys(resubmitted)[0], as_user(cast.clerk)
    assert RESTORE not in page(clerk, HISTORY)
    answer = clerk.post(RESTORE, {"version": version, "part": "applications"}, follow=True)
    assert "不能修改" in answer.content.decode()


def test_the_supervisor_sees_what_changed_since_the_last_submission(resubmitted, cast, as_user):
    supervisor = as_user(cast.supervisor)
    plain = page(supervisor, f"{REPORT}review/", compare="none")
    assert ("与上次提交（3 处）" in plain, "<del>" in plain) == (True, False)
    assert "没有变化，展开" in page(supervisor, f"{REPORT}review/")  # what was resubmitted begins with what changed
    told = page(supervisor, f"{REPORT}review/", compare="submission")
    for said in ('id="change-3"', 'href="#change-2">上一处', "原 0", "<del>", 'id="at-applications.granted.business"'):
        assert said in told
    assert 'id="change-4"' not in told


def test_a_paragraph_that_came_is_one_change_and_named_in_the_list(returned, cast, as_user):
    problems = returned.stored_texts()["problems"]
    save(returned.pk, cast.clerk, [Edit("problems", problems, f"{problems}\n三是培训不够。")])
    told = page(as_user(cast.clerk), COMPARE)
    assert "变化 4 处" in told
    assert '<ins><span class="visually-hidden">现</span>↵三是培训不够。</ins>' in told


def test_a_first_submission_has_nothing_to_be_compared_with(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    told = page(as_user(cast.supervisor), f"{REPORT}review/", compare="submission")
    assert ("没有上次提交" in told, "没有上年报告" in told, "<del>" in told) == (True, True, False)


def test_after_a_withdrawal_every_page_counts_the_submissions_alike(filled, cast, as_user):
    for action in ("submit", "withdraw", "submit"):
        perform(action, filled.pk, cast.clerk)
    supervisor, clerk = as_user(cast.supervisor), as_user(cast.clerk)
    assert "（第 2 次提交）" in page(clerk, f"{REPORT}submitted/")
    told = page(supervisor, f"{REPORT}review/")
    assert ("第 2 次提交" in told, "第 1 次" in told, "上次提交已撤回" in told) == (True, False, True)
    pin(filled, cast, "problems")
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    told = page(clerk, REPORT)
    assert ("第 2 次提交" in told, "第 1 次" in told) == (True, False)
    for client in (supervisor, clerk):
        assert page(client, HISTORY).count("第 1 次提交（已撤回）</h2>") == 1
    perform("submit", filled.pk, cast.clerk)
    assert "与“第 2 次提交”（" in page(supervisor, f"{REPORT}review/", compare="submission")


def test_last_years_figures_stand_beside(resubmitted, cast, as_user, seed):
    last = open_report(cast.township, YEAR - 1, cast.clerk)
    save(last.pk, cast.clerk, [Edit("applications.granted.natural_person", "", "17")])
    supervisor = as_user(cast.supervisor)
    assert "?compare=year" not in page(supervisor, f"{REPORT}review/")
    assert "上年 17" not in page(supervisor, f"{REPORT}review/", compare="year")
    type(last).objects.filter(pk=last.pk).update(status=Status.APPROVED)
    assert "?compare=year" in page(supervisor, f"{REPORT}review/")
    told = page(supervisor, f"{REPORT}review/", compare="year")
    assert "上年 17（-100%）" in told


def test_a_compared_review_asks_the_database_a_constant_number_of_times(
    resubmitted, cast, as_user, django_assert_max_num_queries
):
    client = as_user(cast.supervisor)
    page(client, f"{REPORT}review/")
    with django_assert_max_num_queries(36):
        page(client, f"{REPORT}review/", compare="submission")


@pytest.mark.parametrize("compare", ["none", "submission", "publication", "year"])
def test_a_heavy_review_asks_the_database_no_more_often_than_a_light_one(returned, cast, as_user, compare):
    last = open_report(cast.township, YEAR - 1, cast.clerk)
    supervisor = as_user(cast.supervisor)

    def queries():
        page(supervisor, f"{REPORT}review/", compare=compare)
        with CaptureQueriesContext(connection) as captured:
            page(supervisor, f"{REPORT}review/", compare=compare)
        return len(captured)

    submit_again(returned, cast)
    pin(returned, cast, "problems")
    light = queries()
    perform("return", returned.pk, cast.supervisor, reason=REASON)
    fill_with(last, cast, 7)
    fill_with(returned, cast, 5)
    AnnualReport.objects.filter(pk=returned.pk).update(status="in_review", round=2)
    for anchor in list(returned.official_form.entries)[::10]:
        pin(returned, cast, str(anchor))
    assert queries() == light


def pin(report, cast, anchor):
    add_opinion(report.pk, cast.supervisor, anchor=anchor, level="must", code="other", words="请核对。")


def fill_with(report, cast, figure):
    stored = {str(cell): display(value) for cell, value in report.figures().items()}
    save(report.pk, cast.clerk, [Edit(address, seen, str(figure)) for address, seen in stored.items()])


def test_what_is_done_about_an_opinion_leads_back_to_the_comparison(resubmitted, cast, as_user):
    supervisor = as_user(cast.supervisor)
    posted = {"anchor": GRANTED, "level": "must", "code": "other", "words": "请核对。", **seen()}
    answer = supervisor.post(f"{REPORT}opinions/add/?compare=submission", posted)
    assert answer.url == f"{REPORT}review/?compare=submission#at-{GRANTED}"
    told = page(supervisor, f"{REPORT}review/", compare="submission")
    assert f'action="{REPORT}opinions/1/delete/?compare=submission"' in told
    assert supervisor.post(f"{REPORT}opinions/1/delete/?compare=submission&next=//x", seen_opinion()).url == (
        f"{REPORT}review/?compare=submission"
    )


def test_the_supervisor_does_not_see_a_correction_being_written(resubmitted, cast, as_user):
    AnnualReport.objects.create(organ=cast.township, year=YEAR, revision=2, edition="2021")
    assert page(as_user(cast.supervisor), HISTORY).count("<h2>第 ") == 2


def test_a_report_that_only_moved_on_by_a_year_has_no_changes_beside_last_years(seed):
    texts = {key: text.replace("2022", "2021") for key, text in seed.texts.items()}
    earlier = replace(seed, year=YEAR - 1, title=seed.title.replace("2022", "2021"), texts=texts)
    assert compare(earlier, seed, LAST_YEAR).changes == []
    assert len(compare(earlier, seed).changes) > 0


def test_a_version_that_cannot_be_read_is_said_to_be_so_wherever_it_is_asked_for(returned, cast, as_user):
    event = Event.objects.create(
        report=returned, round=1, action="return", from_status="in_review", to_status="returned", actor=cast.supervisor
    )
    Version.objects.create(event=event, content=b"{}")
    clerk = as_user(cast.clerk)
    for address, asked in ((COMPARE, {"old": event.pk, "new": "now"}), (RESTORE, {"version": event.pk})):
        answer = clerk.get(address, asked, follow=True)
        assert answer.redirect_chain == [(HISTORY, HTTPStatus.FOUND)]
        assert "“退回修改”时的内容已损坏，不能读取。请联系管理员。" in answer.content.decode()
    assert clerk.get(REPORT).status_code == HTTPStatus.OK
