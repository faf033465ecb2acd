"""保密审查 on the screen: the page of who does it, what its marks say, and where its record is shown."""

import re
from http import HTTPStatus

import pytest

from reports.lifecycle.editing import Edit, save
from reports.models import Membership, Organ, Role, User
from reports.presenters.secrecy import hints_on_sheet
from tests.conftest import YEAR
from tests.deciding import perform, seen
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
PAGE = f"{REPORT}secrecy/"
REASON = "第二部分写有举报人的姓名和住址，请删除。"
DECLARED = {"declared": "on"}


@pytest.fixture
def guardian(cast) -> User:
    Organ.objects.filter(pk=cast.township.pk).update(reviews_secrecy=True)
    person = User.objects.create_user("guardian", None, full_name="秦某某")
    Membership.objects.create(user=person, organ=cast.township, role=Role.SECRECY)
    return person


def words_of(browser, address):
    return flat(browser.get(address).content.decode())


def test_only_who_does_it_reaches_the_page_and_only_where_it_is_done(filled, cast, guardian, as_user):
    others = (cast.clerk, cast.leader, cast.reader, cast.supervisor, cast.neighbour, cast.administrator)
    assert {as_user(each).get(PAGE).status_code for each in others} == {HTTPStatus.NOT_FOUND}
    assert {as_user(each).post(PAGE, seen(**DECLARED)).status_code for each in others} == {HTTPStatus.NOT_FOUND}
    assert as_user(guardian).get(PAGE).status_code == HTTPStatus.OK
    Organ.objects.update(reviews_secrecy=False)
    assert as_user(guardian).get(PAGE).status_code == HTTPStatus.NOT_FOUND


def test_it_is_confirmed_by_a_box_and_the_content_that_was_shown(filled, with_leader, guardian, as_user):
    perform("submit", filled.pk, with_leader.clerk)
    browser = as_user(guardian)
    unticked = browser.post(PAGE, seen())
    assert "请先通读全文，再勾选声明" in unticked.content.decode()
    unseen = browser.post(PAGE, DECLARED)
    assert "没有收到您所见内容的校验码" in unseen.content.decode()
    stale = browser.post(PAGE, DECLARED | {"content_hash": "0" * 64})
    assert "报告内容在您打开本页后有修改" in stale.content.decode()
    assert not filled.events.filter(actor=guardian).exists()
    done = browser.post(PAGE, seen(**DECLARED), follow=True)
    assert "保密审查已通过" in done.content.decode()
    assert filled.events.get(actor=guardian).to_status == "signing"
    twice = browser.post(PAGE, seen(**DECLARED), follow=True)
    assert "不必重复办理" in twice.content.decode()


def test_who_hands_a_report_in_reads_that_its_secrecy_is_reviewed_before_it_is_signed(
    filled, with_leader, guardian, as_user
):
    browser, said = as_user(with_leader.clerk), "保密审查和分管领导签发，签发后送"
    assert said in words_of(browser, f"{REPORT}submit/")
    perform("submit", filled.pk, with_leader.clerk)
    assert said in words_of(browser, f"{REPORT}submitted/")
    Organ.objects.update(reviews_secrecy=False)
    assert "保密审查和" not in words_of(browser, f"{REPORT}submitted/")


def test_the_page_marks_what_to_look_at_and_judges_nothing(filled, with_leader, guardian, as_user):
    perform("submit", filled.pk, with_leader.clerk)
    perform("send_back", filled.pk, with_leader.leader, reason=REASON)
    stored = filled.stored_texts()["problems"]
    said = f"{stored}内部资料：秘密★10年。涉及国家秘密的除外，商业秘密、商业机密依法保护，未发生泄密事件。"
    save(filled.pk, with_leader.clerk, [Edit("problems", stored, said)])
    perform("submit", filled.pk, with_leader.clerk)
    page = words_of(as_user(guardian), PAGE)
    hints, _ = hints_on_sheet(filled.data())
    assert [(each.what, each.words) for each in hints if each.place.startswith("五")] == [
        ("内部用语", "内部资料"), ("密级标志", "秘密★10年"), ("密级用语", "国家秘密"),
    ]  # fmt: skip
    for hint in hints:
        assert f'href="#found-at-{hint.number}"' in page
        assert f'id="found-at-{hint.number}"' in page
        assert f'aria-label="请留意 {hint.number}，{hint.what}"' in page
    assert "可能有遗漏，也可能并无问题" in page
    assert "确认审查通过" in page  # the marks stand in nobody's way


def test_numbers_of_persons_are_marked_even_where_the_check_was_turned_down(filled, guardian):
    filled.texts.filter(key="problems").update(body="联系人13812345678，身份证号11010519491231002X。")
    hints, marks = hints_on_sheet(filled.data())
    assert [(each.what, each.words) for each in hints if each.place.startswith("五")] == [
        ("手机号", "13812345678"), ("身份证号", "11010519491231002X"),
    ]  # fmt: skip
    assert "problems" in marks.paragraphs


def test_who_wrote_in_it_is_warned_before_and_named_after(filled, with_leader, guardian, as_user):
    Membership.objects.create(user=with_leader.clerk, organ=with_leader.township, role=Role.SECRECY)
    perform("submit", filled.pk, with_leader.clerk)
    browser = as_user(with_leader.clerk)
    assert "您填写或提交过本报告。" in words_of(browser, PAGE)
    assert "您填写或提交过本报告。" not in words_of(as_user(guardian), PAGE)
    browser.post(PAGE, seen(**DECLARED))
    assert "审查人填写或提交过本报告。" in words_of(browser, f"{REPORT}history/")


def test_the_record_says_who_confirmed_which_content_wherever_the_paper_is_shown(
    filled, with_leader, guardian, as_user
):
    perform("submit", filled.pk, with_leader.clerk)
    digest = seen()["content_hash"][:16]
    leader = as_user(with_leader.leader)
    assert "尚未通过保密审查，审查通过后才能签发。" in words_of(leader, f"{REPORT}decide/sign/")
    perform("confirm_secrecy", filled.pk, guardian)
    for browser, page in (
        (leader, "decide/sign/"), (leader, "preview/"), (leader, "history/"),
        (as_user(with_leader.clerk), "submitted/"),
    ):  # fmt: skip
        assert re.search(
            f"审查通过.{{0,6}}（?秦某某 [\\d-]+ [\\d:]+，校验码 ?<code>{digest}</code>",
            words_of(browser, REPORT + page),
        )
    perform("sign", filled.pk, with_leader.leader)
    assert "秦某某" in words_of(as_user(with_leader.supervisor), f"{REPORT}review/")
    history = words_of(as_user(with_leader.supervisor), f"{REPORT}history/")
    assert "保密审查通过</h2>" in history
    assert not re.search(r"{[{%]", history)


def test_where_nobody_signs_the_page_of_submission_asks_for_it_in_place_of_its_button(filled, cast, guardian, as_user):
    browser = as_user(cast.clerk)
    page = words_of(browser, f"{REPORT}submit/")
    assert ("现在不能提交" in page, "确认提交审核</button>" in page) == (True, False)
    assert f'href="{REPORT}decide/ask_secrecy/"' in page
    browser.post(f"{REPORT}decide/ask_secrecy/", seen())
    page = words_of(browser, f"{REPORT}submit/")
    assert "等待保密审查：秦某某" in page
    assert "ask_secrecy" not in page
    perform("confirm_secrecy", filled.pk, guardian)
    assert "确认提交审核</button>" in words_of(browser, f"{REPORT}submit/")
    stored = filled.stored_texts()["problems"]
    save(filled.pk, cast.clerk, [Edit("problems", stored, f"{stored}已整改。")])
    page = words_of(browser, f"{REPORT}submit/")
    assert "的保密审查因报告内容有修改已失效" in page
    assert "审查通过后报告内容有修改，审查已失效" in page


def test_the_home_page_and_the_header_lead_who_does_it_there(filled, with_leader, guardian, as_user):
    perform("submit", filled.pk, with_leader.clerk)
    browser = as_user(guardian)
    page = words_of(browser, "/")
    assert "待办 1" in page
    assert f'href="{PAGE}"' in words_of(browser, f"{REPORT}preview/")
    browser.post(PAGE, seen(**DECLARED))
    assert "待办 0" in words_of(browser, "/")


def test_a_clerk_who_does_it_too_is_led_there_from_the_report(filled, cast, guardian, as_user):
    Membership.objects.create(user=cast.clerk, organ=cast.township, role=Role.SECRECY)
    perform("ask_secrecy", filled.pk, cast.clerk)
    link = f'<a href="{PAGE}">去审查</a>'
    assert link in words_of(as_user(cast.clerk), REPORT)
    assert link not in words_of(as_user(cast.colleague), REPORT)


def test_a_refusal_is_told_the_clerk_with_its_words_and_leaves_what_the_supervisor_said(
    filled, cast, guardian, as_user
):
    perform("ask_secrecy", filled.pk, cast.clerk)
    perform("confirm_secrecy", filled.pk, guardian)
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason="第六部分没有写明收费情况，请补充。")
    stored = filled.stored_texts()["problems"]
    save(filled.pk, cast.clerk, [Edit("problems", stored, f"{stored}已整改。")])
    perform("ask_secrecy", filled.pk, cast.clerk)
    as_user(guardian).post(f"{REPORT}decide/refuse_secrecy/", seen(reason=REASON))
    page = words_of(as_user(cast.clerk), REPORT)
    assert "第六部分没有写明收费情况，请补充。" in page
    assert re.search(f"审查不通过 ?（秦某某 [\\d-]+ [\\d:]+）：{REASON}", page)


def test_an_administrator_turns_it_on_with_the_particulars_of_the_organ(cast, as_user):
    page = words_of(as_user(cast.administrator), "/administration/organs/edit/beizi/")
    assert 'name="reviews_secrecy"' in page
    fields = {
        "name": cast.township.name, "short_name": "背孜乡", "self_reference": "我乡", "kind": "township",
        "superior": "lushan", "needs_no_review": "no", "reviews_secrecy": "yes",
    }  # fmt: skip
    as_user(cast.administrator).post("/administration/organs/edit/beizi/", fields)
    assert Organ.objects.get(slug="beizi").reviews_secrecy
    warning = "没有启用的保密审查员：本单位的报告不能报出"
    assert warning in words_of(as_user(cast.administrator), "/administration/organs/edit/beizi/")
    Membership.objects.create(user=cast.reader, organ=cast.township, role=Role.SECRECY)
    assert warning not in words_of(as_user(cast.administrator), "/administration/organs/edit/beizi/")
