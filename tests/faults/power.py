"""A disk whose power may be cut: what SQLite hands to it is recorded, and any moment of it can be had as a folder.

Until a file is synchronised, each write to it may be lost, torn at a sector or have overtaken another.
"""

import random
from pathlib import Path
from typing import NamedTuple

import apsw

SECTOR = 512


class Done(NamedTuple):
    """One thing that was done: ``write``, ``truncate``, ``sync``, ``delete`` to a file, or ``said`` of a number."""

    what: str
    file: str = ""
    at: int = 0  # where it was written, how long it is since, or the number
    content: bytes = b""


class Recorder(apsw.VFS):
    """SQLite's way to the disk, under ``name``; ``done`` is everything in order."""

    def __init__(self, name: str) -> None:
        self.done: list[Done] = []
        self.name = name
        super().__init__(name, "")

    def xOpen(self, name, flags):
        return _File(self, name, flags)

    def xDelete(self, name, syncdir):
        self.done.append(Done("delete", Path(name).name))
        super().xDelete(name, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, recorder, name, flags) -> None:
        self.recorder = recorder
        self.file = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name if name else ""
        super().__init__("", name, flags)

    def xWrite(self, data, offset):
        self.recorder.done.append(Done("write", self.file, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size):
        self.recorder.done.append(Done("truncate", self.file, size))
        super().xTruncate(size)

    def xSync(self, flags):
        self.recorder.done.append(Done("sync", self.file))
        super().xSync(flags)


def cut_after(done: list[Done], folder: Path, chance: random.Random) -> None:
    """Write into ``folder`` what is on the disk if the power is cut when so much has been done."""
    for path in folder.iterdir():
        path.unlink()
    for name in {each.file for each in done if each.file}:
        content = _content([each for each in done if each.file == name], chance)
        if content is not None:
            (folder / name).write_bytes(content)


def _content(done: list[Done], chance: random.Random) -> bytes | None:
    synced = max((number for number, each in enumerate(done) if each.what in ("sync", "delete")), default=-1)
    content: bytearray | None = None
    for each in done[: synced + 1]:
        content = _after(content, each)
    pending = [each for each in done[synced + 1 :] if chance.random() < 0.5]
    chance.shuffle(pending)
    for each in pending:
        content = _after(content, _torn(each, chance) if chance.random() < 0.5 else each)
    return None if content is None else bytes(content)


def _torn(done: Done, chance: random.Random) -> Done:
    """Only some sectors of a write from its beginning, or to its end."""
    if done.what != "write" or len(done.content) <= SECTOR:
        return done
    cut = SECTOR * chance.randrange(1, -(-len(done.content) // SECTOR))
    if chance.random() < 0.5:
        return done._replace(content=done.content[:cut])
    return done._replace(content=done.content[cut:], at=done.at + cut)


def _after(content: bytearray | None, done: Done) -> bytearray | None:
    if done.what == "delete":
        return None
    content = bytearray() if content is None else content
    if done.what == "truncate":
        del content[done.at :]
        content.extend(bytes(done.at - len(content)))
    elif done.what == "write":
        content.extend(bytes(max(done.at + len(done.content) - len(content), 0)))
        content[done.at : done.at + len(done.content)] = done.content
    return content
