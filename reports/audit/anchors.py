"""Where the chain ended, noted in a place outside (``AUDIT_HEAD_FILE``), so that a tail that was cut off is missed."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.audit.chain import is_end_sound
from reports.models.audit import ONLY_END, AuditEnd
from reports.models.seal_key import kept_seal_key


class AnchorFault(Exception):
    """Nothing was noted, in a Chinese sentence that says why."""


@dataclass(frozen=True)
class Anchor:
    """That at a time the chain ended with the entry of this number and HMAC; ``line`` is where that was noted."""

    line: int
    at: str
    number: int
    mac: bytes


def anchor_file() -> Path | None:
    """Where it is noted; ``None`` where nobody has said."""
    return Path(settings.AUDIT_HEAD_FILE) if settings.AUDIT_HEAD_FILE else None


def drop_anchor() -> str:
    """Append where the chain ends now to the file, and return the line; ``AnchorFault`` where that cannot be."""
    path, key = anchor_file(), kept_seal_key()
    if path is None:
        raise AnchorFault("没有设置 AUDIT_HEAD_FILE（另一块磁盘上的文件）")
    end = AuditEnd.objects.filter(pk=ONLY_END).first()
    if end is None:
        raise AnchorFault("审计日志还没有记录")
    if key is None or not is_end_sound(key, end):  # a false end outside would speak for who forged it
        raise AnchorFault("审计日志的末端与校验码不符，没有写入，请先运行 manage.py verify_audit")
    line = f"{timezone.localtime():%Y-%m-%dT%H:%M:%S%z} {end.number} {bytes(end.mac).hex()}"
    try:
        with path.open("a", encoding="ascii") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise AnchorFault(f"不能写入 {path}：{error.strerror}") from error
    return line


def dropped_anchors() -> tuple[list[Anchor], list[int]]:
    """All that was noted, and the numbers of the lines that say nothing; ``OSError`` where the file cannot be read."""
    path = anchor_file()
    anchors, unread = [], []
    if path is None or not path.exists():
        return anchors, unread
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        try:
            at, entry, mac = line.split(" ")
            anchors.append(
                Anchor(number, f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}", int(entry), bytes.fromhex(mac))
            )
        except ValueError:
            unread.append(number)
    return anchors, unread
