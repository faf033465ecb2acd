"""Several machines on one: two web servers, two workers, a PostgreSQL, and nginx in front, with the demonstration.

Each web server and worker has a data folder of its own, as on a machine of its own; what they share is the database,
the secret key and the storage of files. Whatever ends is started again, as systemd would. ``script/cluster`` serves it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.cluster import proxy
from tests.cluster.postgresql import PostgreSQL, programs
from tests.faults.collected import collect_static

ROOT = Path(__file__).resolve().parents[2]
SERVERS, WORKERS = 2, 2
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi"]
WORK = f"{sys.executable} manage.py resume_tasks; exec {sys.executable} manage.py db_worker --verbosity 0 --no-reload"


def is_possible() -> bool:
    """Whether nginx and PostgreSQL are there; ``script/bootstrap --postgres --proxy`` brings them."""
    return bool(proxy.program() and programs())


class Door(NamedTuple):
    """Where something is reached on this machine."""

    port: int


@dataclass
class Part:
    """A process of the house with all that it starts."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    port: int = 0
    starts: int = 0
    process: subprocess.Popen | None = field(default=None, repr=False)

    def start(self) -> None:
        self.starts += 1
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """As the machine's end: it and all that it started, without a chance to finish."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()


class Cluster:
    """The house; ``port`` is the proxy's, ``doors`` those of the web servers behind it."""

    def __init__(
        self, home: Path, port: int = 0, *, demonstrates: bool = True, is_loaded: bool = False, **told: str
    ) -> None:
        self.home, self.port = home, port or _free_port()
        self.database = PostgreSQL()
        self.shared = os.environ | {
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SEAL_KEY_FILE": str(home / "seal_key"),
            "STORAGE_URL": (home / "shared").as_uri(),
            "DEMONSTRATION": "1",
            "BEHIND_TLS_PROXY": "1",  # the client's address is what the proxy says
            **told,
        }
        self.demonstrates, self.is_loaded = demonstrates, is_loaded
        self.doors = [Door(_free_port()) for _ in range(SERVERS)]
        self.servers = [self._server(number, door) for number, door in enumerate(self.doors, 1)]
        self.workers = [self._worker(number) for number in range(1, WORKERS + 1)]
        self.proxy = self._proxy()
        self.parts = [*self.servers, *self.workers, self.proxy]
        self.is_over, self.is_held = threading.Event(), False  # held: what ends is not started again
        self.keeper = threading.Thread(target=self._keep_up, daemon=True)

    def start(self) -> None:
        self.manage("migrate", "-v0")
        collect_static(self.home / "office", self.manage)
        if self.demonstrates:
            self.manage("demo")
        for part in self.parts:
            part.start()
        self.keeper.start()
        for door in (*self.doors, self):
            wait_for(door.port)

    def _environment(self, name: str, **more: str) -> dict[str, str]:
        folder = self.home / name
        folder.mkdir(exist_ok=True)
        return self.shared | {"DATA_DIR": str(folder), **more}

    def _server(self, number: int, door: Door) -> Part:
        name = f"web-{number}"
        environment = self._environment(name, BIND=f"127.0.0.1:{door.port}")
        (self.home / name / "static").symlink_to(self.home / "office" / "static")
        return Part(name, GUNICORN, environment, self.home / f"{name}.log", door.port)

    def _worker(self, number: int) -> Part:
        name = f"worker-{number}"
        return Part(name, ["sh", "-c", WORK], self._environment(name), self.home / f"{name}.log")

    def _proxy(self) -> Part:
        file = self.home / "nginx.conf"
        ports = [door.port for door in self.doors]
        file.write_text(proxy.configuration(self.home, self.port, ports, is_loaded=self.is_loaded), encoding="utf-8")
        command = [proxy.program(), "-p", str(self.home), "-e", str(self.home / "nginx.log"), "-c", str(file)]
        return Part("nginx", command, dict(os.environ), self.home / "nginx.log", self.port)

    def _keep_up(self) -> None:
        while not self.is_over.wait(0.3):
            for part in [] if self.is_held else self.parts:
                if part.process.poll() is not None and not self.is_over.is_set():
                    part.start()

    def manage(self, *command: str) -> str:
        """A command on a machine of its own; what it printed."""
        environment = self._environment("office", PYTHONPATH=os.pathsep.join([str(ROOT), *_python_path()]))
        arguments = [sys.executable, "manage.py", *command]
        done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, script: str) -> str:
        """What a few lines of Python print that see the models."""
        return self.manage("shell", "-v0", "-c", script)

    def newest_year(self, organ: str) -> str:
        reports = f"AnnualReport.objects.filter(organ__slug='{organ}')"
        return self.ask(f"from reports.models import AnnualReport; print({reports}.latest('year').year)")

    def stop(self) -> None:
        self.is_over.set()
        if self.keeper.is_alive():
            self.keeper.join()
        for part in self.parts:
            part.stop()
        self.database.stop()


def _python_path() -> list[str]:
    return [each for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port: int, seconds: float = 60) -> None:
    """Until somebody listens there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody listens on {port}")


@contextmanager
def running(home: Path, **told: object) -> Iterator[Cluster]:
    cluster = Cluster(home, **told)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def serve() -> None:
    """Serve the demonstration until this process is told to end."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: sys.exit(0))
    port = int(os.environ.get("PORT") or 8000)
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder, running(Path(folder), port=port) as cluster:
        behind = ", ".join(f"http://127.0.0.1:{door.port}" for door in cluster.doors)
        print(f"Serving on http://127.0.0.1:{cluster.port}, by {behind}; logs in {folder}", flush=True)  # noqa: T201
        signal.pause()


if __name__ == "__main__":
    serve()
