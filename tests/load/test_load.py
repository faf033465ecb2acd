"""Fifty people on SQLite, two hundred on PostgreSQL, and half an hour of fifty: no error, and how long they wait.

Every run of the tests has a few people on SQLite for seconds, so that the generator stays whole, and asks for no times;
``script/test --long tests/load -n 0`` is the real one, on a machine that does nothing else, and asks for security.md's.
``LOAD_SECONDS`` makes it shorter, and then asks for no times either: docs/security.md has what was reached.
"""

import json
import os
from pathlib import Path

import pytest

from tests import runs
from tests.cluster import cluster
from tests.faults.server import running
from tests.load.people import SETTING_UP, at_work
from tests.load.processes import Sampler

TOLD = os.environ.get("LOAD_SECONDS", "")
IS_MEASURED = runs.is_long() and not TOLD
MOST_OF_A_LOG = 64_000_000  # bytes of SQLite's write-ahead log

pytestmark = pytest.mark.timeout(7200)


def seconds(long):
    return int(TOLD) if TOLD else runs.times(4, long)


def people(number):
    return SETTING_UP.replace("NUMBER", str(runs.times(4, number)))


@pytest.fixture
def sqlite(tmp_path):
    with running(tmp_path, setting_up="pass") as server:
        yield server, json.loads(server.manage("shell", "-v0", "-c", people(50)))


def test_fifty_people_on_sqlite(sqlite):
    server, setting = sqlite
    measured = at_work(server, setting, seconds(600))
    print(f"\n{measured.told()}")  # noqa: T201
    assert measured.errors == 0, measured.told()
    assert measured.saves["acknowledged"] > 0
    assert not IS_MEASURED or (measured.quantile(0.95) <= 300 and measured.quantile(0.99) <= 2000)
    assert server.manage("verify_history").startswith("已核对")


if runs.is_long():

    def test_half_an_hour_leaves_memory_files_and_the_log_as_they_were(sqlite):
        server, setting = sqlite
        with Sampler(server.workers) as sampler:
            measured = at_work(server, setting, seconds(1800))
        log = Path(server.data, "reports.sqlite3-wal")
        size = log.stat().st_size if log.exists() else 0
        growth, files = sampler.growth(sampler.memory), sampler.growth(sampler.files)
        print(  # noqa: T201
            f"\n{measured.told()}\nmemory {sampler.memory[0] / 1e6:.0f} to {sampler.memory[-1] / 1e6:.0f} MB,"
            f" growth {growth:.1%}; files {sampler.files[0]} to {sampler.files[-1]}, growth {files:.1%};"
            f" log {size / 1e6:.1f} MB"
        )
        assert measured.errors == 0
        assert size < MOST_OF_A_LOG
        assert not IS_MEASURED or (growth < 0.1 and files < 0.1)


if runs.is_long() and cluster.is_possible():

    def test_two_hundred_people_on_postgresql_behind_a_proxy(tmp_path):
        with cluster.running(tmp_path, demonstrates=False, is_loaded=True) as house:
            setting = json.loads(house.ask(people(200)))
            measured = at_work(house, setting, seconds(600))
            print(f"\n{measured.told()}")  # noqa: T201
            assert measured.errors == 0, measured.told()
            assert measured.saves["acknowledged"] > 0
            assert not IS_MEASURED or measured.quantile(0.95) <= 1000
            assert house.manage("verify_history").startswith("已核对")
