"""``doctor`` says line by line what is wrong and what to do, and fails where something must be mended."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from reports.operations import backups
from reports.operations.health.registry import PROBES

STRONG = "k7Qp2vX9sLr4WmZt8bNc1yHd6fJg3aUe5oRiTqBxVwEzYnMhKs"


@pytest.fixture
def well(db, settings, tmp_path):
    """An installation for real work with nothing to complain of."""
    tmp_path.chmod(0o700)
    settings.DATA_DIR, settings.SECRET_KEY, settings.SECRET_KEY_IS_GIVEN = tmp_path, STRONG, True
    settings.ALLOWED_HOSTS, settings.INSECURE_HTTP, settings.DEBUG = ["nianbao.example.gov.cn"], False, False
    backups.write_last(timezone.now())
    return settings


def doctor():
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as exit_:
        return exit_.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def marks(lines):
    return [line[:2] for line in lines if not line.startswith(" ")]


def test_a_well_installation_has_a_line_for_each_probe_and_no_fault(well):
    code, lines = doctor()
    assert (code, len(marks(lines))) == (0, len(PROBES))
    assert set(marks(lines)) <= {"正常", "提醒"}  # nothing may keep the clock of a container right


def test_each_fault_is_followed_by_what_to_do(well):
    well.DEBUG, well.ALLOWED_HOSTS = True, ["*"]
    code, lines = doctor()
    assert code == 1
    assert marks(lines).count("故障") == 2
    at = lines.index("故障  运行方式：正式")
    assert re.fullmatch(r" {6}DEBUG 已打开，.+。请去掉环境变量 DEBUG 后重启。", lines[at + 1])


def test_a_database_that_is_gone_does_not_end_the_round(well):
    def gone(execute, sql, params, many, context):
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(gone):
        code, lines = doctor()
    assert (code, len(marks(lines))) == (1, len(PROBES))
    assert "      不能检查：could not connect to server。请检查数据库、磁盘和文件夹的权限，再运行一次。" in lines
    assert "正常  运行方式：正式" in lines
