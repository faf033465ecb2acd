"""``script/lock``: writes the locks and the page of licences, and says what changed.

    python -m installing.renewing UV PYTHON [--upgrade]

``UV`` is the program that resolves, ``PYTHON`` the interpreter that a trial environment is made with.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from installing import licences, locks
from installing.locks import LOCKS, Pin

OLDEST_PYTHON = "3.11"
REQUIREMENTS, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
BOUNDS = "locks/bounds.txt"
TOOL = "uv"


def resolved(uv: str, root: Path, requirements: str, earlier: str, *options: str) -> list[Pin]:
    """What requirements come to, for every platform at once; keeps to ``earlier`` where nothing speaks against it."""
    with tempfile.TemporaryDirectory() as folder:
        asked, lock = Path(folder, "asked.txt"), Path(folder, "lock.txt")
        asked.write_text(requirements, encoding="utf-8")
        lock.write_text(earlier, encoding="utf-8")
        command = [
            uv,
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--python-version",
            OLDEST_PYTHON,
            "--generate-hashes",
        ]
        command += ["--no-header", "--no-annotate", "--no-config", "--output-file", str(lock), *options, str(asked)]
        subprocess.run(command, cwd=root, check=True)
        return locks.parse(lock.read_text(encoding="utf-8"))


def lock_all(uv: str, root: Path, *, upgrades: bool) -> dict[str, list[Pin]]:
    """The pins of every lock. With ``upgrades`` the requirements themselves are renewed within ``BOUNDS``."""
    runtime = (root / REQUIREMENTS).read_text(encoding="utf-8")
    own = (root / DEVELOPMENT).read_text(encoding="utf-8")
    sources = locks.built(own)
    own = "\n".join(line for line in own.splitlines() if not line.startswith(("-r ", "--no-binary "))) + "\n"
    tool = "".join(f"{pin.name}=={pin.version}\n" for pin in locks.read(root, "tools")) or TOOL
    options = ["--upgrade", "--constraint", BOUNDS] if upgrades else ["--constraint", BOUNDS]
    if upgrades:
        runtime, own, tool = locks.loosened(runtime), locks.loosened(own), TOOL
    earlier = "".join(locks.write(pins) for name in LOCKS[:3] if (pins := locks.read(root, name)))
    whole = resolved(uv, root, runtime + own, earlier, *options)
    versions = "".join(f"{pin.name}=={pin.version}\n" for pin in whole)
    names = {pin.name for pin in resolved(uv, root, runtime, versions)}
    return {
        "runtime": [pin for pin in whole if pin.name in names],
        "dev": [pin for pin in whole if pin.name not in names | sources],
        "source": [pin for pin in whole if pin.name in sources],
        "tools": resolved(uv, root, tool, ""),
    }


def licences_of(python: str, root: Path) -> dict[str, str]:
    """Install the locks, as ``script/bootstrap`` would, into a place of their own and ask each for its licence."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        pip += ["--no-deps", "--require-hashes", "--no-compile"]
        wheels = [f"--requirement=locks/{name}.txt" for name in ("runtime", "dev", "tools")]
        _quietly([*pip, "--only-binary=:all:", *wheels], root)
        _quietly([*pip, "--no-build-isolation", "--requirement=locks/source.txt"], root)
        (packages,) = Path(folder, "lib").glob("python*/site-packages")
        return licences.installed(packages)


def _quietly(command: list[str], root: Path) -> None:
    """Run a talkative program and pass on what it said only when it fails."""
    try:
        subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(error.stderr)
        raise


def changes(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> list[str]:
    """A line for each package that came, went or changed; the dictionaries map names to (version, licence)."""
    lines = []
    for name in sorted(old | new):
        before, now = old.get(name), new.get(name)
        if before is None:
            lines.append(f"+ {name} {now[0]} ({now[1]})")
        elif now is None:
            lines.append(f"- {name} {before[0]}")
        elif before != now:
            licence = f"({now[1]})" if before[1] == now[1] else f"(licence: {before[1]} → {now[1]})"
            lines.append(f"  {name} {before[0]} → {now[0]} {licence}")
    return lines


def table(locked: dict[str, list[Pin]], said: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Version and licence of each package, by its name."""
    return {pin.name: (pin.version, said.get(pin.name, "")) for pins in locked.values() for pin in pins}


def renew(uv: str, python: str, root: Path, *, upgrades: bool) -> list[str]:
    """Write everything and return what changed; a file that cannot be installed leaves the locks as they were."""
    before = table({name: locks.read(root, name) for name in LOCKS}, licences.told(root))
    kept = {path: path.read_text(encoding="utf-8") for path in _written(root) if path.exists()}
    try:
        locked = lock_all(uv, root, upgrades=upgrades)
        versions = {pin.name: pin.version for pins in locked.values() for pin in pins}
        for name, pins in locked.items():
            (root / locks.FOLDER / f"{name}.txt").write_text(locks.write(pins), encoding="utf-8")
        for name in (REQUIREMENTS, DEVELOPMENT):
            text = locks.renewed((root / name).read_text(encoding="utf-8"), versions)
            (root / name).write_text(text, encoding="utf-8")
        said = licences.told(root) | licences_of(python, root)
        (root / licences.PAGE).write_text(licences.page(locked, said), encoding="utf-8")
    except BaseException:
        for path in _written(root):
            path.write_text(kept[path], encoding="utf-8") if path in kept else path.unlink(missing_ok=True)
        raise
    return changes(before, table(locked, said))


def _written(root: Path) -> list[Path]:
    files = [*(f"{locks.FOLDER}/{name}.txt" for name in LOCKS), REQUIREMENTS, DEVELOPMENT, licences.PAGE]
    return [root / name for name in files]


def main() -> None:
    uv, python, *options = sys.argv[1:]
    try:
        lines = renew(uv, python, Path.cwd(), upgrades="--upgrade" in options)
    except subprocess.CalledProcessError as error:
        sys.exit(f"script/lock: {Path(error.cmd[0]).name} did not succeed; nothing was changed.")
    print("\n".join(lines) or "Nothing changed.")  # noqa: T201


if __name__ == "__main__":
    main()
