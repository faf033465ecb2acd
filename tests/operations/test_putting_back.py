"""A backup in the place of the database that is there (whole commands: test_backups.py)."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from reports.models import Organ
from reports.operations import databases, putting_back

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_a_folder(tmp_path, settings):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.MEDIA_ROOT = settings.DATA_DIR / "uploads"
    return tmp_path


def test_what_is_lost_is_told_before(cast, filled):
    told = putting_back.lost_since(timezone.now() - timedelta(days=1))
    assert "处填写或修改" in told
    assert "处填写或修改" not in putting_back.lost_since(timezone.now() + timedelta(days=1))


def test_a_file_that_is_no_backup_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"不是备份文件：x\.tar"):
        call_command("put_back", tmp_path / "x.tar")


if connection.vendor == "postgresql":

    def test_the_database_is_replaced_in_one_transaction(cast, in_a_folder):
        """Tables that a newer version has made are gone, rows of before are back, triggers hold again."""
        dump = in_a_folder / databases.NAMES["postgresql"]
        databases.dump(dump)
        before = Organ.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE newer (organ bigint REFERENCES reports_organ (id))")
        Organ.objects.create(slug="later", name="后来乡人民政府", short_name="后来乡", kind="township")
        databases.replace(dump, in_a_folder / "aside")
        assert Organ.objects.count() == before > 0
        assert "newer" not in connection.introspection.table_names()

    def test_a_damaged_dump_replaces_nothing(cast, in_a_folder):
        dump = in_a_folder / databases.NAMES["postgresql"]
        dump.write_bytes(b"no dump")
        before = Organ.objects.count()
        with pytest.raises(databases.DatabaseFault):
            databases.replace(dump, in_a_folder / "aside")
        assert Organ.objects.count() == before > 0

else:

    @pytest.fixture
    def installation(tmp_path, monkeypatch):
        """A small SQLite file in place of the test's database, which others share."""
        path = tmp_path / "data" / "small.sqlite3"
        path.parent.mkdir()
        monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
        return path

    def write(path, *rows):
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE TABLE row (name TEXT)")
            database.executemany("INSERT INTO row VALUES (?)", [(row,) for row in rows])

    def rows(path):
        with closing(sqlite3.connect(path)) as database:
            return [row[0] for row in database.execute("SELECT name FROM row ORDER BY 1")]

    def test_the_database_is_replaced_and_the_one_before_moved_aside(installation, tmp_path):
        write(installation, "before", "after")
        dump = tmp_path / databases.NAMES["sqlite"]
        write(dump, "before")
        aside = installation.parent / "aside"
        databases.replace(dump, aside)
        assert rows(installation) == ["before"]
        assert rows(aside / installation.name) == ["after", "before"]
        databases.replace(dump, installation.parent / "again")  # as after an interruption
        assert rows(installation) == ["before"]

    def test_a_replacement_interrupted_between_its_halves_is_begun_again(installation, tmp_path):
        dump = tmp_path / databases.NAMES["sqlite"]
        write(dump, "before")
        databases.replace(dump, installation.parent / "aside")
        assert rows(installation) == ["before"]
