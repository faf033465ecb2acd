"""公布包: anybody has the files of a publication in one zip, and its people find it beside the report."""

from http import HTTPStatus
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.test import Client

from reports.formats import registry
from tests.conftest import YEAR
from tests.deciding import perform

PACKAGE = f"/public/beizi/{YEAR}/1/package.zip"
NAME = f"背孜乡人民政府{YEAR}年政府信息公开工作年度报告"


@pytest.fixture
def published(filled, cast):
    for action, user in (("submit", cast.clerk), ("approve", cast.supervisor), ("publish", cast.clerk)):
        perform(action, filled.pk, user)
    filled.refresh_from_db()
    return filled


def test_it_holds_what_was_frozen_and_comes_by_its_name_in_old_and_new_browsers(published):
    answer = Client().get(PACKAGE)
    plain, _, name = answer["Content-Disposition"].partition("; filename*=UTF-8''")
    assert (answer["Content-Type"], plain) == ("application/zip", 'attachment; filename="report.zip"')
    assert unquote(name) == f"{NAME}（公布包）.zip"
    archive = ZipFile(BytesIO(answer.content))
    files = {each: archive.read(f"{NAME}.{each}") for each in registry.published()}
    assert files == published.publication.all_files()
    assert Client().get(PACKAGE).content == answer.content
    assert published.publication.content_hash in archive.read("文件清单.txt").decode()


def test_the_public_page_and_the_page_of_the_report_lead_to_it(published, cast, as_user):
    link = f'<a href="{PACKAGE}">下载公布包（zip）</a>'
    assert link in Client().get(f"/public/beizi/{YEAR}/").content.decode()
    assert link in as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/preview/").content.decode()


def test_nothing_is_there_before_publication_nor_of_another_revision(filled, cast, as_user):
    assert Client().get(PACKAGE).status_code == HTTPStatus.NOT_FOUND
    assert "公布包" not in as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/preview/").content.decode()
