"""The releases on a machine, each in a folder of its own with its own packages; ``current`` names the one in use."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from installing.machine import InstallingFault, Machine, run

RELEASE = "release.json"
"""In a release's folder: what it is. Written last, so that a folder without it is one that was not finished."""
KEPT = 2


@dataclass(frozen=True)
class Release:
    """What a release says of itself. Times are ISO 8601; ``snapshot`` is the backup that was taken before it came."""

    version: str
    commit: str
    installed: str = ""
    previous: str = ""
    snapshot: str = ""
    migrations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """What a release is made of: the application's files, and the folder of its wheels, or none: from the index."""

    application: Path
    wheels: Path | None
    about: Release


def folder_of(machine: Machine, release: Release) -> Path:
    return machine.releases / release.version


def read(folder: Path) -> Release | None:
    """What lies in a folder; ``None`` for one that was not finished."""
    try:
        said = json.loads((folder / RELEASE).read_text(encoding="utf-8"))
        return Release(**(said | {"migrations": tuple(said.get("migrations", ()))}))
    except (OSError, TypeError, ValueError):
        return None


def write(folder: Path, release: Release) -> None:
    unfinished = folder / f".{RELEASE}"
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(release), ensure_ascii=False, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, folder / RELEASE)


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")  # noqa: UP017


def lay(machine: Machine, parts: Parts) -> Path:
    """Put a release beside the others, its packages held to the hashes of its locks; whole, or not at all."""
    target = folder_of(machine, parts.about)
    if read(target):
        raise InstallingFault(f"{parts.about.version} 已经安装")
    shutil.rmtree(target, ignore_errors=True)
    try:
        shutil.copytree(parts.application, target, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", "var"))
        _install_packages(target, parts.wheels)
        _let_all_read(target)
        write(target, replace(parts.about, installed=now()))
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise InstallingFault(f"不能写入 {target}：{error.strerror or error}") from error
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return target


def _install_packages(target: Path, wheels: Path | None) -> None:
    run([interpreter(), "-m", "venv", str(target / ".venv")])
    command = [str(target / ".venv/bin/python"), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary=:all:", "-r", "locks/runtime.txt"]
    if wheels:
        command += ["--no-index", "--find-links", str(wheels)]
    run(command, folder=target)
    # Its account may write nothing there: what is not compiled now would be compiled at each start.
    run([str(target / ".venv/bin/python"), "-m", "compileall", "-q", "config", "reports"], folder=target)


def _let_all_read(target: Path) -> None:
    """The account reads what root has put there and can change none of it."""
    run(["chmod", "-R", "u=rwX,go=rX", str(target)])


def interpreter() -> str:
    """The machine's own Python, or the one that runs this; an environment made within another depends on that one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def switch(machine: Machine, folder: Path) -> None:
    """Have ``current`` name another release, at one stroke."""
    unfinished = machine.home / ".current"
    unfinished.unlink(missing_ok=True)
    unfinished.symlink_to(folder.relative_to(machine.home))
    os.replace(unfinished, machine.current)
    subprocess.run(["sync", "-f", str(machine.home)], check=False)


def in_use(machine: Machine) -> Path:
    """The folder of the release in use; raises ``InstallingFault`` where there is none."""
    if not machine.current.exists():
        raise InstallingFault(f"{machine.home} 里没有已安装的版本，请先用安装包里的 install 安装")
    return machine.current.resolve()


def installed(machine: Machine) -> list[tuple[Path, Release]]:
    """All finished releases, the newest first."""
    found = [(folder, release) for folder in machine.releases.glob("*") if (release := read(folder))]
    return sorted(found, key=lambda pair: pair[1].installed, reverse=True)


def prune(machine: Machine) -> list[str]:
    """Remove all releases but the one in use and the one before it, with their snapshots; returns their versions."""
    here = in_use(machine)
    about = read(here)
    kept = {here.name, about.previous if about else ""}
    gone = []
    for folder in sorted(machine.releases.glob("*")):
        if folder.name not in kept:
            if (release := read(folder)) and release.snapshot:
                Path(release.snapshot).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            gone.append(folder.name)
    return gone
