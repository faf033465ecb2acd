"""How entries are linked: each by an HMAC with the key of the seals over its bytes and the HMAC before it."""

import hmac

from reports.models.audit import ONLY_END, AuditEnd, AuditEntry, AuditPurge
from reports.models.locking import lock
from reports.models.seal_key import SealKey

BEGINNING = BROKEN = b""  # what the first entry follows; the seal of an end that did not agree with its own


def mac_of(key: SealKey, algorithm: str, number: int, previous: bytes, body: bytes) -> bytes:
    """The HMAC of an entry, 32 bytes; ``ValueError`` for an algorithm that the library does not know."""
    head = f"audit-v1\0{algorithm}\0{number}\0".encode()
    return hmac.digest(key.secret, head + len(previous).to_bytes(2) + previous + body, algorithm)


def seal_of(key: SealKey, number: int, mac: bytes) -> bytes:
    """What says that the chain ended here once: nobody without the key can set the end back."""
    return key.mac(f"audit-end-v1\0{number}\0".encode() + mac)


def is_end_sound(key: SealKey, end: AuditEnd) -> bool:
    """Whether the end was written by the application with this key."""
    return end.key_name == key.name and bytes(end.seal) == seal_of(key, end.number, bytes(end.mac))


def is_true_end(key: SealKey, end: AuditEnd, last: AuditEntry | None) -> bool:
    """Whether the chain may go on from here as if nothing had happened: the end is sound, and nothing stands after it.

    Of an empty log there is no end yet.
    """
    if end.number == 0:
        return last is None and not AuditPurge.objects.exists()
    return is_end_sound(key, end) and not (last and last.number > end.number)


def locked_end() -> AuditEnd:
    """The end of the chain, locked until the transaction ends: whoever adds comes one after the other."""
    ends = AuditEnd.objects.filter(pk=ONLY_END)
    end = lock(ends).first()
    if end is None:
        AuditEnd.objects.bulk_create([AuditEnd(pk=ONLY_END, key_name="", seal=b"")], ignore_conflicts=True)
        end = lock(ends).get()
    return end
