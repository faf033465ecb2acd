"""Releases as small as can be, whose database is a file of JSON, and an installation of them; nothing is downloaded.

    python -m tests.installing.small_releases FOLDER ARGUMENT…    script/upgrade for the installation in FOLDER

A release's ``manage.py`` fails where the file ``fault`` in the data folder names the command, or kills who called it.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from installing import archives, releases, upgrading
from installing.machine import Machine, SystemdServices
from installing.releases import Release

MANAGE = """
import json, os, pathlib, shutil, signal, sys
data = pathlib.Path(os.environ["DATA_DIR"])
command, *rest = sys.argv[1:]
fault = data / "fault"
if fault.exists() and fault.read_text().split() [0] == command:
    kind = fault.read_text().split()[1]
    fault.unlink()
    if command == "migrate":
        (data / "database.json").write_text(json.dumps({"applied": ["half"], "rows": []}))
    if kind == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
    sys.exit("told to fail")
database = data / "database.json"
state = json.loads(database.read_text())
known = (pathlib.Path(__file__).parent / "migrations").read_text().split()
if command == "backup":
    folder = pathlib.Path(rest[0])
    folder.mkdir(parents=True, exist_ok=True)
    taken = len(list(folder.iterdir()))
    shutil.copy(database, folder / f"backup-20260101T0000{taken:02}.tar")
    print(f"kept {folder}")
elif command == "showmigrations":
    for name in known:
        print("[X]" if name in state["applied"] else "[ ]", f" {name}")
elif command == "migrate":
    database.write_text(json.dumps(state | {"applied": known}))
elif command == "put_back":
    if rest[0] == "--tell":
        print("what is lost")
    else:
        shutil.copy(rest[0], database)
elif command == "verify":
    sys.exit("wrong migrations" if state["applied"] != known else 0)
"""


def install_packages(target: Path, wheels: Path | None) -> None:
    """An environment with nothing of its own."""
    (target / ".venv/bin").mkdir(parents=True)
    (target / ".venv/bin/python").symlink_to(sys.executable)


class SmallServices(SystemdServices):
    """What serves is a file that names the release; nothing while it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stop(self) -> None:
        (self.folder / "serving").write_text("", encoding="utf-8")
        with (self.folder / "stops").open("a", encoding="utf-8") as file:
            file.write("stopped\n")

    def start(self) -> None:
        (self.folder / "serving").write_text((self.folder / "opt/current").resolve().name, encoding="utf-8")

    def wait(self, machine: Machine) -> None:
        if (self.folder / "silent").exists():
            (self.folder / "silent").unlink()
            raise upgrading.InstallingFault("no answer")

    def enable(self, units: Path) -> None:
        pass


def machine_in(folder: Path) -> Machine:
    return Machine(
        folder / "opt", folder / "data", folder / "cache", folder / "backups", folder / "environment", None,
        SmallServices(folder),
    )  # fmt: skip


@dataclass
class Installation:
    """An installation in a folder, and archives of releases for it."""

    folder: Path

    @property
    def machine(self) -> Machine:
        return machine_in(self.folder)

    def archive(self, version: str, migrations: str) -> Path:
        """An archive of a release that knows these migrations."""
        made = self.folder / f"archive-{version}"
        (made / "app").mkdir(parents=True)
        (made / "wheels").mkdir()
        (made / "app/manage.py").write_text(MANAGE, encoding="utf-8")
        (made / "app/migrations").write_text(migrations, encoding="utf-8")
        (made / "about").write_text(f"VERSION={version}\nCOMMIT=c{version}\n", encoding="utf-8")
        (made / archives.SUMS).write_text(archives.sums(made), encoding="utf-8")
        return made

    def begin(self, version: str, migrations: str) -> None:
        """Install the first release, with two rows in its database."""
        machine = self.machine
        machine.releases.mkdir(parents=True)
        machine.data.mkdir()
        releases.switch(machine, releases.lay(machine, archives.parts_of(self.archive(version, migrations))))
        self.database.write_text(json.dumps({"applied": migrations.split(), "rows": [1, 2]}), encoding="utf-8")
        machine.services.start()

    @property
    def database(self) -> Path:
        return self.folder / "data/database.json"

    @property
    def serving(self) -> str:
        return (self.folder / "serving").read_text(encoding="utf-8")

    @property
    def rows(self) -> dict:
        return json.loads(self.database.read_text(encoding="utf-8"))

    def upgrade(self, archive: Path) -> str:
        return upgrading.upgrade(self.machine, archives.parts_of(archive), lambda line: None)

    def releases(self) -> list[str]:
        return sorted(path.name for path in self.machine.releases.iterdir())

    def about(self, version: str) -> Release | None:
        return releases.read(self.machine.releases / version)


def main() -> None:
    folder = Path(sys.argv.pop(1))
    releases._install_packages = install_packages
    upgrading.main(machine_in(folder), [sys.executable, "-m", "tests.installing.small_releases", str(folder)])


if __name__ == "__main__":
    main()
