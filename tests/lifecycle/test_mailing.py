"""Notices by e-mail: after the commit, beside the request, at most once, whatever the mail server does."""

import threading
import time

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections, transaction

from reports.lifecycle import editing, mailing
from reports.lifecycle.editing import Edit
from reports.lifecycle.mailing import THREAD, MailOutcome, send
from reports.lifecycle.notifications import REMIND, notify
from reports.lifecycle.opening import fill, open_report
from reports.models import Membership, Notice, Organ, Role, User
from tests.conftest import YEAR
from tests.deciding import perform, seen
from tests.mail_server import mail_server

WORDS = "请于2023年1月20日前完成年度报告填报并提交审核。"
REASON = "第五部分没有逐项写明改进情况，请补充。"


@pytest.fixture
def posted(settings):
    """An installation with a mail server."""
    settings.SENDS_MAIL = True
    settings.DEFAULT_FROM_EMAIL = "年报系统 <nianbao@lushan.gov.cn>"
    settings.SITE_URL = "https://nianbao.lushan.gov.cn/"


@pytest.fixture
def people(cast):
    """The clerk, the colleague and the supervisor have an address, the others none."""
    for person in (cast.clerk, cast.colleague, cast.supervisor):
        person.email = f"{person.username}@lushan.gov.cn"
        person.save()
    return cast


def told(people, *usernames):
    """A reminder to each of them, which waits to be mailed."""
    users = [User.objects.get(username=username) for username in usernames or ("clerk", "colleague")]
    notify(REMIND, YEAR, WORDS, [(people.township.pk, each) for each in users])
    return Notice.objects.all()


def states():
    return list(Notice.objects.order_by("pk").values_list("mail", flat=True))


def until_mailed():
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(20)


def report_of(cast, seed):
    report = open_report(cast.township, YEAR, cast.clerk)
    fill(report.pk, cast.clerk, seed)
    return report


# --- What is mailed -------------------------------------------------------------------------------


def test_without_a_mail_server_nothing_is_tried_and_nothing_waits(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        told(people)
    assert (states(), callbacks) == (["none", "none"], [])


def test_only_who_has_an_address_is_mailed(posted, people):
    told(people, "clerk", "leader", "supervisor")
    assert states() == ["waiting", "none", "waiting"]


def test_a_mail_says_what_happened_and_where_to_sign_in(posted, people):
    assert send(told(people, "clerk")) == MailOutcome(sent=1)
    (sent,) = mail.outbox
    assert (sent.to, sent.from_email) == (["clerk@lushan.gov.cn"], "年报系统 <nianbao@lushan.gov.cn>")
    assert sent.subject == "背孜乡人民政府 2022 年度报告：催报"
    assert sent.body.split("\n\n") == [
        "李某某：",
        WORDS,
        "请登录政府信息公开工作年度报告填报系统查看：\nhttps://nianbao.lushan.gov.cn/",
        "本邮件由系统自动发送，请勿回复。\n",
    ]
    headers = sent.message()
    assert headers["Message-ID"] == f"<notice-{Notice.objects.get().pk}@lushan.gov.cn>"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_carries_no_figure_no_text_and_no_reason(posted, people, filled):
    text = filled.stored_texts()["problems"]
    editing.save(filled.pk, people.clerk, [Edit("problems", text, f"{text}\n机密的草稿内容。")])
    perform("submit", filled.pk, people.clerk)
    perform("return", filled.pk, people.supervisor, reason=REASON)
    send(Notice.objects.all())
    assert {recipient for each in mail.outbox for recipient in each.to} == {
        f"{name}@lushan.gov.cn" for name in ("supervisor", "clerk", "colleague")
    }
    for each in mail.outbox:
        whole = f"{each.subject}{each.body}"
        assert ("机密" in whole, REASON in whole, "年度报告" in whole) == (False, False, True)


@pytest.mark.parametrize("name", ["背孜乡\r\nBcc: everybody@example.com", "背孜乡\nSubject: 假"])
def test_a_line_break_in_a_name_makes_no_header(posted, people, name):
    Organ.objects.filter(pk=people.township.pk).update(name=name)
    assert send(told(people, "clerk")) == MailOutcome(sent=1)
    headers = mail.outbox[0].message()
    assert (headers["Bcc"], len(headers.get_all("Subject"))) == (None, 1)


def test_an_address_with_a_line_break_is_refused_and_holds_up_nobody(posted, people):
    User.objects.filter(username="clerk").update(email="a@b.cn\r\nBcc: c@d.cn")
    assert send(told(people)) == MailOutcome(sent=1, kept=1)
    assert states() == ["waiting", "sent"]


def test_a_disabled_account_is_mailed_nothing(posted, people):
    waiting = told(people)
    User.objects.filter(username="clerk").update(is_active=False)
    assert send(waiting) == MailOutcome(sent=1)
    assert [each.to for each in mail.outbox] == [["colleague@lushan.gov.cn"]]


# --- When, and how often --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_transition_is_mailed_when_it_stands(posted, people, seed):
    perform("submit", report_of(people, seed).pk, people.clerk)
    until_mailed()
    assert [each.to for each in mail.outbox] == [["supervisor@lushan.gov.cn"]]
    assert states() == ["sent"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_mailed(posted, people, seed):
    report = report_of(people, seed)
    with transaction.atomic():
        perform("submit", report.pk, people.clerk)
        transaction.set_rollback(True)
    until_mailed()
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_what_was_sent_is_not_sent_again(posted, people):
    waiting = told(people)
    assert (send(waiting), send(waiting), len(mail.outbox)) == (MailOutcome(sent=2), MailOutcome(), 2)


@pytest.mark.django_db(transaction=True)
def test_of_senders_at_once_each_mail_is_sent_by_one(posted, people, monkeypatch, settings):
    monkeypatch.setattr(mailing, "send_after_commit", lambda notices: None)
    for _ in range(10):
        told(people)
    slow = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, each: (time.sleep(0.01), slow(self, each))[1])
    barrier, outcomes = threading.Barrier(4), []

    def send_all():
        barrier.wait()
        outcomes.append(send(Notice.objects.all()))
        connections.close_all()

    threads = [threading.Thread(target=send_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    identities = [each.extra_headers["Message-ID"] for each in mail.outbox]
    assert (len(identities), len(set(identities))) == (20, 20)
    assert sum(outcome.sent for outcome in outcomes) == 20
    assert set(states()) == {"sent"}


# --- A mail server that does not do its part ------------------------------------------------------


def test_through_a_server_that_works_the_mail_arrives_as_it_was_written(posted, people, settings):
    with mail_server(settings) as server:
        assert send(told(people)) == MailOutcome(sent=2)
    assert len(server.taken) == 2
    assert "To: clerk@lushan.gov.cn" in server.taken[0]


@pytest.mark.parametrize(
    ("behaviour", "outcome", "left"),
    [
        ({"greeting": None}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"greeting": "554 go away"}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"answers": {"EHLO": "421 busy", "HELO": "421 busy"}}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"answers": {"MAIL": "550 not you"}}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"answers": {"RCPT": "550 unknown"}}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"answers": {"RCPT": "421 busy"}}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"answers": {"DATA": "452 full"}}, MailOutcome(kept=2), ["waiting", "waiting"]),
        ({"answers": {".": "552 too much"}}, MailOutcome(kept=2), ["waiting", "waiting"]),
        # It may have taken the first one, and so that is not tried again.
        ({"answers": {".": None}}, MailOutcome(kept=1, unclear=1), ["claimed", "waiting"]),
        ({"answers": {"MAIL": None}}, MailOutcome(kept=1, unclear=1), ["claimed", "waiting"]),
    ],
)
@pytest.mark.timeout(60)
def test_what_the_server_does_not_take_is_kept_and_sent_later(posted, people, settings, behaviour, outcome, left):
    waiting = told(people)
    with mail_server(settings, **behaviour) as server:
        assert send(waiting) == outcome
    assert states() == left
    with mail_server(settings) as server:
        assert send(waiting) == MailOutcome(sent=left.count("waiting"))
    assert len(server.taken) == left.count("waiting")


def test_where_no_server_is_all_is_kept(posted, people, settings):
    with mail_server(settings):
        pass
    assert send(told(people)) == MailOutcome(kept=2)


def test_nothing_of_a_failure_that_is_logged_names_an_address(posted, people, settings, caplog):
    with mail_server(settings, answers={"RCPT": "550 unknown"}):
        send(told(people, "clerk"))
    assert "was refused: SMTPRecipientsRefused" in caplog.text
    assert "lushan.gov.cn" not in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("behaviour", [{"greeting": None}, {"answers": {".": None}}, {"answers": {"RCPT": "550 no"}}])
def test_a_transition_waits_for_no_mail_server(posted, people, seed, settings, as_user, behaviour):
    report = report_of(people, seed)
    client = as_user(people.clerk)
    address, looked_at = f"/reports/beizi/{YEAR}/submit/", seen()
    with mail_server(settings, **behaviour):
        settings.EMAIL_TIMEOUT = 6
        started = time.monotonic()
        assert client.post(address, looked_at).url == f"/reports/beizi/{YEAR}/submitted/"
        assert time.monotonic() - started < settings.EMAIL_TIMEOUT
        until_mailed()
    report.refresh_from_db()
    assert report.status == "in_review"
    assert [each.recipient for each in Notice.objects.all()] == [people.supervisor]
    assert states() != ["sent"]


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_cannot_be_started_fails_no_transition(posted, people, seed, monkeypatch):
    monkeypatch.setattr(threading.Thread, "start", lambda self: 1 / 0)
    perform("submit", report_of(people, seed).pk, people.clerk)
    assert states() == ["waiting"]


def test_a_sender_that_was_killed_leaves_its_mail_unclear_for_good(posted, people, monkeypatch):
    def killed(self, messages):
        raise KeyboardInterrupt

    waiting = told(people)
    with monkeypatch.context() as dying:
        dying.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(KeyboardInterrupt):
            send(waiting)
    assert states() == ["claimed", "waiting"]
    assert send(waiting) == MailOutcome(sent=1)


def test_reminding_a_whole_county_asks_as_often_as_reminding_one(posted, people, django_assert_num_queries):
    for number in range(30):
        user = User.objects.create_user(f"p{number}", None, full_name="某", email=f"p{number}@lushan.gov.cn")
        Membership.objects.create(user=user, organ=people.township, role=Role.CLERK)
    everybody = [(people.township.pk, user) for user in User.objects.all()]
    with django_assert_num_queries(1):
        notify(REMIND, YEAR, "请尽快提交。", everybody)
