"""A hundred papers asked for in ten seconds while a clerk types: how long each keystroke's save takes.

Run by script/benchmark, through the server as script/server starts it. Goal: 95 % of the saves under 300 ms.
They are of 49 reports, so that hardly any comes out of the store.
"""

import http.client
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks.autosave import MAKE_CLERKS
from tests.faults.server import Clerk, running

PAPERS, SECONDS = 100, 10.0
PAUSE = 0.1  # between two saves
READERS = 50  # each with a report of their own
GOAL_MS = 300


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        server.manage("shell", "-v0", "-c", MAKE_CLERKS)
        clerk = Clerk(server, "/reports/t0/2024/applications/")
        clerk.sign_in("t0")
        readers = [Clerk(server, f"/reports/t{number}/2024/") for number in range(1, READERS)]
        for number, reader in enumerate(readers, start=1):
            reader.sign_in(f"t{number}")
        alone = saves(clerk, 5, 0)
        answers: Counter[int] = Counter()
        threads = [
            threading.Thread(target=ask, args=(readers[number % len(readers)], number, answers))
            for number in range(PAPERS)
        ]
        for thread in threads:
            thread.start()
        beside = saves(clerk, SECONDS, 1000)
        for thread in threads:
            thread.join()
    report("no paper drawn", alone)
    report(f"{PAPERS} papers in {SECONDS:.0f} s", beside)
    say(f"papers: {answers[200]} drawn, {answers[503]} told to wait, {PAPERS - answers[200] - answers[503]} others")
    say(f"goal of {GOAL_MS} ms at the 95th percentile: {'met' if high(beside) < GOAL_MS else 'missed'}")


def ask(reader: Clerk, number: int, answers: Counter[int]) -> None:
    """Ask for a paper when its time has come, once; whoever is told to wait does not."""
    time.sleep(number * SECONDS / PAPERS)
    connection = http.client.HTTPConnection("127.0.0.1", reader.server.port, timeout=60)
    cookies = "; ".join(f"{key}={value}" for key, value in reader.cookies.items())
    connection.request("GET", f"{reader.step}report.pdf", headers={"Cookie": cookies})
    response = connection.getresponse()
    response.read()
    connection.close()
    answers[response.status] += 1


def saves(clerk: Clerk, seconds: float, number: int) -> list[float]:
    """The milliseconds of each save of one figure after another."""
    times: list[float] = []
    until = time.monotonic() + seconds
    seen = saves.last  # what stands in the cell
    while time.monotonic() < until:
        number += 1
        start = time.perf_counter()
        clerk.save("applications.granted.business", seen, str(number))
        times.append((time.perf_counter() - start) * 1000)
        seen = saves.last = str(number)
        time.sleep(PAUSE)
    return times


saves.last = ""


def high(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def report(what: str, times: list[float]) -> None:
    say(f"{what:24} {len(times):4} saves, median {statistics.median(times):7.1f} ms, 95 % under {high(times):7.1f} ms")


def say(line: str) -> None:
    print(f"drawing under load: {line}")  # noqa: T201


if __name__ == "__main__":
    main()
