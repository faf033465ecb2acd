"""What a supervisor says of a report on its review page is kept where they are: nothing reloads, nothing jumps."""

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from tests.browser.test_accessibility import violations
from tests.browser.test_opinions import CELL, REPORT, in_review, photograph  # noqa: F401 (a fixture)
from tests.conftest import PASSWORD
from tests.deciding import act, add_opinion, perform

WORDS, OTHER_WORDS = "请核对予以公开的件数。", "请附台账。"
KEPT = "，尚未记入，所写内容仍在本页。"


@pytest.fixture
def at_the_cell(page, in_review):  # noqa: F811
    """The page of the review, with an opinion written on a cell in the middle of the sheet."""
    page.evaluate("window.isTheSame = true")
    begin(page)
    return page


def begin(page, words=WORDS):
    page.locator(f'[id="at-{CELL}"]').focus()
    page.get_by_role("button", name="提意见").click()
    page.get_by_label("原因", exact=True).select_option("other")
    page.get_by_label("意见", exact=True).fill(words)
    page.get_by_role("button", name="记为须改").focus()


def keep(page):
    page.get_by_role("button", name="记为须改").press("Enter")


def where(page):
    return page.evaluate("[isTheSame, scrollX, scrollY]")


def said(page):
    return page.locator("#said")


def test_an_opinion_is_kept_where_it_was_written(at_the_cell, in_review):  # noqa: F811
    page = at_the_cell
    before = where(page)
    assert before[2] > 0
    keep(page)
    expect(said(page)).to_have_text("已记入审核意见 1，作出决定后发给填报单位")
    assert where(page) == before
    assert page.evaluate("document.activeElement.id") == f"at-{CELL}"
    expect(page.locator("#opinions-title")).to_have_text("审核意见 1（“须改”未解决 1）")
    expect(page.locator("#opinion-1 .opinion-words")).to_contain_text(WORDS)
    expect(page.locator(f'[id="at-{CELL}"] .opinion-mark')).to_have_text("1")
    expect(page.get_by_label("意见", exact=True)).to_be_hidden()
    photograph(page, "kept")
    assert violations(page) == []
    begin(page, OTHER_WORDS)  # the place has the focus still, and offers the button
    keep(page)
    expect(page.locator("#opinions-title")).to_have_text("审核意见 2（“须改”未解决 2）")
    assert page.locator(f'[id="at-{CELL}"] .opinion-mark').all_text_contents() == ["1", "2"]
    assert [each.words for each in in_review.opinions.order_by("number")] == [WORDS, OTHER_WORDS]
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == []


def test_a_faulty_opinion_says_so_at_its_form(at_the_cell, in_review):  # noqa: F811
    page = at_the_cell
    page.get_by_label("原因", exact=True).select_option("")
    page.get_by_role("button", name="记为须改").focus()
    before = where(page)
    keep(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_have_text("请选择原因")
    rule = page.locator(".error-summary li").first.evaluate("each => getComputedStyle(each).borderTopWidth")
    assert rule == "0px"  # the summary has a frame of its own, and its list none of the panel's lines
    photograph(page, "faulty")
    assert where(page) == before
    assert page.get_by_label("意见", exact=True).input_value() == WORDS
    page.get_by_label("原因", exact=True).select_option("other")
    keep(page)
    expect(said(page)).to_contain_text("已记入审核意见 1")
    assert in_review.opinions.count() == 1


def test_what_could_not_be_sent_stays_and_is_sent_again(at_the_cell, in_review):  # noqa: F811
    page = at_the_cell
    page.allow_failures = True
    page.route("**/opinions/add/**", lambda route: route.abort())
    keep(page)
    expect(said(page)).to_have_text(f"网络中断{KEPT}请在网络恢复后重试。")
    assert page.get_by_label("意见", exact=True).input_value() == WORDS
    page.unroute("**/opinions/add/**")
    page.route(
        "**/opinions/add/**", lambda route: route.fulfill(status=503, body="<h1>未保存</h1><main><p>请稍后。</p>")
    )
    keep(page)
    expect(said(page)).to_have_text(f"未保存：请稍后{KEPT}")
    page.unroute("**/opinions/add/**")
    keep(page)
    expect(said(page)).to_contain_text("已记入审核意见 1")
    assert in_review.opinions.count() == 1


def test_a_session_that_has_ended_keeps_the_words(at_the_cell, in_review, cast):  # noqa: F811
    page = at_the_cell
    page.allow_failures = True
    page.context.clear_cookies(name="sid")
    keep(page)
    expect(said(page)).to_have_text(f"登录已超时{KEPT}登录后继续")
    assert page.get_by_label("意见", exact=True).input_value() == WORDS
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="登录后继续").click()
    window = opened.value
    sign_in(window, cast.clerk)  # and is led to a page that is none of the clerk's
    window.get_by_role("link", name="返回首页").click()
    keep(page)
    expect(said(page)).to_have_text(f"现在登录的是“李某某”，请用打开本页的账号登录{KEPT}")
    window.get_by_role("button", name="退出").click()
    window.goto(page.url)
    sign_in(window, cast.supervisor)
    assert window.url == page.url
    keep(page)
    expect(said(page)).to_contain_text("已记入审核意见 1")
    assert [each.author for each in in_review.opinions.all()] == [cast.supervisor]


def sign_in(window, user):
    window.get_by_label("账号").fill(user.username)
    window.get_by_label("密码").fill(PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda url: "sign-in" not in url)


def test_deciding_on_an_opinion_keeps_what_is_being_written_at_another(page, in_review, cast):  # noqa: F811
    for words in ("第一条意见。", "第二条意见。", "第三条意见。"):
        add_opinion(in_review.pk, cast.supervisor, anchor=CELL, quote="", level="must", code="other", words=words)
    perform("return", in_review.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    act("answer", in_review.pk, 2, cast.clerk, "已核对。")
    perform("submit", in_review.pk, cast.clerk)
    page.goto(f"{REPORT}/review/")
    page.evaluate("window.isTheSame = true")
    page.locator("#opinion-2 summary").click()
    page.locator("#ask-2").fill("写到一半")
    page.locator("#opinion-1").get_by_role("button", name="解决").click()
    expect(page.locator("#opinions-title")).to_have_text("审核意见 3（“须改”未解决 2）")
    assert page.evaluate("[isTheSame, document.activeElement.id]") == [True, "opinion-1"]
    assert page.locator("#ask-2").input_value() == "写到一半"
    page.locator("#opinion-2").get_by_role("button", name="继续提问").click()
    expect(page.locator("#opinion-2 .opinion-reply").last).to_contain_text("写到一半")


@pytest.fixture
def explained(filled, cast, as_user):
    """Submitted with a 情况说明."""
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    finding = unexplained(filled)[0]
    words = {f"explain-{finding.fingerprint[:16]}-body": "上级机关认定的规章，已随附认定文件。"}
    as_user(cast.clerk).post(f"{REPORT}/check/", words)
    perform("submit", filled.pk, cast.clerk)


def test_an_explanation_is_judged_in_place(page, explained, cast, sign_in):
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}/review/")
    page.evaluate("window.isTheSame = true")
    page.get_by_role("button", name="认可").click()
    expect(page.locator(".judged")).to_contain_text("已认可")
    assert page.evaluate("[isTheSame, document.activeElement.className]") == [True, "explanation"]
