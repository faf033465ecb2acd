"""公布包: every file as it was frozen, by a name that every system takes, with its hash in a list."""

import hashlib
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from reports.formats.publication_package import LIST, file_name, packed

TITLE = "背孜乡人民政府2022年政府信息公开工作年度报告"
FILES = {"json": b"{}", "xlsx": b"PK-xlsx", "docx": b"PK-docx", "pdf": b"%PDF", "html": b"<!DOCTYPE html>"}
ABOUT = {"title": TITLE, "organ": "背孜乡人民政府", "at": datetime(2023, 1, 18, 9, 12, 30), "content_hash": "ab" * 32}


def opened(package):
    return ZipFile(BytesIO(package))


def test_it_holds_every_file_byte_for_byte_by_its_chinese_name_and_the_list_first():
    archive = opened(packed(FILES, **ABOUT))
    names = [f"{TITLE}.{extension}" for extension in ("pdf", "docx", "html", "xlsx", "json")]
    assert archive.namelist() == [LIST, *names]
    assert {name.rpartition(".")[2]: archive.read(name) for name in names} == FILES


def test_its_names_are_marked_as_utf_8_and_nothing_hangs_on_a_machine():
    members = opened(packed(FILES, **ABOUT)).infolist()
    marks = {(each.flag_bits & 0x800, each.date_time, each.create_system, each.compress_type) for each in members}
    assert marks == {(0x800, (2023, 1, 18, 9, 12, 30), 3, ZIP_STORED)}


def test_the_same_files_make_the_same_bytes_in_whatever_order_they_come():
    assert packed(FILES, **ABOUT) == packed(dict(reversed(FILES.items())), **ABOUT)


def test_the_list_gives_every_file_its_size_and_hash_in_words():
    content = opened(packed(FILES, **ABOUT)).read(LIST)
    assert content.startswith(b"\xef\xbb\xbf")  # by which old editors know that it is UTF-8
    text = content.decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    assert text.startswith(f"{TITLE}　公布包文件清单\r\n\r\n公布机关：背孜乡人民政府\r\n公布时间：2023-01-18 09:12\r\n")
    for extension, file in FILES.items():
        hashed = hashlib.sha256(file).hexdigest()
        assert f"{TITLE}.{extension}\r\n   大小：{len(file)} 字节\r\n   SHA-256：{hashed}\r\n" in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, TITLE),
        ('县/局:"甲" <a>|?*\\2022', "县局甲 a2022"),
        ("a\u202e\n\x00b. ", "ab"),
        ("乡" * 200, "乡" * 66),
        ("...", "report"),
    ],
)
def test_a_name_is_one_that_every_system_takes(title, name):
    assert file_name(title) == name
