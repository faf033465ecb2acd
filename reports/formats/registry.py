"""The formats: one list that the gate, the readers, the writers, publication, commands and pages all go by.

A format is a folder, whose ``__init__`` says what it is, and a line here.
"""

from importlib import import_module

from reports.formats.format import Format

FOLDERS = (  # from data to paper: the order of every list of extensions, and backwards that of the downloads
    "json",
    "xlsx",
    "spreadsheets",
    "html",
    "mht",
    "docx",
    "ofd",
    "pdf",
    "plain_text",
)
FORMATS: tuple[Format, ...] = tuple(import_module(f"reports.formats.{folder}").FORMAT for folder in FOLDERS)


def readable() -> dict[str, Format]:
    """The formats that are read, by each of their extensions."""
    return {extension: each for each in FORMATS if each.admission for extension in each.extensions}


def writable() -> dict[str, Format]:
    """The formats that are written, by extension."""
    return {each.extension: each for each in FORMATS if each.output}


def published() -> tuple[str, ...]:
    """The extensions of the files in which a report is published."""
    return tuple(extension for extension, each in writable().items() if each.output.is_published)


def downloads() -> list[Format]:
    """The formats that pages offer, the paper first."""
    return [each for each in reversed(FORMATS) if each.output and each.output.is_offered]
