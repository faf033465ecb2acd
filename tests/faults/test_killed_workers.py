"""Workers, and the whole server, are killed in the middle of saves: what was acknowledged stands, and stands once.

The short run belongs to every run of the tests; ``script/test --long`` has 25,000 saves under 176 kills, of which
22 are of the whole server.
"""

import threading
import time

import pytest

import config  # noqa: F401  the same SQLite as the server's
from tests import runs
from tests.faults.server import Clerk, Server, running

KILLS = runs.times(6, 176)
OF_THE_SERVER = runs.times(5, 8)  # every so many-th kill is of the server with all its workers
SAVES = runs.times(100, 25_000)
CLIENTS = 8
COLUMNS = ["natural_person", "business", "research", "public_welfare", "legal_service", "other_org"]
ADDRESSES = [f"applications.{row}.{column}" for row in ("granted", "partially_granted") for column in COLUMNS][:CLIENTS]


@pytest.mark.timeout(5400)
def test_no_acknowledged_save_is_lost_or_doubled_when_workers_are_killed(tmp_path):
    with running(tmp_path) as server:
        report = f"/reports/xiatang/{server.newest_year('xiatang')}/applications/"
        first = Clerk(server, report)
        first.sign_in("xiatang-clerk")
        clerks = [first, *(Clerk(server, report, first.cookies) for _ in ADDRESSES[1:])]
        acknowledged = dict.fromkeys(ADDRESSES, 0)
        over = threading.Event()
        threads = [
            threading.Thread(target=keep_saving, args=(clerk, address, acknowledged, over))
            for clerk, address in zip(clerks, ADDRESSES, strict=True)
        ]
        for thread in threads:
            thread.start()
        kills = kill_until_done(server, acknowledged)
        over.set()
        for thread in threads:
            thread.join()
        stored = chains(server)
    assert kills >= KILLS
    assert sum(acknowledged.values()) >= SAVES
    for address, last in acknowledged.items():
        assert stored[address] == [(str(number), str(number + 1)) for number in range(last)]
    print(f"{kills} kills, {sum(acknowledged.values())} saves, {sum(clerk.retries for clerk in clerks)} retries")  # noqa: T201


def keep_saving(clerk, address, acknowledged, over):
    """Count a cell up by one, each number only after the one before was acknowledged."""
    number = 0
    while not over.is_set():
        answer = clerk.save(address, str(number), str(number + 1), "pasted")  # what is typed in one go is one change
        assert answer["conflicts"] == [], answer
        assert answer["values"] == {address: str(number + 1)}
        number += 1
        acknowledged[address] = number


def kill_until_done(server: Server, acknowledged: dict[str, int]) -> int:
    """Kill whenever some more saves are through, so that others are in the middle."""
    until = time.monotonic() + 3600
    for kill in range(1, KILLS + 1):
        while sum(acknowledged.values()) < kill * SAVES / KILLS:
            assert time.monotonic() < until, f"{kill} kills, {acknowledged}"
            time.sleep(0.01)
        if kill % OF_THE_SERVER:
            server.kill_a_worker(kill)
        else:
            server.kill_and_start_again()
    return KILLS


def chains(server: Server) -> dict[str, list[tuple[str, str]]]:
    """By address, every recorded change from the first to the last, without how the figures came in."""
    import sqlite3  # noqa: PLC0415  after ``config`` has chosen which

    with sqlite3.connect(server.data / "reports.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = database.execute(
            "SELECT change.address, old, new FROM reports_valuechange change"
            " JOIN reports_annualreport report ON report.id = change.report_id"
            " JOIN reports_organ organ ON organ.id = report.organ_id"
            " WHERE source = 'pasted' AND organ.slug = 'xiatang' ORDER BY change.id"
        ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {address: [] for address in ADDRESSES}
    for address, old, new in rows:
        found[address].append((old, new))
    return found
