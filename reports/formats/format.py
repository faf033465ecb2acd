"""What a format says of itself in its folder's ``__init__``: what of it is read, and how reports are written in it."""

from collections.abc import Callable
from typing import NamedTuple


class Admission(NamedTuple):
    """What the gate asks of files of the format: at most so many bytes, and a check of what they hold."""

    most_bytes: int
    check: Callable[[bytes], None]  # raises ``NotUnderstood``


class Output(NamedTuple):
    """How reports are written in the format, and where the files are handed out."""

    content_type: str
    libraries: tuple[str, ...] = ()  # the distributions that draw it, which takes so much that a child with limits does
    is_published: bool = False  # one of the files that are kept for good at publication
    is_offered: bool = False  # among the downloads of every page
    group: str = "文稿"  # under which pages offer it: to be read, or reckoned with
    is_data: bool = False  # for programs: no page but those of the whole report offers it
    opens_in_browser: bool = False
    is_whole: Callable[[bytes], bool] = bool  # whether nothing is missing of a file that was drawn
    blank_writer: str = ""  # by module and name, what makes the empty form, where there is one to fill in

    @property
    def is_drawn(self) -> bool:
        return bool(self.libraries)


class Format(NamedTuple):
    """A format of files: ``reader``, ``writer`` and ``proof`` of its package read, write and prove them.

    They are loaded by name and when they are needed: openpyxl alone costs every start 0.16 s.
    """

    package: str
    name: str  # as people call it
    extensions: tuple[str, ...]  # the first is that of the files that are written
    admission: Admission | None = None  # ``None``: it is not read
    output: Output | None = None  # ``None``: it is not written

    @property
    def extension(self) -> str:
        return self.extensions[0]

    @property
    def spaced_name(self) -> str:
        """The name as it follows a Chinese word: Latin letters after a space."""
        return f" {self.name}" if self.name.isascii() else self.name

    @property
    def reader(self) -> str:
        return f"{self.package}.reader"

    @property
    def writer(self) -> str:
        return f"{self.package}.writer"

    @property
    def proof(self) -> str:
        """What reads its finished files back before they are handed out: it must know nothing of the writer."""
        return f"{self.package}.proof"
