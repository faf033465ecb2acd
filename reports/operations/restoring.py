"""Putting a backup back into an empty place."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from reports.operations import archives, databases, stored_files
from reports.operations.backups import UPLOADS, key_files, write_last


class RestoreFault(Exception):
    """Nothing was restored, in a Chinese sentence that says why."""


def restore(source: Path, identity: str = "", keys: Path | None = None) -> archives.Manifest:
    """Restore a backup, bring the database up to this version, and return what the backup said of itself.

    Only into an empty place; ``identity`` is the text of an age key file, ``keys`` the folder of the keys that were
    kept apart. Raises ``RestoreFault``.
    """
    if not databases.is_empty():
        raise RestoreFault("此处已有数据库，备份只能恢复到空的位置，请另设 DATA_DIR 或新建数据库")
    with opened(source, identity) as (held, manifest):
        stored_files.put_back(held / UPLOADS)
        databases.load(held / databases.NAMES[manifest.database])
        if keys:
            _put_keys(keys)
    connection.close()
    call_command("migrate", verbosity=0)
    write_last(datetime.fromisoformat(manifest.made))
    return manifest


@contextmanager
def opened(source: Path, identity: str = "") -> Iterator[tuple[Path, archives.Manifest]]:
    """A backup that fits, unpacked into a folder that goes again; whatever fails with it is a ``RestoreFault``."""
    data = Path(settings.DATA_DIR)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as held:
            manifest = archives.unpack(source, Path(held), identity)
            _require_fitting(manifest)
            yield Path(held), manifest
    except OSError as error:
        raise RestoreFault(f"不能写入 {data}：{error.strerror}") from error
    except (archives.ArchiveFault, databases.DatabaseFault) as fault:
        raise RestoreFault(str(fault)) from fault


def _put_keys(folder: Path) -> None:
    """Put the keys that were kept apart where this installation looks for them; a key of seals that is here stays."""
    for target in key_files():
        source = folder / target.name
        if source.is_file() and (target.name == "secret_key" or not target.exists()):
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(source, target)
            target.chmod(0o600)


def _require_fitting(manifest: archives.Manifest) -> None:
    """A backup fits the kind of database that it was made of, and a version that knows all of its migrations."""
    if manifest.database != connection.vendor:
        raise RestoreFault(f"备份来自 {manifest.database}，此处为 {connection.vendor}，不能恢复")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := [each for each in manifest.migrations if each not in known]:
        raise RestoreFault(f"备份由更新的版本制作（{unknown[0]}），请先升级本系统再恢复")
