"""Moving an installation from one release to another: everything, or back to where it was."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from installing import journal, releases
from installing.journal import Unfinished
from installing.machine import InstallingFault, Machine

SNAPSHOTS = "upgrades"
"""In the data folder: the backups taken before a release came, which only this machine reads."""


def move(machine: Machine, state: Unfinished, change: Callable[[], None] | None, record: Callable[[str], None]) -> None:
    """Stop, back up and ``change`` the database if it is to be changed, check, switch, start and see that it answers.

    ``record`` is told the backup before the switch. Whatever fails raises ``InstallingFault`` after going back.
    """
    state = replace(state, has_stopped=True)
    journal.write(machine.home, state)
    try:
        machine.services.stop()
        snapshot = ""
        if change:
            snapshot = str(take_snapshot(machine, releases_folder(machine, state.here), state.there))
            state = replace(state, snapshot=snapshot)
            journal.write(machine.home, state)
            change()
        there = releases_folder(machine, state.there)
        require_well(machine, there)
        record(snapshot)
        releases.switch(machine, there)
        machine.services.enable(there / "deploy/systemd")
        machine.services.start()
        machine.services.wait(machine)
    except BaseException as fault:
        go_back(machine, state)
        if isinstance(fault, OSError):
            raise InstallingFault(f"磁盘不能写入：{fault.strerror or fault}") from fault
        raise
    journal.end(machine.home)


def releases_folder(machine: Machine, name: str) -> Path:
    return machine.releases / name


def take_snapshot(machine: Machine, release: Path, name: str) -> Path:
    """A backup by a release, verified by itself, that is not encrypted: going back must need no key."""
    folder = machine.data / SNAPSHOTS / name
    machine.own(machine.data / SNAPSHOTS)
    machine.own(folder)
    before = set(folder.glob("backup-*.tar"))
    machine.manage(release, "backup", str(folder), "--recipient=")
    (made,) = set(folder.glob("backup-*.tar")) - before
    return made


def require_well(machine: Machine, release: Path) -> None:
    """The release and its database fit each other, and everything that can be verified is sound."""
    machine.manage(release, "check", "--database=default")
    machine.manage(release, "verify")


def go_back(machine: Machine, state: Unfinished) -> None:
    """Put everything back as ``state`` says that it was. It may be begun again and again until it succeeds."""
    if not state.has_stopped:
        forget(machine, state)
        return
    here = releases_folder(machine, state.here)
    machine.services.stop()
    if state.snapshot:
        machine.manage(here, "put_back", state.snapshot)
    releases.switch(machine, here)
    machine.services.enable(here / "deploy/systemd")
    machine.services.start()
    forget(machine, state)


def forget(machine: Machine, state: Unfinished) -> None:
    """Take away what the move has put beside the installation, and that it was begun."""
    if state.is_laid_anew:
        shutil.rmtree(releases_folder(machine, state.there), ignore_errors=True)
        shutil.rmtree(machine.data / SNAPSHOTS / state.there, ignore_errors=True)
    for left in machine.data.glob(".rehearsal-*"):
        shutil.rmtree(left, ignore_errors=True)
    journal.end(machine.home)


def recover(machine: Machine) -> bool:
    """End what an interruption left half-done by going back; whether there was anything."""
    state = journal.read(machine.home)
    if state is None:
        return False
    go_back(machine, state)
    return True
