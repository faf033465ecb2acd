"""Backups made while people save, put back into an empty place: nothing that was acknowledged is missing."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.runs import times

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs SQLite: PostgreSQL's are tested beside")

ROOT = Path(__file__).resolve().parents[2]
CELL = "applications.new_received.natural_person"
BACKUPS = times(1, 50)

SET_UP = """
import django; django.setup()
from reports.lifecycle.opening import open_report
from reports.models import Membership, Organ, Role, User
organ = Organ.objects.create(slug="beizi", name="背孜乡人民政府", short_name="背孜乡", kind="township")
clerk = User.objects.create_user("clerk", "a-password", full_name="李某某")
Membership.objects.create(user=clerk, organ=organ, role=Role.CLERK)
open_report(organ, 2022, clerk)
"""
# Saves one figure after the other, and prints each once its save was acknowledged.
WRITER = f"""
import django; django.setup()
from reports.lifecycle.editing import save
from reports.lifecycle.entries import Edit
from reports.models import AnnualReport, User
report, clerk, before = AnnualReport.objects.get(), User.objects.get(), ""
for number in range(1, 1_000_000):
    saved = save(report.pk, clerk, [Edit("{CELL}", before, str(number))])
    assert not saved.conflicts
    before = str(number)
    print(number, flush=True)
"""
SIGN_IN = """
import django; django.setup()
from django.test import Client
from reports.models import User
from reports.people.sessions import record_session
browser = Client()
browser.force_login(User.objects.get())
record_session(User.objects.get(), browser.session.session_key, "192.0.2.1", "Edge")
"""
SIGNED_IN = """
import django; django.setup()
from django.contrib.sessions.models import Session
from reports.models import SessionRecord
print(Session.objects.count(), SessionRecord.objects.count())
"""
STORED = f"""
import django; django.setup()
from reports.models import AnnualReport
print({{str(cell): value for cell, value in AnnualReport.objects.get().figures().items()}}["{CELL}"])
"""


def environment_of(folder):
    told = {"DATA_DIR": str(folder), "DATABASE_URL": "", "SECRET_KEY": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | told


def manage(folder, *command):
    arguments = [sys.executable, "manage.py", *map(str, command)]
    return subprocess.run(arguments, cwd=ROOT, env=environment_of(folder), capture_output=True, text=True)


def execute(folder, script):
    arguments = [sys.executable, "-c", script]
    ended = subprocess.run(arguments, cwd=ROOT, env=environment_of(folder), capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pristine")
    assert manage(folder, "migrate", "--verbosity", "0").returncode == 0
    execute(folder, SET_UP)
    (folder / "uploads").mkdir()
    (folder / "uploads" / "2021年.pdf").write_bytes(b"%PDF-" + bytes(range(256)))
    return folder


@pytest.fixture
def installation(pristine, tmp_path):
    return shutil.copytree(pristine, tmp_path / "data")


@pytest.fixture
def saving(installation, tmp_path):
    """Somebody saves without a pause; says how far they have come for certain."""
    told = tmp_path / "acknowledged"
    with told.open("w") as file:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], cwd=ROOT, env=environment_of(installation), stdout=file
        )
    while not told.read_text():
        assert writer.poll() is None
        time.sleep(0.1)
    yield lambda: int(told.read_text().rpartition("\n")[0].rpartition("\n")[2])
    assert writer.poll() is None
    writer.kill()
    writer.wait()


def only_backup(folder):
    (path,) = folder.glob("backup-*")
    return path


@pytest.mark.timeout(1800)
def test_a_backup_taken_while_somebody_saves_holds_all_that_was_acknowledged_before(installation, saving, tmp_path):
    for number in range(BACKUPS):
        folder, empty = tmp_path / f"backups-{number}", tmp_path / f"empty-{number}"
        acknowledged = saving()
        made = manage(installation, "backup", folder)
        assert made.returncode == 0, made.stderr
        assert "已试恢复并核对办理记录" in made.stdout
        restored = manage(empty, "restore", only_backup(folder), "--keys", installation)
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert int(execute(empty, STORED)) >= acknowledged
        assert (empty / "uploads" / "2021年.pdf").read_bytes() == b"%PDF-" + bytes(range(256))
        assert [line[:2] for line in restored.stdout.splitlines()[1:]] == ["正常"] * 8


def changed_behind(installation, statement):
    with closing(sqlite3.connect(installation / "reports.sqlite3")) as database, database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute(statement)


def test_no_key_is_in_a_backup_old_ones_go_and_other_files_stay(installation, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    kept, gone = folder / "backup-20200131T010000.tar", folder / "backup-20200130T010000.tar.age"
    other = folder / "backup-of-my-own.tar"
    for path in (kept, gone, other):
        path.touch()
    (installation / "secret_key").write_text("of this installation", encoding="ascii")
    sealing_key = (installation / "seal_key").read_text(encoding="ascii")
    made = manage(installation, "backup", folder, "--keys", tmp_path / "keys", "--days", 1, "--weeks", 1, "--months", 2)
    assert (made.returncode, "已清理旧备份 1 个" in made.stdout) == (0, True), made.stderr
    assert (tmp_path / "keys" / "secret_key").read_text(encoding="ascii") == "of this installation"
    assert (tmp_path / "keys" / "seal_key").read_text(encoding="ascii") == sealing_key
    assert (tmp_path / "keys" / "seal_key").stat().st_mode & 0o777 == 0o600
    (new,) = {*folder.iterdir()} - {kept, other}
    assert b"SQLite format 3" in new.read_bytes()
    assert b"of this installation" not in new.read_bytes()
    assert sealing_key.encode() not in new.read_bytes()
    assert bytes.fromhex(sealing_key) not in new.read_bytes()


def test_who_was_signed_in_when_it_was_made_is_not_signed_in_where_it_is_put_back(installation, tmp_path):
    execute(installation, SIGN_IN)
    assert execute(installation, SIGNED_IN) == "1 1"
    manage(installation, "backup", tmp_path / "backups")
    empty = tmp_path / "empty"
    assert manage(empty, "restore", only_backup(tmp_path / "backups"), "--keys", installation).returncode == 0
    assert execute(empty, SIGNED_IN) == "0 0"


def test_what_is_restored_without_the_key_of_the_seals_is_not_called_sound_and_that_is_said(installation, tmp_path):
    manage(installation, "backup", tmp_path / "backups")
    backup, empty = only_backup(tmp_path / "backups"), tmp_path / "empty"
    restored = manage(empty, "restore", backup)
    assert (restored.returncode, "没有封条密钥（seal_key）" in restored.stdout) == (1, True), restored.stderr
    marks = [line[:2] for line in restored.stdout.splitlines() if line[:4] in ("正常  ", "不符  ")]
    assert marks == [*["正常"] * 6, "不符", "正常"]
    shutil.copyfile(installation / "seal_key", empty / "seal_key")
    verified = manage(empty, "verify")
    assert (verified.returncode, "不符" in verified.stdout) == (0, False), verified.stdout
    (empty / "seal_key").unlink()
    sealed = manage(empty, "reseal", "--reason", "密钥随旧机器丢失")
    assert (sealed.returncode, sealed.stdout[:7]) == (0, "已按现状封存 "), sealed.stderr
    verified = manage(empty, "verify")
    assert (verified.returncode, "行（密钥随旧机器丢失）" in verified.stdout) == (0, True), verified.stdout


def test_nothing_is_restored_over_what_is_there_nor_from_a_newer_version(installation, tmp_path):
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('reports', '9999_later', '2030-01-01')"
    changed_behind(installation, later)
    manage(installation, "backup", tmp_path / "backups")
    before = (installation / "reports.sqlite3").read_bytes()
    for folder, sentence in [(installation, "此处已有数据库"), (tmp_path / "empty", "请先升级本系统再恢复")]:
        refused = manage(folder, "restore", only_backup(tmp_path / "backups"))
        assert (refused.returncode, sentence in refused.stderr) == (2, True), refused.stderr
    assert (installation / "reports.sqlite3").read_bytes() == before
    assert [each for each in os.listdir(tmp_path / "empty") if each != "secret_key"] == []


def test_what_was_tampered_with_is_named_and_not_backed_up_as_if_it_were_sound(installation, tmp_path):
    assert manage(installation, "verify").returncode == 0
    changed_behind(installation, "UPDATE reports_annualreport SET status = 'approved', organ_id = 99")
    told = manage(installation, "verify")
    assert (told.returncode, "不符  数据库" in told.stdout) == (1, True)
    assert "reports_annualreport 表第 1 行的引用已断开" in told.stdout
    refused = manage(installation, "backup", tmp_path / "backups")
    assert (refused.returncode, "数据库已损坏，未备份" in refused.stderr) == (2, True)
    changed_behind(installation, "UPDATE reports_annualreport SET organ_id = 1")
    refused = manage(installation, "backup", tmp_path / "backups")
    assert (refused.returncode, "状态与最后一条办理记录不符" in refused.stderr) == (2, True)
    assert os.listdir(tmp_path / "backups") == []


def test_an_upgrade_is_rehearsed_beside_and_a_backup_put_back(installation, tmp_path):
    folder = tmp_path / "snapshots"
    execute(installation, SIGN_IN)
    assert manage(installation, "backup", folder).returncode == 0
    snapshot = only_backup(folder)
    execute(installation, WRITER.replace("1_000_000", "4"))
    assert execute(installation, STORED) == "3"
    rehearsed = manage(installation, "rehearse_upgrade", snapshot)
    assert (rehearsed.returncode, rehearsed.stdout.strip()) == (0, "副本升级成功，核对无误"), rehearsed.stderr
    assert execute(installation, STORED) == "3"
    assert "1 处填写或修改" in manage(installation, "put_back", "--tell", snapshot).stdout
    for _ in range(2):  # the second as after an interruption
        assert manage(installation, "put_back", snapshot).returncode == 0
        assert execute(installation, STORED) in {"", "None"}
        assert execute(installation, SIGNED_IN) == "0 0"
    assert len(list(installation.glob("replaced-*/reports.sqlite3"))) >= 1
    assert manage(installation, "verify").returncode == 0
    assert sorted(path.name for path in installation.iterdir() if path.name.startswith(".")) == []


def test_a_rehearsal_or_a_putting_back_of_a_damaged_backup_changes_nothing(installation, tmp_path):
    damaged = tmp_path / "backup-20260101T000000.tar"
    damaged.write_bytes(b"no backup")
    before = execute(installation, STORED)
    for command, said in (("rehearse_upgrade", "在副本上试升级没有成功"), ("put_back", "备份文件不能读取")):
        ended = manage(installation, command, damaged)
        assert ended.returncode == 2
        assert said in ended.stderr
    assert execute(installation, STORED) == before
