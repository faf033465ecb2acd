"""Probes of the machine: space on its disks, where the data lies, its clock, the fonts of the paper."""

import ctypes
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone

from reports.models.review import Event
from reports.operations.backups import read_last
from reports.operations.health.probe import Complaint, Diagnosis, Severity, found

GB = 1_000_000_000
LITTLE, TOO_LITTLE = 2 * GB, 200_000_000  # bytes that are free
OF_A_NETWORK = re.compile(
    r"nfs\d*|cifs|smb\d*|smbfs|9p|afs|ceph|glusterfs|gfs2?|ocfs2|lustre|fuse\.(?!fuse-overlayfs).*"
)
MOUNTS = Path("/proc/self/mountinfo")
BUILT = datetime(2026, 11, 1, tzinfo=UTC)  # no clock that is right stands before this version of the program
TOLERANCE = timedelta(minutes=5)
UNSYNCHRONISED = 5  # what adjtimex(2) returns where nothing keeps the clock right
SAMPLE = "政府信息公开工作年度报告一二三（）〔〕，。0123456789ABCabc㐀𠀀"
STAND_INS = (
    "Noto ",
    "BabelStone",
    "Hana",
    "DejaVu",
)  # draw what the official fonts do not, in a hand that is none of them
HAS_A_STAND_IN = {"h1"}  # 小标宋 may not be handed on, so that without the office's own the stand-in is the rule


def disk() -> Diagnosis:
    """Whether there is space where data, uploads and temporary files are written, and whether any can be."""
    folders = {Path(settings.DATA_DIR): "数据文件夹", Path(tempfile.gettempdir()): "临时文件夹"}
    free = {name: shutil.disk_usage(folder).free for folder, name in folders.items()}
    told = "，".join(f"{name}还有 {bytes_ / GB:.1f} GB" for name, bytes_ in free.items())
    lacking = [_lack_of_space(name, bytes_) for name, bytes_ in free.items()]
    return found(told, *lacking, _unwritable(Path(settings.DATA_DIR)))


def _lack_of_space(name: str, free: int) -> Complaint | None:
    if free >= LITTLE:
        return None
    severity = Severity.STOPPED if free < TOO_LITTLE else Severity.FAULT
    advice = "请清理磁盘或扩容：旧的备份、日志和 drawn 文件夹可以删除，数据库和 uploads 文件夹不要动"
    return Complaint(severity, f"{name}所在磁盘只剩 {free / GB:.1f} GB，少于 {LITTLE // GB} GB", advice)


def _unwritable(folder: Path) -> Complaint | None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
            file.flush()
    except OSError as error:
        advice = "请检查磁盘是否已满、是否变为只读，以及文件夹是否属于运行本系统的用户"
        return Complaint(Severity.STOPPED, f"数据文件夹不能写入：{error.strerror}", advice)
    return None


def data_folder() -> Diagnosis:
    """Whether the data lies on a disk of this machine, which SQLite needs, and is nobody else's to read."""
    folder = Path(settings.DATA_DIR).resolve()
    kind = file_system_of(folder, MOUNTS.read_text(encoding="utf-8")) if MOUNTS.exists() else ""
    is_remote = connection.vendor == "sqlite" and OF_A_NETWORK.fullmatch(kind)
    remote = Complaint(
        Severity.FAULT,
        f"数据库在网络文件系统（{kind}）上，多人同时填报时会损坏",
        "请把 DATA_DIR 换到本机磁盘，或改用 PostgreSQL（DATABASE_URL）",
    )
    is_open = folder.stat().st_mode & 0o077
    opened = Complaint(
        Severity.FAULT, "数据文件夹可被其他用户读取，其中有密钥和未公布的报告", f"请运行 chmod 700 {folder}"
    )
    return found(kind, remote if is_remote else None, opened if is_open else None)


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of file system that a resolved path lies on; ``mounts`` is the text of ``mountinfo``, see proc(5)."""
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), before.split()[4]))
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), after.split()[0]
    return kind


def clock() -> Diagnosis:
    """Whether the clock stands before something that has happened, or apart from the database's."""
    now = timezone.now()
    advice = "请校准服务器时间并开启自动对时（timedatectl set-ntp true），校准前不要提交和审核：期限和记录会记错"
    newest = max(_times_that_have_been(), default=BUILT)
    back = Complaint(
        Severity.STOPPED, f"服务器时间 {_told(now)} 早于已有的记录（{_told(newest)}），时间被调回或未校准", advice
    )
    apart = _seconds_apart_of_the_database()
    differing = Complaint(Severity.STOPPED, f"服务器与数据库的时间相差 {apart:.0f} 秒", advice)
    is_back, is_apart = now < newest - TOLERANCE, apart > TOLERANCE.total_seconds()
    return found(_told(now), back if is_back else None, differing if is_apart else None)


def _times_that_have_been() -> list[datetime]:
    event = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    migration = MigrationRecorder(connection).migration_qs.aggregate(last=Max("applied"))["last"]
    return [each for each in (BUILT, event, migration, read_last()) if each]


def _seconds_apart_of_the_database() -> float:
    """Of a server of its own; SQLite has no clock but ours."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return abs((cursor.fetchone()[0] - timezone.now()).total_seconds())


def _told(time: datetime) -> str:
    return f"{timezone.localtime(time):%Y-%m-%d %H:%M}"


def time_service() -> Diagnosis:
    """Whether something keeps the clock right, as the kernel knows from whoever does."""
    if not hasattr(os, "uname") or os.uname().sysname != "Linux":
        return found("不能检查")
    state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))  # more than the structure has; zeros only ask
    if state < 0:
        return found("没有权限检查")
    advice = "请开启自动对时（timedatectl set-ntp true，内网填本地时间服务器）；容器里由宿主机对时的可不理会"
    lost = Complaint(Severity.NOTICE, "没有与标准时间自动对时", advice)
    return found("", lost) if state == UNSYNCHRONISED else found("已自动对时")


def fonts() -> Diagnosis:
    """Whether the fonts of the official paper are there, and every kind of character can be drawn."""
    from reports.formats.pdf import writer  # noqa: PLC0415 WeasyPrint costs every start of the web server 0.4 s

    advice = "请运行 script/bootstrap 安装字体；单位自有的字体放进 FONTS_DIR 并重新启动"
    drawn = {role: writer.faces(SAMPLE, element) for element, role in writer.ROLES.items()}
    undrawn = "".join(sorted({each for faces in drawn.values() for each, family in faces.items() if not family}))
    tofu = Complaint(Severity.FAULT, f"公文中有字不能印制：{undrawn}", advice)
    optional = {writer.ROLES[element] for element in HAS_A_STAND_IN}
    lacking = [role for role, faces in drawn.items() if role not in optional and faces["政"].startswith(STAND_INS)]
    replaced = Complaint(Severity.FAULT, f"缺少公文字体，已用其他字体代替：{'、'.join(lacking)}", advice)
    told = "，".join(f"{role} {faces['政']}" for role, faces in drawn.items())
    return found(told, tofu if undrawn else None, replaced if lacking else None)
