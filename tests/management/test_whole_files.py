"""A file that a command writes is whole, or it is not there."""

import os
import resource
from contextlib import contextmanager
from pathlib import Path

import pytest

from reports.management.whole_files import write_whole


@contextmanager
def disk_of_1000_bytes():
    """No file of this process grows beyond them; a full disk ends a write alike.

    For as short as can be: the report of the tests themselves may be such a file.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("before", [None, b"the last one"])
def test_a_full_disk_leaves_what_was_there_and_no_half_file(tmp_path, before):
    target = tmp_path / "report.pdf"
    if before:
        target.write_bytes(before)
    with pytest.raises(OSError, match="File too large"), disk_of_1000_bytes():
        write_whole(target, b"x" * 5000)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before] * bool(before)


def test_what_is_written_replaces_what_was_there_and_may_be_read_as_any_file(tmp_path):
    target, other = tmp_path / "report.pdf", tmp_path / "other"
    other.write_bytes(b"")
    target.write_bytes(b"the last one")
    write_whole(target, b"the new one")
    assert target.read_bytes() == b"the new one"
    assert target.stat().st_mode == other.stat().st_mode
    write_whole(tmp_path / "new.pdf", b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.pdf", "other", "report.pdf"]


def test_what_is_no_file_is_written_to_and_not_replaced():
    write_whole(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()
