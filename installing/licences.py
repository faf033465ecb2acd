"""The licences of the locked packages, as they say themselves: the table of ``docs/licences.md``."""

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from installing.locks import Pin, normal

PAGE = "docs/licences.md"
_HEAD = """# Licences of the Python packages

Written by `script/lock` from what each package says of itself. `runtime` is installed with the application; `dev` and
`source` (built from its source) are for the tests alone; `tools` writes the locks. What Debian's packages and fonts
are under stands in `/usr/share/doc/<package>/copyright` of each.

| package | version | licence | lock |
|---|---|---|---|
"""
_UNKNOWN = "not stated"
_ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\S+) \| (.+?) \| ([a-z]+) \|$", re.MULTILINE)


def of(distribution: Distribution) -> str:
    """One line: the SPDX expression where there is one, otherwise what the classifiers or the old field say."""
    said = distribution.metadata
    if expression := said.get("License-Expression"):
        return expression.strip()
    classified = [each.split(" :: ")[-1] for each in said.get_all("Classifier") or () if each.startswith("License :: ")]
    classified = [each for each in classified if each != "OSI Approved"]
    old = (said.get("License") or "").strip()
    if classified:
        return " / ".join(classified)
    first = old.splitlines()[0] if old else _heading(distribution)
    return first if len(first) <= 60 else f"{first[:60]}…"


def _heading(distribution: Distribution) -> str:
    """The first line of the licence that lies with the package, where its metadata say nothing."""
    for file in distribution.files or ():
        if re.match(r"(LICEN[CS]E|COPYING)", file.name, re.IGNORECASE):
            lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
            return next((line for line in lines if line and not line.startswith("Copyright")), _UNKNOWN)
    return _UNKNOWN


def installed(folder: Path) -> dict[str, str]:
    """The licence of each package installed in a folder of packages, by its normal name."""
    return {normal(each.metadata["Name"]): of(each) for each in distributions(path=[str(folder)])}


def page(locked: dict[str, list[Pin]], said: dict[str, str]) -> str:
    """The whole page; ``said`` maps names to licences."""
    rows = [
        f"| {pin.name} | {pin.version} | {said.get(pin.name, _UNKNOWN).replace('|', '/')} | {lock} |"
        for lock, pins in locked.items()
        for pin in sorted(pins, key=lambda pin: pin.name)
    ]
    return _HEAD + "\n".join(rows) + "\n"


def rows(text: str) -> Iterable[tuple[str, str, str, str]]:
    """Name, version, licence and lock of each row of the page."""
    return [row for row in _ROW.findall(text) if row[1] != "version"]


def told(root: Path) -> dict[str, str]:
    """The licence of each package by the page; empty where there is none yet."""
    path = root / PAGE
    return {name: licence for name, _, licence, _ in rows(path.read_text(encoding="utf-8"))} if path.exists() else {}
