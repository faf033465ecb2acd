"""One word for one thing, in an official's plain words: what a person reads has none of the others (ux.md §2.0)."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import YEAR
from tests.deciding import perform
from tests.views.uploads import an_upload

ROOT = Path(__file__).resolve().parent.parent
READ = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "static" / "js").glob("*.js")),
    *sorted((ROOT / "reports").rglob("*.py")),
]
NOT_OURS = re.compile("登陆|帐号|其它|驳回|上报|递交|公示栏目|审批不通过|校验失败|校核|点击这里|截至日期")
# What an office writes in Latin letters; the rest of a page is Chinese.
LATIN = {"pdf", "ofd", "word", "excel", "wps", "http", "https", "enter", "xlsx", "esc", "mb", "json"}
PAGES = [
    "/",
    "/guide/",
    "/account/",
    f"/reports/beizi/{YEAR}/",
    f"/reports/beizi/{YEAR}/start/",
    f"/reports/beizi/{YEAR}/check/",
    f"/reports/beizi/{YEAR}/submit/",
    f"/reports/beizi/{YEAR}/history/",
    *(
        f"/reports/beizi/{YEAR}/{step}/"
        for step in ("particulars", "overview", "proactive_disclosure", "applications", "disputes", "problems")
    ),
    f"/reports/beizi/{YEAR}/other_matters/",
    "/uploads/beizi/",
    "/uploads/beizi/1/",
]


def said(page: str) -> str:
    """What a person reads of a page, also in its hints and labels; not what people and files are called, or wrote."""
    bare = re.sub(r"(?s)<(script|style|code|textarea|ins|del)\b.*?</\1>|<!--.*?-->", " ", page)
    labels = re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', bare)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", bare), *labels]))


@pytest.mark.parametrize("path", READ, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_has_another_word_for_a_thing(path):
    assert NOT_OURS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_clerk_speaks_chinese_and_raises_no_voice(filled, cast, as_user, address):
    an_upload(cast)
    page = as_user(cast.clerk).get(address).content.decode()
    words = {word.lower() for word in re.findall(r"[A-Za-z]{2,}", said(page))}
    assert words - LATIN - {cast.clerk.username} == set()
    assert "！" not in page


def test_what_the_server_answers_speaks_chinese_too(filled, cast, as_user):
    client = as_user(cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    posted = client.post(f"/reports/beizi/{YEAR}/problems/", {"seen": '{"problems": ""}', "problems": "提交之后写的"})
    for page in (posted, client.get("/nothing/")):
        words = {word.lower() for word in re.findall(r"[A-Za-z]{2,}", said(page.content.decode()))}
        assert words - LATIN == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_comment_of_a_template_ends_on_its_line(path):
    """Django reads ``{# #}`` within one line only: what is longer is printed on the page."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.count("{#") != line.count("#}")] == []
