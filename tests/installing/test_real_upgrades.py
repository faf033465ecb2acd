"""The upgrade with the whole application on a three-year copy of data, on either database; in the long runs alone.

The releases share the packages of the tests, so that nothing is downloaded; the newer one has a migration more, which
adds a table, or fails half-way.
"""

import json
import os
import shutil
import subprocess
import sys

import psycopg
import pytest

from installing import journal, releases, upgrading
from installing.machine import InstallingFault
from installing.releases import Parts, Release
from tests import runs
from tests.installing.small_releases import SmallServices, machine_in
from tests.test_architecture import ROOT

UNITS, YEARS = 60, 3
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "tests", "docs", "__pycache__")
MIGRATION = """
from django.db import migrations, models

def fail(apps, editor):
    raise ValueError("half-way")

class Migration(migrations.Migration):
    dependencies = [("reports", "{last}")]
    operations = [
        migrations.CreateModel("Trial", [("id", models.BigAutoField(primary_key=True)), ("words", models.TextField())]),
        {more}
    ]
"""


def share_packages(target, wheels):
    (target / ".venv/bin").mkdir(parents=True)
    program = target / ".venv/bin/python"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    program.chmod(0o755)


def release_of(folder, version, more=None):
    """A release of this checkout; with a migration more where one is given."""
    made = folder / f"made-{version}"
    shutil.copytree(ROOT, made, ignore=LEFT_OUT)
    (made / "docs").mkdir()
    if more is not None:
        last = max(path.stem for path in (made / "reports/migrations").glob("0*.py"))
        (made / "reports/migrations/9999_trial.py").write_text(MIGRATION.format(last=last, more=more), encoding="utf-8")
    return Parts(made, None, Release(version, version))


@pytest.fixture
def machine(tmp_path, monkeypatch):
    monkeypatch.setattr(releases, "_install_packages", share_packages)
    made = machine_in(tmp_path)
    for folder in (made.releases, made.data, made.backups):
        folder.mkdir(parents=True)
    url = os.environ.get("UPGRADED_DATABASE_URL", "")
    if url:  # a throw-away one (script/postgres), begun anew for each test
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("DROP SCHEMA public CASCADE")
            database.execute("CREATE SCHEMA public")
    made.environment.write_text(f"DEMONSTRATION=1\nDATABASE_URL={url}\n", encoding="utf-8")
    releases.switch(made, releases.lay(made, release_of(tmp_path, "1")))
    here = releases.in_use(made)
    made.manage(here, "migrate", "--verbosity=0")
    made.manage(here, "demo", f"--units={UNITS}", f"--years={YEARS}")
    made.services.start()
    return made


def digests(machine, folder, command):
    """What ``row_digests`` says of the database, by the settings of the installation."""
    environment = os.environ | machine.told()
    words = [sys.executable, "-m", "tests.installing.row_digests", command, str(folder / "digests.json")]
    ended = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert not ended.stderr, ended.stderr
    return ended.stdout.strip()


def serving(machine):
    assert isinstance(machine.services, SmallServices)
    return (machine.services.folder / "serving").read_text(encoding="utf-8")


if runs.is_long():

    @pytest.mark.timeout(7200)
    def test_an_upgrade_and_the_way_back_keep_every_row(machine, tmp_path):
        assert int(digests(machine, tmp_path, "write").split()[2]) > 1000
        said = []
        parts = release_of(tmp_path, "2", more="")
        assert upgrading.upgrade(machine, parts, said.append).startswith("已升级到 2")
        assert "副本升级成功，核对无误" in said
        assert serving(machine) == "2"
        assert digests(machine, tmp_path, "compare") == "every row as before"
        told = upgrading.back(machine, said.append, lambda question: "都不会在里面" in question)
        assert told.startswith("已退回到 1")
        assert serving(machine) == "1"
        assert digests(machine, tmp_path, "compare") == "every row as before"
        tables = json.loads((tmp_path / "digests.json").read_text(encoding="utf-8"))
        digests(machine, tmp_path, "write")
        assert json.loads((tmp_path / "digests.json").read_text(encoding="utf-8")) == tables

    @pytest.mark.timeout(7200)
    def test_a_migration_that_fails_half_way_is_met_on_the_copy(machine, tmp_path):
        digests(machine, tmp_path, "write")
        with pytest.raises(InstallingFault, match="在副本上试升级没有成功：ValueError: half-way"):
            upgrading.upgrade(machine, release_of(tmp_path, "2", more="migrations.RunPython(fail),"), lambda line: None)
        assert serving(machine) == "1"
        assert journal.read(machine.home) is None
        assert digests(machine, tmp_path, "compare") == "every row as before"

    @pytest.mark.timeout(7200)
    def test_what_fails_only_on_the_real_database_goes_back(machine, tmp_path, monkeypatch):
        """As where the rehearsal could not be: the table stands already when the migration fails."""
        digests(machine, tmp_path, "write")
        monkeypatch.setattr(upgrading, "rehearse", lambda *_: "")
        with pytest.raises(InstallingFault, match="half-way"):
            upgrading.upgrade(machine, release_of(tmp_path, "2", more="migrations.RunPython(fail),"), lambda line: None)
        assert serving(machine) == "1"
        assert digests(machine, tmp_path, "compare") == "every row as before"
        assert machine.manage(releases.in_use(machine), "verify")
