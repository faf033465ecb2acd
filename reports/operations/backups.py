"""Making backups: taken while people save, verified before they count, and no more kept than the rule says."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from reports.operations import archives, databases, retention, stored_files
from reports.operations.archives import ENCRYPTED, PLAIN, Manifest

PREFIX, TIME = "backup-", "%Y%m%dT%H%M%S"
UPLOADS = "uploads"
LAST = "last_backup"
"""The file in the data folder that says when the last sound backup was made, in ISO 8601, and below it where."""
LONGEST_VERIFICATION = 3600  # seconds
OLDEST_BACKUP = timedelta(days=2)
"""How old the last backup may be before somebody should look why there is no newer one."""


class BackupFault(Exception):
    """No backup was made, in a Chinese sentence that says why."""


@dataclass(frozen=True)
class Made:
    """A backup that was read again and found whole. ``is_tried`` says whether its database was started and verified."""

    path: Path
    files: int
    size: int
    is_tried: bool


def make(folder: Path, recipient: str = "") -> Made:
    """Back up the database and the uploads into ``folder``; raises ``BackupFault`` and leaves nothing half-made.

    ``recipient`` is an age public key. The installation's keys are never in it.
    """
    now = timezone.now()
    target = folder / f"{PREFIX}{now.astimezone():{TIME}}{ENCRYPTED if recipient else PLAIN}"
    if target.exists():
        raise BackupFault(f"{target.name} 已存在，请一秒后再试")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as held:
            manifest = _gathered(Path(held), now)
            is_tried = _tried(Path(held))
            archives.pack(Path(held), manifest, target, recipient)
            _read_again(target, manifest, Path(held), is_plain=not recipient)
        write_last(now, folder)
    except OSError as error:
        raise BackupFault(f"备份不能写入 {folder}：{error.strerror}") from error
    except (archives.ArchiveFault, databases.DatabaseFault) as fault:
        raise BackupFault(str(fault)) from fault
    return Made(target, len(manifest.files), target.stat().st_size, is_tried)


def _gathered(held: Path, now: datetime) -> Manifest:
    """Write what a backup holds into a folder. The database comes first: an upload that it names is then there."""
    name = databases.NAMES[connection.vendor]
    databases.dump(held / name)
    if faults := databases.faults_of(held / name):
        raise BackupFault(f"数据库已损坏，未备份：{faults[0]}")
    stored_files.copy_out(held / UPLOADS)
    paths = sorted(path for path in held.rglob("*") if path.is_file())
    files = {path.relative_to(held).as_posix(): archives.sha256_of(path) for path in paths}
    return Manifest(timezone.localtime(now).isoformat(), connection.vendor, applied_migrations(), files)


def _tried(held: Path) -> bool:
    """Start the copy of SQLite's database as an installation of its own and verify all that stands in it."""
    if connection.vendor != "sqlite":
        return False
    with tempfile.TemporaryDirectory(dir=held.parent, prefix=".trial-") as trial:
        shutil.copyfile(held / databases.NAMES["sqlite"], Path(trial, Path(connection.settings_dict["NAME"]).name))
        environment = os.environ | {"DATA_DIR": trial, "DATABASE_URL": "", "SECRET_KEY": "of a trial only"}
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_history"]
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=LONGEST_VERIFICATION, check=False
        )
    if ended.returncode:
        told = (ended.stdout.strip() or ended.stderr.strip()).splitlines()
        raise BackupFault(f"核对办理记录时发现不符，未备份：{told[0] if told else ended.returncode}")
    return True


def _read_again(target: Path, manifest: Manifest, held: Path, *, is_plain: bool) -> None:
    """Whether what was written can be read; what is encrypted only its owner can, so its length is what is known."""
    try:
        if is_plain:
            with tempfile.TemporaryDirectory(dir=held.parent, prefix=".reading-") as again:
                if archives.unpack(target, Path(again)) != manifest:
                    raise archives.ArchiveFault("备份写入后与原内容不符")
        elif target.stat().st_size <= sum((held / name).stat().st_size for name in manifest.files):
            raise archives.ArchiveFault("备份写入后不完整")
    except archives.ArchiveFault:
        target.unlink()
        raise


def applied_migrations() -> list[str]:
    """The last applied migration of each app, as ``app.name``, in order."""
    last: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[app] = name
    return [f"{app}.{name}" for app, name in last.items()]


def made_at(path: Path) -> datetime | None:
    """When a file of a backup was made, by its name; ``None`` for any other file."""
    stem = path.name.removesuffix(ENCRYPTED).removesuffix(PLAIN).removeprefix(PREFIX)
    try:
        return datetime.strptime(stem, TIME).astimezone()
    except ValueError:
        return None


def prune(folder: Path, rule: retention.RetentionRule) -> list[Path]:
    """Remove the backups of ``folder`` that the rule does not keep, and return them; other files are left alone."""
    found = {time: path for path in sorted(folder.iterdir()) if (time := made_at(path))}
    kept = retention.kept(found, rule)
    gone = [path for time, path in found.items() if time not in kept]
    for path in gone:
        path.unlink()
    return gone


def write_last(now: datetime, folder: Path | None = None) -> None:
    """Note when and where the last backup was made, for whoever looks after the installation."""
    told = f"{now.isoformat()}\n{folder.resolve()}" if folder else now.isoformat()
    Path(settings.DATA_DIR, LAST).write_text(told, encoding="utf-8")


def read_last() -> datetime | None:
    """When the last backup was made; ``None`` where none was, or nobody can tell."""
    try:
        return datetime.fromisoformat(_told_of_last()[0])
    except (OSError, ValueError):
        return None


def last_folder() -> Path | None:
    """Where the last backup was made; ``None`` where none was made by this installation, or nobody can tell."""
    try:
        _, folder = _told_of_last()
    except (OSError, ValueError):
        return None
    return Path(folder)


def _told_of_last() -> list[str]:
    return Path(settings.DATA_DIR, LAST).read_text(encoding="utf-8").split("\n")


def copy_keys(folder: Path) -> list[Path]:
    """Copy the installation's keys, of sessions and of seals, into a folder of their own; raises ``BackupFault``."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return [_copied(source, folder) for source in key_files() if source.is_file()]
    except OSError as error:
        raise BackupFault(f"密钥不能另存到 {folder}：{error.strerror}") from error


def _copied(source: Path, folder: Path) -> Path:
    target = folder / source.name
    shutil.copyfile(source, target)
    target.chmod(0o600)
    return target


def key_files() -> tuple[Path, Path]:
    """Where the keys of sessions and of seals are kept; neither needs to be there."""
    return Path(settings.DATA_DIR, "secret_key"), Path(settings.SEAL_KEY_FILE)
