"""The entries of a zip that somebody sent: what is read of it, and what is refused, by name and unpacked never."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from reports.formats import entries
from reports.formats.entries import content_of, entries_of
from reports.official.interchange import NotUnderstood


def packed(files, compression=ZIP_DEFLATED):
    buffer = BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer


def told(files, **more):
    return {each.path: each.refusal for each in entries_of(packed(files, **more))}


def test_files_are_listed_with_their_folders_and_what_systems_leave_is_not():
    left = {"__MACOSX/._甲.html": b"x", ".DS_Store": b"x", "县/Thumbs.db": b"x", "县/~$甲.docx": b"x"}
    assert told({"县/甲.html": b"x", "县/": b"", "乙.pdf": b"y"} | left) == {"县/甲.html": "", "乙.pdf": ""}


def test_names_in_gb18030_are_read_as_they_were_written():
    content = packed({"AAAA/BBBBBB.html": b"x"}).getvalue()
    content = content.replace(b"AAAA", "鲁山".encode("gb18030")).replace(b"BBBBBB", "背孜乡".encode("gb18030"))
    assert [each.path for each in entries_of(BytesIO(content))] == ["鲁山/背孜乡.html"]


@pytest.mark.parametrize("name", ["../a.html", "a/../../b.html", "/etc/a.html", "C:/a.html", "..\\a.html"])
def test_a_name_that_leads_out_is_refused_by_name(name):
    assert list(told({name: b"x"}).values()) == ["文件名中有“..”或盘符，不读取"]


def test_what_is_not_read_is_refused_by_name_and_the_rest_is_read():
    link = ZipInfo("link.html")
    link.external_attr = 0o120777 << 16
    buffer = packed({"甲.html": b"x", "内.zip": b"PK", "空.bin": b"\0" * (2 * 1024 * 1024)})
    with ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("少见.html", b"x", compress_type=ZIP_BZIP2)
    assert {each.path: each.refusal for each in entries_of(buffer)} == {
        "甲.html": "",
        "内.zip": "压缩包中的压缩包不读取，请解开后再压缩",
        "空.bin": "文件的内容过多或结构异常，不能读取",
        "link.html": "是指向别处的链接，不读取",
        "少见.html": "压缩方式不常见，请用系统自带的“压缩”功能重新压缩",
    }


def test_an_encrypted_file_and_one_that_is_too_large_are_refused_by_name(monkeypatch):
    monkeypatch.setattr(entries, "MOST_BYTES_OF_A_FILE", 10)
    buffer = packed({"大.html": b"x" * 11, "小.html": b"x"})
    assert [each.refusal for each in entries_of(buffer)] == ["文件过大，不能超过 0 MB", ""]
    content = bytearray(buffer.getvalue())
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\1\2":
            content[at + 8] |= 1
    assert entries_of(BytesIO(bytes(content)))[1].refusal == "文件已加密，请去掉密码后再压缩"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\3\4", b"hello", b"PK\5\6", packed({"a": b"x"}).getvalue()[:-9]],
    ids=["empty", "begun", "text", "end alone", "cut"],  # the bytes of a zip hold the time
)
def test_what_is_no_whole_zip_is_refused_in_one_sentence(content):
    with pytest.raises(NotUnderstood, match="不是完整的 zip 压缩包"):
        entries_of(BytesIO(content))


def test_too_many_files_and_too_much_in_all_are_refused_before_they_are_listed(monkeypatch):
    with pytest.raises(NotUnderstood, match="一次最多 500 个"):
        entries_of(packed({f"{number}.html": b"" for number in range(501)}))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60_000, 60_000, 3_000_000, 0, 0)
    with pytest.raises(NotUnderstood, match="压缩包中的文件过多"):
        entries_of(BytesIO(end))
    monkeypatch.setattr(entries, "MOST_BYTES_IN_ALL", 1024 * 1024)
    with pytest.raises(NotUnderstood, match="解开后超过 1 MB"):
        entries_of(packed({"a.html": b"ab" * 600_000, "b.html": b"x"}, compression=0))


def test_an_entry_that_is_not_what_its_directory_claims_is_damaged():
    buffer = packed({"甲.html": b"hello" * 100})
    with ZipFile(buffer) as archive:
        assert content_of(archive, 0) == b"hello" * 100
    content = bytearray(buffer.getvalue())
    content[len(content) // 3] ^= 0xFF
    with ZipFile(BytesIO(bytes(content))) as archive, pytest.raises(NotUnderstood, match="已损坏"):
        content_of(archive, 0)
