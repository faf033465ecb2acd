"""A damaged database is named at the start, before anything is served."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(folder, *command):
    environment = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", *(command or ["check_database"])]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a database that has just been made."""
    folder = tmp_path_factory.mktemp("sound")
    start(folder, "migrate", "--verbosity", "0")
    assert (start(folder).returncode, start(folder).stderr) == (0, "")
    return (folder / "reports.sqlite3").read_bytes()


def scrambled(content):
    """Every page but the first, in which SQLite keeps its header, is overwritten in its middle."""
    return content[:4096] + b"".join(
        page[:64] + b"\x5a" * (len(page) - 64) for page in map(content[4096:].__getitem__, pages(content))
    )


def pages(content):
    return [slice(start, start + 4096) for start in range(0, len(content) - 4096, 4096)]


@pytest.mark.parametrize(
    "damage",
    [scrambled, lambda content: content[: len(content) // 2], lambda content: b"not a database at all" * 1000],
    ids=["overwritten", "cut", "another file"],
)
def test_a_damaged_database_is_named_in_a_sentence(sound, damage, tmp_path):
    (tmp_path / "reports.sqlite3").write_bytes(damage(sound))
    refused = start(tmp_path)
    assert refused.returncode == 2
    assert f"数据库 {tmp_path / 'reports.sqlite3'} 不能使用：" in refused.stderr
    assert "从最近的备份恢复后再启动" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_server_asks_before_it_migrates_or_serves():
    script = (ROOT / "script" / "server").read_text("utf-8")
    assert script.index("manage.py check_database") < script.index("manage.py migrate") < script.index("gunicorn")
