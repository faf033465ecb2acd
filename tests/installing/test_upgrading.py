"""Another release, or everything as it was: wherever an upgrade fails, and whoever is killed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installing import archives, journal, moving, releases, upgrading
from installing.machine import InstallingFault
from tests.installing.small_releases import Installation, install_packages
from tests.test_architecture import ROOT

OLD = {"applied": ["one"], "rows": [1, 2]}
STEPS = ["showmigrations", "backup", "rehearse_upgrade", "migrate", "check", "verify"]


@pytest.fixture
def installation(tmp_path, monkeypatch):
    monkeypatch.setattr(releases, "_install_packages", install_packages)
    monkeypatch.setattr(upgrading, "NEEDED", 1)
    made = Installation(tmp_path)
    made.begin("1", "one")
    return made


def require_as_it_was(installation):
    assert (installation.serving, installation.rows) == ("1", OLD)
    assert installation.machine.current.resolve().name == "1"
    assert installation.releases() == ["1"]
    assert journal.read(installation.machine.home) is None
    left = {path.name for path in installation.machine.home.iterdir()} - {".lock"}
    assert left == {"releases", "current"}
    assert list(installation.machine.data.glob("upgrades/*")) == []


def script(installation, *arguments):
    command = [sys.executable, "-m", "tests.installing.small_releases", installation.folder, *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "UPGRADING"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_release_comes_with_its_migrations_and_the_one_before_stays(installation):
    said = installation.upgrade(installation.archive("2", "one two"))
    assert said == "已升级到 2，原来的 1 保留着"
    assert (installation.serving, installation.rows) == ("2", {"applied": ["one", "two"], "rows": [1, 2]})
    about = installation.about("2")
    assert (about.previous, about.migrations, about.commit) == ("1", ("two",), "c2")
    assert json.loads(Path(about.snapshot).read_text(encoding="utf-8")) == OLD
    assert journal.read(installation.machine.home) is None


def test_a_release_without_migrations_touches_no_data(installation):
    installation.upgrade(installation.archive("2", "one"))
    assert (installation.serving, installation.rows) == ("2", OLD)
    assert installation.about("2").snapshot == ""
    assert not (installation.machine.data / "upgrades").exists()


def test_the_last_two_are_kept(installation):
    for version in ("2", "3"):
        installation.upgrade(installation.archive(version, f"one two {'three' if version == '3' else ''}"))
    assert installation.releases() == ["2", "3"]
    assert installation.serving == "3"
    assert installation.upgrade(installation.archive("4", "one two three")).endswith("清理了 2")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_leaves_everything_as_it_was(installation, step):
    (installation.machine.data / "fault").write_text(f"{step} fail", encoding="utf-8")
    with pytest.raises(InstallingFault, match="told to fail"):
        installation.upgrade(installation.archive("2", "one two"))
    require_as_it_was(installation)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_killed_leaves_everything_as_it_was(installation, step):
    archive = installation.archive("2", "one two")
    (installation.machine.data / "fault").write_text(f"{step} kill", encoding="utf-8")
    ended = script(installation, archive)
    assert (ended.returncode, "SIGKILL" in ended.stderr) == (1, True), ended.stderr
    require_as_it_was(installation)


@pytest.mark.parametrize("step", ["migrate", "verify"])
def test_a_power_cut_is_ended_by_whoever_comes_next(installation, step):
    """Nobody watched over the work that was killed: the next start of the machine goes back."""
    archive = installation.archive("2", "one two")
    (installation.machine.data / "fault").write_text(f"{step} kill", encoding="utf-8")
    command = [sys.executable, "-m", "tests.installing.small_releases", installation.folder, archive]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"UPGRADING": "1"}, capture_output=True)
    assert journal.read(installation.machine.home) is not None
    assert installation.serving == ""
    assert script(installation, "--recover").returncode == 0
    require_as_it_was(installation)


def test_what_failed_before_the_stop_never_stopped_the_service(installation):
    (installation.machine.data / "fault").write_text("rehearse_upgrade fail", encoding="utf-8")
    with pytest.raises(InstallingFault):
        installation.upgrade(installation.archive("2", "one two"))
    assert not (installation.folder / "stops").exists()


def test_a_release_that_does_not_answer_is_left_again(installation):
    (installation.folder / "silent").touch()
    with pytest.raises(InstallingFault, match="no answer"):
        installation.upgrade(installation.archive("2", "one two"))
    require_as_it_was(installation)


def test_a_disk_that_is_full_is_said_before_anything_is_begun(installation, monkeypatch):
    monkeypatch.setattr(archives, "free_megabytes", lambda path: 0)
    with pytest.raises(InstallingFault, match="空间不够：需要 1 MB，只有 0 MB"):
        installation.upgrade(installation.archive("2", "one two"))
    require_as_it_was(installation)


def test_a_disk_that_fills_while_the_packages_come_leaves_nothing(installation, monkeypatch):
    def fill(target, wheels):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releases, "_install_packages", fill)
    with pytest.raises(InstallingFault, match="No space left"):
        installation.upgrade(installation.archive("2", "one two"))
    require_as_it_was(installation)


def test_one_command_goes_back_with_the_data_of_before(installation):
    installation.upgrade(installation.archive("2", "one two"))
    installation.database.write_text(json.dumps({"applied": ["one", "two"], "rows": [1, 2, 3]}), encoding="utf-8")
    asked = []
    said = upgrading.back(installation.machine, lambda line: None, lambda told: asked.append(told) or True)
    assert asked == ["退回到 1。what is lost"]
    assert said.startswith("已退回到 1。退回前的数据：kept")
    assert (installation.serving, installation.rows) == ("1", OLD)
    (kept,) = installation.machine.backups.iterdir()
    assert json.loads(kept.read_text(encoding="utf-8"))["rows"] == [1, 2, 3]
    assert installation.upgrade(installation.archive("3", "one")) == "已升级到 3，原来的 1 保留着，清理了 2"


def test_going_back_between_releases_of_the_same_tables_loses_nothing(installation):
    installation.upgrade(installation.archive("2", "one"))
    later = {"applied": ["one"], "rows": [1, 2, 3]}
    installation.database.write_text(json.dumps(later), encoding="utf-8")
    asked = []
    upgrading.back(installation.machine, lambda line: None, lambda told: asked.append(told) or True)
    assert "什么也不丢失" in asked[0]
    assert (installation.serving, installation.rows) == ("1", later)


def test_going_back_that_fails_stays_on_the_newer_release(installation):
    installation.upgrade(installation.archive("2", "one two"))
    newer = {"applied": ["one", "two"], "rows": [1, 2, 3]}
    installation.database.write_text(json.dumps(newer), encoding="utf-8")
    fault = installation.machine.data / "fault"
    with pytest.raises(InstallingFault, match="told to fail"):
        upgrading.back(installation.machine, lambda line: None, lambda told: bool(fault.write_text("put_back fail")))
    assert (installation.serving, installation.rows) == ("2", newer)


def test_going_back_is_refused_where_there_is_nothing_or_nobody_agreed(installation):
    with pytest.raises(InstallingFault, match="没有可以退回的版本"):
        upgrading.back(installation.machine, lambda line: None, lambda told: True)
    installation.upgrade(installation.archive("2", "one two"))
    with pytest.raises(InstallingFault, match="没有确认"):
        upgrading.back(installation.machine, lambda line: None, lambda told: False)
    assert installation.serving == "2"


def test_going_back_is_refused_when_the_backup_has_gone(installation):
    installation.upgrade(installation.archive("2", "one two"))
    os.unlink(installation.about("2").snapshot)
    with pytest.raises(InstallingFault, match="已不在"):
        upgrading.back(installation.machine, lambda line: None, lambda told: True)
    assert installation.serving == "2"


def test_a_damaged_archive_is_named_and_nothing_begun(installation):
    archive = installation.archive("2", "one two")
    (archive / "app/manage.py").write_text("changed on the way", encoding="utf-8")
    ended = script(installation, archive)
    assert "安装包已损坏：app/manage.py 与清单不符" in ended.stderr
    require_as_it_was(installation)


def test_the_release_in_use_is_not_installed_again(installation):
    with pytest.raises(InstallingFault, match="正在使用的就是 1"):
        upgrading.upgrade(installation.machine, archives.parts_of(installation.folder / "archive-1"), lambda line: None)
    require_as_it_was(installation)


def test_two_upgrades_do_not_run_at_once(installation):
    again = upgrading.alone(installation.machine)
    with upgrading.alone(installation.machine), pytest.raises(InstallingFault, match="另一个升级"), again:
        pass


def test_a_release_is_taken_from_what_is_committed_in_a_checkout(installation, tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]

    def git(*arguments):
        subprocess.run(["git", *author, *arguments], cwd=checkout, check=True, capture_output=True)

    git("init", "-q")
    (checkout / "manage.py").write_text("committed", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("tag", "v2")
    (checkout / "manage.py").write_text("not committed", encoding="utf-8")
    held = tmp_path / "held"
    held.mkdir()
    parts = upgrading.parts_of_checkout(checkout, "v2", held)
    assert (parts.about.version, parts.wheels) == ("v2", None)
    assert (parts.application / "manage.py").read_text(encoding="utf-8") == "committed"
    with pytest.raises(InstallingFault, match="没有版本 v9"):
        upgrading.parts_of_checkout(checkout, "v9", held)


def test_going_back_may_be_begun_again(installation):
    """Killed between the two halves of going back, it ends what is left."""
    machine = installation.machine
    snapshot = moving.take_snapshot(machine, machine.releases / "1", "2")
    state = journal.Unfinished("1", "2", str(snapshot), is_laid_anew=True, has_stopped=True)
    journal.write(machine.home, state)
    installation.database.unlink()
    shutil.copy(snapshot, installation.database)
    assert moving.recover(machine)
    assert not moving.recover(machine)
    require_as_it_was(installation)
