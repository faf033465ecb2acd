"""One backup as a file: a tar of the database and the uploads, with a list of what it holds and each one's hash.

Encrypted with age (age-encryption.org) where a recipient is given; only who has the identity reads it then.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pyrage

FORMAT = "disclosure-backup/1"
MANIFEST = "manifest.json"
PLAIN, ENCRYPTED = ".tar", ".tar.age"
PIECE = 1 << 20


class ArchiveFault(Exception):
    """A backup's file cannot be written, read or believed, in a Chinese sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``made`` is ISO 8601; ``migrations`` the last one of each app, as ``app.name``."""

    made: str
    database: str
    migrations: list[str]
    files: dict[str, str]
    """The SHA-256 of each file, hexadecimal, by its path within the backup."""
    format: str = FORMAT


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal; read piece by piece, however long it is."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, manifest: Manifest, target: Path, recipient: str = "") -> None:
    """Write the files of ``folder`` that the manifest names to ``target``: whole, on the disk, or not at all.

    Raises ``ArchiveFault`` for what is no recipient, and ``OSError`` where the disk does not take it.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    plain = unfinished.with_suffix(".plain") if recipient else unfinished
    try:
        _write_tar(folder, manifest, plain)
        if recipient:
            pyrage.encrypt_file(str(plain), str(unfinished), [_recipient(recipient)])
        unfinished.chmod(0o600)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, target)
        _sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
        plain.unlink(missing_ok=True)


def _write_tar(folder: Path, manifest: Manifest, target: Path) -> None:
    written = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        told = tarfile.TarInfo(MANIFEST)
        told.size, told.mode = len(written), 0o600
        tar.addfile(told, io.BytesIO(written))
        for name in manifest.files:
            tar.add(folder / name, name, recursive=False)


def _recipient(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except (pyrage.RecipientError, ValueError) as error:
        raise ArchiveFault("加密公钥不正确，应以 age1 开头") from error


def unpack(source: Path, folder: Path, identity: str = "") -> Manifest:
    """Read a backup into an empty folder and hold every file against its hash; raises ``ArchiveFault``."""
    plain = folder / ".backup.tar" if source.name.endswith(ENCRYPTED) else source
    try:
        if plain is not source:
            _decrypt(source, plain, identity)
        manifest = _extracted(plain, folder)
    except (OSError, tarfile.TarError) as error:
        raise ArchiveFault(f"备份文件不能读取：{getattr(error, 'strerror', None) or error}") from error
    finally:
        if plain is not source:
            plain.unlink(missing_ok=True)
    changed = [name for name, digest in manifest.files.items() if sha256_of(folder / name) != digest]
    if changed:
        raise ArchiveFault(f"备份文件已损坏：{'、'.join(changed[:3])}与清单不符")
    return manifest


def _decrypt(source: Path, target: Path, identity: str) -> None:
    if not identity:
        raise ArchiveFault("备份已加密，请用 --identity 指明私钥文件")
    try:
        keys = _identities(identity)
        pyrage.decrypt_file(str(source), str(target), keys)
    except (pyrage.IdentityError, ValueError) as error:
        raise ArchiveFault("私钥文件不正确，应有一行以 AGE-SECRET-KEY-1 开头") from error
    except pyrage.DecryptError as error:
        raise ArchiveFault("备份不能解密：私钥不是这份备份的，或文件已损坏") from error


def _identities(text: str) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in text.splitlines()]
    found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    if not found:
        raise ValueError("no key")
    return found


def _extracted(plain: Path, folder: Path) -> Manifest:
    with tarfile.open(plain, mode="r:") as tar:
        manifest = _manifest_in(tar)
        _require_listed(tar.getmembers(), manifest.files)
        for name in manifest.files:
            _extract(tar, name, folder)
    return manifest


def _extract(tar: tarfile.TarFile, name: str, folder: Path) -> None:
    """Write one file of a backup below a folder; by hand, as Debian 12's Python knows no filters of ``tarfile``."""
    target, source = (folder / name).resolve(), tar.extractfile(name)
    if source is None or not target.is_relative_to(folder.resolve()):
        raise ArchiveFault(f"备份文件与清单不符：{name}")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(source, file, PIECE)


def _manifest_in(tar: tarfile.TarFile) -> Manifest:
    try:
        file = tar.extractfile(MANIFEST)
        manifest = Manifest(**json.load(file)) if file else None
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveFault("不是本系统的备份文件，或清单已损坏") from error
    if manifest is None or manifest.format != FORMAT:
        raise ArchiveFault("不是本系统的备份文件，或由更新的版本制作")
    return manifest


def _require_listed(members: Iterable[tarfile.TarInfo], files: dict[str, str]) -> None:
    """Nothing may lie in a backup that its list does not name, and nothing that is named may be missing."""
    found = {member.name for member in members if member.isfile()} - {MANIFEST}
    if found != set(files):
        raise ArchiveFault(f"备份文件与清单不符：{'、'.join(sorted(found ^ set(files))[:3])}")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
