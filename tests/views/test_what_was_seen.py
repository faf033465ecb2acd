"""Whoever decides on something says what of it was seen: nothing is decided unseen, or on what has changed since.

Every address of the application stands in one of the tables below, with what a post to it carries or why it need not.
"""

import re
from datetime import date
from http import HTTPStatus

import pytest
import time_machine

from reports import urls
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.reviewing import explain
from reports.models import Explanation, Extension, Opinion
from tests.conftest import YEAR
from tests.deciding import act, add_opinion, grant_extension, perform, seen, seen_opinion
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
EXTENSIONS = f"/review/extensions/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"
HAS_NOT_SAID = "没有收到您所见内容的校验码，请重新打开本页，查看后再操作。"
HAS_CHANGED = "报告内容在您打开本页后有修改，请重新查看后再操作。"

# What judges, resolves, accepts, grants or publishes, and what it must have seen of it.
DECIDES = {
    "decide": "the content (content_hash); all of it is tried in test_bad_decisions.py",
    "submit": "the content (content_hash); tried there too",
    "secrecy": "the content (content_hash); tried in test_secrecy.py",
    "history_restoration": "the content that is replaced (content_hash); tried in test_history.py",
    "opinion_add": "the content that the opinion is about (content_hash)",
    "opinion_act": "the opinion and its last reply (seen), and to resolve or ask again the content (content_hash)",
    "explanation_judge": "the words and the judgement so far (seen)",
    "extensions": "the deadlines in force (seen)",
    "approve_together": "the content of each report (hash-beizi); tried in test_workbench.py",
    "extend_together": "the deadlines in force of each organ (seen-beizi); tried there too",
    "rule_settings": "the newest setting (seen)",
    "sums_scope": "the scope so far (seen); tried in county/test_scope.py",
    "scheme_edit": "the draft (seen); tried in lifecycle/appraisal/test_life.py",
    "scheme_open": "the draft (seen); tried there too",
    "scheme_close": "every sheet with its evidence (seen); tried there and in test_scores.py",
    "score_entry": "what was entered to the sheet so far (seen); tried there too",
    "publishing_list": "the address so far (seen); tried in lifecycle/publishing/test_addresses.py",
    "publishing_paste": "the addresses so far, as the preview showed them (apply); tried in test_publishing.py",
    "sums_adjustments": "what was registered so far (seen); tried in lifecycle/consolidation/test_adjusting.py",
    "sums_adjustment_back": "one entry by its key, which never changes and is taken back once",
    "sums_finalise": "the scope, each report and each adjustment (seen); tried in consolidation/test_finalising.py",
    "sums_reopen": "the document, which never changes",
    "boilerplate": "the list in force (seen); tried in test_boilerplate.py",
    "phrases": "how the phrase read (seen); tried in test_phrases.py",
    "review_open": "the last event (seen); tried in test_presence.py",
    "review_presence": "the same",
    "notices_read": "the newest notice shown (notice); tried in test_notices.py",
}
# What a post changes without deciding on anything of another's, and why that is so.
DECIDES_NOTHING = {
    "start": "makes the organ's own empty report, or opens it",
    "check": "writes explanations, each with when the one that stood there was written",
    "sums_differences": "the sums of now, into cells that nobody typed and those that were ticked with their figures",
    "scheme_new": "a new draft, where the office has no scheme in use",
    "scheme_give_up": "a scheme that nothing changes while it is open",
    "score_sheet": "words of the organ's own to its sheet; all of them are kept",
    "circular_new": "a new one; the days in its text that are not those set are shown and confirmed as they are",
    "circular_sign": "signs for a circular that nothing changes, unless it was withdrawn",
    "circular_withdraw": "a circular that nothing changes",
    "bundle": "copies of reports for the person, and bundles of the same office by their keys",
    **dict.fromkeys(("site_files", "sums_files", "scores_files"), "files made for the person, by their keys"),
    "save": "every value with the one it replaces",
    "step": "the same without a script",
    "presence": "says who is there",
    "notice_open": "one notice by its key, which never changes",
    "remind": "words to whoever has not submitted by then: those that have are left out",
    "account": "one's own telephone and address of mail",
    "password": "one's own, with the one so far",
    "end_session": "one's own, by its key",
    "second_factor_new": "one's own, by a key of the session at hand",
    "second_factor_codes": "one's own",
    "second_factor_remove": "one's own, with the password",
    "account_second_factor": "takes away what is lost, and says so where there is nothing any more",
    "sign_in": "nobody is signed in yet",
    "sign_in_code": "nobody is signed in yet",
    "sign_out": "one's own",
    "organ_new": "a new one",
    "organ_edit": "the particulars of an organ, by an administrator alone",
    "organ_activity": "says the state that it sets; the page names whom it leaves to nobody",
    "account_new": "a new one",
    "account_edit": "only the account's own particulars",
    "account_roles": "a role by its key, or one more",
    "account_reset": "a password that nobody sees: the new one is shown once",
    "account_activity": "says the state that it sets",
    "year_new": "a new one",
    "year_edit": "dates of a year, by an administrator alone",
    "uploads": "a file of one's own, which nobody else sees",
    "upload": "one's own file; of a draft each value that it replaces with the one it replaces (seen)",
    "upload_keep": "what one puts right in one's own file, before it is stored anywhere",
    "workbook": "one's own file; each value that it replaces with the one that the draft had when it was shown",
    "batches": "an archive of one's own, which nobody else sees",
    "batch": "which files of one's own archive go in: of a year that has a report by then none does",
    "batch_file": "whose report a file of one's own archive is, before it is stored anywhere",
    "examination": "an archive of one's own, of which nothing is stored",
    "publication_check": "a file of one's own, of which nothing is stored",
    "roster": "new organs and accounts after a trial of the same file",
}
READS = {
    *("audit", "audit_workbook"),
    *(
        "report",
        "submitted",
        "preview",
        "page_code",
        *("paper", "part"),
        "download",
        "blank",
        "blank_part",
        "review",
        "history",
        "history_comparison",
        "home",
    ),
    *(
        "published",
        "published_revision",
        "published_file",
        "published_package",
        "published_code",
        "guide",
        "rules",
        "queue",
        "queue_list",
        "notices",
        "table_widths",
    ),
    *("upload_picture", "workbook_form", "read_paste", "examination_list", "similarity", "similar_pair"),
    *("circulars", "circular", "circular_file"),
    *("scores", "scores_workbook", "score_sheet_workbook", "score_sheet_paper"),
    *("publishing_code", "publishing_workbook", "bundle_file", "site_file", "sums_file", "scores_file"),
    "scores_paper",
    *("sums", "sums_cell", "sums_final", "sums_workbook", "sums_final_workbook"),
    *("sums_compare", "sums_compare_workbook", "infographic", "infographic_file", "peers"),
    *("column", "column_organ", "column_feed", "column_sitemap", "column_sitemap_section", "column_workbook"),
    *("api_reports", "api_report", "api_report_revision", "api_description"),
    *("healthz", "readyz", "metrics"),
    *("organs", "accounts", "handed_over_workbook", "years", "version", "roster_template"),
}


def names_of(patterns):
    for pattern in patterns:
        yield from names_of(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.name]


def test_of_every_address_it_is_said_what_a_post_to_it_has_seen():
    assert sorted(names_of(urls.urlpatterns)) == sorted([*DECIDES, *DECIDES_NOTHING, *READS])


@pytest.fixture
def in_review(filled, cast):
    """In review, with an opinion of the round before that the clerk has answered, and an explanation."""
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    explain(filled, cast.clerk, finding, "上级机关认定的规章，已随附认定文件。")
    perform("submit", filled.pk, cast.clerk)
    add_opinion(filled.pk, cast.supervisor, anchor="problems", level="must", code="other", words="请核对。")
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    act("answer", filled.pk, 1, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    return filled


OPINION = {"anchor": "problems", "level": "must", "code": "other", "words": "请写明完成时间。"}
JUDGE = "explanations/{explanation}/"


def shown_explanation():
    return {"seen": Explanation.objects.get().seen_as}


def without(key):
    return lambda fields: {name: value for name, value in fields.items() if name != key}


# By what is posted: where, the words, what was seen, and what is left out or was another one: the sentence.
POSTS = {
    "an opinion": ("opinions/add/", OPINION, seen, {"content_hash": (HAS_NOT_SAID, HAS_CHANGED)}),
    "resolved": (
        "opinions/1/resolve/", {}, seen_opinion,
        {"seen": (HAS_NOT_SAID, "审核意见 1 在您打开本页后有变化，请重新查看后再操作。"),
         "content_hash": (HAS_NOT_SAID, HAS_CHANGED)},
    ),
    "asked again": (
        "opinions/1/ask/", {"words": "请附文号。"}, seen_opinion,
        {"seen": (HAS_NOT_SAID, "审核意见 1 在您打开本页后有变化，请重新查看后再操作。"),
         "content_hash": (HAS_NOT_SAID, HAS_CHANGED)},
    ),
    "accepted": (
        JUDGE, {"judgement": "accepted"}, shown_explanation,
        {"seen": (HAS_NOT_SAID, "本项情况说明在您打开本页后有变化，请重新查看后再操作。")},
    ),
    "questioned": (
        JUDGE, {"judgement": "questioned", "question": "请附文号。"}, shown_explanation,
        {"seen": (HAS_NOT_SAID, "本项情况说明在您打开本页后有变化，请重新查看后再操作。")},
    ),
}  # fmt: skip
CASES = [(name, key) for name, (_, _, _, keys) in POSTS.items() for key in keys]


def told(answer):
    return " ".join(re.findall(r'<div class="notice notice-[^>]*>([^<]+)</div>', flat(answer.content.decode())))


def stored():
    opinions = list(Opinion.objects.values_list("number", "state", "words").order_by("pk"))
    return opinions, list(Explanation.objects.values_list("judgement", "question"))


@pytest.mark.parametrize(("name", "key"), CASES)
def test_nothing_is_decided_on_unseen(in_review, cast, as_user, name, key):
    page, words, shown, sentences = POSTS[name]
    client, before = as_user(cast.supervisor), stored()
    address = f"{REPORT}{page.format(explanation=Explanation.objects.get().pk)}"
    for other, sentence in zip((None, "0" * 64), sentences[key], strict=True):
        sent = {**shown(), **words, key: other}
        answer = client.post(address, {name: value for name, value in sent.items() if value is not None}, follow=True)
        assert told(answer).startswith(sentence)
        assert all(word in answer.content.decode() for word in words.values() if not word.isascii())
        assert stored() == before
    client.post(address, {**shown(), **words})
    assert stored() != before


def test_the_page_of_a_review_says_of_everything_what_it_shows(in_review, cast, as_user):
    page = flat(as_user(cast.supervisor).get(f"{REPORT}review/").content.decode())
    for where, fields in {
        "opinions/add/": seen(),
        "opinions/1/resolve/": seen_opinion(),
        "opinions/1/ask/": seen_opinion(),
        f"explanations/{Explanation.objects.get().pk}/": shown_explanation(),
    }.items():
        form = page[page.index(f'action="{REPORT}{where}"') :].partition("</form>")[0]
        found = dict(re.findall(r'name="(seen|content_hash)" value="([^"]+)"', form))
        assert found == fields


def test_what_a_colleague_said_meanwhile_is_read_first(in_review, cast, as_user):
    """The other supervisor asks again; who has the page of before cannot resolve the question unread."""
    client, before = as_user(cast.supervisor), seen_opinion()
    act("ask", in_review.pk, 1, cast.supervisor, "请附文号。")
    answer = client.post(f"{REPORT}opinions/1/resolve/", before, follow=True)
    assert told(answer) == "审核意见 1 在您打开本页后有变化，请重新查看后再操作。"
    assert Opinion.objects.get().state == "open"


def test_a_judgement_of_a_colleague_is_not_overturned_unseen_and_the_same_one_again_changes_nothing(
    in_review, cast, as_user
):
    client, before = as_user(cast.supervisor), shown_explanation()
    address = f"{REPORT}{JUDGE.format(explanation=Explanation.objects.get().pk)}"
    for _ in range(2):  # a double click
        client.post(address, {**before, "judgement": "accepted"})
    assert Explanation.objects.get().judgement == "accepted"
    answer = client.post(address, {**before, "judgement": "questioned", "question": "请附文号。"}, follow=True)
    assert "本项情况说明在您打开本页后有变化，请重新查看后再操作。以下内容没有保存，可复制留存：请附文号。" in told(
        answer
    )
    assert Explanation.objects.get().judgement == "accepted"


def test_a_number_that_was_given_again_is_another_opinion(in_review, cast, as_user):
    add_opinion(in_review.pk, cast.supervisor, anchor="overview", level="advice", code="other", words="旧的意见。")
    client, before = as_user(cast.supervisor), seen_opinion(2)
    act("delete", in_review.pk, 2, cast.supervisor)
    add_opinion(in_review.pk, cast.supervisor, anchor="overview", level="must", code="other", words="新的意见。")
    answer = client.post(f"{REPORT}opinions/2/delete/", before, follow=True)
    assert told(answer) == "审核意见 2 在您打开本页后有变化，请重新查看后再操作。"
    assert Opinion.objects.get(number=2).words == "新的意见。"


def test_the_answer_of_a_clerk_is_given_to_the_question_that_was_read(in_review, cast, as_user):
    act("ask", in_review.pk, 1, cast.supervisor, "请附文号。")
    perform("return", in_review.pk, cast.supervisor, reason=REASON)
    client, before = as_user(cast.clerk), {"words": "已附。", "seen": f"{Opinion.objects.get().pk}.0"}
    answer = client.post(f"{REPORT}opinions/1/answer/", before, follow=True)
    assert "审核意见 1 在您打开本页后有变化，请重新查看后再操作。以下内容没有保存，可复制留存：已附。" in told(answer)
    assert Opinion.objects.get().state == "open"
    form = flat(answer.content.decode()).partition(f'action="{REPORT}opinions/1/answer/"')[2].partition("</form>")[0]
    assert re.findall(r'name="(seen|content_hash)" value="([^"]+)"', form) == [("seen", Opinion.objects.get().seen_as)]


@time_machine.travel("2023-01-18T10:00:00+08:00", tick=False)
def test_an_extension_is_granted_on_the_deadline_that_was_seen(filled, cast, as_user):
    client = as_user(cast.supervisor)
    before = re.search(r'name="seen" value="([^"]+)"', client.get(EXTENSIONS).content.decode())[1]
    typed = {"due_on": "2023-03-01", "publish_by": "", "reason": "暴雪停电，报送系统无法使用。"}
    assert client.post(EXTENSIONS, typed).status_code == HTTPStatus.OK  # nothing seen
    assert not Extension.objects.exists()
    grant_extension(cast.township, YEAR, cast.supervisor, due_on=date(2023, 2, 10), reason="洪灾抢险，人员全部在一线。")
    answer = client.post(EXTENSIONS, typed | {"seen": before}).content.decode()
    assert "截止日期在您打开本页后有变化，现为 2023-02-10，请核对后再次提交" in answer
    assert typed["reason"] in answer
    assert Extension.objects.count() == 1
    now = re.search(r'name="seen" value="([^"]+)"', answer)[1]
    assert client.post(EXTENSIONS, typed | {"seen": now}).url == EXTENSIONS


def test_an_opinion_on_what_was_withdrawn_and_changed_meanwhile_is_not_kept(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    shown = seen()
    perform("withdraw", filled.pk, cast.clerk)
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    perform("submit", filled.pk, cast.clerk)
    answer = as_user(cast.supervisor).post(f"{REPORT}opinions/add/", {**OPINION, **shown}, follow=True)
    assert told(answer) == f"{HAS_CHANGED}以下内容没有保存，可复制留存：{OPINION['words']}"
    assert not Opinion.objects.exists()
