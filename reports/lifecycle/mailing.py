"""Notices by e-mail: sent after the transaction that wrote them, beside the request, each at most once.

What cannot be handed to the mail server stays with its notice until ``manage.py send_mail`` tries again. A
mail server that is down, slow or refuses neither delays nor fails what the notices are about.
"""

import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction

from reports.models.notices import Mail, Notice, NoticeQuerySet
from reports.models.organs import User
from reports.official.wording import SYSTEM_NAME

THREAD = "mail"
# The server has answered that it does not take this mail, or the mail could not even be put together.
REFUSALS = (SMTPRecipientsRefused, SMTPResponseException, SMTPNotSupportedError, ValueError)
logger = logging.getLogger(__name__)


@dataclass
class MailOutcome:
    """What became of the mails: ``kept`` can be tried again, of ``unclear`` nobody knows whether they arrived."""

    sent: int = 0
    kept: int = 0
    unclear: int = 0


def wanted_by(recipient: User) -> Mail:
    """Whether a notice for that person is to be mailed too."""
    return Mail.WAITING if settings.SENDS_MAIL and recipient.email else Mail.NONE


def send_after_commit(notices: Iterable[Notice]) -> None:
    """Have those of the notices that wait for it mailed once the transaction stands, in a thread of its own."""
    if waiting := [notice.pk for notice in notices if notice.mail == Mail.WAITING]:
        # No functools.partial: Django's report of a robust one that fails fails itself.
        transaction.on_commit(lambda: _start(waiting), robust=True)


def send(notices: NoticeQuerySet) -> MailOutcome:
    """Mail those of the notices that wait for it; not to be called within a transaction.

    A server that cannot be reached or breaks off ends the attempt. An account that was disabled is told nothing.
    """
    waiting = notices.filter(mail=Mail.WAITING, recipient__is_active=True).exclude(recipient__email="")
    server = get_connection()
    try:
        return _send_each(server, list(waiting.order_by("pk").values_list("pk", flat=True)))
    finally:
        _close(server)


def message(notice: Notice) -> EmailMessage:
    """What happened and where to sign in; nothing of what the report says."""
    organ, person = notice.organ, notice.recipient
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=" ".join(f"{organ} {notice.year} 年度报告：{notice.title}".split()),
        body=f"{person}：\n\n{notice.words}\n\n请登录{SYSTEM_NAME}查看：\n{settings.SITE_URL}\n\n"
        "本邮件由系统自动发送，请勿回复。\n",
        to=[person.email],
        headers={"Message-ID": f"<notice-{notice.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _start(keys: list[int]) -> None:
    threading.Thread(target=_send_in_thread, args=(keys,), name=THREAD, daemon=True).start()


def _send_in_thread(keys: list[int]) -> None:
    try:
        send(Notice.objects.filter(pk__in=keys))
    except Exception:
        logger.exception("Notices were not mailed")
    finally:
        connections.close_all()


def _send_each(server: BaseEmailBackend, keys: list[int]) -> MailOutcome:
    outcome = MailOutcome()
    for position, key in enumerate(keys):
        try:
            server.open()  # unless it is open already
        except OSError as error:
            _log("The mail server cannot be reached", error)
            outcome.kept += len(keys) - position
            break
        if not Notice.objects.filter(pk=key, mail=Mail.WAITING).update(mail=Mail.CLAIMED):
            continue  # another sender has it
        became = _hand_over(server, key)
        outcome.sent += became == Mail.SENT
        outcome.kept += became == Mail.WAITING
        if became == Mail.CLAIMED:
            outcome.unclear, outcome.kept = 1, outcome.kept + len(keys) - position - 1
            break
        if became == Mail.WAITING:
            _close(server)  # a server that refuses may also have hung up
    return outcome


def _hand_over(server: BaseEmailBackend, key: int) -> Mail:
    """Send the mail that was claimed; how far it has come then."""
    became = Mail.SENT
    try:
        server.send_messages([message(Notice.objects.select_related("recipient", "organ").get(pk=key))])
    except REFUSALS as error:
        _log(f"The mail of notice {key} was refused", error)
        became = Mail.WAITING
    except OSError as error:
        # Broken off in the middle: it may have been taken, and so it is not tried again.
        _log(f"The mail of notice {key} was broken off", error)
        return Mail.CLAIMED
    Notice.objects.filter(pk=key).update(mail=became)
    return became


def _close(server: BaseEmailBackend) -> None:
    with suppress(OSError):
        server.close()


def _log(what: str, error: Exception) -> None:
    """Without the error's own words, which may hold addresses."""
    logger.warning("%s: %s %s", what, type(error).__name__, getattr(error, "smtp_code", ""))
