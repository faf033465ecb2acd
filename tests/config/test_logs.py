"""The log as JSON lines: one a record whatever is in it, numbered, and without what somebody typed."""

import json
import logging
from io import StringIO

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from config import logs


@pytest.fixture
def lines():
    """What is logged, as the console of an installation shows it in a format."""
    written, handlers, levels = StringIO(), [], []

    def listen(formatter):
        handler = logging.StreamHandler(written)
        handler.addFilter(logs.Numbered())
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
        handlers.append(handler)
        requests = logging.getLogger("reports.requests")
        levels.append(requests.level)
        requests.setLevel("INFO")
        return lambda: written.getvalue().splitlines()

    yield listen
    for handler in handlers:
        logging.getLogger().removeHandler(handler)
    logging.getLogger("reports.requests").setLevel(levels[0])


def failing(error):
    def fail(*args):
        raise error

    return fail


def test_a_request_is_a_line_with_its_number(cast, as_user, lines):
    read = lines(logs.JsonLines())
    answer = as_user(cast.clerk).get("/account/")
    (line,) = map(json.loads, read())
    assert line.pop("milliseconds") >= 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO", "logger": "reports.requests", "message": "A request was answered",
        "request": answer["X-Request-Id"], "method": "GET", "route": "/account/", "status": 200,
    }  # fmt: skip


def test_neither_names_nor_passwords_in_an_address_are_logged(cast, as_user, lines):
    read = lines(logs.JsonLines())
    as_user(cast.administrator).get("/administration/accounts/edit/nobody-at-all/?password=geheim-2026")
    as_user(cast.clerk).get("/geheim-2026/nobody-at-all/")
    Client(headers={"host": "geheim-2026.example"}).get("/sign-in/?next=nobody-at-all")
    written = "\n".join(read())
    assert "geheim" not in written
    assert "nobody" not in written
    assert {json.loads(each)["level"] for each in read()} == {"INFO", "WARNING", "ERROR"}  # Django speaks too
    assert len({json.loads(each)["request"] for each in read()}) == 3


def test_a_fault_is_logged_with_its_place_and_without_what_somebody_typed(cast, as_user, lines, monkeypatch):
    read = lines(logs.JsonLines())
    monkeypatch.setattr("reports.presenters.home._dashboard", failing(IntegrityError("Key (name)=(李某某) exists")))
    client = as_user(cast.clerk)
    client.raise_request_exception = False
    number = client.get("/")["X-Request-Id"]
    (line,) = [each for each in map(json.loads, read()) if "exception" in each]
    assert (line["request"], line["message"], line["level"]) == (number, "500 GET /", "ERROR")
    assert line["exception"]["type"] == "django.db.utils.IntegrityError"
    assert any(each.startswith("reports/presenters/home.py:") for each in line["exception"]["at"])
    assert "李某某" not in "".join(read())


def test_what_the_machine_says_of_itself_is_kept(cast, as_user, lines, monkeypatch):
    read = lines(logs.JsonLines())
    monkeypatch.setattr("reports.presenters.home._dashboard", failing(OperationalError("disk I/O error")))
    as_user(cast.clerk).get("/")
    assert {each["exception"]["message"] for each in map(json.loads, read()) if "exception" in each} == {
        "disk I/O error"
    }


def test_the_cause_of_a_fault_is_told_too(lines):
    read = lines(logs.JsonLines())
    try:
        try:
            raise OSError(28, "No space left on device")
        except OSError as full:
            raise ValueError("李某某") from full
    except ValueError:
        logging.getLogger("reports").exception("It failed")
    (line,) = map(json.loads, read())
    assert line["exception"]["cause"]["message"] == "[Errno 28] No space left on device"
    assert "李某某" not in read()[0]


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2J", "\x85", "\u2028", "\x9b31m"])
def test_a_sign_that_ends_lines_or_steers_terminals_does_neither(lines, sign):
    read = lines(logs.JsonLines())
    logging.getLogger("reports").warning("before%safter", sign)
    (line,) = read()
    assert sign not in line
    assert json.loads(line)["message"] == f"before{sign}after"


def test_plain_lines_have_the_number_within_a_request_alone(cast, as_user, lines):
    read = lines(logs.PlainLines())
    logging.getLogger("reports").warning("A font is missing")
    number = as_user(cast.clerk).get("/nowhere/")["X-Request-Id"]
    assert read() == ["A font is missing", f"[{number}] A request was answered", f"[{number}] 404 GET ?"]


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="LOG_FORMAT must be one of plain, json"):
        logs.configuration("xml")


@pytest.mark.parametrize("kind", logs.FORMATS)
def test_each_format_is_a_configuration_that_python_takes(kind):
    logging.config.DictConfigurator(logs.configuration(kind))  # reads it without putting it in force
    assert logs.configuration(kind)["loggers"]["reports.requests"]["level"] == ("INFO" if kind == "json" else "WARNING")
