"""How many passwords may be tried: a place is reserved before a password is checked, however parallel the guessing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.utils import timezone

LONGEST_USERNAME = 40
_LOCK = 0x5349474E  # the number that PostgreSQL's sessions agree on for the reservation of tries


class SignInTry(models.Model):
    """One password that was tried for a name from an address, whether or not there is such an account."""

    username = models.CharField(max_length=LONGEST_USERNAME)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["username", "at"], name="tries_of_a_username"),
            models.Index(fields=["address", "at"], name="tries_from_an_address"),
        ]
        verbose_name = verbose_name_plural = "登录尝试"

    def __str__(self) -> str:
        return f"{self.username} {self.address}"


@dataclass(frozen=True)
class Limit:
    """So many tries within a time, of those that ``of`` picks out."""

    tries: int
    within: timedelta
    of: Callable[[str, str], Q]


QUARTER = timedelta(minutes=15)
# A whole town hall may share one address, and one account may be guessed from many.
LIMITS = (
    Limit(5, QUARTER, lambda username, address: Q(username=username, address=address)),
    Limit(20, timedelta(hours=1), lambda username, address: Q(username=username)),
    Limit(50, QUARTER, lambda username, address: Q(address=address)),
)
_LONGEST = max(limit.within for limit in LIMITS)


@dataclass(frozen=True)
class Reservation:
    """Whether a password may be checked now, how many more may be after it, and how long to wait after the last."""

    is_granted: bool
    left: int
    wait: timedelta


def reserve(username: str, address: str) -> Reservation:
    """Reserve one try, to be called before a password is checked; a refused one writes nothing."""
    username, address = username[:LONGEST_USERNAME], address[:45]
    standing = _standing(username, address)
    if not standing.left:
        return standing
    with transaction.atomic():
        _one_at_a_time()
        standing = _standing(username, address)
        if standing.left:
            now = timezone.now()
            SignInTry.objects.filter(at__lt=now - _LONGEST).delete()
            SignInTry.objects.create(username=username, address=address, at=now)
            return Reservation(True, standing.left - 1, standing.wait)
    return standing


def forget(username: str, address: str) -> None:
    """Give back the tries of a person who knew the password; others' tries at the account stay counted."""
    SignInTry.objects.filter(username=username[:LONGEST_USERNAME], address=address[:45]).delete()


def _one_at_a_time() -> None:
    """Let nobody else reserve until the transaction ends; SQLite's writers already wait for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _standing(username: str, address: str) -> Reservation:
    now: datetime = timezone.now()
    counts = {
        str(number): Count("pk", filter=limit.of(username, address) & Q(at__gt=now - limit.within))
        for number, limit in enumerate(LIMITS)
    }
    made = SignInTry.objects.filter(Q(username=username) | Q(address=address)).aggregate(**counts)
    left = [max(limit.tries - made[str(number)], 0) for number, limit in enumerate(LIMITS)]
    fewest = min(left)
    wait = max(limit.within for limit, each in zip(LIMITS, left, strict=True) if each == fewest)
    return Reservation(False, fewest, wait)
