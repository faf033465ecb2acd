"""The static files of a test's server: collected once for all of them, since compressing them takes longest."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def collect_static(data: Path, manage: Callable[..., str]) -> None:
    """Have ``data/static`` lead to what is collected; ``manage`` runs a command that collects into it."""
    kept = Path(tempfile.gettempdir(), f"collected-static-{os.getuid()}-{_stamp()}")
    if kept.is_dir() and kept.stat().st_uid == os.getuid():
        (data / "static").symlink_to(kept)
        return
    manage("collectstatic", "--noinput", "-v0")
    with tempfile.TemporaryDirectory(dir=kept.parent) as unfinished:
        shutil.copytree(data / "static", Path(unfinished, "static"))
        with suppress(OSError):  # another test has been quicker
            os.rename(Path(unfinished, "static"), kept)


def _stamp() -> str:
    """What the files follow from: those of ours, and the packages that bring others."""
    sources = [*sorted((ROOT / "static").rglob("*")), ROOT / "locks/runtime.txt", ROOT / "config" / "static_files.py"]
    told = [(str(each.relative_to(ROOT)), each.stat().st_size, each.stat().st_mtime_ns) for each in sources]
    return hashlib.sha256(repr((ROOT, told)).encode()).hexdigest()[:16]
