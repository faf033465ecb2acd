"""The first installation on an empty machine, after the system's packages are there (``install`` of the archive).

python3 -m installing.first ARCHIVE-FOLDER HOST [--http]
"""

import contextlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from installing import releases
from installing.archives import parts_of
from installing.machine import InstallingFault, Machine, run

NO_ACCOUNT = "/nonexistent"


def install(machine: Machine, archive: Path, host: str, *, is_http: bool) -> str:
    """Install the release of an unpacked archive, and return what its first administrator is told.

    Raises ``InstallingFault``, having taken away again all that it had put there.
    """
    if machine.home.exists() or (machine.data.exists() and any(machine.data.iterdir())):
        raise InstallingFault(f"{machine.home} 或 {machine.data} 已存在，没有改动。升级请用 upgrade")
    make_account(machine)
    with _taken_away_again(machine):
        machine.releases.mkdir(parents=True)
        folder = releases.lay(machine, parts_of(archive))
        for each in (machine.data, machine.cache, machine.backups):
            machine.own(each)
        write_environment(machine, folder / "deploy/environment.example", host, is_http=is_http)
        for command in ("check_database", "migrate --verbosity=0", "collectstatic --noinput --verbosity=0"):
            machine.manage(folder, *command.split())
        told = machine.manage(folder, "create_administrator", "--username=guanli", "--full-name=系统管理员").strip()
        releases.switch(machine, folder)
        machine.services.enable(folder / "deploy/systemd")
        machine.services.start()
    return told


def make_account(machine: Machine) -> None:
    """The account without a password that the application runs as."""
    if machine.user and not _is_there(machine.user):
        options = ["--system", "--user-group", f"--home-dir={NO_ACCOUNT}", "--shell=/usr/sbin/nologin"]
        run(["useradd", *options, machine.user])


def _is_there(user: str) -> bool:
    try:
        run(["id", "-u", user])
    except InstallingFault:
        return False
    return True


@contextlib.contextmanager
def _taken_away_again(machine: Machine) -> Iterator[None]:
    """Whatever fails or interrupts leaves the machine as it was; its backups' folder goes only if it is empty."""
    had_environment = machine.environment.exists()
    try:
        yield
    except BaseException as fault:
        for folder in (machine.home, machine.data, machine.cache):
            shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            machine.backups.rmdir()
        if not had_environment:
            machine.environment.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise InstallingFault(f"磁盘不能写入：{fault.strerror or fault}") from fault
        raise


def write_environment(machine: Machine, example: Path, host: str, *, is_http: bool) -> None:
    """The settings of the installation, from the example; one that is there already is left as it is."""
    if machine.environment.exists():
        return
    text = example.read_text(encoding="utf-8").replace("nianbao.example.gov.cn", host)
    if is_http:
        plain = "#BEHIND_TLS_PROXY=1\n# 没有 HTTPS，用户的密码在网上是明文。\nINSECURE_HTTP=1"
        text = text.replace("BEHIND_TLS_PROXY=1", plain)
    machine.environment.parent.mkdir(parents=True, exist_ok=True)
    machine.environment.write_text(text, encoding="utf-8")
    machine.environment.chmod(0o640)
    if machine.user:
        shutil.chown(machine.environment, "root", machine.user)


def main() -> None:
    archive, host, *options = sys.argv[1:]
    try:
        told = install(Machine(), Path(archive), host, is_http="--http" in options)
    except InstallingFault as fault:
        sys.exit(f"未安装：{fault}。")
    print(told)  # noqa: T201


if __name__ == "__main__":
    main()
