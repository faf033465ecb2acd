"""The last of ``script/bundle``: what the archive says of itself, the list of its parts, and the hash of everything.

python -m installing.bundling FOLDER VERSION COMMIT ARCHITECTURE
"""

import sys
from pathlib import Path

from installing import archives, debian, sbom

UNPACKED = 3
"""How many times its own size an archive takes on the disk, once it is installed and has an empty database."""
AT_LEAST = 500  # megabytes, for what is written in the first days


def finish(folder: Path, version: str, commit: str, architecture: str) -> None:
    """Write ``sbom.json``, ``about`` and ``SHA256SUMS`` into the folder of an archive."""
    root = folder / archives.APPLICATION
    document = sbom.bill(root, version, ("runtime",), debian.parts(folder / archives.DEBS))
    (folder / "sbom.json").write_text(sbom.written(document), encoding="utf-8")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000
    said = {
        "VERSION": version,
        "COMMIT": commit,
        "ARCHITECTURE": architecture,
        "DEBIAN": "12",
        "PYTHON": "3.11",
        "MEGABYTES": str(size * UNPACKED + AT_LEAST),
    }
    (folder / archives.ABOUT).write_text("".join(f"{name}={value}\n" for name, value in said.items()), encoding="utf-8")
    (folder / archives.SUMS).write_text(archives.sums(folder), encoding="utf-8")


def main() -> None:
    folder, version, commit, architecture = sys.argv[1:]
    finish(Path(folder), version, commit, architecture)


if __name__ == "__main__":
    main()
