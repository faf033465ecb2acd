"""A file of a report as it is shown to who brought it: what was read, what it says of itself, and how it looks."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from reports.formats import gate
from reports.formats.reading import Reading, read
from reports.official.interchange import NotSaid
from reports.official.report_data import Kind


class Picture(NamedTuple):
    """A page of a PDF as a PNG, and the width and height of the page in points."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Understood:
    """What was understood of a file; its report is the organ's own, whatever name and kind the file says.

    ``said_organ`` and ``said_year`` are the file's own, empty and ``None`` where it does not say.
    """

    reading: Reading
    said_organ: str
    said_year: int | None
    pictures: tuple[Picture, ...] = ()


def understand(name: str, content: bytes, *, organ: str, kind: str, year: int, is_shown: bool = True) -> Understood:
    """Read a file as a report of the organ, and of the year where the file says none; its pages where it is shown.

    ``NotUnderstood``, with one clear line, for a file that the gate or its reader refuses.
    """
    try:
        reading = read(name, content)
        said = reading.report.organ, reading.report.year
    except NotSaid:
        reading = read(name, content, organ=organ, kind=kind, year=year)
        said = "", None
    own = replace(reading.report, organ=organ, kind=Kind(kind))
    return Understood(replace(reading, report=own), *said, _pictures(name, content) if is_shown else ())


def _pictures(name: str, content: bytes) -> tuple[Picture, ...]:
    if gate.admit(name, content) != "pdf":  # whatever it is called
        return ()
    from reports.formats.pdf.pictures import pictures  # noqa: PLC0415 its library costs every start

    return tuple(Picture(*each) for each in pictures(content))
