"""Debian's packages as files, with all that they need beyond a minimal system, and the index that apt reads of them.

python -m installing.debian FOLDER WANTED… -- READY…
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from installing.archives import digest
from installing.sbom import DebianPackage

_INSTALLED = re.compile(r"^Inst (\S+) ", re.MULTILINE)
_TIED = re.compile(r"([a-z0-9.+-]+)(?::\w+)? \(= [^)]*\)")


def _apt(folder: Path, *arguments: str) -> str:
    """Run apt on a system that has nothing installed; what it fetches goes to ``folder``."""
    status = folder / "status"
    status.touch()
    (folder / "partial").mkdir(exist_ok=True)
    options = [f"Dir::State::status={status}", f"Dir::Cache::archives={folder}/", "Debug::NoLocking=1"]
    options += ["APT::Install-Recommends=0", "APT::Sandbox::User=root"]
    command = ["apt-get", "-q", "-y", *(word for option in options for word in ("-o", option)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def minimal() -> set[str]:
    """The packages of a minimal system: those that Debian requires, apt, and what these need."""
    said = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout
    required = {
        found[1]
        for entry in said.split("\n\n")
        if re.search(r"^Priority: required$", entry, re.MULTILINE)
        and (found := re.search(r"^Package: (\S+)", entry, re.MULTILINE))
    }
    with tempfile.TemporaryDirectory() as folder:
        said = _apt(Path(folder), "-s", "install", "apt", "usr-is-merged", *sorted(required))
    return set(_INSTALLED.findall(said))


def fetch(folder: Path, names: Iterable[str]) -> list[Path]:
    """Fetch packages and what they need, leave those of a minimal system out, and write ``Packages``.

    A package of a minimal system stays where another one needs just that version of it.
    """
    _apt(folder, "--download-only", "install", *names)
    (folder / "status").unlink()
    (folder / "partial").rmdir()
    (folder / "lock").unlink(missing_ok=True)
    needless = minimal()
    files = {told(path)["Package"]: path for path in folder.glob("*.deb")}
    kept = set(files) - needless
    waiting = list(kept)
    while waiting:
        needs = told(files[waiting.pop()])
        tied = set(_TIED.findall(f"{needs.get('Depends', '')} {needs.get('Pre-Depends', '')}")) & (set(files) - kept)
        kept |= tied
        waiting += tied
    for name in set(files) - kept:
        files[name].unlink()
    left = sorted(files[name] for name in kept)
    (folder / "Packages").write_text("\n".join(map(_entry, left)), encoding="utf-8")
    return left


def control(path: Path) -> str:
    """What a package says of itself, as its maintainers wrote it."""
    return subprocess.run(["dpkg-deb", "-f", path], capture_output=True, text=True, check=True).stdout


def told(path: Path) -> dict[str, str]:
    """The fields of one line each."""
    return dict(re.findall(r"^([A-Z][\w-]*): (.*)$", control(path), re.MULTILINE))


def _entry(path: Path) -> str:
    return f"{control(path).rstrip()}\nFilename: ./{path.name}\nSize: {path.stat().st_size}\nSHA256: {digest(path)}\n"


def parts(folder: Path) -> list[DebianPackage]:
    """The packages of a folder, for the list of parts."""
    found = [(told(path), path) for path in sorted(folder.glob("*.deb"))]
    return [DebianPackage(each["Package"], each["Version"], each["Architecture"], digest(path)) for each, path in found]


def main() -> None:
    folder, *names = sys.argv[1:]
    fetch(Path(folder), [name for name in names if name != "--"])


if __name__ == "__main__":
    main()
