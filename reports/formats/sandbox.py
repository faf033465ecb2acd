"""Reads files of strangers: the gate and the readers behind it, in a child with limits and without a network.

This is the door for whatever is uploaded, pasted or named in a command; ``reading.read`` is what stands behind it,
and is for those who made the file themselves.
"""

import io
import os
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.formats import gate
from reports.formats.children import Children, Taken
from reports.formats.reading import Reading
from reports.formats.records import Matched
from reports.formats.source import SourceCell
from reports.formats.understanding import Understood
from reports.official.form import Cell
from reports.official.interchange import NotSaid, NotUnderstood, shown
from reports.official.report_data import ReportData

PATIENCE = 5  # seconds that a request waits for its turn; a command or a task may wait longer
WAIT_OF_A_COMMAND = 300
WAIT_OF_A_TASK = 60  # then the file is put off until the others have been read
READING = Children(
    "reading",
    "reports.formats.sandbox_child",
    places=2,
    wall_seconds=14,
    usual_seconds=2,
    # Neither the secret key nor the database's password is any reader's concern.
    environment={key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL") if key in os.environ},
)
# A file whose title says nothing is read once more with what its name says.
LONGEST_OF_A_TASK = 2 * (WAIT_OF_A_TASK + READING.wall_seconds)
_TOO_MUCH = "文件过大或过于复杂，在规定的时间和内存内不能读取。请另存为 .docx 或 .xlsx 后再试"
_FAILED = "不能读取这个文件，请另存为其他格式（如 .docx、.xlsx）后再试。仍有问题请联系管理员"
# What an answer may be made of, by the modules of these: a child that was taken over by a file says nothing else.
_PLAIN = {each.__module__ for each in (Reading, SourceCell, Matched, Understood, Cell, ReportData)}


class ReadingBusy(NotUnderstood):
    """All places are taken; ``wait`` is after how many seconds one is likely to be free."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"正在为其他人读取文件，请约 {wait} 秒后再试")
        self.wait = wait


def read(name: str, content: bytes, *, patience: float = PATIENCE, **expected: Any) -> Reading:
    """Read a file of any format that has a reader, by the extension of its name; within 15 seconds and 512 MB.

    ``expected`` gives ``organ``, ``kind`` and ``year`` where the file leaves them out. ``NotUnderstood``, whose text is
    one sentence for the person who chose the file, where the gate, the reader or the limits refuse it or it
    contradicts what is expected; ``ReadingBusy``, one of these, where no place is free within ``patience`` seconds.
    """
    gate.check_size(name, len(content))
    return run("reports.formats.reading.read", name, content, patience=patience, **expected)


def read_file(path: Path, *, patience: float = WAIT_OF_A_COMMAND, **expected: Any) -> Reading:
    """Read a file from the disk, for a command or a task; as ``read``, and refused where it is not there."""
    try:
        gate.check_size(path.name, path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise NotUnderstood(f"无法打开文件：{shown(path.name)}") from error
    return read(path.name, content, patience=patience, **expected)


def run(function: str, *given: Any, patience: float = PATIENCE, **more: Any) -> Any:
    """What a function of ``reports.formats``, by its dotted name, makes of what it is given; refusals as ``read``.

    It must give plain data: text, bytes, numbers, lists, or a ``Reading``, a ``Matched``, an ``Understood`` and what
    they are made of.
    """
    try:
        outcome, content = READING.answer(pickle.dumps((function, given, more)), patience)
    except Taken as taken:
        raise ReadingBusy(taken.wait) from taken
    except TimeoutError as error:
        raise NotUnderstood(_TOO_MUCH) from error
    except OSError as error:
        raise NotUnderstood(_FAILED) from error
    match outcome:
        case b"+":
            return _unpickled(content)
        case b"N":
            raise NotUnderstood(content.decode())
        case b"S":
            raise NotSaid(content.decode())
        case b"L":
            raise NotUnderstood(_TOO_MUCH)
    raise NotUnderstood(_FAILED)


class _Unpickler(pickle.Unpickler):
    """Makes plain data, and refuses everything else that a pickle can name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        found = super().find_class(module, name) if module in _PLAIN and "." not in name else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"no plain data: {module}.{name}")


def _unpickled(content: bytes) -> Any:
    try:
        return _Unpickler(io.BytesIO(content)).load()
    except Exception as error:  # a damaged pickle fails in any way
        raise NotUnderstood(_FAILED) from error
