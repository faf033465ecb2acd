"""Reads the installation's settings from environment variables, each with a safe default."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


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


ROLES = ("clerk", "leader", "supervisor", "reader", "secrecy", "administrator")


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


LOCK_SECONDS, STATEMENT_SECONDS, IDLE_SECONDS = 5, 15, 15  # of PostgreSQL's sessions (security.md §4.2)


def postgresql(url: str, most_connections: int = 0, statement_seconds: int = STATEMENT_SECONDS) -> dict[str, Any]:
    """Django's database entry for ``postgresql://user:password@host:port/name?option=value``.

    ``most_connections`` is how many a process keeps in a pool; 0 is none, as behind a pool of its own (PgBouncer).
    ``statement_seconds`` after which the server gives up a statement; 0 is never.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://")
    sessions = (
        f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={statement_seconds}s"
        f" -c idle_in_transaction_session_timeout={IDLE_SECONDS}s"
    )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if most_connections else 60,  # the pool keeps them
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": sessions,
            **({"pool": connection_pool(most_connections)} if most_connections else {}),
            **dict(parse_qsl(parts.query)),
        },
    }


def connection_pool(most: int) -> dict[str, Any]:
    """What psycopg's pool of a process is told.

    Where the server is gone, whoever asks is told so after ``timeout`` seconds. A new connection is tried for as long
    and then no more until somebody asks again: left to itself the pool would try ever less often, and find the server
    minutes after it has come back.
    """
    return {"min_size": 1, "max_size": most, "timeout": 3, "reconnect_timeout": 3, "max_lifetime": 30 * 60}


class Storage(NamedTuple):
    """Where files that are brought and made lie: Django's storage, and the folder of those that lie in one."""

    backend: dict[str, Any]
    folder: Path


_S3_TLS = {"s3": True, "s3+http": False}


def storage(url: str, folder: Path) -> Storage:
    """Of ``STORAGE_URL``: empty for ``folder``, ``file:///shared/folder``, or ``s3://key:secret@host:port/bucket``.

    ``s3+http://`` is without TLS. With S3 ``folder`` holds nothing but what is being made.
    """
    plain = {"BACKEND": "config.stored_files.WholeFiles"}
    parts = urlsplit(url)
    if not url:
        return Storage(plain, folder)
    if parts.scheme == "file" and not parts.netloc and parts.path != "/":
        return Storage(plain, Path(unquote(parts.path)))
    if parts.scheme in _S3_TLS and parts.hostname and parts.username and parts.path.strip("/"):
        return Storage({"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3(parts)}, folder)
    raise ValueError("STORAGE_URL must be file:///folder, s3:// or s3+http://key:secret@host:port/bucket")


def _s3(parts: SplitResult) -> dict[str, Any]:
    """Nothing is public, no name is taken twice, and what is large is sent in parts."""
    scheme = "https" if _S3_TLS[parts.scheme] else "http"
    return {
        "endpoint_url": f"{scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}",
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": parts.path.strip("/"),
        "addressing_style": "path",
        "region_name": dict(parse_qsl(parts.query)).get("region", "us-east-1"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
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
