"""The gate before every reader: what a file may be and hold, decided without handing it to a parser of documents.

It refuses what is too large, disguised, encrypted, live (macros, objects, links) or built to exhaust the
machine: the libraries behind it are made to read files, not to survive them.
"""

import re
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reports.official.interchange import NotUnderstood

MEGABYTE = 1024 * 1024

MOST_MEMBERS = 200
MOST_BYTES_OF_A_MEMBER = 20 * MEGABYTE
MOST_BYTES_UNZIPPED = 30 * MEGABYTE
MOST_TIMES_COMPRESSED, COMPRESSED_LITTLE = 200, MEGABYTE
MOST_DEPTH = 100
MOST_ELEMENTS = 100_000  # our own workbook has two thousand
MOST_STYLE_ELEMENTS = 30_000  # each costs openpyxl far more than a cell does
MOST_WORKSHEETS = 10

TEMPLATE_WANTED = "请使用系统下载的模板（.xlsx）"
_DAMAGED = f"文件不完整或已损坏。{TEMPLATE_WANTED}"
_LIVE = "文件含有宏、嵌入对象或外部链接，请另存为普通的 .xlsx 后再导入"
_ENCRYPTED = "文件已加密或为旧版格式，请去掉密码并另存为 .xlsx 后再导入"
_BOMB = "文件的内容过多或结构异常，不能读取"

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_WORKBOOK_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_LIVE_PARTS = re.compile(
    r"vbaproject|vbadata|activex|embeddings|externallinks|oleobject|macrosheets|dialogsheets|ctrlprops"
    r"|connections\.xml|querytables|webextensions",
    re.IGNORECASE,
)
_EXTERNAL_THAT_IS_NEVER_FETCHED = "/hyperlink"  # an address typed into a cell becomes one by itself
_DECLARATIONS = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_8 = re.compile(r"utf-?8", re.IGNORECASE)


class Admission(NamedTuple):
    """What is asked of files with an extension: at most so many bytes, and a check of what they hold."""

    most_bytes: int
    check: Callable[[bytes], None]


def admit(name: str, content: bytes) -> str:
    """The extension of a file that may be read, such as ``xlsx``; ``NotUnderstood`` for any other file.

    The message is one sentence for the person who chose the file.
    """
    extension = extension_of(name)
    admission = ADMISSIONS[extension]
    check_size(name, len(content))
    if not content:
        raise NotUnderstood("文件是空的")
    admission.check(content)
    return extension


def extension_of(name: str) -> str:
    """The extension without its dot, in small letters; ``NotUnderstood`` where no reader takes it."""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension in {"xls", "et", "xlsm", "xlsb", "ods"}:
        raise NotUnderstood(f"不能读取 .{extension} 文件，请另存为 .xlsx")
    if extension not in ADMISSIONS:
        raise NotUnderstood(f"不能读取这种文件，可以读取：{' '.join(f'.{each}' for each in ADMISSIONS)}")
    return extension


def check_size(name: str, size: int) -> None:
    """Refuse a file by its size in bytes, before it is read at all."""
    most = ADMISSIONS[extension_of(name)].most_bytes
    if size > most:
        raise NotUnderstood(f"文件过大，不能超过 {most // MEGABYTE} MB")


def _check_json(content: bytes) -> None:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUnderstood("文件不是 UTF-8 编码") from error


def _check_workbook(content: bytes) -> None:
    if content.startswith(_OLE):
        raise NotUnderstood(_ENCRYPTED)
    if not content.startswith(_ZIP):
        raise NotUnderstood(f"不是 .xlsx 文件。{TEMPLATE_WANTED}")
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_directory(archive.infolist())
            # No more is unpacked than the directory claims, and a false claim fails the checksum.
            parts = {name: archive.read(name) for name in archive.namelist()}
    except NotUnderstood:
        raise
    # A damaged archive fails in a dozen ways: BadZipFile, zlib.error, struct.error, EOFError, UnicodeError…
    except Exception as error:
        raise NotUnderstood(_DAMAGED) from error
    _check_package(parts)
    elements = sum(_check_xml(name, part) for name, part in parts.items() if _is_xml(name))
    if elements > MOST_ELEMENTS:
        raise NotUnderstood(_BOMB)


def _check_directory(members: list[ZipInfo]) -> None:
    """What the archive says of itself, before any of it is unpacked."""
    names = [member.filename.casefold() for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise NotUnderstood(_ENCRYPTED)
    if any(map(_LIVE_PARTS.search, names)):
        raise NotUnderstood(_LIVE)
    claimed = sum(member.file_size for member in members)
    is_sound = (
        len(members) <= MOST_MEMBERS
        and len(set(names)) == len(names)
        and claimed <= MOST_BYTES_UNZIPPED
        and all(map(_is_sound, members))
    )
    if not is_sound:
        raise NotUnderstood(_BOMB)


def _is_sound(member: ZipInfo) -> bool:
    path = member.filename
    is_inside = not path.startswith("/") and ".." not in path.split("/") and "\\" not in path and ":" not in path
    is_regular = not stat.S_ISLNK(member.external_attr >> 16)
    is_packed_plainly = member.compress_type in {ZIP_STORED, ZIP_DEFLATED}
    is_possible = member.file_size <= MOST_BYTES_OF_A_MEMBER and (
        member.file_size <= COMPRESSED_LITTLE or member.file_size <= member.compress_size * MOST_TIMES_COMPRESSED
    )
    return is_inside and is_regular and is_packed_plainly and is_possible


def _check_package(parts: dict[str, bytes]) -> None:
    """That the package is a workbook without macros, by what it says it is."""
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise NotUnderstood(_LIVE)
    if _WORKBOOK_TYPE not in types or "xl/workbook.xml" not in parts:
        raise NotUnderstood(f"不是 .xlsx 工作簿。{TEMPLATE_WANTED}")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _check_xml(name: str, part: bytes) -> int:
    """How many elements the part has; refuses declarations, other encodings, depth, and links that are fetched."""
    if _DECLARATIONS.search(part) or b"\0" in part:  # UTF-16 has a NUL in every tag
        raise NotUnderstood(_BOMB)
    scan = _Scan(MOST_STYLE_ELEMENTS if name.endswith("styles.xml") else MOST_ELEMENTS)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.XmlDeclHandler = scan.declare
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise NotUnderstood(_DAMAGED) from error
    return scan.elements


class _Scan:
    """Counts elements as they pass, and stops at the first that may not be."""

    def __init__(self, most_elements: int) -> None:
        self.most_elements = most_elements
        self.elements = 0
        self.worksheets = 0
        self.depth = 0

    def declare(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and not _UTF_8.fullmatch(encoding):
            self.refuse()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        local = name.rpartition(":")[2]
        self.worksheets += local == "sheet"
        if self.depth > MOST_DEPTH or self.elements > self.most_elements or self.worksheets > MOST_WORKSHEETS:
            self.refuse()
        if local == "Relationship":
            self._check_relationship(attributes)

    def end(self, name: str) -> None:
        self.depth -= 1

    def refuse(self) -> None:
        raise NotUnderstood(_BOMB)

    def _check_relationship(self, attributes: dict[str, str]) -> None:
        is_external = attributes.get("TargetMode", "").lower() == "external"
        if is_external and not attributes.get("Type", "").endswith(_EXTERNAL_THAT_IS_NEVER_FETCHED):
            raise NotUnderstood(_LIVE)


ADMISSIONS = {
    "json": Admission(2 * MEGABYTE, _check_json),
    "xlsx": Admission(5 * MEGABYTE, _check_workbook),
}
