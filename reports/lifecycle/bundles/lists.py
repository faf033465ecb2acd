"""The lists that lie on top of a bundle: what is in it, who is not, and the hashes to verify it by."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.lifecycle.bundles.choosing import NotPacked
from reports.models.organs import Organ

CONTENTS, LEFT_OUT, HASHES = "00_目录.xlsx", "00_未纳入单位.xlsx", "00_校验.sha256"
_CONTENTS = {"单位": 28, "标题": 48, "状态": 12, "日期": 12, "文件": 60, "SHA-256": 70, "网址": 60}
_LEFT_OUT = {"单位": 28, "状态": 14, "原因": 60}


@dataclass(frozen=True)
class PackedFile:
    """One file of a bundle: of which report, where it stands, its SHA-256, and where it is published, if it is."""

    organ: Organ
    title: str
    state: str
    day: str  # of the publication, or of the last change
    path: str
    digest: str
    address: str = ""


def contents(files: Iterable[PackedFile]) -> bytes:
    """00_目录.xlsx, a row for each file."""
    from reports.formats.xlsx import plain_list  # noqa: PLC0415 openpyxl costs every start 0.16 s

    rows = ((str(f.organ), f.title, f.state, f.day, f.path, f.digest, f.address) for f in files)
    return plain_list.write("目录", _CONTENTS, rows)


def left_out(organs: Iterable[NotPacked]) -> bytes:
    """00_未纳入单位.xlsx, a row for each organ without a report, and for each file that could not be made."""
    from reports.formats.xlsx import plain_list  # noqa: PLC0415 openpyxl costs every start 0.16 s

    rows = ((str(each.organ), each.state, each.why) for each in organs)
    return plain_list.write("未纳入单位", _LEFT_OUT, rows)


def hashes(digests: Iterable[tuple[str, str]]) -> bytes:
    """00_校验.sha256 of pairs of a path and its SHA-256, as ``sha256sum -c`` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in digests).encode()
