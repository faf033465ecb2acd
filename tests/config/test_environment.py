"""Settings out of environment variables: what they are read as, and that a secret key stays secret."""

import os
import stat
from pathlib import Path

import pytest

import manage
from config import environment


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("1", True), ("true", True), ("YES", True), (" on ", True), ("0", False), ("false", False), ("ture", False)],
)
def test_only_a_plain_yes_switches_a_flag_on(monkeypatch, value, meaning):
    monkeypatch.setenv("FLAG", value)
    assert environment.flag("FLAG") is meaning
    assert environment.flag("FLAG", default=True) is meaning


def test_a_blank_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("BLANK", "  ")
    assert environment.text("BLANK") == ""
    assert environment.flag("BLANK", default=True) is True
    assert environment.number("BLANK", 31) == 31


def test_words_are_parted_by_commas_and_trimmed(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.gov.cn, ,b.gov.cn,")
    assert environment.words("HOSTS") == ["a.gov.cn", "b.gov.cn"]
    assert environment.words("UNSET", "127.0.0.1,localhost") == ["127.0.0.1", "localhost"]


def test_a_secret_key_is_made_once_and_kept_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path / "data")
    assert len(key) >= 50
    assert environment.secret_key(tmp_path / "data") == key
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


def test_every_installation_has_another_secret_key(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert environment.secret_key(tmp_path / "one") != environment.secret_key(tmp_path / "two")


def test_a_secret_key_that_is_given_leaves_nothing_on_disk(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert environment.secret_key(tmp_path / "data") == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_database_url_may_carry_any_character_in_its_password():
    entry = environment.postgresql("postgresql://clerk:p%40ss%2Fw%3Ard@db.lushan.gov.cn:5433/%E5%B9%B4%E6%8A%A5")
    assert {key: entry[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "年报",
        "USER": "clerk",
        "PASSWORD": "p@ss/w:rd",
        "HOST": "db.lushan.gov.cn",
        "PORT": "5433",
    }


def test_a_database_url_may_name_a_socket_and_options():
    entry = environment.postgresql("postgres://reports@/reports?host=/run/postgresql&sslmode=verify-full")
    assert (entry["HOST"], entry["PORT"], entry["PASSWORD"]) == ("", "", "")
    assert (entry["OPTIONS"]["host"], entry["OPTIONS"]["sslmode"]) == ("/run/postgresql", "verify-full")


def test_a_query_that_hangs_is_given_up():
    options = environment.postgresql("postgresql://db/reports")["OPTIONS"]["options"]
    assert options.split(" -c ") == [
        "-c lock_timeout=5s",
        "statement_timeout=15s",
        "idle_in_transaction_session_timeout=15s",
    ]


def test_a_process_keeps_its_connections_in_a_pool_of_so_many():
    entry = environment.postgresql("postgresql://db/reports", most_connections=8)
    assert (entry["CONN_MAX_AGE"], entry["OPTIONS"]["pool"]["max_size"]) == (0, 8)
    # Who asks while the server is gone waits no longer than this, and finds it again as soon as it has come back.
    assert entry["OPTIONS"]["pool"]["timeout"] == entry["OPTIONS"]["pool"]["reconnect_timeout"] == 3
    assert entry["CONN_HEALTH_CHECKS"] is True


def test_without_a_pool_a_thread_keeps_its_connection():
    entry = environment.postgresql("postgresql://db/reports")
    assert (entry["CONN_MAX_AGE"], "pool" in entry["OPTIONS"]) == (60, False)


@pytest.mark.parametrize(("command", "seconds"), [("migrate", "0"), ("verify", "0"), ("db_worker", None)])
def test_commands_over_years_of_reports_are_not_given_up(monkeypatch, command, seconds):
    monkeypatch.setenv("DATABASE_STATEMENT_SECONDS", "1")  # so that it is taken back afterwards
    monkeypatch.delenv("DATABASE_STATEMENT_SECONDS")
    monkeypatch.setattr(manage, "execute_from_command_line", lambda arguments: None)
    manage.main(["manage.py", command])
    assert os.environ.get("DATABASE_STATEMENT_SECONDS") == seconds


def test_how_long_a_statement_may_take_is_a_setting():
    entry = environment.postgresql("postgresql://db/reports", statement_seconds=0)
    assert "statement_timeout=0s" in entry["OPTIONS"]["options"]


@pytest.mark.parametrize("url", ["mysql://db/reports", "reports.sqlite3", "//db/reports"])
def test_another_kind_of_database_is_refused(url):
    with pytest.raises(ValueError, match="must begin with postgresql://"):
        environment.postgresql(url)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", ("", 25, "", "", False, False)),
        ("smtp://mail.lushan.gov.cn", ("mail.lushan.gov.cn", 25, "", "", False, False)),
        ("smtps://nianbao%40lushan.gov.cn:p%2Fw@mail", ("mail", 465, "nianbao@lushan.gov.cn", "p/w", True, False)),
        ("smtp+starttls://u:p@mail:2587", ("mail", 2587, "u", "p", False, True)),
    ],
)
def test_a_mail_server_is_read_from_its_url(url, server):
    assert environment.mail_server(url) == server


@pytest.mark.parametrize("url", ["mail.lushan.gov.cn", "http://mail", "smtp://", "smtp:mail"])
def test_another_kind_of_mail_server_is_refused(url):
    with pytest.raises(ValueError, match="EMAIL_URL must be"):
        environment.mail_server(url)


@pytest.mark.parametrize(
    ("url", "folder"),
    [("", "/data/uploads"), ("file:///srv/shared", "/srv/shared"), ("file:///srv/%E5%B9%B4", "/srv/年")],
    ids=["none", "shared", "a Chinese name"],
)
def test_files_lie_in_a_folder(url, folder):
    found = environment.storage(url, Path("/data/uploads"))
    assert (found.folder, "WholeFiles" in found.backend["BACKEND"]) == (Path(folder), True)


def test_files_lie_on_s3_and_are_nobodys_to_read():
    found = environment.storage("s3://key:p%2Fw@s3.lushan.gov.cn:9000/reports?region=henan", Path("/data/uploads"))
    told = found.backend["OPTIONS"]
    assert (told["endpoint_url"], told["bucket_name"]) == ("https://s3.lushan.gov.cn:9000", "reports")
    assert (told["access_key"], told["secret_key"], told["region_name"]) == ("key", "p/w", "henan")
    assert (told["default_acl"], told["querystring_auth"], told["file_overwrite"]) == (None, True, False)
    assert (
        environment.storage("s3+http://k:s@10.0.0.5/b", Path("/x"))
        .backend["OPTIONS"]["endpoint_url"]
        .startswith("http://10.0.0.5")
    )


@pytest.mark.parametrize(
    "url", ["/srv/shared", "file://host/srv", "file:///", "ftp://h/x", "s3://host/bucket", "s3://k:s@host", "s3:b"]
)
def test_another_kind_of_storage_is_refused(url):
    with pytest.raises(ValueError, match="STORAGE_URL must be"):
        environment.storage(url, Path("/data/uploads"))
