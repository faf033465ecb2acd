"""Which version runs, and which lies beside it."""

import json
from pathlib import Path

import pytest

from reports.operations import versions
from tests.views.test_access import ADMINISTRATION

pytestmark = pytest.mark.django_db


@pytest.fixture
def releases(tmp_path, settings):
    for version, time in (("1", "2026-11-01T00:00:00+00:00"), ("2", "2026-11-20T16:30:00+00:00")):
        (tmp_path / version).mkdir()
        said = {"version": version, "commit": f"c{version}", "installed": time}
        (tmp_path / version / versions.RELEASE).write_text(json.dumps(said), encoding="utf-8")
    settings.BASE_DIR = tmp_path / "2"
    return tmp_path


def test_the_page_names_the_release_its_tables_and_the_one_before(as_user, cast, releases):
    page = as_user(cast.administrator).get(f"/administration/{ADMINISTRATION['version']}").content.decode()
    assert page.index(">2<") < page.index(">1<")
    assert "2026-11-21 00:30" in page
    last = max(path.stem for path in Path("reports/migrations").glob("0*.py"))
    assert f"数据表版本：reports.{last}" in page


def test_a_checkout_is_no_release(as_user, cast):
    assert versions.this_release() is None
    assert "未编号" in as_user(cast.administrator).get("/administration/version/").content.decode()


def test_what_cannot_be_read_is_no_release(releases):
    (releases / "1" / versions.RELEASE).write_text("{", encoding="utf-8")
    assert versions.other_releases() == []
