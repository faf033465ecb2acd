"""The second factor of an account: codes by time from a phone (TOTP, RFC 6238), and recovery codes on paper.

The devices are django-otp's, which slows guessing down ever more and takes no code twice. Each is looked at and
changed under the lock of its account. Recovery codes are kept as keyed hashes: who copies the database has none.
"""

import secrets
import time
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from reports.models.locking import lock
from reports.models.organs import User
from reports.people.factor_acts import FactorAct, note
from reports.people.sessions import end_sessions

RECOVERY_CODES, LOW_ON_CODES = 10, 3
CODE_DIGITS, RECOVERY_DIGITS = 6, 12
KEY_BYTES = 20  # as RFC 4226 recommends
PHONE, PAPER = "phone", "recovery"  # the names of the devices
_BETWEEN = {" ", "\t", "-", "–", "—"}
_SKEWED_STEPS = 120  # of 30 seconds, within which a wrong clock is recognised: an hour either way


class CodeAnswer(Enum):
    """What became of a code."""

    TAKEN = auto()
    RECOVERED = auto()  # a recovery code, of which there is one less now
    WRONG = auto()
    USED = auto()  # it was right, and has been used
    TOO_SOON = auto()  # not looked at: so many were wrong that some time must pass


@dataclass(frozen=True)
class CodeVerdict:
    """What became of a code, and where it was not looked at, how many seconds are to pass."""

    answer: CodeAnswer
    wait: int = 0

    @property
    def is_taken(self) -> bool:
        return self.answer in (CodeAnswer.TAKEN, CodeAnswer.RECOVERED)


class _NotConfirmed(Exception):
    """Ends an enrolment of which nothing shall stay."""


def digits_of(typed: str) -> str:
    """The digits of a code as somebody typed it: full-width ones are plain ones, blanks and dashes are nothing."""
    return "".join(each for each in unicodedata.normalize("NFKC", typed) if each not in _BETWEEN)


def has_second_factor(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def phone_of(user: User) -> TOTPDevice | None:
    """The phone that makes the account's codes, with when it was bound and last used."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user: User) -> int:
    """How many recovery codes have not been used."""
    return sum(each.token_set.count() for each in StaticDevice.objects.filter(user=user))


def is_required_of(user: User) -> bool:
    """Whether the installation wants a second factor of somebody with these roles."""
    wanted = set(settings.SECOND_FACTOR_REQUIRED)
    if settings.DEMONSTRATION or not wanted:
        return False
    return (user.is_administrator and "administrator" in wanted) or bool({role for _, role in user.roles} & wanted)


def new_key() -> str:
    """A key for a phone, in hexadecimal; it counts for nothing until it was confirmed by a code."""
    return random_hex(KEY_BYTES)


def unbound(user: User, key: str) -> TOTPDevice:
    """A phone with that key as it would be bound, for its address and its key; it is stored nowhere."""
    return TOTPDevice(user=user, name=PHONE, key=key)


@transaction.atomic
def enrol(user: User, key: str, code: str) -> list[str] | None:
    """Bind the phone that has made the code, in place of any before, and end every session of the account.

    Answers the new recovery codes, which are never told again; ``None`` where the code is not the key's of now.
    """
    lock(User.objects.all()).get(pk=user.pk)
    try:
        with transaction.atomic():
            _forget_devices(user)
            device = unbound(user, key)
            device.save()
            if not (len(code) == CODE_DIGITS and device.verify_token(code)):
                raise _NotConfirmed
    except _NotConfirmed:
        return None
    codes = _new_codes(user)
    end_sessions(user.sessions.all())
    note(FactorAct.ENROLLED, user, user)
    return codes


@transaction.atomic
def renew_codes(user: User) -> list[str] | None:
    """New recovery codes in place of those before; ``None`` where the account has no second factor."""
    lock(User.objects.all()).get(pk=user.pk)
    if not has_second_factor(user):
        return None
    note(FactorAct.CODES_RENEWED, user, user)
    return _new_codes(user)


@transaction.atomic
def remove(user: User) -> None:
    """Take the own second factor away; whoever must have one is asked for a new one."""
    lock(User.objects.all()).get(pk=user.pk)
    if _forget_devices(user):
        note(FactorAct.REMOVED, user, user)


def take_away(account: User, by: User | None) -> bool:
    """Take another one's second factor away and sign the account out, under its lock; whether there was one."""
    had_one = _forget_devices(account)
    if had_one:
        end_sessions(account.sessions.all())
        note(FactorAct.RESET, account, by)
    return had_one


@transaction.atomic
def check_code(user: User, code: str) -> CodeVerdict:
    """Look at a code once: one of the phone's, or a recovery code, which is used up by it."""
    lock(User.objects.all()).get(pk=user.pk)
    return check_locked(user, code)


def check_locked(user: User, code: str) -> CodeVerdict:
    """The same under the account's lock."""
    kind = StaticDevice if len(code) == RECOVERY_DIGITS else TOTPDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    verdict = _checked(device, code) if device and code.isascii() and code.isdigit() else CodeVerdict(CodeAnswer.WRONG)
    if verdict.answer is CodeAnswer.RECOVERED:
        note(FactorAct.RECOVERY_CODE_USED, user, user)
    elif not verdict.is_taken:
        note(FactorAct.CODE_REFUSED, user, user)
    return verdict


def minutes_off(key: str, code: str) -> int | None:
    """By how many minutes the phone that made the code is ahead of our clock; ``None`` where it is not the key's.

    Told only to whoever was shown the key: anybody else would learn by it which code will be right later.
    """
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time()
    if len(code) == CODE_DIGITS and code.isascii() and code.isdigit() and clock.verify(int(code), _SKEWED_STEPS):
        return round(clock.drift / 2)
    return None


def _checked(device: TOTPDevice | StaticDevice, code: str) -> CodeVerdict:
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        left = (why["locked_until"] - timezone.now()).total_seconds()
        return CodeVerdict(CodeAnswer.TOO_SOON, max(int(left) + 1, 1))
    if isinstance(device, StaticDevice):
        return CodeVerdict(CodeAnswer.RECOVERED if device.verify_token(_hidden(device, code)) else CodeAnswer.WRONG)
    last_used = device.last_t
    if len(code) == CODE_DIGITS and device.verify_token(code):
        return CodeVerdict(CodeAnswer.TAKEN)
    if len(code) != CODE_DIGITS:
        device.throttle_increment()
    return CodeVerdict(CodeAnswer.USED if last_used >= 0 and _is_of(device, code) else CodeAnswer.WRONG)


def _is_of(device: TOTPDevice, code: str) -> bool:
    """Whether a code that was refused is one that the phone shows now, and so has been used."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time()
    return len(code) == CODE_DIGITS and clock.verify(int(code), device.tolerance)


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    paper = StaticDevice.objects.create(user=user, name=PAPER)
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}" for _ in range(RECOVERY_CODES)]
    for code in codes:
        paper.token_set.create(token=_hidden(paper, code))
    return codes


def _hidden(paper: StaticDevice, code: str) -> str:
    """What is kept of a recovery code: 64 bits of a hash with the installation's secret key."""
    return salted_hmac(f"recovery code {paper.pk}", code, algorithm="sha256").hexdigest()[:16]


def _forget_devices(user: User) -> bool:
    papers, _ = StaticDevice.objects.filter(user=user).delete()
    phones, _ = TOTPDevice.objects.filter(user=user).delete()
    return bool(papers or phones)
