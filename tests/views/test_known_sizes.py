"""The size of a file is said where it is known: where it has been drawn already, and as it would be handed out now."""

import re

import pytest
from django.template.defaultfilters import filesizeformat

from reports.formats.children import end_all
from reports.lifecycle.editing import Edit, save
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"


@pytest.fixture(autouse=True)
def _store_of_its_own(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    yield
    end_all()


def sizes_on(client, page):
    """What each link to a file says of its size, by extension."""
    told = flat(client.get(f"{REPORT}{page}").content.decode())
    links = re.findall(rf'href="{REPORT}report\.(\w+)"[^>]*>([^<]*)</a>', told)
    return {extension: "".join(re.findall("（(.*)）", words)).strip() for extension, words in links}


@pytest.mark.parametrize("page", ["preview/", "review/", "decide/approve/"])
def test_a_file_says_its_size_once_it_has_been_drawn_and_never_before(filled, cast, as_user, page):
    perform("submit", filled.pk, cast.clerk)
    client = as_user(cast.supervisor)
    before = sizes_on(client, page)
    assert set(before.values()) == {""}
    paper = client.get(f"{REPORT}report.pdf").content
    after = sizes_on(client, page)
    assert after == before | {"pdf": filesizeformat(len(paper))}


def test_a_size_is_that_of_the_report_as_it_stands_now(filled, cast, as_user):
    client = as_user(cast.clerk)
    draft = client.get(f"{REPORT}report.pdf").content
    assert sizes_on(client, "preview/")["pdf"] == filesizeformat(len(draft))
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "没有其他需要报告的事项。")])
    assert sizes_on(client, "preview/")["pdf"] == ""


@pytest.mark.parametrize("page", ["preview/", "review/"])
def test_a_pdf_opens_beside_the_page_and_a_workbook_is_taken_from_it(filled, cast, as_user, page):
    perform("submit", filled.pk, cast.clerk)
    told = flat(as_user(cast.supervisor).get(f"{REPORT}{page}").content.decode())
    links = re.findall(rf'<a([^>]*)href="{REPORT}report\.(\w+)"', told)
    beside = {extension: 'target="_blank" rel="noopener"' in attributes for attributes, extension in links}
    assert (beside["pdf"], beside["xlsx"]) == (True, False)
