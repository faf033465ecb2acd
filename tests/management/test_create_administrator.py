"""The command that makes the first account of an empty installation."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from reports.models import User


def run(capsys, *arguments):
    call_command("create_administrator", *arguments)
    return re.search(r"一次性密码 (\w+)", capsys.readouterr().out)[1]


def test_the_first_administrator_signs_in_with_the_printed_password_and_changes_it(db, capsys):
    password = run(capsys, "--username", "Guanli", "--full-name", "孙某某")
    client = Client()
    client.post("/sign-in/", {"username": "guanli", "password": password})
    assert client.get("/administration/organs/").url == "/account/password/?next=/administration/organs/"
    assert User.objects.get().is_administrator


def test_a_forgotten_password_is_reset_only_when_asked_for(cast, capsys):
    User.objects.filter(username="administrator").update(is_active=False)
    with pytest.raises(CommandError, match="--reset") as refusal:
        run(capsys, "--username", "administrator")
    assert refusal.value.returncode == 2
    password = run(capsys, "--username", "administrator", "--reset")
    account = User.objects.get(username="administrator")
    assert (account.check_password(password), account.is_active) == (True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--username", "clerk", "--reset"],
        ["--username", "有空 格", "--full-name", "孙某某"],
        ["--username", "x" * 41, "--full-name", "孙某某"],
        ["--username", "guanli", "--full-name", "名" * 41],
    ],
)
def test_what_cannot_be_an_administrator_is_refused_in_a_sentence(cast, capsys, arguments):
    before = set(User.objects.values_list("username", "password"))
    with pytest.raises(CommandError) as refusal:
        run(capsys, *arguments)
    assert (refusal.value.returncode, set(User.objects.values_list("username", "password"))) == (2, before)


def test_without_a_terminal_nothing_is_asked(db, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(CommandError, match="--username"):
        run(capsys)
