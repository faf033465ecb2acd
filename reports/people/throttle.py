"""How many passwords and codes may be tried: a place is reserved before one is checked, however parallel the guessing.

A browser in which the person has signed in before has an allowance of its own: whoever guesses elsewhere, from the
same address or from many, cannot lock that person out. Codes of the second factor are counted beside the passwords:
who knows the password, and is given back its tries by it, has no more codes to try.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from reports.models.throttle import LONGEST_BROWSER, LONGEST_USERNAME, SignInTry

_LOCK = 0x5349474E  # the number that PostgreSQL's sessions agree on for the reservation of tries


@dataclass(frozen=True)
class Limit:
    """So many tries within a time, of those that ``of`` picks out for a name, an address and a browser."""

    tries: int
    within: timedelta
    of: Callable[[str, str, str], Q]


QUARTER = timedelta(minutes=15)
# A whole town hall may share one address, and one account may be guessed from many.
LIMITS = (
    Limit(5, QUARTER, lambda username, address, browser: Q(username=username, address=address, browser="")),
    Limit(20, timedelta(hours=1), lambda username, address, browser: Q(username=username, browser="")),
    Limit(50, QUARTER, lambda username, address, browser: Q(address=address, browser="")),
)
# Of a browser that is known. Who has stolen what makes it known may try no more than anybody else.
LIMITS_OF_A_BROWSER = (Limit(5, QUARTER, lambda username, address, browser: Q(username=username, browser=browser)),)
_LONGEST = max(limit.within for limit in (*LIMITS, *LIMITS_OF_A_BROWSER))


@dataclass(frozen=True)
class Reservation:
    """Whether a password may be checked now, how many more may be after it, and how long to wait after the last."""

    is_granted: bool
    left: int
    wait: timedelta


def reserve(username: str, address: str, browser: str = "", *, is_code: bool = False) -> Reservation:
    """Reserve one try, to be called before a password or a code is checked; a refused one writes nothing.

    ``browser`` identifies one in which that account has signed in before; empty is any other.
    """
    username, address, browser = username[:LONGEST_USERNAME], address[:45], browser[:LONGEST_BROWSER]
    standing = _standing(username, address, browser, is_code)
    if not standing.left:
        return standing
    with transaction.atomic():
        _one_at_a_time()
        standing = _standing(username, address, browser, is_code)
        if standing.left:
            now = timezone.now()
            SignInTry.objects.filter(at__lt=now - _LONGEST).delete()
            made = {"username": username, "address": address, "browser": browser, "is_code": is_code}
            SignInTry.objects.create(at=now, **made)
            return Reservation(True, standing.left - 1, standing.wait)
    return standing


def forget(username: str, address: str, browser: str = "", *, is_code: bool = False) -> None:
    """Give back the tries of a person who had the password or code; others' tries at the account stay counted."""
    own = Q(browser=browser) if browser else Q(address=address[:45], browser="")
    with transaction.atomic():
        _one_at_a_time()
        SignInTry.objects.filter(own, username=username[:LONGEST_USERNAME], is_code=is_code).delete()


def _one_at_a_time() -> None:
    """Let nobody else reserve until the transaction ends; SQLite's writers already wait for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _standing(username: str, address: str, browser: str, is_code: bool) -> Reservation:
    now: datetime = timezone.now()
    limits = LIMITS_OF_A_BROWSER if browser else LIMITS
    counts = {
        str(number): Count("pk", filter=limit.of(username, address, browser) & Q(at__gt=now - limit.within))
        for number, limit in enumerate(limits)
    }
    tried = SignInTry.objects.filter(Q(username=username) | Q(address=address), is_code=is_code)
    made = tried.aggregate(**counts)
    left = [max(limit.tries - made[str(number)], 0) for number, limit in enumerate(limits)]
    fewest = min(left)
    wait = max(limit.within for limit, each in zip(limits, left, strict=True) if each == fewest)
    return Reservation(False, fewest, wait)
