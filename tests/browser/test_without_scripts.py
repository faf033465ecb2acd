"""Opinions without scripts: of several forms a browser sends one, so words are written where there is no other."""

import re

import pytest

from tests.browser.conftest import sign_into
from tests.browser.test_opinions_in_place import explained  # noqa: F401 (a fixture)
from tests.conftest import YEAR
from tests.deciding import act, add_opinion, perform

REPORT = f"/reports/beizi/{YEAR}/"
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def plain(chromium, live_server, transactional_db):
    """Signs somebody into a browser that runs no scripts."""
    contexts = []

    def opened(user):
        contexts.append(
            chromium.new_context(
                java_script_enabled=False, base_url=live_server.url, viewport={"width": 1366, "height": 768}
            )
        )
        page = contexts[-1].new_page()
        sign_into(page, user)
        return page

    yield opened
    for each in contexts:
        each.close()


def follow(page, role, name):
    """Click what leads to a page or sends one, and be there: without scripts nothing else tells when it has come."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def offered(page):
    """How many fields for words the page shows, and how many buttons that send something."""
    return [page.locator(f"main {each} >> visible=true").count() for each in ("textarea", "button[type=submit]")]


def returned(report, cast, *words):
    perform("submit", report.pk, cast.clerk)
    for each in words:
        add_opinion(report.pk, cast.supervisor, anchor="problems", level="must", code="other", words=each)
    perform("return", report.pk, cast.supervisor, reason=REASON)


def test_a_reply_is_written_where_no_other_form_could_lose_it(plain, filled, cast):
    returned(filled, cast, "请写明完成时间。", "请写明改进措施。")
    page = plain(cast.clerk)
    page.goto(REPORT)
    assert offered(page) == [0, 2]
    follow(page, "link", re.compile("回复并标记.*审核意见 2"))
    assert (offered(page), "请写明改进措施。" in page.inner_text("main")) == ([1, 1], True)
    page.get_by_label("回复（选填）").fill("已写明，见第二段。")
    follow(page, "button", "标记已修改")
    assert page.url.endswith(f"{REPORT}#opinion-2")
    assert [each.words for each in filled.opinions.get(number=2).replies.all()] == ["已写明，见第二段。"]
    follow(page, "button", re.compile("标记已修改.*审核意见 1"))  # without words it takes one click
    assert {each.state for each in filled.opinions.all()} == {"answered"}


def test_a_supervisor_writes_each_thing_where_no_other_form_could_lose_it(plain, explained, filled, cast):  # noqa: F811
    for words in ("请写明完成时间。", "请写明改进措施。"):
        add_opinion(filled.pk, cast.supervisor, anchor="problems", level="must", code="other", words=words)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    act("answer", filled.pk, 1, cast.clerk, "已写明。")
    perform("submit", filled.pk, cast.clerk)
    page = plain(cast.supervisor)
    page.goto(f"{REPORT}review/")
    assert offered(page)[0] == 0
    follow(page, "link", "提意见")
    assert offered(page) == [2, 2]  # the opinion and what it quotes are of one form, which two buttons send
    page.get_by_label("意见", exact=True).fill("请附台账。")
    follow(page, "button", "记为须改")
    assert (offered(page), page.get_by_label("意见", exact=True).input_value()) == ([2, 2], "请附台账。")
    page.get_by_label("位置", exact=True).select_option("problems")
    page.get_by_label("原因", exact=True).select_option("other")
    follow(page, "button", "记为须改")
    assert filled.opinions.get(number=3).words == "请附台账。"
    for link, label, button in (
        ("继续提问.*审核意见 1", "提问内容", "继续提问"),
        ("要求补充.*第 1 项的情况说明", "要求补充的内容", "要求补充"),
    ):
        follow(page, "link", re.compile(link))
        assert offered(page) == [1, 1], link
        page.get_by_label(label).fill(f"{label}写在这里。")
        follow(page, "button", button)
    assert filled.opinions.get(number=1).replies.last().words == "提问内容写在这里。"
    assert filled.explanations.get().question == "要求补充的内容写在这里。"
