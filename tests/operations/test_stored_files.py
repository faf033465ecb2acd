"""The files of the storage out into a folder and back, from a folder and, where both packages are there, from S3.

``requirements-s3.txt`` brings the storage; the S3 server is moto's (``pip install "moto[server,s3]"``), which is no
requirement of ours.
"""

import errno
import importlib.util
import os
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from config import environment
from config.stored_files import WholeFiles
from reports.lifecycle.bundles import asking
from reports.models import Bundle
from reports.models.bundles import BundleState
from reports.operations import stored_files

CONTENTS = {"open_data/2022_1_9.xlsx": b"PK of 2022", "bundles/7-1.zip": bytes(range(256)) * 5000, "a.txt": b""}
HAS_S3 = all(importlib.util.find_spec(each) for each in ("storages", "moto", "boto3"))


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "shared"


if HAS_S3:

    @pytest.fixture(scope="module")
    def s3_port():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield port
        server.terminate()
        server.wait()

    @pytest.fixture
    def s3(settings, s3_port, tmp_path):
        """A bucket of its own."""
        bucket = f"reports-{os.urandom(4).hex()}"
        url = f"s3+http://key:secret@127.0.0.1:{s3_port}/{bucket}"
        settings.STORAGES = settings.STORAGES | {"default": environment.storage(url, tmp_path).backend}
        default_storage.connection.create_bucket(Bucket=bucket)


@pytest.fixture(params=["folder", *(["s3"] if HAS_S3 else [])])
def storage(request):
    return request.getfixturevalue(request.param)


def found(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("storage")
def test_every_file_is_copied_out_and_put_back_under_its_name(tmp_path):
    assert list(stored_files.names()) == []
    for name, content in CONTENTS.items():
        assert default_storage.save(name, ContentFile(content)) == name
    assert sorted(stored_files.names()) == sorted(CONTENTS)
    stored_files.copy_out(tmp_path / "out")
    assert found(tmp_path / "out") == CONTENTS
    default_storage.delete("bundles/7-1.zip")
    default_storage.delete("a.txt")
    default_storage.save("a.txt", ContentFile(b"other"))
    stored_files.put_back(tmp_path / "out")
    assert sorted(stored_files.names()) == sorted(CONTENTS)
    for name, content in CONTENTS.items():
        with default_storage.open(name) as file:
            assert file.read() == content


class FullDisk(ContentFile):
    """What can be read in part only, as a disk takes it in part only."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.usefixtures("folder")
def test_what_the_disk_does_not_take_whole_is_not_there_at_all(settings):
    with pytest.raises(OSError, match="No space"):
        default_storage.save("bundles/1-1.zip", FullDisk(b""))
    assert found(settings.MEDIA_ROOT) == {}


@pytest.mark.usefixtures("folder")
def test_a_name_that_is_taken_meanwhile_is_left_to_who_took_it(settings, monkeypatch):
    default_storage.save("a.zip", ContentFile(b"first"))
    taken = iter(["a.zip", "b.zip"])
    monkeypatch.setattr(WholeFiles, "get_available_name", lambda self, name, max_length=None: next(taken))
    assert default_storage.save("a.zip", ContentFile(b"second")) == "b.zip"
    assert found(settings.MEDIA_ROOT) == {"a.zip": b"first", "b.zip": b"second"}
    assert (settings.MEDIA_ROOT / "b.zip").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("storage")
def test_a_file_that_goes_before_its_turn_is_left_out(tmp_path, monkeypatch):
    default_storage.save("stays.txt", ContentFile(b"stays"))
    monkeypatch.setattr(stored_files, "names", lambda: iter(["gone.txt", "stays.txt"]))
    stored_files.copy_out(tmp_path / "out")
    assert found(tmp_path / "out") == {"stays.txt": b"stays"}


@pytest.mark.django_db
@pytest.mark.usefixtures("storage")
def test_bundles_that_nothing_names_are_deleted_wherever_they_lie(cast, monkeypatch):
    asking.prune()
    for name in ("1-1.zip", "2-1.zip"):
        default_storage.save(f"bundles/{name}", ContentFile(b"PK"))
    Bundle.objects.create(
        superior=cast.county, year=2022, requested_by=cast.supervisor, wanted={}, total=1, state=BundleState.READY,
        file="bundles/1-1.zip", heard_at=timezone.now(),
    )  # fmt: skip
    asking.prune()
    assert sorted(stored_files.names("bundles")) == ["bundles/1-1.zip", "bundles/2-1.zip"]  # it may be being written
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(asking.timezone, "now", lambda: later)
    asking.prune()
    assert list(stored_files.names("bundles")) == ["bundles/1-1.zip"]
