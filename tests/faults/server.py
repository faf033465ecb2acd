"""A real web server of its own, with its own data, that a test may kill; and a client that saves through it."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.collected import collect_static

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
TIMEOUT = 30


class Server:
    """Gunicorn as script/server starts it, on a free port of this machine."""

    def __init__(self, data: Path, setting_up: str = "", log: Path | None = None) -> None:
        """``setting_up`` are lines of Python instead of the demonstration; ``log`` is by default in ``data``."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data = data
        self.environment = os.environ | {
            "DATA_DIR": str(data),
            "DEMONSTRATION": "1",
            "DATABASE_URL": os.environ.get("BENCHMARK_DATABASE_URL", ""),
        }
        filled = ["shell", "-v0", "-c", setting_up] if setting_up else ["demo"]
        self.manage("migrate", "-v0")
        collect_static(data, self.manage)
        self.manage(*filled)
        self.log_file = log or data / "server.log"
        self.start()

    def start(self) -> None:
        self.log = self.log_file.open("a")
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi",
                f"--bind=127.0.0.1:{self.port}", f"--workers={WORKERS}",
            ],
            cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.wait()

    def manage(self, *command: str) -> str:
        arguments = [sys.executable, "manage.py", *command]
        environment = self.environment | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def newest_year(self, organ: str) -> str:
        """The year of the organ's newest report; ``organ`` is its slug."""
        reports = f"AnnualReport.objects.filter(organ__slug='{organ}')"
        script = f"from reports.models import AnnualReport; print({reports}.latest('year').year)"
        return self.manage("shell", "-v0", "-c", script).strip()

    def wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the server does not start: {self.log_file.read_text()}")

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in children.read_text().split()]

    def kill_a_worker(self, number: int) -> bool:
        """Kill one of the workers at once, without a chance to finish; ``False`` where none is there."""
        workers = self.workers()
        if not workers:
            return False
        os.kill(workers[number % len(workers)], signal.SIGKILL)
        return True

    def kill_the_workers(self) -> None:
        """Kill all of them at once, whichever has the request."""
        for worker in self.workers():
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def kill_and_start_again(self) -> None:
        """As after a crash of the service: all of it ends at once, and begins again."""
        workers = self.workers()
        self.process.kill()
        self.process.wait()
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        self.log.close()
        self.start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()


@contextmanager
def running(data: Path, **told: object) -> Iterator[Server]:
    server = Server(data, **told)
    try:
        yield server
    finally:
        server.stop()


class Clerk:
    """A browser's part: signs in, and repeats what it sends until it is answered."""

    def __init__(self, server: Server, step: str, cookies: dict[str, str] | None = None) -> None:
        self.server, self.step = server, step
        self.cookies = cookies if cookies is not None else {}  # clerks that share them share a session
        self.retries = 0

    def sign_in(self, username: str) -> None:
        page = self.request("GET", "/sign-in/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "username": username, "password": "yanshi-2026"}
        status, _ = self.request("POST", "/sign-in/", urlencode(form), "application/x-www-form-urlencoded")
        assert status == 302, status

    def request(self, method: str, path: str, body: str = "", content_type: str = "") -> tuple[int, str]:
        return self._request(method, path, body.encode(), content_type)

    def request_bytes(self, path: str, body: bytes, content_type: str) -> tuple[int, str]:
        """Post what is no text, such as a file."""
        return self._request("POST", path, body, content_type)

    def _request(self, method: str, path: str, body: bytes, content_type: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=TIMEOUT)
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if content_type:
            headers |= {"Content-Type": content_type, "X-CSRFToken": self.cookies.get("csrf", "")}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form once."""
        return self.request("POST", path, urlencode(fields), "application/x-www-form-urlencoded")

    def until_answered(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask again until a worker answers, as a person does whom no page reaches, or one that says to ask again."""
        until = time.monotonic() + 60
        while True:
            with suppress(OSError, http.client.HTTPException):
                status, text = self.post(path, fields) if method == "POST" else self.request(method, path)
                if status != HTTPStatus.SERVICE_UNAVAILABLE:
                    return status, text
            assert time.monotonic() < until, "no worker answers"
            self.retries += 1
            time.sleep(0.05)

    def save(self, address: str, seen: str, now: str, source: str = "typed") -> dict:
        """Send an edit again and again until the server acknowledges it, as the page does."""
        body = json.dumps({"edits": [[address, seen, now, source]]})
        while True:
            try:
                status, text = self.request("POST", f"{self.step}save/", body, "application/json")
            except (OSError, http.client.HTTPException):
                self.retries += 1
                time.sleep(0.02)
                continue
            if status == 200:
                return json.loads(text)
            assert status >= 500, (status, text)
            self.retries += 1
            time.sleep(0.05)
