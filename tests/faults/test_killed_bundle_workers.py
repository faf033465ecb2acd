"""Workers are killed in the middle of a bundle, or of a copy of the site, while two of them wait for work.

Either is made whole, and once.

The short run belongs to every run of the tests; ``script/test --long`` kills twenty.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

import config  # noqa: F401  the same SQLite as the server's
from tests import runs

ROOT = Path(__file__).resolve().parents[2]
KILLS = runs.times(2, 20)  # of one bundle at most two: with which three workers ended, it is given up
REPORTS = 150
SETTING_UP = f"""
from reports.models import Membership, Organ, Role, User
from reports.official.report_data import Kind
from tests.county.published import publish
from tests.county.reports import organ

office = organ("lushan", "鲁山县人民政府办公室", Kind.OFFICE, None)
person = User.objects.create_user("supervisor", "!", full_name="张某某")
Membership.objects.create(user=person, organ=office, role=Role.SUPERVISOR)
for number in range({REPORTS}):
    publish(organ(f"o{{number}}", f"某乡{{number}}", Kind.TOWNSHIP, office), person)
"""
ASKING = f"""
from reports.lifecycle.bundles.asking import ask_for
from reports.lifecycle.bundles.choosing import WantedReports
from reports.models import BundleKind, Organ, User
from tests.conftest import YEAR

office, person = Organ.objects.get(slug="lushan"), User.objects.get()
wanted = WantedReports(("published",), ("pdf", "xlsx")).as_data()
print(ask_for(BundleKind.REPORTS, office, YEAR, person, wanted=wanted, total={REPORTS})[0].pk)
"""
ASKING_FOR_THE_SITE = f"""
from reports.lifecycle.bundles.asking import ask_for
from reports.models import BundleKind, Organ, User
from tests.conftest import YEAR

office, person = Organ.objects.get(slug="lushan"), User.objects.get()
print(ask_for(BundleKind.SITE, office, YEAR, person, wanted={{}}, total={REPORTS})[0].pk)
"""


class Installation:
    """Data of its own, with commands and workers on it."""

    def __init__(self, data):
        self.data = data
        self.environment = os.environ | {"DATA_DIR": str(data), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
        self.manage("migrate", "-v0")
        self.manage("collectstatic", "--noinput", "-v0")
        self.manage("shell", "-v0", "-c", SETTING_UP)

    def manage(self, *command):
        arguments = [sys.executable, "manage.py", *command]
        done = subprocess.run(arguments, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def worker(self):
        """One as script/server starts it."""
        self.manage("resume_tasks")
        arguments = [sys.executable, "manage.py", "db_worker", "--verbosity=0", "--no-reload", "--interval=0.1"]
        return subprocess.Popen(arguments, cwd=ROOT, env=self.environment)

    def row(self, pk, *names):
        with sqlite3.connect(self.data / "reports.sqlite3", timeout=20) as database:
            asked = f"SELECT {', '.join(names)} FROM reports_bundle WHERE id = ?"
            return database.execute(asked, (pk,)).fetchone()

    def wait(self, pk, is_there):
        until = time.monotonic() + 300
        while not is_there(*self.row(pk, "state", "done", "worker")):
            assert time.monotonic() < until, self.row(pk, "state", "done", "worker", "begun", "why")
            time.sleep(0.005)


def files_of_a_bundle(archive):
    assert len(archive.namelist()) == 2 * REPORTS + 3


def pages_of_the_site(archive):
    names = set(archive.namelist())
    assert len(names) == len(archive.namelist())
    assert {"index.html", "data/reports.json", "site-copy.json"} < names
    assert len(json.loads(archive.read("data/reports.json"))) == REPORTS
    assert len([each for each in names if each.startswith("reports/o")]) >= REPORTS


@pytest.mark.parametrize(
    ("asking", "holds"),
    [(ASKING, files_of_a_bundle), (ASKING_FOR_THE_SITE, pages_of_the_site)],
    ids=["bundle", "site"],
)
def test_a_file_is_made_whole_and_once_however_often_its_worker_is_killed(tmp_path, asking, holds):
    here, killed = Installation(tmp_path), 0
    workers = [here.worker(), here.worker()]
    try:
        while killed < KILLS:
            bundle = int(here.manage("shell", "-v0", "-c", asking))
            for _ in range(min(2, KILLS - killed)):
                here.wait(bundle, lambda state, done, worker: state == "running" and done >= REPORTS // 5)
                kill(workers, here.row(bundle, "worker")[0])
                killed += 1
                workers.append(here.worker())
            here.wait(bundle, lambda state, done, worker: state in ("ready", "failed"))
            require_whole(here, bundle, 1 + min(2, KILLS), holds)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    print(f"{killed} kills")  # noqa: T201


def kill(workers, name):
    """Kill the worker that makes the bundle, without a chance to finish."""
    (busy,) = [each for each in workers if str(each.pid) == name.rpartition(":")[2]]
    os.kill(busy.pid, signal.SIGKILL)
    busy.wait()
    workers.remove(busy)


def require_whole(here, pk, begun, holds):
    state, times, file, sha256, why = here.row(pk, "state", "begun", "file", "sha256", "why")
    assert (state, times, why) == ("ready", begun, "")
    with ZipFile(here.data / "uploads" / file) as archive:
        assert archive.testzip() is None
        holds(archive)
    hashed = subprocess.run(["sha256sum", here.data / "uploads" / file], capture_output=True, text=True, check=True)
    assert hashed.stdout.split()[0] == sha256
    assert [each.name for each in (here.data / "uploads" / "bundles").iterdir() if each.name.startswith(f"{pk}-")] == [
        Path(file).name
    ]
