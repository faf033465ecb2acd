"""Writing the log: in the transaction of the act, as the last thing of it, or in a short one where there is none.

What would flood it (refusals, failed sign-ins) is written the first, the tenth, the hundredth time … within a minute.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Model
from django.utils import timezone

from reports.audit.chain import BROKEN, is_true_end, locked_end, mac_of, seal_of
from reports.audit.circumstances import at_the_machine, circumstances, fingerprint, name_of
from reports.models.audit import LONGEST_DETAIL, LONGEST_NAME, SEARCHED, AuditAction, AuditEntry, AuditOutcome
from reports.models.organs import User
from reports.models.seal_key import kept_seal_key, seal_key
from reports.models.sealing import sealing
from reports.models.seals import Seal

logger = logging.getLogger(__name__)
MINUTE, HOUR = 60, 60 * 60
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
Details = Mapping[str, object]


def record(
    action: AuditAction,
    about: str = "",
    details: Details | None = None,
    *,
    by: User | None = None,
    outcome: AuditOutcome = AuditOutcome.OK,
) -> None:
    """Log what was done, to what, and particulars by their Chinese name; never a password, a token or narrative text.

    ``by`` is whoever is signed in, where it is not given. It is written at the end of what is sealed together and with
    it: whoever logs an act that writes sealed rows does so within ``sealing()``. Without the entry there is no act.
    """
    now = circumstances.get()
    actor = by or now.actor()
    said = {
        "actor": actor.pk if actor else None,
        "person": (name_of(actor) if actor else "" if now.request else at_the_machine())[:LONGEST_NAME],
        "address": now.address,
        "session": fingerprint(now.session()),
        "request": now.request,
        "action": str(action),
        "outcome": str(outcome),
        "about": _plain(about),
        "details": {name: _plain(value) for name, value in (details or {}).items() if value not in (None, "")},
    }
    with sealing() as door:
        door.last.append(partial(_append, said))


def changes(before: Model, after: Model, fields: Iterable[str]) -> dict[str, str]:
    """What differs in these fields of a row, by their Chinese name: what it was and what it is."""
    found = {}
    for name in fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = str(before._meta.get_field(name).verbose_name)
            found[label] = f"{_read(before, name, old)} → {_read(after, name, new)}"
    return found


def record_if_possible(action: AuditAction, about: str = "", details: Details | None = None, **more: object) -> None:
    """The same of what was only looked at: a disk that is full lets nobody write, and lets people read all the same.

    The log of the process says then what could not be kept. Where the key was lost nothing is written either: the
    first thing to say is that, not to make another key by looking.
    """
    try:
        if kept_seal_key() is None and Seal.objects.exists():
            logger.error("The audit log could not be written without its key: %s, %s", action, _plain(about))
            return
        record(action, about, details, **more)
    except (DatabaseError, OSError):
        logger.exception("The audit log could not be written: %s, %s", action, _plain(about))


def record_now_and_then(
    key: str, action: AuditAction, about: Callable[[], str] = str, details: Details | None = None, **more: object
) -> None:
    """Log the first, tenth, hundredth time … in a minute that the same thing happens, with how often it has by then.

    ``key`` is what counts as the same; ``about`` is asked only where it is logged. Each process counts for itself.
    """
    minute = f"audit:{action}:{key}:{timezone.now():%H%M}"
    cache.add(minute, 0, 2 * MINUTE)
    try:
        times = cache.incr(minute)
    except ValueError:  # the cache has thrown it out meanwhile
        times = 1
    if times == 10 ** (len(str(times)) - 1):
        counted = {**(details or {}), "本分钟第几次": times if times > 1 else None}
        record_if_possible(action, about(), counted, **more)


def record_once_an_hour(key: str, action: AuditAction, about: str = "", details: Details | None = None) -> None:
    """Log it where this process has not logged the same within the hour; otherwise nothing is asked of the database."""
    if cache.add(f"audit:{action}:{key}", 1, HOUR):
        record_if_possible(action, about, details)


def _append(said: dict[str, object]) -> None:
    """Add it to the chain. An end that does not agree with what was written stays marked, until all is sealed anew."""
    end, key, now = locked_end(), seal_key(), timezone.now()
    last = AuditEntry.objects.order_by("-number").only("number", "mac").first()
    is_sound = said["action"] == AuditAction.RESEALED or is_true_end(key, end, last)
    number, previous = end.number + 1, bytes(end.mac)
    if last and last.number > end.number:  # the log goes on, whatever was put in there
        number, previous = last.number + 1, bytes(last.mac)
    body = json.dumps(
        {"number": number, "at": now.isoformat(), **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    algorithm = settings.AUDIT_ALGORITHM
    mac = mac_of(key, algorithm, number, previous, body)
    searched = {name: said[name] for name in SEARCHED}
    chained = {"previous_mac": previous, "mac": mac, "key_name": key.name, "algorithm": algorithm}
    AuditEntry.objects.create(number=number, at=now, body=body, **searched, **chained)
    end.number, end.mac, end.key_name = number, mac, key.name
    end.seal = seal_of(key, number, mac) if is_sound else BROKEN
    end.save(update_fields=["number", "mac", "key_name", "seal"])


def _read(row: Model, name: str, value: object) -> str:
    """A value as a person reads it; nothing as a dash."""
    if isinstance(value, bool):
        return "是" if value else "否"
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else value) if value not in (None, "") else "—"


def _plain(value: object) -> object:
    """A value on one line: nothing that breaks a line, hides or turns around what stands beside it."""
    if isinstance(value, int):
        return value
    text = _UNPRINTABLE.sub(" ", str(value))
    return text if len(text) <= LONGEST_DETAIL else f"{text[: LONGEST_DETAIL - 1]}…"
