"""公布包: the files of a publication in one zip, by the names that an office would give them, with a list of hashes.

The same files make the same bytes on every machine: what is packed is compressed already, and is stored as it is.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from reports.formats import registry
from reports.formats.format import Format

LIST = "文件清单.txt"
MOST_BYTES = 200  # of a name without its extension; file systems take 255
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')  # of Windows
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def packed(files: Mapping[str, bytes], *, title: str, organ: str, at: datetime, content_hash: str) -> bytes:
    """The zip of ``files``, by extension; ``title`` names them, ``at`` is when they were published, in local time."""
    name = file_name(title)
    named = {f"{name}.{each.extension}": files[each.extension] for each in _in_order(files)}
    listed = _list(named, title=title, organ=organ, at=at, content_hash=content_hash)
    package = BytesIO()
    with ZipFile(package, "w", ZIP_STORED) as archive:
        for each, content in {LIST: listed.encode("utf-8-sig"), **named}.items():
            member = ZipInfo(each, at.timetuple()[:6])
            member.create_system, member.external_attr = _UNIX, _REGULAR_FILE
            archive.writestr(member, content)  # a name beyond ASCII is marked as UTF-8
    return package.getvalue()


def file_name(title: str) -> str:
    """The title as the name of a file, without an extension, that every system takes."""
    plain = "".join(each for each in title if each.isprintable() and each not in _NOT_IN_NAMES)
    return plain.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .") or "report"


def _in_order(files: Mapping[str, bytes]) -> list[Format]:
    """The formats of the files, the paper first, the data last."""
    there = [each for each in reversed(registry.FORMATS) if each.extension in files]
    return sorted(there, key=lambda each: (not each.output.opens_in_browser, each.output.is_data))


def _list(files: Mapping[str, bytes], *, title: str, organ: str, at: datetime, content_hash: str) -> str:
    """What is in the package, for a person: Windows line ends, so that any editor shows it."""
    lines = [
        f"{title}　公布包文件清单",
        "",
        f"公布机关：{organ}",
        f"公布时间：{at:%Y-%m-%d %H:%M}",
        f"内容校验码：{content_hash}",
        "",
    ]
    for number, (name, content) in enumerate(files.items(), start=1):
        lines += [
            f"{number}. {name}",
            f"   大小：{len(content)} 字节",
            f"   SHA-256：{hashlib.sha256(content).hexdigest()}",
            "",
        ]
    lines += [
        "核对方法：在 Windows 的“命令提示符”中进入本文件夹，执行",
        f"   certutil -hashfile {next(iter(files), '文件名')} SHA256",
        "所得结果与上列 SHA-256 相同，即与公布时的文件一致。",
    ]
    return "\r\n".join(lines) + "\r\n"
