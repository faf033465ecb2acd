"""What an installation is when nobody has configured it: closed. Only the demonstration is served without TLS."""

import os
import runpy
from pathlib import Path

import pytest

SETTINGS = Path(__file__).parents[2] / "config" / "settings.py"


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """Reads the settings afresh in an environment of nothing but the variables given."""

    def read(**variables):
        for name in os.environ:
            if name not in {"PATH", "HOME"}:
                monkeypatch.delenv(name)
        for name, value in {"DATA_DIR": str(tmp_path), **variables}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_an_installation_is_closed_by_default(settings_with):
    settings = settings_with()
    assert settings["DEBUG"] is False
    assert settings["DEMONSTRATION"] is False
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_cookies_travel_over_tls_alone(settings_with):
    settings = settings_with()
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert (settings["SESSION_COOKIE_NAME"], settings["CSRF_COOKIE_NAME"]) == ("__Host-sid", "__Host-csrf")


@pytest.mark.parametrize("variable", ["DEMONSTRATION", "INSECURE_HTTP"])
def test_plain_http_is_served_where_it_is_asked_for(settings_with, variable):
    settings = settings_with(**{variable: "1"})
    assert settings["DEBUG"] is False
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SECURE_SSL_REDIRECT"] is False
    # A browser drops a cookie so named that does not come over TLS.
    assert not settings["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_a_page_runs_no_script_but_its_own(settings_with):
    directives = settings_with()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'none'"]


def test_everything_that_is_written_lies_in_the_data_folder(settings_with, tmp_path):
    settings = settings_with()
    assert settings["DATABASES"]["default"]["NAME"] == tmp_path / "reports.sqlite3"
    assert settings["STATIC_ROOT"] == tmp_path / "static"
    assert (tmp_path / "secret_key").read_text(encoding="ascii") == settings["SECRET_KEY"]


def test_a_database_url_chooses_postgresql(settings_with):
    database = settings_with(DATABASE_URL="postgresql://reports@db/reports")["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"]) == ("django.db.backends.postgresql", "db")


def test_without_a_mail_server_nothing_is_mailed(settings_with):
    assert settings_with()["SENDS_MAIL"] is False


def test_a_mail_server_needs_a_sender_and_the_address_to_sign_in_at(settings_with):
    complete = {
        "EMAIL_URL": "smtps://u:p@mail",
        "EMAIL_FROM": "nianbao@lushan.gov.cn",
        "SITE_URL": "https://nianbao.lushan.gov.cn/",
    }
    settings = settings_with(**complete)
    assert (settings["SENDS_MAIL"], settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (True, True, False)
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_TIMEOUT"]) == ("mail", 465, 5)
    for name, value in (("EMAIL_FROM", ""), ("EMAIL_FROM", "nianbao"), ("SITE_URL", ""), ("SITE_URL", "nianbao")):
        with pytest.raises(ValueError, match="EMAIL_URL needs"):
            settings_with(**complete | {name: value})


def test_over_tls_browsers_are_told_to_come_back_over_tls_alone(settings_with):
    assert settings_with()["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert settings_with(SECURE_HSTS_SECONDS="0")["SECURE_HSTS_SECONDS"] == 0
    assert settings_with(INSECURE_HTTP="1")["SECURE_HSTS_SECONDS"] == 0
    assert settings_with()["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is False
    assert settings_with(SECURE_HSTS_INCLUDE_SUBDOMAINS="1")["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_a_token_that_can_be_guessed_is_refused(settings_with):
    assert settings_with()["METRICS_TOKEN"] == ""
    assert settings_with(METRICS_TOKEN="a" * 24)["METRICS_TOKEN"] == "a" * 24
    with pytest.raises(ValueError, match="METRICS_TOKEN needs 24"):
        settings_with(METRICS_TOKEN="a" * 23)


def test_the_log_is_plain_unless_asked_for_otherwise(settings_with):
    assert settings_with()["LOGGING"]["formatters"]["lines"] == {"()": "config.logs.PlainLines"}
    assert settings_with(LOG_FORMAT="json")["LOGGING"]["formatters"]["lines"] == {"()": "config.logs.JsonLines"}
