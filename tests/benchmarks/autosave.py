"""Fifty clerks who save at once, two seconds apart, through the server as script/server starts it.

Run by script/benchmark, and on PostgreSQL by ``script/benchmark --postgres autosave``. Target on two cores: no
error, 95 % under 300 ms.
"""

import os
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from tests.faults.server import Clerk, Server, running

CLERKS = 50
PAUSE = 2.0
MEASURED_SECONDS = 40
MAKE_CLERKS = f"""
from django.conf import settings
from reports.models import Membership, Organ, Role, User
from reports.lifecycle.opening import open_report
for number in range({CLERKS}):
    organ = Organ.objects.create(slug=f"t{{number}}", name=f"第{{number}}镇人民政府", short_name="镇", kind="township")
    user = User.objects.create_user(f"t{{number}}", settings.DEMONSTRATION_PASSWORD, full_name="填报员")
    Membership.objects.create(user=user, organ=organ, role=Role.CLERK)
    open_report(organ, 2024, user)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        server.manage("shell", "-v0", "-c", MAKE_CLERKS)
        times, errors = measure(server)
    times.sort()
    say("saves", len(times))
    say("errors", errors)
    say("median ms", statistics.median(times))
    say("95 % under ms", times[int(len(times) * 0.95)])
    say("slowest ms", times[-1])


def measure(server: Server) -> tuple[list[float], int]:
    """The times of all saves in milliseconds, and how many had to be repeated."""
    clerks = [Clerk(server, f"/reports/t{number}/2024/applications/") for number in range(CLERKS)]
    for number, clerk in enumerate(clerks):
        clerk.sign_in(f"t{number}")
    times: list[float] = []
    until = time.monotonic() + MEASURED_SECONDS
    threads = [threading.Thread(target=work, args=(clerk, until, times)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, sum(clerk.retries for clerk in clerks)


def work(clerk: Clerk, until: float, times: list[float]) -> None:
    time.sleep(random.uniform(0, PAUSE))
    number = 0
    while time.monotonic() < until:
        start = time.perf_counter()
        clerk.save("applications.granted.business", str(number) if number else "", str(number + 1))
        times.append((time.perf_counter() - start) * 1000)
        number += 1
        time.sleep(random.uniform(0.5, 1.5) * PAUSE)


def say(what: str, value: float) -> None:
    database = "PostgreSQL" if os.environ.get("BENCHMARK_DATABASE_URL") else "SQLite"
    print(f"autosave, {database}: {what:16} {value:8.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
