"""网页代码: the report as HTML for a website's editor, in a field to copy from, for its people and for the public."""

import re
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client

from reports.formats.html.writer import code
from tests.conftest import YEAR
from tests.deciding import perform

CODE = f"/reports/beizi/{YEAR}/page-code/"


def fields(page):
    """The title and the code that a page has to copy."""
    title = re.search(r'id="page-title" value="([^"]*)"', page)[1]
    return unescape(title), unescape(re.search(r"(?s)<textarea[^>]*>\n?(.*?)</textarea>", page)[1])


def test_the_field_holds_the_code_of_the_report_as_it_stands_and_says_that_it_is_a_draft(filled, cast, as_user):
    page = as_user(cast.clerk).get(CODE).content.decode()
    assert fields(page) == (filled.data().title, code(filled.data(), draft=True))
    assert "报告尚未审核通过" in page


def test_without_scripts_it_says_how_to_copy_and_offers_no_button(filled, cast, as_user):
    page = as_user(cast.clerk).get(CODE).content.decode()
    assert (page.count("hidden>复制网页代码</button>"), "按 Ctrl+A 全选" in page) == (1, True)


@pytest.mark.parametrize("problems", ["一是</textarea><script>alert(1)</script>。", "\n\n一是 < 二是 & 三是。"])
def test_markup_in_a_text_ends_no_field(filled, cast, as_user, problems):
    filled.texts.filter(key="problems").update(body=problems)
    page = as_user(cast.clerk).get(CODE).content.decode()
    assert fields(page)[1] == code(filled.data(), draft=True)


def test_the_public_has_the_code_of_each_published_revision_and_of_nothing_else(filled, cast):
    address = f"/public/beizi/{YEAR}/1/page-code/"
    assert Client().get(address).status_code == HTTPStatus.NOT_FOUND
    for action, user in (("submit", cast.clerk), ("approve", cast.supervisor), ("publish", cast.clerk)):
        perform(action, filled.pk, user)
    page = Client().get(address).content.decode()
    assert fields(page) == (filled.data().title, code(filled.data()))
    assert "草稿" not in page
    assert f'href="{address}"' in Client().get(f"/public/beizi/{YEAR}/").content.decode()
    assert Client().get(address.replace("/1/", "/2/")).status_code == HTTPStatus.NOT_FOUND
