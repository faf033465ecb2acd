"""The log is followed entry by entry: whatever was changed, taken out, put in or cut off is named."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from reports.audit.anchors import AnchorFault, drop_anchor
from reports.audit.chain import mac_of
from reports.audit.proof import NO_KEY, verify_audit
from reports.audit.recording import record
from reports.lifecycle.history.resealing import seal_as_they_stand
from reports.models import AuditAction, AuditEntry
from reports.models.seal_key import SealKey, seal_key
from tests.conftest import APPEND_ONLY_TABLES

X, EMPTY = "{blob:78}", "{blob:}"
NAMED = r"第 {} 条（\d{{4}}-\d\d-\d\d \d\d:\d\d，{}）：{}"
FALSE_END = "末端的登记与校验码不符，已被改动，或由另一把密钥记录"
CHANGED = "与校验码不符，已被改动"
# By what is done: the statements, and every sentence that names it, as regular expressions. Six entries there are.
WAYS = {
    "what was done": (
        [f"UPDATE reports_auditentry SET body = {X} WHERE number = 3"],
        [NAMED.format(3, "备份", CHANGED)],
    ),
    "what was done, to the same in other bytes": (
        ["UPDATE reports_auditentry SET body = {blob_of_3_spaced} WHERE number = 3"],
        [NAMED.format(3, "备份", CHANGED)],
    ),
    "an HMAC": (
        [f"UPDATE reports_auditentry SET mac = {X} WHERE number = 3"],
        [NAMED.format(3, "备份", CHANGED), NAMED.format(4, "备份", "与前一条不相接")],
    ),
    "a link": (
        [f"UPDATE reports_auditentry SET previous_mac = {X} WHERE number = 3"],
        [NAMED.format(3, "备份", "与前一条不相接"), NAMED.format(3, "备份", CHANGED)],
    ),
    "the first entry": (["DELETE FROM reports_auditentry WHERE number = 1"], ["第 1 条已被删除"]),
    "entries in the middle": (
        ["DELETE FROM reports_auditentry WHERE number IN (2, 3)"],
        ["第 2—3 条已被删除"],
    ),
    "the last entries": (
        ["DELETE FROM reports_auditentry WHERE number > 4"],
        ["第 5—6 条（末尾）已被删除"],
    ),
    "the last entries with the end set back": (
        [
            "DELETE FROM reports_auditentry WHERE number > 4",
            "UPDATE reports_auditend SET number = 4, mac = (SELECT mac FROM reports_auditentry WHERE number = 4)",
        ],
        [FALSE_END],
    ),
    "all entries": (["DELETE FROM reports_auditentry"], ["第 1—6 条（末尾）已被删除"]),
    "the end": (["DELETE FROM reports_auditend"], ["末端的登记已被删除"]),
    "who it is found under": (
        ["UPDATE reports_auditentry SET person = '别人', outcome = 'failed' WHERE number = 3"],
        [NAMED.format(3, "备份", "查询用的办理人、结果与记录不符，已被改动")],
    ),
    "when it is found": (
        ["UPDATE reports_auditentry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 3"],
        [r"第 3 条（2020-01-01 08:00，备份）：查询用的时间与记录不符，已被改动"],
    ),
    "what it is found as": (
        ["UPDATE reports_auditentry SET action = 'none' WHERE number = 3"],
        [NAMED.format(3, "none", "查询用的事项与记录不符，已被改动")],
    ),
    "an entry put in at the end": (
        [
            "INSERT INTO reports_auditentry (number, at, actor, person, action, outcome, about, body, previous_mac, "
            "mac, key_name, algorithm) SELECT 7, at, actor, person, action, outcome, about, body, mac, previous_mac, "
            "key_name, algorithm FROM reports_auditentry WHERE number = 6"
        ],
        [NAMED.format(7, "备份", CHANGED), "第 7 条（末尾）没有登记，不是由本系统写入的"],
    ),
    "two entries exchanged": (
        [
            "UPDATE reports_auditentry SET number = 99 WHERE number = 3",
            "UPDATE reports_auditentry SET number = 3 WHERE number = 4",
            "UPDATE reports_auditentry SET number = 4 WHERE number = 99",
        ],
        [
            NAMED.format(3, "备份", "与前一条不相接"),
            NAMED.format(3, "备份", CHANGED),
            NAMED.format(4, "备份", "与前一条不相接"),
            NAMED.format(4, "备份", CHANGED),
            NAMED.format(5, "备份", "与前一条不相接"),
        ],
    ),
    "an algorithm that there is not": (
        ["UPDATE reports_auditentry SET algorithm = 'none' WHERE number = 3"],
        [NAMED.format(3, "备份", CHANGED)],
    ),
    "the name of the key": (
        ["UPDATE reports_auditentry SET key_name = 'other' WHERE number = 3"],
        ["第 3 条中有 1 条由另一把密钥记录，只核对了次序"],
    ),
}


@pytest.fixture
def six(db):
    for number in range(6):
        record(AuditAction.BACKED_UP, f"第{number}份")


@pytest.fixture
def tamper(six):
    """Raw SQL as somebody writes it who has dropped the triggers; all of it is undone at the end."""
    spaced = bytes(AuditEntry.objects.get(number=3).body).replace(b'":', b'": ').hex()
    point = transaction.savepoint()

    def blob(found):
        return f"x'{found[1]}'" if connection.vendor == "sqlite" else rf"'\x{found[1]}'::bytea"

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in APPEND_ONLY_TABLES:
                cursor.execute(f"DROP TRIGGER {table}_refuses_update")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")

        def execute(statement):
            statement = statement.replace("{blob_of_3_spaced}", f"{{blob:{spaced}}}")
            cursor.execute(re.sub(r"\{blob:(\w*)\}", blob, statement))

        yield execute
        transaction.savepoint_rollback(point)


def verified(command="verify_audit"):
    out = StringIO()
    try:
        call_command(command, stdout=out)
    except SystemExit as exit_:
        return exit_.code, out.getvalue()
    return 0, out.getvalue()


def test_a_log_that_nobody_touched_is_sound(six):
    found = verify_audit()
    assert (found.entries, found.breaks) == (6, [])
    mac = bytes(AuditEntry.objects.get(number=6).mac).hex()[:16]
    assert found.told == [f"末条第 6 条，校验码 {mac}", "没有设置外部留存（AUDIT_HEAD_FILE）"]
    assert verified()[0] == 0
    assert f"正常  审计日志：6 条；末条第 6 条，校验码 {mac}" in verified("verify")[1]


def test_an_empty_log_is_sound(db):
    assert (verify_audit().entries, verify_audit().breaks) == (0, [])


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_tampering_with_the_log_is_named(tamper, way):
    statements, sentences = WAYS[way]
    for statement in statements:
        tamper(statement)
    breaks = verify_audit().breaks
    assert len(breaks) == len(sentences), breaks
    assert [each for each in breaks if not any(re.fullmatch(sentence, each) for sentence in sentences)] == []
    code, told = verified("verify")
    assert code == 1
    assert f"      {breaks[0]}\n" in told


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["DELETE FROM reports_auditend"], FALSE_END),
        (
            ["DELETE FROM reports_auditentry WHERE number > 4", "UPDATE reports_auditend SET number = 4"],
            "第 5 条（.+，核对）：与前一条不相接",
        ),
        (WAYS["an entry put in at the end"][0], NAMED.format(7, "备份", CHANGED)),
        (["UPDATE reports_auditend SET key_name = 'other'"], FALSE_END),
    ],
    ids=["the end deleted", "a tail cut off", "an entry put in", "the key's name changed"],
)
def test_the_log_goes_on_after_it_and_heals_nothing(tamper, statements, first):
    for statement in statements:
        tamper(statement)
    for _ in range(2):
        record(AuditAction.VERIFIED)
    breaks = verify_audit().breaks
    assert re.fullmatch(first, breaks[0])
    assert breaks[-1] == FALSE_END


def test_who_recomputes_the_chain_without_the_key_is_found_at_each_entry(tamper):
    forged, previous = SealKey(seal_key().name, b"guessed"), b""
    for entry in AuditEntry.objects.order_by("number"):
        mac = mac_of(forged, "sha256", entry.number, previous, bytes(entry.body))
        links = f"previous_mac = {{blob:{previous.hex()}}}, mac = {{blob:{mac.hex()}}}"
        tamper(f"UPDATE reports_auditentry SET {links} WHERE number = {entry.number}")
        previous = mac
    breaks = verify_audit().breaks
    assert [each for each in breaks if each.endswith(CHANGED)][:6] == breaks[:6]
    assert breaks[6:] == ["末端的登记与最后一条不符"]


def test_many_breaks_are_counted_and_not_all_told(tamper):
    for number in range(60):
        record(AuditAction.VERIFIED, str(number))
    tamper(f"UPDATE reports_auditentry SET body = {X}")
    breaks = verify_audit().breaks
    assert (len(breaks), breaks[-1]) == (51, "另有 16 处不符")


# --- The key ---------------------------------------------------------------------------------------


def test_without_the_key_nothing_is_called_sound(six, settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "seal_key"
    assert verify_audit().breaks == [NO_KEY]


def test_entries_of_a_lost_key_are_a_break_until_it_is_said_openly_and_are_told_ever_after(six, settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "seal_key"
    record(AuditAction.VERIFIED)
    words = "第 1—6 条中有 6 条由另一把密钥记录，只核对了次序"
    assert verify_audit().breaks == [words, FALSE_END]
    seal_as_they_stand("密钥随旧机器丢失")
    found = verify_audit()
    assert (found.breaks, words in found.told) == ([], True)


def test_who_claims_another_key_for_a_later_entry_is_found(tamper):
    seal_as_they_stand("演练")
    record(AuditAction.VERIFIED)
    tamper("UPDATE reports_auditentry SET key_name = 'other' WHERE number = 8")
    assert verify_audit().breaks == ["第 8 条中有 1 条由另一把密钥记录，只核对了次序"]


def test_sm3_by_setting_and_both_in_one_chain(six, settings):
    settings.AUDIT_ALGORITHM = "sm3"
    record(AuditAction.VERIFIED)
    assert AuditEntry.objects.get(number=7).algorithm == "sm3"
    assert (verify_audit().entries, verify_audit().breaks) == (7, [])


# --- Outside ---------------------------------------------------------------------------------------


@pytest.fixture
def anchored(six, settings, tmp_path):
    settings.AUDIT_HEAD_FILE = str(tmp_path / "heads")
    call_command("audit_head", stdout=StringIO())
    record(AuditAction.VERIFIED)
    call_command("audit_head", stdout=StringIO())
    return tmp_path / "heads"


def test_where_the_log_ended_is_appended_line_by_line(anchored):
    first, second = anchored.read_text(encoding="ascii").splitlines()
    mac = bytes(AuditEntry.objects.get(number=7).mac).hex()
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\+0800 7 {mac}", second)
    assert first.split()[1] == "6"
    assert verify_audit().breaks == []


def test_a_tail_that_was_cut_off_with_an_older_end_put_back_shows_outside_alone(tamper, settings, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, mac, key_name, seal FROM reports_auditend")
        number, mac, key_name, seal = cursor.fetchone()
    settings.AUDIT_HEAD_FILE = str(tmp_path / "heads")
    record(AuditAction.VERIFIED)
    drop_anchor()
    tamper("DELETE FROM reports_auditentry WHERE number = 7")
    blobs = f"mac = {{blob:{bytes(mac).hex()}}}, seal = {{blob:{bytes(seal).hex()}}}"
    tamper(f"UPDATE reports_auditend SET number = {number}, key_name = '{key_name}', {blobs}")
    (told,) = verify_audit().breaks
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d 的外部留存（第 1 行）记有第 7 条，日志中没有，末尾已被删除", told)


def test_another_entry_than_the_one_noted_outside_and_a_line_that_says_nothing_are_named(anchored):
    line = anchored.read_text(encoding="ascii").splitlines()[0]
    anchored.write_text(f"{line[:-1]}{'0' if line[-1] != '0' else '1'}\n???\n", encoding="ascii")
    first, second = verify_audit().breaks
    assert first == "外部留存的第 2 行不能读取"
    assert re.fullmatch(r"第 6 条：与 .{16} 的外部留存（第 1 行）不符", second)


def test_a_false_end_is_not_noted_outside(tamper, settings, tmp_path):
    settings.AUDIT_HEAD_FILE = str(tmp_path / "heads")
    tamper("UPDATE reports_auditend SET number = 4")
    with pytest.raises(AnchorFault, match="末端与校验码不符"):
        drop_anchor()
    assert not (tmp_path / "heads").exists()


@pytest.mark.parametrize(("place", "why"), [("", "没有设置 AUDIT_HEAD_FILE"), ("/proc/none/heads", "不能写入")])
def test_a_place_outside_that_is_none_is_said(six, settings, place, why):
    settings.AUDIT_HEAD_FILE = place
    with pytest.raises(CommandError, match=why):
        call_command("audit_head")
