"""Children belong to one process: each is waited for, answers one job at a time, and is no fork's."""

import os
import subprocess
import sys

import pytest

from reports.formats import children
from reports.formats.children import Child, Children, end_all

ECHO = """
import os
from reports.formats import child
def perform(job):
    {}
limits = child.Limits(cpu_seconds=5, wall_seconds=5, memory_bytes=10**9, file_bytes=10**6, open_files=64)
child.serve(perform, limits)
"""


@pytest.fixture(autouse=True)
def _end():
    yield
    end_all()


@pytest.fixture
def work_that(monkeypatch, tmp_path, settings):
    """Children that do what some Python says with a job."""
    settings.DATA_DIR = tmp_path
    popen = children.subprocess.Popen

    def make(code):
        start = ECHO.format(code)
        monkeypatch.setattr(
            children.subprocess, "Popen", lambda command, **more: popen([command[0], "-c", start], **more)
        )
        return Children("echoing", "", places=1, wall_seconds=20, usual_seconds=1)

    return make


class Interrupted(BaseException):
    """As a worker of the server is interrupted that takes too long."""


def test_a_child_that_was_left_in_the_midst_of_a_job_answers_nobody_else(work_that, monkeypatch):
    work = work_that("return b'+', job")
    of_others = set(children._alive)  # what earlier tests of this process have left idle

    def interrupted(child, size, until):
        raise Interrupted

    with monkeypatch.context() as patched:
        patched.setattr(Child, "_read", interrupted)
        with pytest.raises(Interrupted):
            work.answer(b"the first")
    assert (work.idle, children._alive) == ([], of_others)
    assert work.answer(b"the second") == (b"+", b"the second")


def test_a_fork_that_did_not_come_to_its_end_has_answered_nothing(work_that):
    """Its writing may fail half-way: what has come out until then looks like an answer."""
    work = work_that("ends = os._exit; os._exit = lambda status: ends(1); return b'+', job")
    assert work.answer(b"a job") == (b"E", b"")


PROCESS = """
import dataclasses, os, sys
import django
django.setup()
from reports.formats import children, drawing, writing
from reports.official.interchange import parse
report = parse(open("reports/fixtures/beizi_2022.json", "rb").read())
writing.write(report, "xlsx")
(child,) = drawing.DRAWING.idle
print(child.process.pid, flush=True)
if sys.argv[1] == "fork":
    pid = os.fork()
    if not pid:
        assert (drawing.DRAWING.idle, children._alive) == ([], set())
        sys.exit()
    assert os.waitpid(pid, 0)[1] == 0
    assert writing.write(dataclasses.replace(report, title="another"), "xlsx")[:2] == b"PK"
    assert drawing.DRAWING.idle == [child]
"""


@pytest.mark.parametrize("how", ["end", "fork"])
def test_a_process_that_ends_ends_its_own_children_and_leaves_none_unwaited(tmp_path, settings, how):
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-W", "always::ResourceWarning", "-c", PROCESS, how]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=120)
    assert (ended.returncode, b"still running" in ended.stderr) == (0, False), ended.stderr.decode()
    with pytest.raises(ProcessLookupError):
        os.kill(int(ended.stdout), 0)
