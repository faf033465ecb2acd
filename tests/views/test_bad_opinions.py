"""What careless, hurried and hostile people say about a report in review, and to which places and numbers."""

import re
from http import HTTPStatus

import pytest

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.models import Explanation, Opinion
from tests.conftest import YEAR
from tests.deciding import add_opinion, judge, perform, seen, seen_opinion
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
ADD = f"{REPORT}opinions/add/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
MARKUP = "<img src=x onerror=alert(1)>"
LITERAL = "&lt;img src=x onerror=alert(1)&gt;"
SEEN = re.compile(r'name="seen" value="(\d{4}-[^"]+)"')  # the moment of an explanation, in the form that judges it
OPINION = {"anchor": "problems", "level": "must", "code": "other", "words": "请核对。"}


def told(answer):
    return " ".join(re.findall(r'<div class="notice notice-[^>]*>([^<]+)</div>', flat(answer.content.decode())))


@pytest.mark.parametrize("words", ["", "　　", "\u200b\u200b\u200b", "改" * 10_000, "\x00\x07"])
def test_a_question_that_says_nothing_or_too_much_is_refused(in_review, supervisor, cast, words):
    pinned(in_review, cast, "answered")
    answer = supervisor.post(f"{REPORT}opinions/1/ask/", seen_opinion(words=words), follow=True)
    assert "请填写 2—500 字" in told(answer)
    assert (Opinion.objects.get().state, Opinion.objects.get().replies.count()) == ("answered", 0)


def test_characters_that_no_text_may_contain_are_taken_out_of_what_is_said(in_review, supervisor, clerk, cast):
    explanation = explained(in_review, cast)
    pinned(in_review, cast, "answered")
    supervisor.post(f"{REPORT}opinions/1/ask/", seen_opinion(words="请\x00附\u202e文号。"))
    supervisor.post(
        f"{REPORT}explanations/{explanation.pk}/",
        {"judgement": "questioned", "question": "请\x00附文号。", "seen": explanation.seen_as},
    )
    explanation.refresh_from_db()
    assert (Opinion.objects.get().replies.get().words, explanation.question) == ("请附文号。", "请附文号。")


def pinned(report, cast, state="draft"):
    add_opinion(report.pk, cast.supervisor, anchor="problems", level="must", code="other", words="请核对。")
    Opinion.objects.update(state=state)


def explained(report, cast, words="上级机关认定的规章，已随附认定文件。"):
    return Explanation.objects.create(
        report=report, fingerprint="f" * 64, rule="Z5", finding="现行有效件数", body=words, author=cast.clerk
    )


@pytest.mark.parametrize("number", ["0", "-1", "٣", "１", "1.5", "1e3", str(10**30), "9" * 5000])
def test_a_number_that_no_opinion_has_is_absent(in_review, supervisor, cast, number):
    pinned(in_review, cast)
    for page in (f"opinions/{number}/resolve/", f"explanations/{number}/"):
        answer = supervisor.post(f"{REPORT}{page}", {"judgement": "accepted"})
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert supervisor.get(f"{REPORT}review/", {"opinions": number}).status_code == HTTPStatus.OK
    assert supervisor.get(f"/reports/beizi/{number}/review/").status_code == HTTPStatus.NOT_FOUND
    assert Opinion.objects.get().state == "draft"


@pytest.mark.parametrize(
    "anchor",
    [
        "poem",
        "__class__",
        "applications.granted",
        "applications.granted.poem",
        "problems#1",
        "a" * 10_000,
        "\x00",
        "  ",
    ],
)
def test_an_opinion_on_a_place_that_is_not_there_is_not_kept(in_review, supervisor, anchor):
    page = supervisor.post(ADD, OPINION | {"anchor": anchor, "words": "这句话不能丢"})
    assert page.status_code == HTTPStatus.OK
    assert re.search("请从列表中选择位置|请选择位置", page.content.decode())
    assert "这句话不能丢" in page.content.decode()
    assert in_review.opinions.count() == 0


def test_a_quotation_with_markup_is_shown_literally_on_every_page(filled, supervisor, clerk, cast):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", f"{MARKUP}其他事项")])
    perform("submit", filled.pk, cast.clerk)
    supervisor.post(ADD, OPINION | seen(anchor="other_matters", quote=MARKUP, words=f"{MARKUP}请删除"))
    assert filled.opinions.get().quote == MARKUP
    pages = [supervisor.get(f"{REPORT}{page}") for page in ("review/", "preview/")]
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    pages += [clerk.get(f"{REPORT}{page}") for page in ("", "other_matters/", "check/")]
    clerk.post(f"{REPORT}opinions/1/answer/", seen_opinion(words=f"{MARKUP}已删除"))
    save(filled.pk, cast.clerk, [Edit("other_matters", f"{MARKUP}其他事项", f"{MARKUP}无其他事项")])
    perform("submit", filled.pk, cast.clerk)
    pages += [supervisor.get(f"{REPORT}review/", {"compare": "submission"}), clerk.get(f"{REPORT}history/compare/")]
    for page in pages:
        found = page.content.decode()
        assert (page.status_code, "<img src=x" in found, LITERAL in found) == (HTTPStatus.OK, False, True)


def test_the_same_opinion_posted_twice_is_one_and_deleted_twice_is_deleted(in_review, supervisor):
    for _ in range(2):
        answer = supervisor.post(ADD, OPINION | seen())
        assert answer.url == f"{REPORT}review/#at-problems"
    assert told(supervisor.get(answer.url)) == "已记入审核意见 1，作出决定后发给填报单位"
    assert in_review.opinions.count() == 1
    shown = seen_opinion()
    for _ in range(2):
        answer = supervisor.post(f"{REPORT}opinions/1/delete/", shown, follow=True)
        assert (answer.status_code, told(answer), in_review.opinions.count()) == (HTTPStatus.OK, "已删除", 0)


def test_the_same_answer_posted_twice_is_given_once(in_review, supervisor, clerk, cast):
    pinned(in_review, cast)
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    shown = seen_opinion(words="已补充")
    for _ in range(2):
        answer = clerk.post(f"{REPORT}opinions/1/answer/", shown, follow=True)
        assert told(answer) == "已标记为“已修改”"
    assert Opinion.objects.get().replies.count() == 1


def test_an_explanation_that_was_written_again_is_not_accepted_unread(filled, supervisor, clerk, cast):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    write(clerk, filled, "上级机关认定的规章，已随附认定文件。")
    perform("submit", filled.pk, cast.clerk)
    page = supervisor.get(f"{REPORT}review/").content.decode()
    seen, explanation = SEEN.search(page)[1], filled.explanations.get()
    judge(filled.pk, explanation.pk, cast.supervisor, "questioned", "请附文号。")
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    write(clerk, filled, "规章由县政府制定，本乡误填。")
    perform("submit", filled.pk, cast.clerk)
    data = {"judgement": "accepted", "seen": seen}
    answer = supervisor.post(f"{REPORT}explanations/{explanation.pk}/", data, follow=True)
    assert told(answer) == "本项情况说明在您打开本页后有变化，请重新查看后再操作。"
    assert filled.explanations.get().judgement == ""
    data["seen"] = SEEN.search(answer.content.decode())[1]
    supervisor.post(f"{REPORT}explanations/{explanation.pk}/", data)
    assert filled.explanations.get().judgement == "accepted"


def write(clerk, report, words):
    finding = unexplained(report)[0]
    clerk.post(f"{REPORT}check/", {f"explain-{finding.fingerprint[:16]}-body": words})
    assert report.explanations.get().body == words


def test_a_review_with_ten_thousand_long_opinions_is_still_a_page(in_review, supervisor, clerk, cast):
    common = {"report": in_review, "round": 1, "anchor": "problems", "level": "must", "code": "other"}
    common |= {"author": cast.supervisor, "words": "改" * 500, "quote": "原文" * 1000}
    Opinion.objects.bulk_create(Opinion(number=number, **common) for number in range(1, 10_001))
    sizes = [len(supervisor.get(f"{REPORT}review/", {"opinions": page}).content) for page in ("", "200", str(10**30))]
    assert (
        supervisor.post(ADD, OPINION | seen()).url == f"{REPORT}review/?opinions=opinion-10001#at-{OPINION['anchor']}"
    )
    assert supervisor.post(f"{REPORT}decide/return/", seen(reason=REASON)).url == REPORT
    assert in_review.opinions.filter(state="open").count() == 10_001
    sizes += [len(clerk.get(f"{REPORT}{page}").content) for page in ("", "problems/", "check/")]
    assert max(sizes) < 1_500_000
