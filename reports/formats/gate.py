"""The gate before every reader: which files may be read, and as what, decided before a reader is given them.

It refuses what is too large, disguised, encrypted, live (macros, objects, links) or built to exhaust the
machine: the libraries behind it are made to read files, not to survive them. A file that is whole and only has the
extension of another kind is let in as what it is: government sites hand out web pages as ``.xls`` and ``.doc``.
"""

from pathlib import PurePath

from reports.formats import registry
from reports.formats.office import MEGABYTE
from reports.formats.sniffing import extension_by_content
from reports.official.interchange import NotUnderstood

_SAVE_AS = {"et": "xlsx", "xlsm": "xlsx", "xlsb": "xlsx", "ods": "xlsx"} | dict.fromkeys(
    ("doc", "wps", "docm", "odt", "rtf"), "docx"
)


def admit(name: str, content: bytes) -> str:
    """As what a file may be read, by the extension of that format, such as ``xlsx``; ``NotUnderstood`` for others.

    The message is one sentence for the person who chose the file.
    """
    check_size(name, len(content))
    if not content:
        raise NotUnderstood("文件是空的")
    named = _extension(name)
    extension = extension_by_content(content) or named
    readable = registry.readable()
    if extension not in readable:
        raise NotUnderstood(f"不能读取 .{extension} 文件，请另存为 .{_SAVE_AS[extension]}")
    admission = readable[extension].admission
    _check_size(len(content), admission.most_bytes)
    admission.check(content)
    return extension


def check_size(name: str, size: int) -> None:
    """Refuse a file by its name and its size in bytes, before it is read at all."""
    extension = _extension(name)
    readable = registry.readable()
    _check_size(size, (readable.get(extension) or readable[_SAVE_AS[extension]]).admission.most_bytes)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise NotUnderstood(f"文件过大，不能超过 {most // MEGABYTE} MB")


def _extension(name: str) -> str:
    """The extension without its dot, in small letters; ``NotUnderstood`` where nothing of that name can be read."""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    readable = registry.readable()
    if extension not in readable and extension not in _SAVE_AS:
        raise NotUnderstood(f"不能读取这种文件，可以读取：{' '.join(f'.{each}' for each in readable)}")
    return extension
