"""The gate before office files: what a package of Word or Excel may hold, decided before a library is given it.

It refuses what is damaged, encrypted, live (macros, objects, links) or built to exhaust the machine, and unpacks no
more than a report can be.
"""

import re
import stat
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reports.formats.package import Package
from reports.official.interchange import NotUnderstood

MEGABYTE = 1024 * 1024

MOST_MEMBERS = 200
MOST_BYTES_OF_A_MEMBER = 20 * MEGABYTE
MOST_BYTES_UNZIPPED = 30 * MEGABYTE
MOST_TIMES_COMPRESSED, COMPRESSED_LITTLE = 200, MEGABYTE
MOST_DEPTH = 100
MOST_ELEMENTS = 100_000  # our own workbook has two thousand
MOST_WORKSHEETS = 10
MOST_PLACES = 4_000_000  # of a worksheet, blank ones among them: its reader keeps every place between two cells

TEMPLATE_WANTED = "请使用系统下载的模板（.xlsx）"
DAMAGED = "文件不完整或已损坏。{}"
LIVE = "文件含有{}，请另存为普通的 .{} 后再导入"
WITH_PASSWORD = "文件设有密码，请去掉密码后再上传"
_DISTANT = "工作表在 {} 处有离表格过远的内容，不能读取，请删去这一格后再试"
BOMB = "文件的内容过多或结构异常，不能读取"

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What can act by itself in a program that opens the file, by the name or the type of its part.
_LIVE_PARTS = {
    "宏": re.compile(r"vbaproject|vbadata|macrosheets|dialogsheets|macroenabled", re.IGNORECASE),
    "控件": re.compile(r"activex|ctrlprops|controlproperties", re.IGNORECASE),
    "嵌入对象": re.compile(r"embeddings|oleobject|officedocument\.package", re.IGNORECASE),
    "外部链接": re.compile(r"externallink", re.IGNORECASE),
    "外部数据连接": re.compile(r"connections\.xml|\.connections\+xml|querytable", re.IGNORECASE),
    "加载项": re.compile(r"webextension", re.IGNORECASE),
}
_DECLARATIONS = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_8_MARK, MOST_BLANKS = b"\xef\xbb\xbf", 1024
_UTF_8 = re.compile(r"utf-?8", re.IGNORECASE)


_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Office(NamedTuple):
    """A kind of Office file: its extension, the type of its main part, and what to do where a file is none."""

    extension: str
    main_type: str
    advice: str
    links: tuple[str, ...]  # to the outside, by the end of their type, that nothing fetches


_TYPED = ("/hyperlink",)  # an address that is typed becomes one by itself; Word names the template of each document,
_TYPES = "application/vnd.openxmlformats-officedocument."
WORKBOOK = Office("xlsx", f"{_TYPES}spreadsheetml.sheet.main+xml", TEMPLATE_WANTED, _TYPED)
DOCUMENT = Office(
    "docx",
    f"{_TYPES}wordprocessingml.document.main+xml",
    "请用 Word 或 WPS 另存为 .docx 后再试",
    (*_TYPED, "/attachedTemplate", "/image"),
)


def check(office: Office, content: bytes) -> None:
    """Refuse, with a sentence, a file that is not what it should be or that no library should be given."""
    parts = unpacked(office, content)
    try:
        _check_package(office, Package(parts))
    except (ParseError, UnicodeError) as error:
        raise NotUnderstood(DAMAGED.format(office.advice)) from error


def unpacked(office: Office, content: bytes) -> dict[str, bytes]:
    """The parts of an archive by name, where all that may be XML is sound and small enough; ``NotUnderstood`` else."""
    if content.startswith(OLE):
        raise NotUnderstood(f"文件已加密或为旧版格式，请去掉密码并另存为 .{office.extension} 后再导入")
    if not content.startswith(ZIP):
        raise NotUnderstood(f"不是 .{office.extension} 文件。{office.advice}")
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_directory(office, archive.infolist())
            # No more is unpacked than the directory claims, and a false claim fails the checksum.
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (NotUnderstood, MemoryError):
        raise
    # A damaged archive fails in a dozen ways: BadZipFile, zlib.error, struct.error, EOFError, UnicodeError…
    except Exception as error:
        raise NotUnderstood(DAMAGED.format(office.advice)) from error
    # Whatever may be read as XML is counted, however it is named: a relationship may make any part a worksheet.
    elements = sum(
        _check_xml(office, part, is_named_so=_is_xml(name)) for name, part in parts.items() if _may_be_xml(name, part)
    )
    if elements > MOST_ELEMENTS:
        raise NotUnderstood(BOMB)
    return parts


def _check_directory(office: Office, members: list[ZipInfo]) -> None:
    """What the archive says of itself, before any of it is unpacked."""
    names = [member.filename.casefold() for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise NotUnderstood(WITH_PASSWORD)
    _refuse_live(office, names)
    claimed = sum(member.file_size for member in members)
    is_sound = (
        len(members) <= MOST_MEMBERS
        and len(set(names)) == len(names)
        and claimed <= MOST_BYTES_UNZIPPED
        and all(map(_is_sound, members))
    )
    if not is_sound:
        raise NotUnderstood(BOMB)


def _is_sound(member: ZipInfo) -> bool:
    path = member.filename
    is_inside = not path.startswith("/") and ".." not in path.split("/") and "\\" not in path and ":" not in path
    is_regular = not stat.S_ISLNK(member.external_attr >> 16)
    is_packed_plainly = member.compress_type in {ZIP_STORED, ZIP_DEFLATED}
    is_possible = member.file_size <= MOST_BYTES_OF_A_MEMBER and (
        member.file_size <= COMPRESSED_LITTLE or member.file_size <= member.compress_size * MOST_TIMES_COMPRESSED
    )
    return is_inside and is_regular and is_packed_plainly and is_possible


def _refuse_live(office: Office, said: Iterable[str]) -> None:
    """Refuse what can act by itself, by name, where a part says so of itself."""
    for each in said:
        for what, pattern in _LIVE_PARTS.items():
            if pattern.search(each):
                raise NotUnderstood(LIVE.format(what, office.extension))


def _check_package(office: Office, package: Package) -> None:
    """That the package is what its extension says, and none of its parts is live, by what they say they are."""
    types = package.content_types()
    _refuse_live(office, types.values())
    book = package.target("", "officeDocument").casefold()
    if office.main_type not in (kind for name, kind in types.items() if name.casefold() == book):
        raise NotUnderstood(f"不是 .{office.extension} 文件。{office.advice}")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _may_be_xml(name: str, part: bytes) -> bool:
    """Whether the reader, to which everything is UTF-8, could take the part for XML.

    It takes away a byte order mark, and the parser another one: what begins with more than one is none of ours.
    """
    text = part.removeprefix(_UTF_8_MARK)
    if text.startswith(_UTF_8_MARK):
        raise NotUnderstood(BOMB)
    return _is_xml(name) or text[:MOST_BLANKS].lstrip()[:1] in (b"<", b"")


def _check_xml(office: Office, part: bytes, *, is_named_so: bool) -> int:
    """How many elements the part has; refuses declarations, other encodings, depth, and links that are fetched."""
    if (is_named_so and b"\0" in part) or _DECLARATIONS.search(part):  # UTF-16 has a NUL in every tag
        raise NotUnderstood(BOMB)
    scan = _Scan(office, MOST_ELEMENTS)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.XmlDeclHandler = scan.declare
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        if is_named_so:  # a picture or an old drawing (.vml) is none, and no reader gets further than this either
            raise NotUnderstood(DAMAGED.format(office.advice)) from error
    return scan.elements


class _Scan:
    """Counts elements as they pass, and stops at the first that may not be."""

    def __init__(self, office: Office, most_elements: int) -> None:
        self.office = office
        self.most_elements = most_elements
        self.elements = 0
        self.worksheets = 0
        self.depth = 0
        self.rows = self.columns = 0

    def declare(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and not _UTF_8.fullmatch(encoding):
            self.refuse()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        local = name.rpartition(":")[2]
        self.worksheets += local == "sheet"
        if local == "c":
            self._stretch(attributes.get("r", ""))
        if self.depth > MOST_DEPTH or self.elements > self.most_elements or self.worksheets > MOST_WORKSHEETS:
            self.refuse()
        if local == "Relationship":
            self._check_relationship(attributes)

    def end(self, name: str) -> None:
        self.depth -= 1

    def refuse(self) -> None:
        raise NotUnderstood(BOMB)

    def _stretch(self, reference: str) -> None:
        """A worksheet reaches to its most distant cell."""
        if match := _CELL.fullmatch(reference):
            self.columns = max(self.columns, _column(match[1]))
            self.rows = max(self.rows, int(match[2]))
        if self.rows * self.columns > MOST_PLACES:
            raise NotUnderstood(_DISTANT.format(reference))

    def _check_relationship(self, attributes: dict[str, str]) -> None:
        is_external = attributes.get("TargetMode", "").lower() == "external"
        if is_external and not attributes.get("Type", "").endswith(self.office.links):
            raise NotUnderstood(LIVE.format("外部链接", self.office.extension))


def _column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
