"""Opinions and explanations between three accounts: clerk, supervisor, and whoever should see nothing of them."""

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.refusals import Refused
from reports.models import Opinion, OpinionState, Status
from tests.conftest import YEAR
from tests.deciding import add_opinion, perform, seen, seen_opinion
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
ADD = f"{REPORT}opinions/add/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
EXPLANATION = "上级机关认定的规章，已随附认定文件。"
CELL = "applications.granted.natural_person"
MANY = 10_000


def opinion(**changed):
    return {
        "anchor": CELL,
        "sentence": "",
        "quote": "",
        "level": "must",
        "code": "other",
        "words": "请核对。",
        **seen(),
    } | changed


def page_of(client, path):
    return flat(client.get(f"{REPORT}{path}").content.decode())


def test_an_opinion_goes_from_the_sheet_to_the_clerk_and_back_to_be_resolved(in_review, supervisor, clerk):
    assert supervisor.post(ADD, opinion()).url == f"{REPORT}review/#at-{CELL}"
    supervisor.post(ADD, opinion(anchor="", sentence="problems#1", code="unexplained", words="请写明改进措施。"))
    quote = in_review.opinions.get(number=2).quote
    assert quote in in_review.stored_texts()["problems"]
    assert "请核对" not in page_of(clerk, "preview/")
    supervisor.post(f"{REPORT}decide/return/", seen(reason=REASON))
    assert "请核对。" in page_of(clerk, "")
    assert f'id="{CELL}_opinion">审核意见 1，须改：请核对。' in page_of(clerk, "applications/")
    assert "请写明改进措施。" in page_of(clerk, "problems/")
    assert "“须改”意见 2 条未标记“已修改”" in page_of(clerk, "check/")
    clerk.post(f"{REPORT}opinions/1/answer/", seen_opinion(1, words="已核对更正"))
    clerk.post(f"{REPORT}opinions/2/answer/", seen_opinion(2))
    assert "未标记“已修改”" not in page_of(clerk, "check/")
    perform("submit", in_review.pk, in_review.events.last().actor)
    page = page_of(supervisor, "review/")
    assert ("已核对更正" in page, "（“须改”未解决 2）" in page) == (True, True)
    supervisor.post(f"{REPORT}opinions/1/resolve/", seen_opinion(1))
    supervisor.post(f"{REPORT}opinions/2/ask/", seen_opinion(2, words="改进措施仍未写明。"))
    assert "还有 1 条“须改”意见未解决" in supervisor.post(f"{REPORT}decide/approve/", seen()).content.decode()
    supervisor.post(f"{REPORT}opinions/2/resolve/", seen_opinion(2))
    supervisor.post(f"{REPORT}decide/approve/", seen())
    in_review.refresh_from_db()
    assert in_review.status == Status.APPROVED


def test_a_quotation_that_no_longer_stands_is_marked(in_review, supervisor, clerk, cast):
    supervisor.post(ADD, opinion(anchor="", sentence="problems#1"))
    assert "原文已修改" not in page_of(supervisor, "review/")
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    old = in_review.stored_texts()["problems"]
    save(in_review.pk, cast.clerk, [Edit("problems", old, "一是人员不足。改进情况：已增配专人。")])
    assert "原文已修改" in page_of(clerk, "")
    assert "原文已修改" in page_of(clerk, "problems/")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"anchor": ""}, "请选择位置"),
        ({"anchor": "poem"}, "请从列表中选择位置"),
        ({"words": ""}, "请填写意见"),
        ({"words": "改"}, "意见至少 2 字"),
        ({"words": "改" * 501}, "意见最多 500 字，现有 501 字"),
        ({"level": ""}, "请选择“须改”或“建议”"),
        ({"code": ""}, "请选择原因"),
        ({"quote": "报告里没有的句子"}, "所选位置没有这段原文，请从原文复制"),
        ({"sentence": "problems#1"}, "所选句子不在所选位置，请改选其中一项"),
    ],
)
def test_a_faulty_opinion_is_shown_again_with_what_was_written(in_review, supervisor, changed, told):
    page = supervisor.post(ADD, opinion(words="这句话不能丢") | changed).content.decode()
    assert told in page
    assert changed.get("words", "这句话不能丢") in page
    assert in_review.opinions.count() == 0


def test_markup_in_an_opinion_and_its_quotation_is_shown_literally(filled, supervisor, clerk, cast):
    markup = "<img src=x onerror=alert(1)>"
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", f"{markup}其他事项")])
    perform("submit", filled.pk, cast.clerk)
    supervisor.post(ADD, opinion(anchor="other_matters", quote=markup, words=f"{markup}请删除"))
    assert filled.opinions.get().quote == markup
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    for page in (page_of(clerk, ""), page_of(clerk, "other_matters/"), page_of(clerk, "check/")):
        assert markup not in page
        assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_draft_is_not_there_for_the_clerk_even_by_its_number(in_review, clerk, cast):
    add_opinion(in_review.pk, cast.supervisor, anchor=CELL, level="must", code="other", words="尚未决定")
    assert clerk.post(f"{REPORT}opinions/1/answer/").status_code == HTTPStatus.NOT_FOUND
    assert clerk.post(f"{REPORT}opinions/1/resolve/").status_code == HTTPStatus.NOT_FOUND
    in_review.__class__.objects.update(status=Status.RETURNED)
    assert "尚未决定" not in "".join(page_of(clerk, path) for path in ("", "applications/", "check/"))


def test_what_is_refused_gives_back_its_words(in_review, supervisor, cast):
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    page = supervisor.post(ADD, opinion(words="这句话不能丢"), follow=True).content.decode()
    assert "以下内容没有保存，可复制留存：这句话不能丢" in page


def test_an_explanation_lapses_visibly_and_its_words_are_offered_again(filled, clerk, cast):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explain(clerk, EXPLANATION)
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "6", "7")])
    page = page_of(clerk, "check/")
    assert "原说明因数字变动已失效：</strong>" + EXPLANATION in page
    assert re.search(rf"<textarea[^>]*>\s*{EXPLANATION}</textarea>", page)
    with pytest.raises(Refused, match="须说明"):
        perform("submit", filled.pk, cast.clerk)
    assert explain(clerk, EXPLANATION).url == f"{REPORT}submit/"
    assert filled.explanations.count() == 2


def test_a_questioned_explanation_shows_its_question_and_an_accepted_one_stays_accepted(
    filled, clerk, supervisor, cast
):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    explain(clerk, EXPLANATION)
    perform("submit", filled.pk, cast.clerk)
    judge = f"{REPORT}explanations/{filled.explanations.get().pk}/"
    shown = filled.explanations.get().seen_as
    supervisor.post(judge, {"judgement": "questioned", "question": "请附认定文件的文号。", "seen": shown})
    assert "要求补充" in page_of(supervisor, "decide/approve/")
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    assert "请附认定文件的文号。" in page_of(clerk, "check/")
    task_list = page_of(clerk, "")
    assert ("审核单位要求补充情况说明 1 项" in task_list, "请附认定文件的文号。" in task_list) == (True, True)
    assert explain(clerk, EXPLANATION).status_code == HTTPStatus.OK  # unchanged: still in question
    assert explain(clerk, f"{EXPLANATION}文号为鲁政〔2022〕3号。").url == f"{REPORT}submit/"
    assert "要求补充" not in page_of(clerk, "")
    perform("submit", filled.pk, cast.clerk)
    supervisor.post(judge, {"judgement": "accepted", "seen": filled.explanations.get().seen_as})
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    explain(clerk, f"{EXPLANATION}文号为鲁政〔2022〕3号。")
    assert filled.explanations.get().judgement == "accepted"


def test_one_explanation_does_not_serve_for_two_findings(filled, clerk, cast):
    title = filled.stored_texts()["title"]
    edits = [Edit("normative_acts.rules.in_force", "0", "6"), Edit("title", title, "年度报告")]
    save(filled.pk, cast.clerk, edits)
    assert len(unexplained(filled)) == 2
    page = explain(clerk, EXPLANATION).content.decode()
    assert page.count("与另一项的情况说明相同，请分别写明原因") == 1
    assert filled.explanations.count() == 1


def explain(client, words):
    page = page_of(client, "check/")
    names = re.findall(r'name="(explain-\w+-body)"', page)
    return client.post(f"{REPORT}check/", dict.fromkeys(names, words))


def test_ten_thousand_opinions_cost_no_more_queries_than_one(in_review, supervisor, clerk, cast):
    def queries(client, path):
        client.get(f"{REPORT}{path}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"{REPORT}{path}").status_code == HTTPStatus.OK
        return len(captured)

    def all_queries():
        in_review.__class__.objects.update(status=Status.IN_REVIEW)
        of_supervisor = [queries(supervisor, path) for path in ("review/", "decide/approve/")]
        in_review.__class__.objects.update(status=Status.RETURNED)
        return of_supervisor + [queries(clerk, path) for path in ("", "applications/", "check/")]

    written = {"report": in_review, "round": 1, "anchor": CELL, "level": "must", "code": "other", "words": "请核对。"}
    written |= {"author": cast.supervisor, "state": OpinionState.OPEN}
    Opinion.objects.create(number=1, **written)
    few = all_queries()
    Opinion.objects.bulk_create(Opinion(number=number, **written) for number in range(2, MANY + 1))
    assert all_queries() == few
    in_review.__class__.objects.update(status=Status.IN_REVIEW)
    page = page_of(supervisor, "review/?opinions=200")
    assert ("审核意见 10000" in page, "第200页，共200页" in "".join(page.split())) == (True, True)
    with pytest.raises(Refused, match="还有 10000 条“须改”意见未解决"):
        perform("approve", in_review.pk, cast.supervisor)


def test_beyond_a_page_every_mark_and_link_leads_to_the_page_that_has_its_opinion(in_review, cast, as_user):
    supervisor = as_user(cast.supervisor)
    written = {"report": in_review, "round": 1, "level": "must", "code": "other", "words": "请核对。"}
    written |= {"author": cast.supervisor, "anchor": CELL}
    Opinion.objects.bulk_create(Opinion(number=number, **written) for number in range(2, 63) if number != 30)
    page = page_of(supervisor, "review/")
    marks = dict(re.findall(r'<a class="opinion-mark" href="([^"]*)" aria-label="审核意见 (\d+)，', page))
    assert sorted(map(int, marks.values())) == [number for number in range(2, 63) if number != 30]
    assert (marks["#opinion-52"], marks["?opinions=opinion-53#opinion-53"]) == ("52", "53")
    assert 'id="opinion-53"' not in page
    assert 'id="opinion-53"' in page_of(supervisor, "review/?opinions=opinion-53")
    assert 'id="opinion-52"' in page_of(supervisor, "review/?opinions=opinion-52")
    asked = page_of(supervisor, "review/?opinions=opinion-2&compare=none")
    assert 'href="?compare=none&amp;opinions=opinion-53#opinion-53"' in asked
    assert re.search(r'action="[^"]*/opinions/52/[a-z]+/\?opinions=opinion-2&amp;compare=none"', asked)
    decision = page_of(supervisor, "decide/approve/")
    assert f'href="{REPORT}review/?opinions=opinion-51#opinion-51"' in decision
    assert supervisor.post(ADD, opinion(words="再核对。")).url == f"{REPORT}review/?opinions=opinion-63#at-{CELL}"
