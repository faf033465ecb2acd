"""``script/upgrade``: to another release, back to the one before, and the end of what was interrupted."""

import argparse
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from installing import archives, journal, moving, releases
from installing.journal import Unfinished
from installing.machine import InstallingFault, Machine
from installing.releases import Parts, Release

Teller = Callable[[str], None]
NEEDED = 1000
"""Megabytes that a release and its packages take."""
COPIES = 6
"""How often the database lies on the disk while an upgrade goes on: backups, their trial, the rehearsal."""


def upgrade(machine: Machine, parts: Parts, tell: Teller) -> str:
    """Bring the installation to a release and return what is said; raises ``InstallingFault`` after going back."""
    here = releases.in_use(machine)
    there = releases.folder_of(machine, parts.about)
    if here == there:
        raise InstallingFault(f"正在使用的就是 {parts.about.version}")
    require_space(machine)
    state = Unfinished(here.name, there.name, is_laid_anew=releases.read(there) is None)
    journal.write(machine.home, state)
    try:
        pending = _laid_beside(machine, parts, state, tell)
    except BaseException:
        moving.forget(machine, state)
        raise
    tell("停止服务，升级……")
    change = (lambda: machine.manage(there, "migrate", "--verbosity=0")) if pending else None
    moving.move(machine, state, change, lambda snapshot: note(there, here.name, snapshot, pending))
    gone = releases.prune(machine)
    return f"已升级到 {there.name}，原来的 {here.name} 保留着" + (f"，清理了 {'、'.join(gone)}" if gone else "")


def _laid_beside(machine: Machine, parts: Parts, state: Unfinished, tell: Teller) -> list[str]:
    """Put the release beside the one in use, try its migrations on a copy, and return them."""
    here, there = (moving.releases_folder(machine, name) for name in (state.here, state.there))
    if state.is_laid_anew:
        tell("在旁边安装新版本……")
        releases.lay(machine, parts)
    pending = unapplied(machine, there)
    if pending:
        tell(f"有 {len(pending)} 处数据表要升级，先在备份的副本上试一遍……")
        tell(rehearse(machine, here, there))
    return pending


def note(there: Path, previous: str, snapshot: str, pending: list[str]) -> None:
    """Write into a release what came before it and how to go back."""
    about = releases.read(there)
    if about is None:
        raise InstallingFault(f"{there} 不完整")
    releases.write(
        there,
        replace(about, installed=releases.now(), previous=previous, snapshot=snapshot, migrations=tuple(pending)),
    )


def require_space(machine: Machine) -> None:
    """Room for the release and for the copies of the data, before anything is begun."""
    data = sum(path.stat().st_size for path in machine.data.rglob("*.sqlite3*") if path.is_file()) // 1_000_000
    for folder, needed in ((machine.home, NEEDED), (machine.data, NEEDED // 2 + COPIES * data)):
        if (free := archives.free_megabytes(folder)) < needed:
            raise InstallingFault(f"{folder} 所在磁盘空间不够：需要 {needed} MB，只有 {free} MB")


def unapplied(machine: Machine, release: Path) -> list[str]:
    """The migrations that a release would give the database, in order."""
    lines = machine.manage(release, "showmigrations", "--plan").splitlines()
    return [line.removeprefix("[ ]").strip() for line in lines if line.startswith("[ ]")]


def rehearse(machine: Machine, here: Path, there: Path) -> str:
    """Migrate and verify a copy of the database, while the installation serves; returns what is said of it."""
    snapshot = moving.take_snapshot(machine, here, there.name)
    try:
        return machine.manage(there, "rehearse_upgrade", str(snapshot)).strip()
    finally:
        snapshot.unlink(missing_ok=True)


def back(machine: Machine, tell: Teller, may: Callable[[str], bool]) -> str:
    """Return to the release before, with its database where the tables were changed since; ``may`` is asked once."""
    here = releases.in_use(machine)
    about = releases.read(here)
    there = machine.releases / about.previous if about and about.previous else None
    if about is None or there is None or releases.read(there) is None:
        raise InstallingFault("没有可以退回的版本")
    if about.snapshot and not Path(about.snapshot).is_file():
        raise InstallingFault(f"升级前的备份 {about.snapshot} 已不在，不能退回")
    lost = machine.manage(here, "put_back", "--tell", about.snapshot).strip() if about.snapshot else ""
    if not may(f"退回到 {there.name}。" + (lost or "两个版本的数据表相同，数据不动，什么也不丢失。")):
        raise InstallingFault("没有确认，未退回")
    kept = machine.manage(here, "backup", str(machine.backups)).splitlines()[0] if about.snapshot else ""
    state = Unfinished(here.name, there.name)
    journal.write(machine.home, state)
    tell("停止服务，退回……")
    change = (lambda: machine.manage(there, "put_back", about.snapshot)) if about.snapshot else None
    moving.move(machine, state, change, lambda snapshot: None)
    return f"已退回到 {there.name}" + (f"。退回前的数据：{kept}" if kept else "")


def parts_of_checkout(folder: Path, tag: str, held: Path) -> Parts:
    """What is committed in a checkout, at a tag or at its HEAD; the packages come from the index."""

    def git(*arguments: str) -> bytes:
        command = ["git", "-c", f"safe.directory={folder}", "-C", str(folder), *arguments]
        ended = subprocess.run(command, capture_output=True, check=False)
        if ended.returncode:
            raise InstallingFault(f"{folder} 里没有版本 {tag}：{ended.stderr.decode().strip()}")
        return ended.stdout

    commit = git("rev-parse", "--short", f"{tag}^{{commit}}").decode().strip()
    day = git("log", "-1", "--format=%cd", "--date=format:%Y.%m.%d", commit).decode().strip()
    (held / "app").mkdir()
    archive = git("archive", commit, "--", ".", ":!tests", ":!docs/screens", ":!.ci")
    subprocess.run(["tar", "-x", "-C", str(held / "app")], input=archive, check=True)
    return Parts(held / "app", None, Release(f"{day}-{commit}" if tag == "HEAD" else tag, commit))


@contextmanager
def asked_for(machine: Machine, options: argparse.Namespace) -> Iterator[Parts]:
    """The release that the command line names, unpacked beside the installation for the time being."""
    if options.checkout:
        folder, *tags = options.checkout
        with tempfile.TemporaryDirectory(dir=machine.home, prefix=".checkout-") as held:
            yield parts_of_checkout(Path(folder), tags[0] if tags else "HEAD", Path(held))
    else:
        with archives.unpacked(Path(options.archive), machine.home) as folder:
            yield archives.parts_of(folder)


@contextmanager
def alone(machine: Machine) -> Iterator[None]:
    """One upgrade at a time."""
    if not machine.home.is_dir():
        raise InstallingFault(f"{machine.home} 不存在，请先用安装包里的 install 安装")
    with (machine.home / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InstallingFault("另一个升级正在进行") from error
        yield


def work(machine: Machine, options: argparse.Namespace, tell: Teller) -> None:
    """Do what the command line asks for."""
    with alone(machine):
        if moving.recover(machine):
            tell("上次没有做完的升级已退回。")
        if options.recover:
            return
        if options.back:
            tell(back(machine, tell, lambda told: options.yes or _confirmed(told)))
            return
        with asked_for(machine, options) as parts:
            tell(upgrade(machine, parts, tell))


def _confirmed(told: str) -> bool:
    return sys.stdin.isatty() and input(f"{told}\n确定请输入 yes：").strip() == "yes"


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="script/upgrade", description="升级、退回。说明见 docs/install.zh.md。")
    options.add_argument("archive", nargs="?", help="安装包，或解开的安装包")
    options.add_argument("--checkout", nargs="+", metavar=("文件夹", "版本"), help="从程序的代码文件夹升级")
    options.add_argument("--back", action="store_true", help="退回上一个版本")
    options.add_argument("--yes", action="store_true", help="退回时不再询问")
    options.add_argument("--recover", action="store_true", help="有没做完的升级就退回")
    return options


def supervise(machine: Machine, arguments: list[str], command: list[str]) -> int:
    """Have a child do the work, so that even its being killed is followed by going back; returns the exit status."""
    for each in (signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)  # a closed terminal ends nothing half-way
    environment = os.environ | {"UPGRADING": "1"}
    child = subprocess.Popen([*command, *arguments], env=environment, start_new_session=True)
    ended = child.wait()
    if ended < 0 and machine.home.is_dir():
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it had begun must not go on beside the going back
        with alone(machine):
            moving.recover(machine)
        print(f"未升级：被中断（{signal.Signals(-ended).name}），已回到原来的版本。", file=sys.stderr)  # noqa: T201
        return 1
    return ended


def main(machine: Machine | None = None, command: list[str] | None = None) -> None:
    machine = machine or Machine()
    options = parser().parse_args()
    if not (options.archive or options.checkout or options.back or options.recover):
        parser().error("请写明安装包")
    try:
        if "UPGRADING" not in os.environ:
            again = command or [sys.executable, "-m", "installing.upgrading"]
            sys.exit(supervise(machine, sys.argv[1:], again))
        work(machine, options, lambda line: print(line, flush=True))  # noqa: T201
    except InstallingFault as fault:
        sys.exit(f"未升级：{fault}。原来的版本照常使用。" if not options.back else f"未退回：{fault}。")


if __name__ == "__main__":
    main()
