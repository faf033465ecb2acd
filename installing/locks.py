"""The lock files: every Python package that is installed, with its version and the hashes of its files.

``locks/runtime.txt`` is what an installation has, ``dev.txt`` what the tests have beside it, ``source.txt`` what is
published as source alone and is built with the setuptools of ``dev.txt``, ``tools.txt`` what writes these files.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = "locks"
LOCKS = ("runtime", "dev", "source", "tools")
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]*?))?\s*\\?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# No machine of ours is one of these; what is for them alone is left out.
_ELSEWHERE = ("sys_platform == 'win32'", "platform_python_implementation != 'CPython'")


@dataclass(frozen=True)
class Pin:
    """One package of a lock: its normal name, version, when it is installed at all, and its files' SHA-256."""

    name: str
    version: str
    marker: str = ""
    hashes: tuple[str, ...] = ()


def normal(name: str) -> str:
    """A package's name as all indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(text: str) -> list[Pin]:
    """The pins of a lock, in order; raises ``ValueError`` for one without a hash."""
    found: list[Pin] = []
    for line in text.splitlines():
        if (pin := _PIN.fullmatch(line)) and not line.startswith((" ", "#")):
            found.append(Pin(normal(pin["name"]), pin["version"], (pin["marker"] or "").strip()))
        elif hashed := _HASH.findall(line):
            last = found.pop()
            found.append(Pin(last.name, last.version, last.marker, (*last.hashes, *hashed)))
    if bare := [pin.name for pin in found if not pin.hashes]:
        raise ValueError(f"no hash: {', '.join(bare)}")
    return [pin for pin in found if not any(each in pin.marker for each in _ELSEWHERE)]


def write(pins: Iterable[Pin]) -> str:
    """A lock as ``pip install --require-hashes -r`` reads it, in the order of names."""
    lines = ["# Written by script/lock; do not edit."]
    for pin in sorted(pins, key=lambda pin: pin.name):
        marker = f" ; {pin.marker}" if pin.marker else ""
        lines += [f"{pin.name}=={pin.version}{marker} \\"]
        hashes = sorted(pin.hashes)
        lines += [f"    --hash=sha256:{each} \\" for each in hashes[:-1]] + [f"    --hash=sha256:{hashes[-1]}"]
    return "\n".join(lines) + "\n"


def read(root: Path, name: str) -> list[Pin]:
    """The pins of one of ``LOCKS``; none where the file is not there yet."""
    path = root / FOLDER / f"{name}.txt"
    return parse(path.read_text(encoding="utf-8")) if path.exists() else []


@dataclass(frozen=True)
class Asked:
    """A line of requirements that asks for a package by its version: ``extras`` as written, ``[binary]``."""

    name: str
    extras: str
    version: str


_ASKED = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?==([^\s;#]+)", re.MULTILINE)


def asked(text: str) -> list[Asked]:
    """What a requirements file asks for itself."""
    return [Asked(normal(name), extras, version) for name, extras, version in _ASKED.findall(text)]


def built(text: str) -> set[str]:
    """The packages that a requirements file says have source alone (``--no-binary NAME``)."""
    return {normal(name) for name in re.findall(r"^--no-binary\s+([A-Za-z0-9._-]+)", text, re.MULTILINE)}


def loosened(text: str) -> str:
    """Requirements that take any version from the present one on."""
    return _ASKED.sub(lambda found: f"{found[1]}{found[2] or ''}>={found[3]}", text)


def renewed(text: str, versions: dict[str, str]) -> str:
    """Requirements with the versions of a lock in place of their own, and every remark where it stood."""

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2] or ''}=={versions.get(normal(found[1]), found[3])}"

    return _ASKED.sub(put, text)
