"""The storage of files that are brought and made, where it is a folder."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A file is there with all of its content or, where the disk takes no more or the process is killed, not at all."""

    def _save(self, name: str, content: Any) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix=".")  # for its owner alone
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                file.flush()
                os.fsync(file.fileno())
            return self._named(unfinished, name)
        finally:
            with suppress(OSError):
                os.unlink(unfinished)

    def _named(self, unfinished: str, name: str) -> str:
        """Give the file its name, or one beside it where somebody has taken that meanwhile."""
        while True:
            try:
                os.link(unfinished, self.path(name))
                return name.replace("\\", "/")
            except FileExistsError:
                name = self.get_available_name(name)
