"""What is handed out to run it for years fits the application: commands, addresses and files that there are."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from installing import journal
from installing.machine import TIMERS
from installing.machine import UNITS as UNITS_STOPPED
from reports.web.probes import PROBED

ROOT = Path(__file__).resolve().parent.parent
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
RECOVERY = ROOT / "deploy" / "systemd" / "nianbao-recover.service"  # of the releases, which are root's
SERVICES = [each for each in UNITS if each.suffix == ".service" and each != RECOVERY]
GUIDE = (ROOT / "docs" / "operations.zh.md").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
INSTALLED = "/opt/nianbao/current"


def unit(path):
    """The sections of a unit, each with its (name, value) pairs: names may come several times."""
    sections, name = {}, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            name = heading[1]
        elif line and not line.startswith("#"):
            sections.setdefault(name, []).append(tuple(line.split("=", 1)))
    return sections


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_what_a_service_runs_is_there(path):
    lines = [value for name, value in unit(path)["Service"] if name in ("ExecStart", "ExecStartPre")]
    assert lines
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == f"{INSTALLED}/.venv/bin/python"
        if arguments[0] == "manage.py":
            assert arguments[1] in get_commands()
        else:
            assert arguments == ["-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_may_do_little_and_its_files_are_its_own(path):
    told = dict(unit(path)["Service"])
    assert (told["User"], told["UMask"], told["StateDirectoryMode"]) == ("nianbao", "0077", "0700")
    assert (told["NoNewPrivileges"], told["ProtectSystem"], told["CapabilityBoundingSet"]) == ("yes", "strict", "")
    assert "DATA_DIR=/var/lib/nianbao" in told["Environment"]


def test_what_is_unfinished_is_ended_before_anything_starts():
    told = unit(RECOVERY)
    assert ("ConditionPathExists", f"/opt/nianbao/{journal.FILE}") in told["Unit"]
    before = dict(told["Unit"])["Before"].split()
    assert before == [f"{each}.service" for each in UNITS_STOPPED]
    (command,) = [value for name, value in told["Service"] if name == "ExecStart"]
    assert command == f"{INSTALLED}/script/upgrade --recover"
    assert (ROOT / "script" / "upgrade").stat().st_mode & 0o111


def test_an_upgrade_stops_every_service_and_timer():
    stems = {path.stem for path in UNITS if path.suffix == ".timer"}
    assert {f"nianbao-{each}" for each in ("web", "worker")} == set(UNITS_STOPPED)
    assert stems == set(TIMERS)


CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")


def test_the_container_is_not_root_and_serves_as_the_unit_does():
    assert re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE) == ["debian:12-slim", "debian:12-slim"]
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.search(r"^USER nianbao$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*/healthz", last, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", last, re.MULTILINE)
    assert '"--config", "python:config.web_server", "config.wsgi"' in last
    wanted = re.search(r"^packages=\((.*)\)$", (ROOT / "script/bootstrap").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert set(wanted.split()) <= set(last.split())
    assert "--require-hashes" in CONTAINER
    assert "gcc" not in last.split()


def test_a_timer_has_its_service_and_the_guide_names_all_that_is_started():
    for path in UNITS:
        if path.suffix == ".timer":
            assert path.with_suffix(".service") in SERVICES
            assert path.name in GUIDE
        elif path.with_suffix(".timer") not in UNITS:
            assert f"`{path.stem}`" in GUIDE
    assert {path.suffix for path in UNITS} == {".service", ".timer"}


if shutil.which("systemd-analyze"):  # the units are for machines that have it

    def test_systemd_takes_the_units(tmp_path):
        for path in UNITS:
            text = path.read_text(encoding="utf-8").replace(INSTALLED, str(ROOT))
            (tmp_path / path.name).write_text(text, encoding="utf-8")
        command = ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())]
        ended = subprocess.run(command, capture_output=True, text=True)
        assert (ended.returncode, ended.stderr) == (0, "")


def test_the_environment_names_settings_that_are_read():
    text = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    names = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    read = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    assert len(names) > 5
    assert [name for name in names if f'"{name}"' not in read] == []


def locations():
    return dict(re.findall(r"location ([^{]+?) \{(.*?)\n    \}", NGINX, re.DOTALL))


def test_the_proxy_lets_through_what_the_application_takes():
    archives = locations()["~ ^/review/(earlier|examination)/$"]
    assert f"client_max_body_size {settings.MOST_BYTES_OF_A_SUPERVISOR // 1_000_000}m;" in archives
    assert f"client_max_body_size {settings.MOST_BYTES_SIGNED_IN // 1_000_000}m;" in NGINX
    for name in ("batches", "examination"):
        assert re.fullmatch(r"^/review/(earlier|examination)/$", reverse(name))
    assert f"location = {reverse('sign_in')} " in NGINX


def test_the_proxy_shows_what_monitors_are_told_to_nobody_else():
    (pattern,) = [each for each in locations() if "healthz" in each]
    assert all(re.fullmatch(pattern.removeprefix("~ "), each) for each in PROBED)
    assert re.search(r"^\s+deny all;$", locations()[pattern], re.MULTILINE)


def test_the_proxy_sends_no_form_twice_and_says_in_words_that_nobody_answers():
    assert re.search(r"proxy_next_upstream error timeout;", NGINX)  # without non_idempotent
    assert "error_page 502 504 =503 @unavailable;" in NGINX
    assert "系统暂时无法访问" in locations()["@unavailable"]
