"""Phones for tests: bound to an account, with the codes that they show now."""

import time

from django_otp.oath import TOTP

from reports.people.second_factor import enrol, new_key

STEP = 30


def code_of(key, *, steps=0):
    """The code that the phone with that key shows now, or so many steps of 30 seconds later."""
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time() + steps * STEP
    return f"{clock.token():06d}"


def wrong_code_of(key):
    """A code that the phone shows neither now nor around now."""
    shown = {code_of(key, steps=steps) for steps in range(-3, 4)}
    return next(code for code in (f"{number:06d}" for number in range(20)) if code not in shown)


def bind(user):
    """Bind a phone by the code of the step before, so that the present one is still good; its key and the codes."""
    key = new_key()
    codes = enrol(user, key, code_of(key, steps=-1))
    assert codes
    return key, codes
