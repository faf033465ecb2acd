"""Which release of the program this is, and which lie beside it (``installing/releases.py`` writes them)."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from reports.operations.backups import applied_migrations

RELEASE = "release.json"


@dataclass(frozen=True)
class InstalledRelease:
    """A release on this machine; ``installed`` is none where nobody wrote it down."""

    version: str
    commit: str
    installed: datetime | None


def this_release() -> InstalledRelease | None:
    """The release that runs; ``None`` for a checkout, which is no release."""
    return _read(settings.BASE_DIR / RELEASE)


def other_releases() -> list[InstalledRelease]:
    """The releases beside this one, the newest first."""
    here = this_release()
    if here is None:
        return []
    found = [_read(path) for path in settings.BASE_DIR.resolve().parent.glob(f"*/{RELEASE}")]
    others = [each for each in found if each and each.version != here.version]
    return sorted(others, key=lambda each: each.installed.timestamp() if each.installed else 0, reverse=True)


def schema() -> str:
    """The last migration of the reports' tables."""
    return next((each for each in applied_migrations() if each.startswith("reports.")), "")


def _read(path: Path) -> InstalledRelease | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        time = datetime.fromisoformat(said["installed"]) if said.get("installed") else None
        return InstalledRelease(str(said["version"]), str(said["commit"]), time)
    except (OSError, KeyError, TypeError, ValueError):
        return None
