"""An upgrade tried on a copy: a backup restored beside the installation, migrated and verified there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

ENDING = "_rehearsal"
"""What the database of a rehearsal on PostgreSQL is called beyond the name of the installation's."""
LONGEST = 3 * 3600  # seconds


class RehearsalFault(Exception):
    """The copy could not be migrated or verified, in a Chinese sentence."""


def rehearse(snapshot: Path) -> bool:
    """Restore, migrate and verify a copy; raises ``RehearsalFault``.

    ``False`` where PostgreSQL's account may make no database for it, so that nothing was tried.
    """
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".rehearsal-") as data, _database() as url:
        if url is None:
            return False
        told = {"DATA_DIR": data, "DATABASE_URL": url, "SECRET_KEY": "of a rehearsal only"}
        # What is proved of the copy is proved by the key of the original; where its log ends outside is not the copy's.
        told |= {"SEAL_KEY_FILE": str(settings.SEAL_KEY_FILE), "AUDIT_HEAD_FILE": ""}
        _run(os.environ | told, "restore", str(snapshot))
        _run(os.environ | told, "check")
    return True


@contextmanager
def _database() -> Iterator[str | None]:
    """The address of an empty database that is there for the time being; empty for SQLite's in the data folder."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = connection.ops.quote_name(f"{connection.settings_dict['NAME']}{ENDING}")
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
    except DatabaseError:
        yield None
        return
    try:
        parts = urlsplit(settings.DATABASE_URL)
        yield parts._replace(path=f"{parts.path}{ENDING}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def _run(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False)
    if ended.returncode:
        said = [line for line in (ended.stdout + ended.stderr).splitlines() if line.strip()]
        wrong = [line.strip() for line in said if line.startswith("不符")] or said[-1:]
        raise RehearsalFault(f"在副本上试升级没有成功：{wrong[0] if wrong else ended.returncode}")
