"""A list of all parts of the application in the format of CycloneDX 1.6 (SBOM), as programs read it.

    python -m installing.sbom [--all] > sbom.json

Of what an installation has; with ``--all`` also of what the tests and the locks need.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installing import licences, locks
from installing.locks import Pin

SPECIFICATION = "1.6"
NAME = "annual-disclosure-reports"


@dataclass(frozen=True)
class DebianPackage:
    """A package of Debian that an archive brings."""

    name: str
    version: str
    architecture: str
    sha256: str


def python_part(pin: Pin, licence: str) -> dict[str, Any]:
    """A package of a lock. Its files are several, so their hashes stand with where it is distributed."""
    address = f"https://pypi.org/project/{pin.name}/{pin.version}/"
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{pin.name}@{pin.version}",
        "name": pin.name,
        "version": pin.version,
        "purl": f"pkg:pypi/{pin.name}@{pin.version}",
        **({"licenses": [{"license": {"name": licence}}]} if licence else {}),
        "externalReferences": [
            {"type": "distribution", "url": address, "hashes": [_sha256(each) for each in sorted(pin.hashes)]}
        ],
    }


def debian_part(package: DebianPackage) -> dict[str, Any]:
    """A package of Debian, as one file with its hash."""
    version = package.version.replace(":", "%3A").replace("+", "%2B")
    address = f"pkg:deb/debian/{package.name}@{version}?arch={package.architecture}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
        "hashes": [_sha256(package.sha256)],
    }


def _sha256(digest: str) -> dict[str, str]:
    return {"alg": "SHA-256", "content": digest}


def bill(root: Path, version: str, names: Iterable[str], packages: Iterable[DebianPackage] = ()) -> dict[str, Any]:
    """The whole document: the packages of the locks that are named, and those of Debian; alike for the same input."""
    said = licences.told(root)
    parts = [python_part(pin, said.get(pin.name, "")) for name in names for pin in locks.read(root, name)]
    parts += [debian_part(each) for each in packages]
    whole = {"type": "application", "bom-ref": NAME, "name": NAME, "version": version}
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {"component": whole},
        "components": sorted(parts, key=lambda part: part["bom-ref"]),
    }


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    root = Path(__file__).resolve().parents[1]
    names = locks.LOCKS if "--all" in sys.argv[1:] else locks.LOCKS[:1]
    version = next((word for word in sys.argv[1:] if not word.startswith("-")), "0")
    sys.stdout.write(written(bill(root, version, names)))


if __name__ == "__main__":
    main()
