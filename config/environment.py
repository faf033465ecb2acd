"""Reads the installation's settings from environment variables, each with a safe default."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """``1``, ``true``, ``yes`` and ``on`` are true; anything else that is set is false."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    value = text(name)
    return int(value) if value else default


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


ROLES = ("clerk", "leader", "supervisor", "reader", "administrator")


def require_known(name: str, given: list[str], known: tuple[str, ...]) -> None:
    """``ValueError`` for a word that a setting does not know: a slip must not switch off what protects."""
    unknown = [word for word in given if word not in known]
    if unknown:
        raise ValueError(f"{name} knows {', '.join(known)}, not {', '.join(unknown)}")


def secret_key(folder: Path) -> str:
    """``SECRET_KEY``, or one made on the first start and kept in ``folder``, readable by its owner alone."""
    given = text("SECRET_KEY")
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "secret_key"
    if not path.exists():
        _write_whole(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


def _write_whole(path: Path, content: str) -> None:
    """Make the file with all of its content or not at all; of two processes at once, the first one's stands."""
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content)
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        os.unlink(unfinished)


def postgresql(url: str) -> dict[str, Any]:
    """Django's database entry for ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=15s",
            **dict(parse_qsl(parts.query)),
        },
    }


class MailServer(NamedTuple):
    """Where mails are handed in."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    uses_tls: bool = False  # from the first byte
    uses_starttls: bool = False


_MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


def mail_server(url: str) -> MailServer:
    """``smtp://``, ``smtps://`` or ``smtp+starttls://user:password@host:port``; an empty URL is no server."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL must be smtp://, smtps:// or smtp+starttls://user:password@host:port")
    return MailServer(
        parts.hostname,
        parts.port or _MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        uses_tls=parts.scheme == "smtps",
        uses_starttls=parts.scheme == "smtp+starttls",
    )
