"""Files that are no report, or not whole: one clear sentence each, and never another error."""

import random
import re
import signal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pypdf
import pytest

from reports.formats import gate, reading
from reports.formats.docx import reader as docx
from reports.formats.html import reader as html
from reports.formats.html.grid import MOST_COLUMNS, MOST_ROWS
from reports.formats.mht import reader as mht
from reports.formats.pasting import read_paste
from reports.formats.pdf import reader as pdf
from reports.formats.plain_text import reader as plain_text
from reports.formats.spreadsheets import reader as spreadsheets
from reports.official.interchange import NotUnderstood
from tests.formats import makers
from tests.formats.hands import HANDS, random_report
from tests.runs import times

REPORT = random_report(1)
PAGE = HANDS["spans"](REPORT)
READERS = {"docx": docx, "html": html, "mht": mht, "pdf": pdf, "plain_text": plain_text, "spreadsheets": spreadsheets}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def blank_pdf(pages=1, password="", algorithm="AES-128"):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm=algorithm)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def zipped(parts):
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def distant_cell():
    with ZipFile(BytesIO(makers.workbook(REPORT))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    return zipped(parts)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"", "文件是空的"),
        ("a.docx", b"{\\rtf1 hello}", "这是 RTF 文件"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "不能读取 .doc 文件，请另存为 .docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "设有密码"),
        ("a.docx", makers.document(REPORT)[:4000], "不完整或已损坏"),
        ("a.docx", zipped({"a.txt": "a"}), "不是 .docx 文件"),
        ("a.docx", zipped({"word/document.xml": b" " * 70_000_000}), "内容过多"),
        ("a.xls", OLE + "EncryptedPackage".encode("utf-16-le"), "设有密码"),
        ("a.xls", OLE, "不能读取这个工作簿"),
        ("a.xls", OLE + "Workbook _VBA_PROJECT".encode("utf-16-le"), "文件含有宏"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "旧版 XML"),
        ("a.xlsx", makers.workbook(REPORT)[:3000], "不完整或已损坏"),
        ("a.xlsx", zipped({"xl/data.bin": b" " * 70_000_000}), "内容过多"),
        ("a.xlsx", distant_cell(), "XFD1048576 处有离表格过远的内容"),
        ("a.pdf", b"%PDF-1.7\n", "不能读取这个 PDF 文件"),
        ("a.pdf", blank_pdf(), "只有图片"),
        ("a.pdf", blank_pdf(500), "500 页"),
        ("a.pdf", blank_pdf(password="x"), "设有密码"),
        ("a.pdf", blank_pdf(password="x", algorithm="AES-256"), "设有密码"),
        ("a.pdf", blank_pdf() + zipped({"a": "b"}), "既是 PDF 又是压缩包"),
        ("a.html", b"", "文件是空的"),
        ("a.html", b"<p>" + "你好".encode() * 9, "没有找到"),
        ("a.mht", b"Content-Type: text/plain\n\nhello", "没有网页"),
        ("a.txt", bytes(range(1, 256)) * 9, "不是文本文件"),
        ("a.txt", b"{\\rtf1 hello}", "这是 RTF 文件"),
        ("a.txt", b"\n" * 30_000, "行数过多"),
        ("a.txt", b"a" * 1_100_000, "文字过多"),
        ("a.zip", zipped({"a": "b"}), "不能读取这种文件"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(name, content, words):
    with pytest.raises(NotUnderstood, match=words) as refusal:
        reading.read(name, content)
    assert "\n" not in str(refusal.value)
    assert "{" not in str(refusal.value)


@pytest.mark.parametrize("name", ["a.xls", "a.doc", "a.xlsx", "a.docx", "a.pdf", "a.txt", "a.mht", "a.et", "a.wps"])
@pytest.mark.parametrize(
    ("actual", "content"),
    [
        ("html", PAGE),
        ("html", HANDS["utf-16"](REPORT)),
        ("mht", makers.saved_page(PAGE)),
        ("docx", makers.document(REPORT)),
        ("xlsx", makers.workbook(REPORT)),
        ("pdf", makers.paper(REPORT)),
    ],
)
def test_a_file_with_the_extension_of_another_kind_is_read_as_what_it_is(name, actual, content):
    assert gate.admit(name, content) == actual


def test_a_page_that_a_site_hands_out_as_a_workbook_is_read():
    assert reading.read("年报.xls", PAGE) == reading.read("年报.html", PAGE)


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.xlsx", "a.pdf", "a.txt", "a.doc"])
def test_a_file_of_fifty_megabytes_is_refused_before_it_is_looked_at(name):
    with pytest.raises(NotUnderstood, match=r"^文件过大，不能超过 (5|10) MB$"):
        reading.read(name, bytes(50_000_000))


def test_three_reports_on_one_page_are_refused():
    with pytest.raises(NotUnderstood, match="不止一份报告，请每份存为一个文件"):
        reading.read("a.html", b"".join(HANDS["spans"](random_report(number)) for number in range(3)))


def test_spans_of_any_size_make_no_more_cells_than_a_table_may_have():
    table = "<table>" + '<tr><td colspan="9999" rowspan="9999">1<td colspan="9999">2' * 2000 + "</table>"
    (block,) = html.blocks(table)
    assert len(block.rows) <= MOST_ROWS
    assert max(cell.end for row in block.rows for cell in row) <= MOST_COLUMNS


def test_a_page_nested_without_end_is_read_without_recursion():
    assert next(html.blocks("<div>" * 20_000 + "一、总体情况")).text == "一、总体情况"


@pytest.mark.parametrize("count", [200, 400])
def test_the_work_grows_with_the_length_of_a_text(count, monkeypatch):
    """Counted in comparisons of labels: twice the text is about twice the work."""
    compared = []
    monkeypatch.setattr("reports.formats.labels.SequenceMatcher", lambda *rest, **_: compared.append(1) or _Never())
    read_paste("", "\n".join(f"某某事项{number}的数量 1 2 3" for number in range(count)), REPORT.edition)
    assert len(compared) <= 60 * count


class _Never:
    def ratio(self):
        return 0.0


class _TakesForEver(BaseException):
    """No reader takes it for a damaged file."""


def _ended(*_):
    raise _TakesForEver


MOST_SECONDS = 60  # of one reading, on a machine that does much else


def small_paper():
    """A page of a PDF without compression: a title, a heading and a ruled table, in Chinese characters."""
    texts = [(60, 780, "清水乡人民政府2022年政府信息公开工作年度报告"), (60, 750, "二、主动公开政府信息情况")]
    grid = (
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "1", "2", "3"),
        ("行政规范性文件", "4", "5", "6"),
    )
    texts += [
        (65 + 120 * column, 705 - 20 * row, text) for row, texts in enumerate(grid) for column, text in enumerate(texts)
    ]
    rules = [f"{60 + 120 * column} 720 m {60 + 120 * column} 660 l S" for column in range(5)]
    rules += [f"60 {720 - 20 * row} m 540 {720 - 20 * row} l S" for row in range(4)]
    shown = [f"BT /F 10 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in texts]
    drawn = "\n".join(rules + shown)
    font = "/Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
        f"<<{font}>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 2>>/FontDescriptor 7 0 R/DW 1000>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/Ascent 850/Descent -150>>",
    ]
    made, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF"
    return f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


SMALL_PAGE = re.sub(rb"(?s)(<table.*?</table>)(.*?)<table.*?</table>", rb"\1\2", PAGE, count=1)  # without table 三
PLAIN = makers.plain(REPORT).encode()
SMALL_PLAIN = PLAIN[: PLAIN.index("三、收到".encode())] + PLAIN[PLAIN.index("四、政府信息公开".encode()) :]
WHOLE = {
    "docx": makers.document(REPORT),
    "html": SMALL_PAGE,
    "mht": makers.saved_page(SMALL_PAGE),
    "plain_text": SMALL_PLAIN,
    "spreadsheets": makers.workbook(REPORT),
    "pdf": small_paper(),
}


def test_what_is_changed_is_read_while_it_is_whole():
    figures = {name: len(READERS[name].read(WHOLE[name]).report.figures) for name in READERS}
    small = sum(cell.table != "applications" for cell in REPORT.figures)
    every = len(REPORT.figures)
    assert figures == {"docx": every, "html": small, "mht": small, "pdf": 6, "plain_text": small, "spreadsheets": every}


def changed(content, chance):
    content = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.randint(0, 60))
        content[start:end] = chance.randbytes(chance.randint(0, 20))
    return bytes(content)


def test_a_paper_whose_objects_lead_in_a_circle_is_refused_and_not_followed_for_ever():
    """The first of 7,656 changes in which pdfminer never came to an end."""
    signal.signal(signal.SIGALRM, _ended)
    signal.alarm(MOST_SECONDS)
    try:
        with pytest.raises(NotUnderstood, match="不完整或已损坏"):
            pdf.read(changed(small_paper(), random.Random("pdf 7655")))
    finally:
        signal.alarm(0)


def changed_within(content, chance):
    """A package with one of its parts changed: what its archive says of it is true, and goes deeper."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([each for each in parts if each.endswith((".xml", ".rels"))])
    return zipped({**parts, name: changed(parts[name], chance)})


TIMES = {"docx": 15_000, "html": 10_000, "mht": 10_000, "pdf": 30_000, "plain_text": 25_000, "spreadsheets": 15_000}


@pytest.mark.parametrize("name", READERS)
def test_no_change_of_a_file_makes_a_reader_fail_otherwise_than_with_a_sentence(name):
    signal.signal(signal.SIGALRM, _ended)
    for number in range(times(15, TIMES[name])):
        chance = random.Random(f"{name} {number}")
        is_package = WHOLE[name].startswith(b"PK")
        whole = PLAIN if name == "plain_text" and number % 10 == 0 else WHOLE[name]
        content = (changed_within if is_package and number % 2 else changed)(whole, chance)
        _tried[name] = number + 1
        signal.alarm(MOST_SECONDS)
        try:
            READERS[name].read(content)
        except NotUnderstood:
            pass
        except (Exception, _TakesForEver) as error:
            raise AssertionError(f"change {number} of {name}") from error
        finally:
            signal.alarm(0)


_tried: dict[str, int] = {}


@pytest.fixture(scope="module", autouse=True)
def _count(request):
    """Say how many changed files the readers were given, where somebody asked for the long run."""
    yield
    if request.config.getoption("--long"):
        reporter = request.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line(f"\n{sum(_tried.values())} changed files read: {_tried}")
