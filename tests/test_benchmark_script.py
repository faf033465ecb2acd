"""``script/benchmark``: every benchmark begins in a data folder of its own."""

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "script" / "benchmark"
# Stands for a benchmark that fills its data folder, and refuses one that is filled already.
BENCHMARK = """#!/usr/bin/env bash
set -eu
[ ! -e "$DATA_DIR/filled" ] || exit 3
touch "$DATA_DIR/filled"
echo "$2 $DATA_DIR"
"""


def _executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def test_without_arguments_every_benchmark_runs_in_a_folder_of_its_own_that_is_removed(tmp_path):
    (tmp_path / "script").mkdir()
    shutil.copy(SCRIPT, tmp_path / "script")
    _executable(tmp_path / "script" / "bootstrap", "#!/bin/sh\n")
    _executable(tmp_path / ".venv" / "bin" / "python", BENCHMARK)
    for name in ("first", "second", "third"):
        _executable(tmp_path / "tests" / "benchmarks" / f"{name}.py", "")
    ran = subprocess.run([tmp_path / "script" / "benchmark"], capture_output=True, text=True, check=True)
    lines = dict(line.split() for line in ran.stdout.splitlines())
    assert list(lines) == [f"tests.benchmarks.{name}" for name in ("first", "second", "third")]
    assert len(set(lines.values())) == 3
    assert [folder for folder in lines.values() if Path(folder).exists()] == []
