"""What was drawn is kept: the same report with the same marks, by the same writers and fonts, is drawn once."""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.formats import registry

MOST_BYTES = 100_000_000  # some thousand papers
WRITTEN_BY = ("reports/formats", "reports/official", "reports/templatetags", "static/print", "templates")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def folder() -> Path:
    """Where drawn files are kept, for the owner of the data alone; ``OSError`` where it cannot be made."""
    path = settings.DATA_DIR / "drawn"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def name_of(job: tuple[Any, ...]) -> str:
    """The name under which the outcome of a job is kept; it says everything that the outcome depends on."""
    return hashlib.sha256(f"{_writers()} {job!r}".encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _writers() -> str:
    """The version of all that writes: our code and templates, the libraries, and which fonts there are."""
    libraries = sorted({"django", *(name for each in registry.writable().values() for name in each.output.libraries)})
    digest = hashlib.sha256(" ".join(map(version, libraries)).encode())
    for top in WRITTEN_BY:
        for path in sorted((settings.BASE_DIR / top).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(settings.BASE_DIR)} ".encode() + path.read_bytes())
    for top in (*FONT_FOLDERS, settings.FONTS_DIR):
        for path, _, names in os.walk(Path(top).expanduser()):
            for name in sorted(names):
                font = Path(path, name)
                digest.update(f"{font} {_size(font)} ".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _size(path: Path) -> int | None:
    with suppress(OSError):  # a link that leads nowhere, or a file that has gone
        return path.stat().st_size
    return None


def kept(name: str) -> bytes | None:
    """What is kept whole under the name, which counts as used now; ``None`` where nothing is."""
    with suppress(OSError):
        path = folder() / name
        digest, content = _parted(path.read_bytes())
        if digest != hashlib.sha256(content).digest():  # the machine stopped before all of it was on the disk
            return None
        with suppress(OSError):
            os.utime(path)
        return content
    return None


def size_of(name: str) -> int | None:
    """How many bytes are kept under the name, by the file's length alone; ``None`` where nothing is."""
    with suppress(OSError):
        return max((folder() / name).stat().st_size - hashlib.sha256().digest_size, 0) or None
    return None


def _parted(stored: bytes) -> tuple[bytes, bytes]:
    """The SHA-256 with which a kept file begins, and what it was taken of."""
    return stored[: hashlib.sha256().digest_size], stored[hashlib.sha256().digest_size :]


def keep(name: str, content: bytes) -> None:
    """Keep it whole or, where the disk takes no more, not at all, and drop what was not used for longest."""
    try:
        descriptor, unfinished = tempfile.mkstemp(dir=folder(), prefix=".")
    except OSError:
        return
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(unfinished, folder() / name)
        _drop_what_is_too_much()
    except OSError:
        with suppress(OSError):
            os.unlink(unfinished)


def _drop_what_is_too_much() -> None:
    """Files that a killed process left unfinished count too."""
    found = []
    with os.scandir(folder()) as entries:
        for entry in entries:
            with suppress(OSError):
                found.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= MOST_BYTES:
            return
        with suppress(OSError):
            os.unlink(path)
        total -= size
