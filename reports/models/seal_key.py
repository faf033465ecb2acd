"""The key of the seals: a file of its own, readable by its owner alone, in no backup and never in the database."""

import contextlib
import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

BYTES = 32  # as long as what SHA-256 gives


@dataclass(frozen=True)
class SealKey:
    """The secret, and by what a seal says that it was made with this one: 8 hexadecimal digits that tell nothing."""

    name: str
    secret: bytes

    def mac(self, message: bytes) -> bytes:
        """HMAC-SHA-256, 32 bytes."""
        return hmac.digest(self.secret, message, "sha256")


def seal_key() -> SealKey:
    """The installation's key, made where there is none yet; ``OSError`` where it can be neither read nor written."""
    path = Path(settings.SEAL_KEY_FILE)
    if not path.exists():
        _made(path)
    return _read(path)


def kept_seal_key() -> SealKey | None:
    """The key that is there; ``None`` where there is none, or the file holds none."""
    try:
        return _read(Path(settings.SEAL_KEY_FILE))
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=4)
def _read_once(path: Path, written: int) -> SealKey:
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(secret) != BYTES:
        raise ValueError(f"{path.name} holds {len(secret)} bytes, not {BYTES}")
    return SealKey(hmac.digest(secret, b"name of the key", "sha256").hex()[:8], secret)


def _read(path: Path) -> SealKey:
    return _read_once(path, path.stat().st_mtime_ns)


def _made(path: Path) -> None:
    """Write a new key whole or not at all; of two processes at once, the first one's stands."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        os.unlink(unfinished)
