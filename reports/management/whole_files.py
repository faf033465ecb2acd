"""Files that commands write: whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write the file; ``OSError`` where the disk does not take all of it, and what stood there before stays."""
    if target.exists() and not target.is_file():  # a pipe or a terminal
        target.write_bytes(content)
        return
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(unfinished, 0o666 & ~_umask())
        os.replace(unfinished, target)
    except OSError:
        os.unlink(unfinished)
        raise


def _umask() -> int:
    """The permissions that a new file of this process goes without; mkstemp keeps it from everybody else."""
    umask = os.umask(0)
    os.umask(umask)
    return umask
