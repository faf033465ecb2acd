"""The throw-away server of ``script/postgres``, which may be taken away and given back."""

import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]


def programs() -> Path | None:
    """The folder of the newest version's programs, as ``script/postgres`` finds it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parts[4]))
    return found[-1] if found else None


class PostgreSQL:
    """Durable, as an installation's is; it ends with this process."""

    def __init__(self) -> None:
        self.script = subprocess.Popen(
            [ROOT / "script" / "postgres", "sh", "-c", 'echo "$DATABASE_URL"; exec cat'],
            env=os.environ | {"DURABLE": "1"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.url = self.script.stdout.readline().strip()
        assert self.url, "PostgreSQL does not start"
        self.home = Path(parse_qs(urlsplit(self.url).query)["host"][0])

    def control(self, *arguments: str) -> None:
        """``pg_ctl`` with these arguments, as the server's owner, with the options that it was started with."""
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*owner, str(programs() / "pg_ctl"), "-D", str(self.home / "data"), "-w", *arguments]
        subprocess.run(command, cwd=self.home, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def crash(self) -> None:
        """End it without a chance to finish; what was committed is in its log."""
        self.control("stop", "-m", "immediate")

    def start(self) -> None:
        log, options = self.home / "log-after", f"-k {self.home} -c listen_addresses="
        self.control("start", "-l", str(log), "-o", options)

    def stop(self) -> None:
        self.script.stdin.close()
        self.script.wait(timeout=60)
        self.script.stdout.close()
