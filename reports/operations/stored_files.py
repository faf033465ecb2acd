"""The files that Django's storage holds, wherever that is: all of them out into a folder, and back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage


def names(folder: str = "") -> Iterator[str]:
    """Every file of the storage by its name, such as ``bundles/7-1.zip``, in order; none where there is no folder.

    What begins with a point is being written.
    """
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{each}" for each in sorted(files) if not each.startswith("."))
    for each in sorted(folders):
        yield from names(f"{prefix}{each}")


def copy_out(target: Path) -> None:
    """Copy every file into a folder; one that is gone before its turn has been read and removed meanwhile."""
    for name in names():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as file, copy.open("wb") as copied:
                shutil.copyfileobj(file, copied)
        except FileNotFoundError:
            copy.unlink(missing_ok=True)


def put_back(source: Path) -> None:
    """Store every file of a folder under its name, over whatever is there."""
    for path in sorted(each for each in source.rglob("*") if each.is_file()):
        name = path.relative_to(source).as_posix()
        default_storage.delete(name)
        with path.open("rb") as file:
            default_storage.save(name, File(file))
