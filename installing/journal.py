"""What a move from one release to another has begun, written before it is done, so that it can be ended later."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "unfinished"
"""In the home of the installation; nianbao-recover.service looks for it when the machine starts."""


@dataclass(frozen=True)
class Unfinished:
    """The release to return to and the one to leave, by their folders' names.

    ``snapshot`` is the backup of the database as the first one left it, empty as long as nothing has touched the
    database. ``is_laid_anew`` says that the other release was put there by this move and goes with it, ``has_stopped``
    that the services may be down.
    """

    here: str
    there: str
    snapshot: str = ""
    is_laid_anew: bool = False
    has_stopped: bool = False


def write(home: Path, state: Unfinished) -> None:
    path = home / f".{FILE}"
    with path.open("w", encoding="utf-8") as file:
        json.dump(asdict(state), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path, home / FILE)
    _sync(home)


def read(home: Path) -> Unfinished | None:
    path = home / FILE
    return Unfinished(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def end(home: Path) -> None:
    (home / FILE).unlink(missing_ok=True)
    _sync(home)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
