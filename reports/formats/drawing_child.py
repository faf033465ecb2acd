"""The child that draws (``python -m reports.formats.drawing_child``).

A job is the pickle of a writer's dotted name, the report, its marks and some settings; the answer is ``+`` and the
file, or ``V`` and why the writer refuses the report.
"""

import os
import pickle
import tempfile
from importlib import import_module

from reports.formats import child, registry

LIMITS = child.Limits(
    cpu_seconds=45,
    wall_seconds=59,
    memory_bytes=1_000_000_000,
    file_bytes=50_000_000,  # openpyxl's passing files
    open_files=1024,
)
IN_MEMORY = "/dev/shm"
PICTURES = "reports.formats.pdf.pictures"


def main() -> None:
    """Answer jobs until the process that asks is gone."""
    import django  # noqa: PLC0415  not before it is known that this is the child

    if os.access(IN_MEMORY, os.W_OK):
        tempfile.tempdir = IN_MEMORY  # a full disk stops no workbook
    django.setup()
    child.load(each.writer for each in registry.writable().values() if each.output.is_drawn)
    child.load([PICTURES])
    child.serve(performed, LIMITS)


def performed(job: bytes) -> tuple[bytes, bytes]:
    """The answer to a job."""
    from django.conf import settings  # noqa: PLC0415  set up by now

    writer, report, marks, given = pickle.loads(job)
    for key, value in given.items():
        setattr(settings, key, value)
    module, _, function = writer.rpartition(".")
    try:
        made = getattr(import_module(module), function)(report, **marks)
    except ValueError as refusal:
        return b"V", str(refusal).encode()
    return b"+", made if isinstance(made, bytes) else made.encode()


if __name__ == "__main__":
    main()
