"""The archive for machines without a network: what lies in it, and whether all of it arrived whole."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installing.machine import InstallingFault, run, settings_in
from installing.releases import Parts, Release

ABOUT, SUMS = "about", "SHA256SUMS"
APPLICATION, WHEELS, DEBS, FONTS = "app", "wheels", "debs", "fonts"


def sums(folder: Path) -> str:
    """The SHA-256 of every file below a folder but the list itself, as ``sha256sum --check`` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_whole(folder: Path) -> None:
    """Hold every file against the list; raises ``InstallingFault`` naming the first that is not as it was made."""
    listed = folder / SUMS
    if not listed.is_file():
        raise InstallingFault(f"安装包不完整：缺 {SUMS}，请重新拷贝")
    told, found = listed.read_text(encoding="utf-8"), sums(folder)
    if told != found:
        changed = set(told.splitlines()) ^ set(found.splitlines())
        name = min(line.split("  ", 1)[-1] for line in changed)
        raise InstallingFault(f"安装包已损坏：{name} 与清单不符，请重新拷贝")


def about(folder: Path) -> dict[str, str]:
    """What an archive says of itself: ``VERSION COMMIT ARCHITECTURE DEBIAN PYTHON MEGABYTES``."""
    return settings_in(folder / ABOUT)


def parts_of(folder: Path) -> Parts:
    """The release of an unpacked archive that is whole."""
    require_whole(folder)
    said = about(folder)
    return Parts(folder / APPLICATION, folder / WHEELS, Release(said["VERSION"], said["COMMIT"]))


@contextmanager
def unpacked(archive: Path, beside: Path) -> Iterator[Path]:
    """The folder of an archive, unpacked for the time being; an archive that is unpacked already is used as it is."""
    if archive.is_dir():
        yield archive
        return
    with tempfile.TemporaryDirectory(dir=beside, prefix=".archive-") as held:
        try:
            # By the program: the Python of Debian 12 has no filter against paths that lead elsewhere.
            run(["tar", "-x", "--no-same-owner", "-f", str(archive), "-C", held])
            (folder,) = Path(held).iterdir()
        except (InstallingFault, ValueError) as error:
            raise InstallingFault(f"安装包 {archive.name} 不能读取：{error}") from error
        yield folder


def free_megabytes(path: Path) -> int:
    """What is free on the disk of a folder, or of the nearest one above it that there is."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free // 1_000_000
