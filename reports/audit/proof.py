"""Whether the log is as it was written: every entry against its HMAC, its neighbour, and what was noted outside.

What it can prove and what it cannot stands in docs/history-proof.md.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.utils import timezone

from reports.audit.anchors import anchor_file, dropped_anchors
from reports.audit.chain import BEGINNING, is_end_sound, locked_end, mac_of
from reports.models.audit import ONLY_END, SEARCHED, AuditAction, AuditEnd, AuditEntry, AuditPurge
from reports.models.seal_key import SealKey, kept_seal_key
from reports.models.sealing import sealing

TOGETHER = 1000  # entries a query
MOST_TOLD = 50
NO_KEY = "没有封条密钥（seal_key），不能核对审计日志"


@dataclass
class AuditProof:
    """How many entries were verified, what is to be said of them, and in a sentence each thing that is wrong."""

    entries: int = 0
    told: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    """Where the reading stands: the last entry's number and HMAC, and what was found so far."""

    key: SealKey
    last: int
    mac: bytes
    first: int = 0
    entries: int = 0
    breaks: list[str] = field(default_factory=list)
    of_other_keys: list[int] = field(default_factory=list)
    resealed_at: int = 0  # the last entry, sound, that says that all was sealed anew

    def read_on(self) -> None:
        """Hold all entries that come after against their HMACs and the ones before them."""
        while entries := list(AuditEntry.objects.filter(number__gt=self.last).order_by("number")[:TOGETHER]):
            for entry in entries:
                self._hold(entry)

    def _hold(self, entry: AuditEntry) -> None:
        self.entries += 1
        if entry.number != self.last + 1:
            self.breaks.append(f"第 {_span(self.last + 1, entry.number - 1)} 条已被删除")
        elif bytes(entry.previous_mac) != self.mac:
            self.breaks.append(f"{_named(entry)}：与前一条不相接")
        if entry.key_name != self.key.name:
            self.of_other_keys.append(entry.number)
        elif bytes(entry.mac) != _mac_of(self.key, entry):
            self.breaks.append(f"{_named(entry)}：与校验码不符，已被改动")
        elif differing := _differing(entry):
            self.breaks.append(f"{_named(entry)}：查询用的{'、'.join(differing)}与记录不符，已被改动")
        elif entry.action == AuditAction.RESEALED:
            self.resealed_at = entry.number
        self.last, self.mac = entry.number, bytes(entry.mac)

    def hold_end(self, end: AuditEnd | None) -> None:
        """Hold the end that is noted in the database against the last entry."""
        if end is None or not end.number:
            if self.entries:
                self.breaks.append("末端的登记已被删除")
            return
        if not is_end_sound(self.key, end):
            self.breaks.append("末端的登记与校验码不符，已被改动，或由另一把密钥记录")
        if end.number > self.last:
            self.breaks.append(f"第 {_span(self.last + 1, end.number)} 条（末尾）已被删除")
        elif end.number < self.last:
            self.breaks.append(f"第 {_span(end.number + 1, self.last)} 条（末尾）没有登记，不是由本系统写入的")
        elif bytes(end.mac) != self.mac:
            self.breaks.append("末端的登记与最后一条不符")


def verify_audit() -> AuditProof:
    """Verify the whole log; may run while people work, and on a database that can only be read."""
    key, proof, purge = kept_seal_key(), AuditProof(), AuditPurge.objects.order_by("-last_number").first()
    if key is None:
        if AuditEntry.objects.exists():
            proof.breaks.append(NO_KEY)
        return proof
    start = (purge.last_number, bytes(purge.last_mac)) if purge else (0, BEGINNING)
    reader = _Reader(key, *start)
    proof.breaks += _left_of_what_was_purged(purge)
    _read_all(reader)
    proof.entries = reader.entries
    _tell_of_other_keys(reader, proof)
    proof.breaks += _at_most(reader.breaks)
    proof.breaks += _at_most(list(_anchors_missed(purge)))
    if reader.last:
        proof.told.append(f"末条第 {reader.last} 条，校验码 {reader.mac.hex()[:16]}")
    if purge:
        day = f"{timezone.localtime(purge.at):%Y-%m-%d}"
        proof.told.append(f"{day} 清理了 {purge.before} 以前的 {purge.rows} 条")
    if anchor_file() is None:
        proof.told.append("没有设置外部留存（AUDIT_HEAD_FILE）")
    return proof


def _read_all(reader: _Reader) -> None:
    reader.read_on()
    with suppress(DatabaseError), sealing():  # the few that were added meanwhile, and then nobody adds any
        end = locked_end()
        reader.read_on()
        reader.hold_end(end)
        return
    reader.hold_end(AuditEnd.objects.filter(pk=ONLY_END).first())


def _tell_of_other_keys(reader: _Reader, proof: AuditProof) -> None:
    """Entries of a key before this one: their order is known, their content only where it was said openly since."""
    others = reader.of_other_keys
    if others:
        words = f"第 {_span(others[0], others[-1])} 条中有 {len(others)} 条由另一把密钥记录，只核对了次序"
        (proof.told if others[-1] < reader.resealed_at else proof.breaks).append(words)


def _left_of_what_was_purged(purge: AuditPurge | None) -> list[str]:
    left = AuditEntry.objects.filter(number__lte=purge.last_number).count() if purge else 0
    return [f"已清理的范围内（第 {purge.last_number} 条以前）还有 {left} 条"] if left else []


def _anchors_missed(purge: AuditPurge | None) -> Iterator[str]:
    """Ends noted outside that are no more in the log, or not as they were."""
    try:
        anchors, unread = dropped_anchors()
    except OSError as error:
        yield f"外部留存的文件不能读取：{error.strerror}"
        return
    yield from (f"外部留存的第 {line} 行不能读取" for line in unread)
    purged = (purge.last_number, bytes(purge.last_mac)) if purge else (0, BEGINNING)
    for start in range(0, len(anchors), TOGETHER):
        some = anchors[start : start + TOGETHER]
        found = AuditEntry.objects.filter(number__in={each.number for each in some})
        macs = {number: bytes(mac) for number, mac in found.values_list("number", "mac")} | dict([purged])
        for each in some:
            if each.number in macs and macs[each.number] != each.mac:
                yield f"第 {each.number} 条：与 {each.at} 的外部留存（第 {each.line} 行）不符"
            elif each.number not in macs and each.number > purged[0]:
                yield f"{each.at} 的外部留存（第 {each.line} 行）记有第 {each.number} 条，日志中没有，末尾已被删除"


def _mac_of(key: SealKey, entry: AuditEntry) -> bytes:
    try:
        return mac_of(key, entry.algorithm, entry.number, bytes(entry.previous_mac), bytes(entry.body))
    except ValueError:
        return b""


def _differing(entry: AuditEntry) -> list[str]:
    """The columns for searching that do not say what the entry says, by their names."""
    said = entry.said()
    names = [name for name in SEARCHED if getattr(entry, name) != said.get(name)]
    if entry.at.isoformat() != said.get("at"):
        names.append("at")
    return [AuditEntry._meta.get_field(name).verbose_name for name in names]


def _named(entry: AuditEntry) -> str:
    """An entry by its number and what can still be read of it."""
    at = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}"
    return f"第 {entry.number} 条（{at}，{entry.what}）"


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}—{last}"


def _at_most(sentences: list[str]) -> list[str]:
    more = len(sentences) - MOST_TOLD
    return sentences if more <= 0 else [*sentences[:MOST_TOLD], f"另有 {more} 处不符"]
