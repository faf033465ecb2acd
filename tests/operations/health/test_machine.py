"""What is wrong with the machine is named: space, where the data lies, the clock, the fonts."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from reports.formats.pdf import writer
from reports.models import Event
from reports.operations.health import machine
from reports.operations.health.probe import Severity

USAGE = namedtuple("USAGE", "total used free")
MOUNTS = """
21 28 0:20 / /proc rw,relatime shared:5 - proc proc rw
28 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
40 28 0:50 / /srv/share rw,relatime shared:9 - nfs4 files:/share rw,vers=4.2
41 28 0:51 / /srv/with\\040blank rw - cifs //files/share rw
42 40 8:2 / /srv/share/local rw - xfs /dev/sdb1 rw
43 28 0:52 / /mnt/far rw - fuse.sshfs far: rw
""".strip()


@pytest.fixture
def data(settings, tmp_path):
    tmp_path.chmod(0o700)
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("free", "severity"),
    [
        (2_000_000_000, Severity.FINE),
        (1_999_999_999, Severity.FAULT),
        (200_000_000, Severity.FAULT),
        (199_999_999, Severity.STOPPED),
    ],
)
def test_a_disk_that_fills_is_named_before_nothing_can_be_saved(data, monkeypatch, free, severity):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: USAGE(0, 0, free))
    assert machine.disk().severity is severity


def test_a_folder_that_takes_nothing_is_named(settings, tmp_path, monkeypatch):
    def refuse(**options):
        raise OSError(30, "Read-only file system")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    told = {each.severity: each.what for each in machine.disk().complaints}
    assert told[Severity.STOPPED] == "数据文件夹不能写入：Read-only file system"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/nianbao", "ext4"),
        ("/srv/share/nianbao", "nfs4"),
        ("/srv/shared", "ext4"),
        ("/srv/with blank/nianbao", "cifs"),
        ("/srv/share/local/nianbao", "xfs"),
        ("/mnt/far", "fuse.sshfs"),
    ],
)
def test_the_kind_of_file_system_is_that_of_the_deepest_mount(path, kind):
    assert machine.file_system_of(machine.Path(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("kind", "is_fine"), [("ext4", True), ("overlay", True), ("nfs", False), ("fuse.sshfs", False)]
)
def test_sqlite_on_a_network_is_a_fault(data, tmp_path, monkeypatch, kind, is_fine):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"28 1 8:1 / / rw - {kind} /dev/sda1 rw")
    monkeypatch.setattr(machine, "MOUNTS", mounts)
    found = machine.data_folder()
    assert (found.told, found.severity is Severity.FINE) == (kind, is_fine or connection.vendor != "sqlite")


def test_a_data_folder_that_others_may_read_is_a_fault(data):
    data.chmod(0o750)
    assert [each.advice for each in machine.data_folder().complaints] == [f"请运行 chmod 700 {data.resolve()}"]


def test_a_clock_that_stands_before_what_has_happened_is_named(data, in_review):
    assert machine.clock().severity is Severity.FINE
    last = Event.objects.latest("pk").at
    with time_machine.travel(last - timedelta(minutes=4), tick=False):
        assert machine.clock().severity is Severity.FINE
    with time_machine.travel(last - timedelta(minutes=6), tick=False):
        # On PostgreSQL the database's own clock, which stays, is named as well.
        (complaint,) = (each for each in machine.clock().complaints if "早于已有的记录" in each.what)
        assert complaint.severity is Severity.STOPPED


def test_a_clock_before_the_program_itself_is_named_where_nothing_has_happened_yet(data, db, monkeypatch):
    monkeypatch.setattr(machine, "BUILT", timezone.now() + timedelta(days=1))
    assert machine.clock().severity is Severity.STOPPED


def test_a_clock_apart_from_that_of_the_database_is_named(data, db, monkeypatch):
    monkeypatch.setattr(machine, "_seconds_apart_of_the_database", lambda: 301)
    assert [each.what for each in machine.clock().complaints] == ["服务器与数据库的时间相差 301 秒"]


def test_fonts_that_are_there_are_fine_and_those_that_are_not_are_named(monkeypatch):
    assert machine.fonts().severity is Severity.FINE
    faces = dict.fromkeys(machine.SAMPLE, "Noto Serif CJK SC") | {"𠀀": ""}
    monkeypatch.setattr(writer, "faces", lambda text, element: faces)
    assert [each.what for each in machine.fonts().complaints] == [
        "公文中有字不能印制：𠀀",
        "缺少公文字体，已用其他字体代替：正文、一级标题、二级标题、表格",
    ]
