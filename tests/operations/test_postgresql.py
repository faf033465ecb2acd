"""A backup of PostgreSQL's by its own programs."""

import os
import subprocess

import pytest
from django.db import connection

from reports.models import Organ
from reports.operations import databases

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite writes its own copy"),
    pytest.mark.django_db(transaction=True),
]
COPY = "restored_copy"


@pytest.fixture
def another_database(monkeypatch):
    """The settings name a new and empty database."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {COPY}")
        cursor.execute(f"CREATE DATABASE {COPY}")
    own = connection.settings_dict["NAME"]
    yield lambda: monkeypatch.setitem(connection.settings_dict, "NAME", COPY)
    monkeypatch.setitem(connection.settings_dict, "NAME", own)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {COPY}")


def counted_in_the_copy(cast):
    environment = os.environ | databases._told(connection)["environment"]
    query = "SELECT count(*) FROM reports_organ"
    command = [databases._found("psql"), "--no-align", "--tuples-only", "--command", query]
    return int(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


def test_a_dump_is_put_back_whole_into_an_empty_database(cast, tmp_path, another_database):
    dump = tmp_path / databases.NAMES["postgresql"]
    databases.dump(dump)
    assert databases.faults_of(dump) == []
    assert not databases.is_empty()
    another_database()
    databases.load(dump)
    assert counted_in_the_copy(cast) == Organ.objects.count() > 0
    with pytest.raises(databases.DatabaseFault, match="pg_restore"):
        databases.load(dump)  # over what is there


def test_a_damaged_dump_is_named(cast, tmp_path):
    dump = tmp_path / databases.NAMES["postgresql"]
    dump.write_bytes(b"no dump")
    assert databases.faults_of(dump)[0].startswith("pg_restore：")
