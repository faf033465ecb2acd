"""What no library is given: files that are too large, disguised, encrypted, live, or built to exhaust the machine."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from reports.formats import gate, office, reading
from reports.official.interchange import NotUnderstood
from tests.formats.xlsx.packages import APPLICATIONS, TYPES, changed, members, packed, with_member, written

MARK = b"\xef\xbb\xbf"
BOMB = "内容过多或结构异常"
LIVE = "文件含有{}，请另存为普通的 .xlsx 后再导入"
DAMAGED = "不完整或已损坏"
ENCRYPTED = "已加密"


def refusal(name, content):
    with pytest.raises(NotUnderstood) as caught:
        gate.admit(name, content)
    return str(caught.value)


def test_our_own_workbook_is_admitted():
    assert gate.admit("背孜乡.XLSX", written()) == "xlsx"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.exe", "不能读取这种文件，可以读取：.json .xlsx .xls .html .htm .mht .mhtml .docx .ofd .pdf .txt"),
        ("xlsx", "不能读取这种文件，可以读取：.json .xlsx .xls .html .htm .mht .mhtml .docx .ofd .pdf .txt"),
        ("a.xlsx.exe", "不能读取这种文件，可以读取：.json .xlsx .xls .html .htm .mht .mhtml .docx .ofd .pdf .txt"),
    ],
)
def test_a_file_is_known_by_its_extension(name, reason):
    assert refusal(name, written()) == reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.xls", "不是 .xls 文件，请用 WPS 或 Excel 另存为 .xlsx 后再试"),
        ("a.doc", "不能读取 .doc 文件，请另存为 .docx"),
        ("a.et", "不能读取 .et 文件，请另存为 .xlsx"),
        ("a.xlsm", "不能读取 .xlsm 文件，请另存为 .xlsx"),
    ],
)
def test_what_does_not_tell_what_it_is_goes_by_its_extension(name, reason):
    assert refusal(name, b"\0" * 100) == reason


@pytest.mark.parametrize("name", ["a.json", "a.xlsx"])
def test_an_empty_file_is_refused(name):
    assert refusal(name, b"") == "文件是空的"


def test_a_large_file_is_refused_before_it_is_read():
    assert refusal("a.xlsx", b"PK\x03\x04" + bytes(5 * gate.MEGABYTE)) == "文件过大，不能超过 5 MB"
    assert refusal("a.json", b" " * (2 * gate.MEGABYTE + 1)) == "文件过大，不能超过 2 MB"


@pytest.mark.parametrize("kept", [4, 100, 0.5, 0.99])
def test_a_truncated_workbook_is_refused(kept):
    content = written()
    assert DAMAGED in refusal("a.xlsx", content[: kept if kept > 1 else int(len(content) * kept)])


def test_an_encrypted_or_old_workbook_is_refused():
    assert ENCRYPTED in refusal("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))


def test_an_archive_with_a_password_is_refused():
    content = bytearray(written())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    assert refusal("a.xlsx", bytes(content)) == "文件设有密码，请去掉密码后再上传"


@pytest.mark.parametrize("content", [b"{}", b"<a>", b"\0" * 100, b"MZ" + b"PK\x03\x04"])
def test_another_kind_of_file_is_no_workbook(content):
    assert refusal("a.xlsx", content).startswith("不是 .xlsx 文件")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/activeX/activeX1.xml", "控件"),
        ("xl/embeddings/oleObject1.bin", "嵌入对象"),
        ("xl/externalLinks/externalLink1.xml", "外部链接"),
        ("xl/macrosheets/sheet1.xml", "宏"),
        ("xl/connections.xml", "外部数据连接"),
        ("XL/VBAPROJECT.BIN", "宏"),
    ],
)
def test_what_could_act_is_refused_by_its_name(name, what):
    assert refusal("a.xlsx", with_member(name)) == LIVE.format(what)


def test_a_workbook_that_calls_itself_macro_enabled_is_refused():
    live = changed(
        TYPES,
        lambda part: part.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )
    assert refusal("a.xlsx", live) == LIVE.format("宏")


MACRO_TYPE = b"application/vnd.ms-office.vbaProject"


def typed(name, part, entry):
    return packed({**changed_types(entry), name: part})


def changed_types(entry):
    return members(changed(TYPES, lambda types: types.replace(b"</Types>", entry + b"</Types>")))


def test_a_macro_under_another_name_is_one_by_its_type():
    entry = b'<Override PartName="/xl/a.dat" ContentType="%s"/>' % MACRO_TYPE
    assert refusal("a.xlsx", typed("xl/a.dat", b"x", entry)) == LIVE.format("宏")


def test_a_type_that_no_part_has_is_no_danger():
    """SheetJS declares types of parts that it never writes (``sheetjs_content_type.xlsx``)."""
    entry = b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    content = packed(changed_types(entry + b'<Override PartName="/xl/v.bin" ContentType="%s"/>' % MACRO_TYPE))
    assert gate.admit("a.xlsx", content) == "xlsx"


def relationship(kind):
    link = f'<Relationship Id="x" Type="http://x/{kind}" Target="http://x/" TargetMode="External"/>'.encode()
    closing = b"</Relationships>"
    return changed("xl/_rels/workbook.xml.rels", lambda part: part.replace(closing, link + closing))


@pytest.mark.parametrize("kind", ["externalLinkPath", "attachedTemplate", "image", "oleObject", "hyperlink/x"])
def test_a_link_that_a_program_would_follow_is_refused(kind):
    assert refusal("a.xlsx", relationship(kind)) == LIVE.format("外部链接")


def test_an_address_in_a_cell_is_no_danger():
    assert gate.admit("a.xlsx", relationship("hyperlink")) == "xlsx"


def test_another_package_is_no_workbook():
    assert refusal("a.xlsx", packed({"other/document.xml": b"<a/>"})).startswith("不是 .xlsx 文件")


@pytest.mark.parametrize("name", ["/xl/a", "../a", "xl/../../a", "xl\\a", "c:a"])
def test_a_member_outside_the_package_is_refused(name):
    assert BOMB in refusal("a.xlsx", with_member(name))


def test_a_symbolic_link_is_refused():
    link = ZipInfo("xl/link")
    link.external_attr = 0o120777 << 16
    assert BOMB in refusal("a.xlsx", _with_info(link, b"/etc/passwd"))


def test_an_unusual_compression_is_refused():
    info = ZipInfo("xl/a")
    info.compress_type = ZIP_BZIP2
    assert BOMB in refusal("a.xlsx", _with_info(info, b"x"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused():
    assert BOMB in refusal("a.xlsx", _with_info(ZipInfo("XL/workbook.xml"), b"<a/>"))


def _with_info(info, part):
    content = BytesIO(written())
    with ZipFile(content, "a") as archive:
        archive.writestr(info, part)
    return content.getvalue()


def test_too_many_members_are_refused():
    many = {f"xl/media/{number}.png": b"x" for number in range(office.MOST_MEMBERS)}
    assert BOMB in refusal("a.xlsx", packed({**members(written()), **many}))


@pytest.mark.parametrize("part", [bytes(2 * gate.MEGABYTE), bytes(office.MOST_BYTES_OF_A_MEMBER + 1)])
def test_a_zip_bomb_is_refused(part):
    assert BOMB in refusal("a.xlsx", with_member("xl/media/a.png", part))


def test_many_middling_members_are_a_bomb_together():
    noise = bytes(range(256)) * (gate.MEGABYTE * 3 // 4 // 256)
    many = {f"xl/media/{number}.png": noise for number in range(45)}
    assert BOMB in refusal("a.xlsx", packed({**members(written()), **many}))


def test_a_member_that_claims_to_be_small_is_refused():
    content = bytearray(with_member("xl/media/a.png", bytes(900_000)))
    entry = content.rindex(b"xl/media/a.png") - 46
    struct.pack_into("<I", content, entry + 24, 100)
    assert DAMAGED in refusal("a.xlsx", bytes(content))


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b"<!doctype x>",
    ],
)
def test_a_document_type_is_refused(declaration):
    assert BOMB in refusal("a.xlsx", changed(APPLICATIONS, lambda part: declaration + part))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_refused(encoding):
    assert BOMB in refusal("a.xlsx", changed(APPLICATIONS, lambda part: part.decode().encode(encoding)))


@pytest.mark.parametrize("encoding", [b"GB18030", b"UTF-7", b"iso-8859-1"])
def test_a_declared_encoding_is_utf_8(encoding):
    declared = changed(APPLICATIONS, lambda part: b'<?xml version="1.0" encoding="' + encoding + b'"?>' + part)
    assert refusal("a.xlsx", declared) in {f"文件的{BOMB}，不能读取", office.DAMAGED}


def test_utf_8_may_be_declared_and_have_a_byte_order_mark():
    marked = changed(APPLICATIONS, lambda part: MARK + b'<?xml version="1.0" encoding="UTF-8"?>' + part)
    assert gate.admit("a.xlsx", marked) == "xlsx"


def test_deep_nesting_is_refused():
    assert BOMB in refusal("a.xlsx", with_member("xl/a.xml", b"<a>" * 101 + b"</a>" * 101))
    assert gate.admit("a.xlsx", with_member("xl/a.xml", b"<a>" * 100 + b"</a>" * 100)) == "xlsx"


@pytest.mark.parametrize("before", [b"", MARK, MARK + MARK, b"\n " * 3_000])
@pytest.mark.parametrize("name", ["xl/a.xml", "xl/styles.xml", "xl/worksheets/sheet9.dat", "xl/media/image1.png"])
@pytest.mark.timeout(60)
def test_too_many_elements_are_refused_quickly_whatever_the_part_is_called(name, before):
    noise = b"".join(b'<a b="%d"/>' % number for number in range(office.MOST_ELEMENTS))
    content = packed({**members(written()), name: before + b"<x>" + noise + b"</x>"})
    assert BOMB in refusal("a.xlsx", content)


def test_a_part_that_no_reader_takes_for_xml_is_nobodys_concern():
    assert gate.admit("a.xlsx", with_member("xl/media/image1.png", b"\x89PNG" + b"<a>" * 500)) == "xlsx"
    assert gate.admit("a.xlsx", with_member("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>")) == "xlsx"


def test_many_elements_in_several_parts_are_too_many_together():
    half = b"<x>" + b"<a/>" * (office.MOST_ELEMENTS * 2 // 3) + b"</x>"
    assert gate.admit("a.xlsx", with_member("xl/a.xml", half)) == "xlsx"
    assert BOMB in refusal("a.xlsx", packed({**members(written()), "xl/a.xml": half, "xl/b.xml": half}))


def test_too_many_worksheets_are_refused():
    more = b"".join(b'<sheet name="%d" sheetId="%d"/>' % (number, number) for number in range(10, 20))
    assert BOMB in refusal(
        "a.xlsx", changed("xl/workbook.xml", lambda part: part.replace(b"</sheets>", more + b"</sheets>"))
    )


def test_broken_xml_is_refused():
    assert DAMAGED in refusal("a.xlsx", changed(APPLICATIONS, lambda part: part[:-20]))


@pytest.mark.parametrize("content", [b"\xff\xfe{\x00}\x00", '{"organ": "乡"}'.encode("gb18030")])
def test_an_interchange_file_is_utf_8(content):
    assert refusal("a.json", content) == "文件不是 UTF-8 编码"


def test_the_gate_stands_before_every_reader():
    with pytest.raises(NotUnderstood, match="文件是空的"):
        reading.read("a.xlsx", b"")
