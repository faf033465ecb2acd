"""The entries of a zip that somebody sent: counted and named before any is unpacked, and unpacked in memory alone.

Nothing is ever written under a name that stands in an archive. Names are shown, and the last part says the format.
"""

import re
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reports.formats.office import COMPRESSED_LITTLE, MEGABYTE, MOST_TIMES_COMPRESSED
from reports.official.interchange import NotUnderstood

MOST_FILES = 500
MOST_BYTES_OF_A_FILE = 10 * MEGABYTE
MOST_BYTES_IN_ALL = 500 * MEGABYTE
MOST_CHARACTERS_OF_A_NAME = 255
_END = struct.Struct("<4s4H2LH")  # how the end of a zip's directory begins
_MOST_BYTES_OF_A_DIRECTORY = 2 * MEGABYTE
_UTF_8_NAME, _ENCRYPTED = 0x800, 0x1
_CLUTTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.)[^/]+(?:/|$)|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_PACKED = re.compile(r"\.(?:zip|rar|7z|tar|gz|tgz|bz2|xz)$", re.IGNORECASE)
_DAMAGED = "文件在压缩包中已损坏，不能读取"
_NO_ZIP = "不是完整的 zip 压缩包，请用系统自带的“压缩”功能重新压缩为 .zip 后再上传"


@dataclass(frozen=True)
class ArchiveMember:
    """A file within a zip: its number there, its path as a person reads it, and why it is not read, if it is not."""

    number: int
    path: str
    size: int
    refusal: str = ""


def is_clutter(path: str) -> bool:
    """Whether a file is left there by a system or a program, and nobody's: __MACOSX, Thumbs.db, ~$报告.docx."""
    return bool(_CLUTTER.search(path))


def entries_of(file: BinaryIO) -> list[ArchiveMember]:
    """The files of a zip, each that may not be read with the sentence that says why; nothing is unpacked.

    ``NotUnderstood``, with one clear line, where it is no zip, or holds more than is read at once.
    """
    _check_directory(file)
    try:
        with ZipFile(file) as archive:
            found = list(_entries(archive.infolist()))
    except NotUnderstood:
        raise
    # A damaged archive fails in a dozen ways: BadZipFile, struct.error, EOFError, UnicodeError…
    except Exception as error:
        raise NotUnderstood(_NO_ZIP) from error
    if not found:
        raise NotUnderstood("压缩包中没有文件")
    if len(found) > MOST_FILES:
        raise NotUnderstood(f"压缩包中有 {len(found)} 个文件，一次最多 {MOST_FILES} 个，请分成几个压缩包")
    if sum(each.size for each in found) > MOST_BYTES_IN_ALL:
        raise NotUnderstood(f"压缩包解开后超过 {MOST_BYTES_IN_ALL // MEGABYTE} MB，请分成几个压缩包")
    return found


def content_of(archive: ZipFile, number: int) -> bytes:
    """What an entry holds; ``NotUnderstood`` where it is damaged or holds more than it claims."""
    info = archive.infolist()[number]
    try:
        with archive.open(info) as entry:
            content = entry.read(MOST_BYTES_OF_A_FILE + 1)
    except Exception as error:  # BadZipFile, zlib.error and whatever else a damaged stream raises
        raise NotUnderstood(_DAMAGED) from error
    if len(content) != info.file_size:
        raise NotUnderstood(_DAMAGED)
    return content


def _check_directory(file: BinaryIO) -> None:
    """Refuse by the last bytes alone what would take long to list: the directory of a zip may have any size."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 65_535 - _END.size))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise NotUnderstood(_NO_ZIP)
    _, _, _, _, count, bytes_of_directory, _, _ = _END.unpack_from(tail, at)
    if count == 0xFFFF or count > 4 * MOST_FILES or bytes_of_directory > _MOST_BYTES_OF_A_DIRECTORY:
        raise NotUnderstood(f"压缩包中的文件过多，一次最多 {MOST_FILES} 个，请分成几个压缩包")
    file.seek(0)


def _entries(members: list[ZipInfo]) -> Iterator[ArchiveMember]:
    seen: set[str] = set()
    for number, member in enumerate(members):
        path = _path_of(member)
        if member.is_dir() or path.endswith("/") or is_clutter(path):
            continue
        refusal = _refusal_of(member, path) or ("压缩包中有两个同名文件" if path in seen else "")
        seen.add(path)
        shown = "".join(each if each.isprintable() else "\ufffd" for each in path)
        yield ArchiveMember(number, shown[-MOST_CHARACTERS_OF_A_NAME:], 0 if refusal else member.file_size, refusal)


def _path_of(member: ZipInfo) -> str:
    """The path; Windows in Chinese writes it in GB18030 and says nothing of it."""
    path = member.filename
    if not member.flag_bits & _UTF_8_NAME:
        raw = member.orig_filename.split("\0")[0].encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                path = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return path.replace("\\", "/")


def _refusal_of(member: ZipInfo, path: str) -> str:
    """Why an entry is not read, in a sentence; empty where it may be."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or ":" in path:
        return "文件名中有“..”或盘符，不读取"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "是指向别处的链接，不读取"
    if _PACKED.search(path):
        return "压缩包中的压缩包不读取，请解开后再压缩"
    if member.flag_bits & _ENCRYPTED:
        return "文件已加密，请去掉密码后再压缩"
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return "压缩方式不常见，请用系统自带的“压缩”功能重新压缩"
    if member.file_size > MOST_BYTES_OF_A_FILE:
        return f"文件过大，不能超过 {MOST_BYTES_OF_A_FILE // MEGABYTE} MB"
    if member.file_size > COMPRESSED_LITTLE and member.file_size > member.compress_size * MOST_TIMES_COMPRESSED:
        return "文件的内容过多或结构异常，不能读取"
    return ""
