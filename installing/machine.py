"""Where an installation lies on its machine, and how its commands and services are run there."""

import http.client
import os
import shlex
import shutil
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

UNITS = ("nianbao-web", "nianbao-worker")
TIMERS = ("nianbao-mail", "nianbao-backup", "nianbao-verify", "nianbao-doctor", "nianbao-audit-head")


class InstallingFault(Exception):
    """Something was not done, in a Chinese sentence that says why."""


class SystemdServices:
    """The services of an installation, where systemd runs them; elsewhere nothing is started, and that is said."""

    is_there = Path("/run/systemd/system").is_dir()

    def stop(self) -> None:
        if self.is_there:
            run(["systemctl", "stop", *UNITS, *(f"{each}.timer" for each in TIMERS)])

    def start(self) -> None:
        if self.is_there:
            run(["systemctl", "start", "--no-block", *UNITS, *(f"{each}.timer" for each in TIMERS)])

    def wait(self, machine: "Machine") -> None:
        """Wait until the web server answers; raises ``InstallingFault`` when it does not."""
        if self.is_there:
            told = machine.told()
            address = told.get("BIND") or f"127.0.0.1:{told.get('PORT', '8000')}"
            require_answer(f"http://{address}/readyz?exclude=worker")

    def enable(self, units: Path) -> None:
        """Copy the units and have them started with the machine."""
        target = Path("/etc/systemd/system")
        if target.is_dir():
            for unit in sorted(units.iterdir()):
                shutil.copy(unit, target / unit.name)
        if self.is_there:
            run(["systemctl", "daemon-reload"])
            run(["systemctl", "enable", *UNITS, *(f"{each}.timer" for each in TIMERS), "nianbao-recover"])


@dataclass(frozen=True)
class Machine:
    """The folders of an installation (docs/operations.zh.md) and the account it runs as; ``None`` for one's own."""

    home: Path = Path("/opt/nianbao")
    data: Path = Path("/var/lib/nianbao")
    cache: Path = Path("/var/cache/nianbao")
    backups: Path = Path("/var/backups/nianbao")
    environment: Path = Path("/etc/nianbao/environment")
    user: str | None = "nianbao"
    services: SystemdServices = field(default_factory=SystemdServices)

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def current(self) -> Path:
        return self.home / "current"

    def told(self) -> dict[str, str]:
        """What the units tell the application: their own settings, and the lines of the environment file."""
        own = {"DATA_DIR": str(self.data), "XDG_CACHE_HOME": str(self.cache)}
        own |= {"LANG": "C.UTF-8", "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
        path = os.environ.get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        return {"PATH": path} | own | settings_in(self.environment)

    def manage(self, release: Path, *arguments: str, data: Path | None = None, url: str | None = None) -> str:
        """Run a command of a release as its account and return what it said; raises ``InstallingFault``.

        ``data`` and ``url`` are another data folder and another database to run it on.
        """
        environment = self.told() | ({"DATA_DIR": str(data)} if data else {})
        if url is not None:
            environment["DATABASE_URL"] = url
        command = [str(release / ".venv/bin/python"), "manage.py", *arguments]
        return run(command, folder=release, environment=environment, user=self.user)

    def own(self, path: Path, mode: int = 0o700) -> None:
        """Make a folder that belongs to the account alone."""
        path.mkdir(parents=True, exist_ok=True, mode=mode)
        if self.user:
            shutil.chown(path, self.user, self.user)
        path.chmod(mode)


def require_answer(address: str, seconds: float = 90) -> None:
    """Ask an address until it answers that all is well; raises ``InstallingFault`` with the last answer."""
    until = time.monotonic() + seconds
    said: object = ""
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                if answer.status == HTTPStatus.OK:
                    return
        except (OSError, http.client.HTTPException) as error:
            said = error
        time.sleep(0.5)
    raise InstallingFault(f"新启动的网页服务没有应答：{said}")


def settings_in(file: Path) -> dict[str, str]:
    """The variables of an environment file, as systemd reads its lines."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith(("#", ";")):
            quoted = value[:1] in {"'", '"'}
            found[name.strip()] = " ".join(shlex.split(value)) if quoted else value.strip()
    return found


def run(
    command: list[str],
    *,
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
    user: str | None = None,
) -> str:
    """Run a program, as ``user`` where one is named, and return what it said; raises ``InstallingFault``."""
    as_user = {"user": user, "group": user, "extra_groups": []} if user and os.geteuid() == 0 else {}
    try:
        ended = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, umask=0o077, check=False, **as_user
        )
    except OSError as error:
        raise InstallingFault(f"不能运行 {command[0]}：{error.strerror}") from error
    if ended.returncode:
        said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
        raise InstallingFault(f"{_name(command)} 没有成功：{said[-1] if said else ended.returncode}")
    return ended.stdout


def _name(command: list[str]) -> str:
    arguments = [word for word in command[1:] if not word.startswith("-")]
    return " ".join([Path(command[0]).name, *arguments[:2]])
