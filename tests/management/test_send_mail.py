"""The command that sends what the mail server could not be given at once."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.models import Notice
from tests.mail_server import mail_server


@pytest.fixture
def waiting(cast, settings):
    """Two notices of which the first is eight days old."""
    settings.SENDS_MAIL, settings.DEFAULT_FROM_EMAIL = True, "nianbao@lushan.gov.cn"
    for person, days in ((cast.clerk, 8), (cast.colleague, 0)):
        person.email = f"{person.username}@lushan.gov.cn"
        person.save()
        Notice.objects.create(
            recipient=person, organ=cast.township, year=2022, about="remind", title="催报", words="请尽快提交。",
            at=timezone.now() - timedelta(days=days), mail="waiting",
        )  # fmt: skip


def run(capsys, *arguments):
    call_command("send_mail", *arguments)
    return capsys.readouterr().out


def test_what_waits_is_sent_once_and_old_news_is_not_sent_unless_asked_for(waiting, capsys):
    assert run(capsys) == "已发送 1 封，未能发送 0 封，结果不明 0 封\n"
    assert json.loads(run(capsys, "--json")) == {"sent": 0, "kept": 0, "unclear": 0}
    assert json.loads(run(capsys, "--json", "--days", "30")) == {"sent": 1, "kept": 0, "unclear": 0}
    assert [each.to for each in mail.outbox] == [["colleague@lushan.gov.cn"], ["clerk@lushan.gov.cn"]]


def test_what_could_not_be_sent_is_told_by_the_exit_code(waiting, capsys, settings):
    with mail_server(settings, greeting="554 go away"), pytest.raises(SystemExit) as end:
        run(capsys)
    assert (end.value.code, capsys.readouterr().out) == (1, "已发送 0 封，未能发送 1 封，结果不明 0 封\n")


def test_without_a_mail_server_the_command_says_so_and_sends_nothing(waiting, capsys, settings):
    settings.SENDS_MAIL = False
    with pytest.raises(CommandError, match="没有设置邮件服务器") as refusal:
        run(capsys)
    assert (refusal.value.returncode, mail.outbox) == (2, [])


@pytest.mark.parametrize("days", ["0", "-1", "99999999999"])
def test_days_that_are_none_are_not_understood(waiting, capsys, days):
    with pytest.raises(CommandError, match="--days") as refusal:
        run(capsys, "--days", days)
    assert refusal.value.returncode == 2
