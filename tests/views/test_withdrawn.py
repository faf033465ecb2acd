"""A report withdrawn while a supervisor has it open: every address says so, gives back what was typed and leads on."""

from http import HTTPStatus

import pytest

from tests.conftest import YEAR
from tests.deciding import perform, seen

REPORT = f"/reports/beizi/{YEAR}/"
WORDS = "第五部分没有逐项写明改进情况，请补充。"
READ = (
    "",
    "review/",
    "review/?compare=year",
    "history/",
    "history/compare/",
    "preview/",
    "decide/approve/",
    "report.pdf",
)
POSTED = {
    "decide/return/": {"reason": WORDS},
    "decide/approve/": {},
    "opinions/add/": {"anchor": "problems", "level": "must", "code": "other", "words": WORDS},
    "opinions/1/ask/": {"words": WORDS},
    "explanations/1/": {"judgement": "questioned", "question": WORDS},
    "review/open/": {"seen": "1", "revision": "1"},
}


@pytest.fixture
def withdrawn(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    posted = seen()
    perform("withdraw", filled.pk, cast.clerk)
    return as_user(cast.supervisor), posted


def assert_told(answer):
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert f"背孜乡人民政府 {YEAR} 年度报告已由李某某于" in page
    assert f'<a class="btn btn-primary" href="/review/?year={YEAR}">返回审核</a>' in page
    return page


@pytest.mark.parametrize("path", READ)
def test_every_page_of_it_says_that_it_was_withdrawn(withdrawn, path):
    assert_told(withdrawn[0].get(f"{REPORT}{path}"))


@pytest.mark.parametrize("path", POSTED)
def test_whatever_is_posted_to_it_comes_back_with_what_was_typed(withdrawn, path):
    supervisor, posted = withdrawn
    page = assert_told(supervisor.post(f"{REPORT}{path}", posted | POSTED[path]))
    typed = [value for value in POSTED[path].values() if value == WORDS]
    assert page.count(WORDS) == len(typed) == page.count("以下内容没有保存，可复制留存")
