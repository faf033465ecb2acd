"""SQLite as it really runs: what a connection answers, not what its settings ask for."""

import sqlite3
from contextlib import closing

import pytest
from django.db import IntegrityError
from django.db.backends.sqlite3.base import Database
from django.db.utils import ConnectionHandler

from config import sqlite


@pytest.fixture
def connection(tmp_path, django_db_blocker):
    """A connection of Django's to a file of its own, with the installation's options."""
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "reports.sqlite3",
        "OPTIONS": sqlite.OPTIONS,
    }
    with django_db_blocker.unblock():
        handler = ConnectionHandler({"default": database})
        yield handler["default"]
        handler.close_all()


def ask(connection, question):
    with connection.cursor() as cursor:
        return cursor.execute(question).fetchone()[0]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),  # FULL: a power cut loses nothing that was confirmed
        ("foreign_keys", 1),
        ("busy_timeout", 15_000),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("recursive_triggers", 1),
        ("journal_size_limit", 67_108_864),
        ("temp_store", 2),
    ],
)
def test_a_connection_keeps_what_is_written(connection, pragma, value):
    assert ask(connection, f"PRAGMA {pragma}") == value


def test_the_journal_is_one_that_this_sqlite_keeps_whole(connection):
    version = tuple(int(part) for part in ask(connection, "SELECT sqlite_version()").split("."))
    assert ask(connection, "PRAGMA journal_mode") == ("wal" if version >= (3, 51, 3) else "truncate")


def test_django_uses_the_sqlite_that_the_journal_was_chosen_for():
    assert Database.sqlite_version_info == sqlite3.sqlite_version_info


def test_an_orphaned_row_is_refused(connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE organ (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE report (organ INTEGER REFERENCES organ)")
        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO report VALUES (1)")


def test_a_transaction_is_the_only_writer_from_its_first_moment(connection, tmp_path):
    # Otherwise two that have read and then write meet a lock that no patience resolves.
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with (
        closing(sqlite3.connect(tmp_path / "reports.sqlite3", timeout=0)) as another,
        pytest.raises(sqlite3.OperationalError, match="database is locked"),
    ):
        another.execute("BEGIN IMMEDIATE")
