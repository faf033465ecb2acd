"""A backup's file: whole and as listed, or refused in a sentence."""

import hashlib
import io
import json
import tarfile
from dataclasses import asdict

import pyrage
import pytest

from reports.operations import archives
from reports.operations.archives import ArchiveFault, Manifest

OWN, OTHER = (pyrage.x25519.Identity.generate() for _ in range(2))
CONTENTS = {"database.sqlite3": b"SQLite format 3\0" + bytes(range(256)) * 400, "uploads/2021年.pdf": b"%PDF-"}


@pytest.fixture
def held(tmp_path):
    """A folder with all that goes into a backup."""
    folder = tmp_path / "held"
    for name, content in CONTENTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture
def manifest(held):
    files = {name: archives.sha256_of(held / name) for name in CONTENTS}
    return Manifest("2026-11-30T00:00:00+08:00", "sqlite", ["reports.0001_initial"], files)


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def found(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "recipient"), [("a.tar", ""), ("a.tar.age", str(OWN.to_public()))], ids=["plain", "encrypted"]
)
def test_what_was_packed_is_unpacked(held, manifest, tmp_path, empty, name, recipient):
    archives.pack(held, manifest, tmp_path / name, recipient)
    assert archives.unpack(tmp_path / name, empty, f"# mine\n{OWN}\n") == manifest
    assert found(empty) == CONTENTS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["held", "empty", name])
    assert (tmp_path / name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("identity", "sentence"),
    [
        ("", "备份已加密，请用 --identity 指明私钥文件"),
        (str(OTHER), "备份不能解密：私钥不是这份备份的"),
        ("# a comment alone", "私钥文件不正确"),
        ("AGE-SECRET-KEY-1", "私钥文件不正确"),
    ],
    ids=["none", "another", "a comment alone", "cut"],
)
def test_an_encrypted_backup_opens_to_its_own_key_alone(held, manifest, tmp_path, empty, identity, sentence):
    archives.pack(held, manifest, tmp_path / "a.tar.age", str(OWN.to_public()))
    assert b"SQLite format 3" not in (tmp_path / "a.tar.age").read_bytes()
    with pytest.raises(ArchiveFault, match=sentence):
        archives.unpack(tmp_path / "a.tar.age", empty, identity)
    assert found(empty) == {}


@pytest.mark.parametrize("recipient", ["age1x", "ssh-rsa AAAA", str(OWN)], ids=["cut", "another kind", "private"])
def test_what_is_no_recipient_is_refused_and_leaves_nothing(held, manifest, tmp_path, recipient):
    with pytest.raises(ArchiveFault, match="加密公钥不正确"):
        archives.pack(held, manifest, tmp_path / "a.tar.age", recipient)
    assert [path.name for path in tmp_path.iterdir()] == ["held"]


def turned(content):
    """One byte of the database is another one."""
    at = content.index(b"SQLite format 3") + 20_000
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda content: content[: len(content) // 2], "备份文件不能读取"),
        (turned, "备份文件已损坏：database.sqlite3与清单不符"),
        (lambda content: b"", "不能读取"),
        (lambda content: b"no tar" * 999, "不能读取"),
        (lambda content: content.replace(b"disclosure-backup/1", b"disclosure-backup/2"), "由更新的版本制作"),
        (lambda content: content.replace(b'"made"', b'"fade"'), "清单已损坏"),
    ],
    ids=["cut", "one byte", "empty", "another file", "newer format", "list"],
)
def test_a_damaged_backup_is_refused(held, manifest, tmp_path, empty, damage, sentence):
    path = tmp_path / "a.tar"
    archives.pack(held, manifest, path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ArchiveFault, match=sentence):
        archives.unpack(path, empty)


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "more"])
def test_a_backup_that_holds_what_its_list_does_not_name_is_refused(held, manifest, tmp_path, empty, name):
    archives.pack(held, manifest, tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar", "a") as tar:
        tar.add(held / "database.sqlite3", name)
    with pytest.raises(ArchiveFault, match="与清单不符"):
        archives.unpack(tmp_path / "a.tar", empty)
    assert found(empty) == {}


def test_a_listed_file_never_leaves_the_folder(held, tmp_path, empty):
    files = {"../outside": archives.sha256_of(held / "database.sqlite3")}
    (tmp_path / "outside").write_bytes(CONTENTS["database.sqlite3"])
    archives.pack(held, Manifest("2026-11-30", "sqlite", [], files), tmp_path / "a.tar")
    (tmp_path / "outside").unlink()
    with pytest.raises(ArchiveFault):
        archives.unpack(tmp_path / "a.tar", empty)
    assert not (tmp_path / "outside").exists()


def test_no_file_of_a_backup_is_written_outside_its_folder(tmp_path):
    """Nor does it need the filters of ``tarfile``, which the Python of Debian 12 has not."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "outside").write_bytes(b"before")
    path = tmp_path / "backup.tar"
    digest = hashlib.sha256(b"after").hexdigest()
    manifest = archives.Manifest("2026-11-30T00:00:00+08:00", "sqlite", [], {"../outside": digest})
    with tarfile.open(path, "w") as tar:
        for name, content in ((archives.MANIFEST, json.dumps(asdict(manifest)).encode()), ("../outside", b"after")):
            told = tarfile.TarInfo(name)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
    with pytest.raises(archives.ArchiveFault, match="与清单不符"):
        archives.unpack(path, tmp_path / "folder")
    assert (tmp_path / "outside").read_bytes() == b"before"
