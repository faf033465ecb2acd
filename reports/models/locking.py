"""The one lock of the house, and the one order in which rows are locked.

1. accounts, by key
2. organs, by key
3. reports, by key

Whoever needs several kinds takes them in this order, and several rows of one kind by their key. What belongs to one
of them (memberships, sessions, second factors, phrases, extensions; values, texts, explanations, opinions, events of a
report) has no lock of its own: it is written under the lock of the row that it belongs to. A person's notices come
last. Tries to sign in have a lock of their own, an advisory one in ``people/throttle.py``, within which nothing else
is locked. So has an archive of earlier reports: whoever works on it claims it first, and locks what it stores
afterwards.

Only locks that leave the key alone (``FOR NO KEY UPDATE``) are taken: a row that merely refers to an account, an
organ or a report, as every notice and every event does, shares its key and never waits for who works on it. The one
exception is a change of an organ's name, which is unique and so counts as a key: PostgreSQL then lets nobody refer to
the organ until the end of the transaction, and so that transaction locks no report.
"""

from typing import TypeVar

from django.db.models import QuerySet

Rows = TypeVar("Rows", bound=QuerySet)


def lock(rows: Rows) -> Rows:
    """The rows, locked until the transaction ends, in the order of their keys; related rows stay free."""
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)
