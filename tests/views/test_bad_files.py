"""Files that are no report, or harm: at each door one clear sentence, nothing kept, and the next person is served."""

import re
from functools import cache
from html import unescape
from http import HTTPStatus
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.formats import sandbox
from reports.lifecycle.batches import keeping
from reports.models import AnnualReport, Upload
from tests.conftest import YEAR
from tests.formats import makers
from tests.formats.hands import HANDS, random_report
from tests.formats.test_bad_files import OLE, blank_pdf, zipped

REPORT = random_report(1)
PAGE = HANDS["spans"](REPORT)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BUDGET = (
    "<h1>清水乡人民政府2022年部门决算公开</h1><table><tr><td>项目<td>本年收入<td>本年支出"
    "<tr><td>一、一般公共预算拨款收入<td>120.50<td>110.20<tr><td>总计<td>120.50<td>110.20</table>"
)
EXHAUSTING, LIVE = "文件的内容过多或结构异常，不能读取", "文件含有宏，请另存为普通的 {} 后再导入"
LOCKED = "设有密码，请去掉密码后再上传"
NO_REPORT = "没有找到年度报告的标题或表格，请确认文件是政府信息公开工作年度报告"


def with_part(package, name, part):
    with ZipFile(BytesIO(package)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**parts, name: part(parts.get(name, b""))})


def with_entity(package, name):
    """The part with an entity that names a file of the server, declared before its first element."""
    return with_part(package, name, lambda part: re.sub(rb"<(?=\w)", DOCTYPE + b"<", part, count=1))


@cache
def bad_files():
    """By what is wrong: a name, the content, and the sentence."""
    document, workbook = makers.document(REPORT), makers.workbook(REPORT)
    three = b"".join(HANDS["spans"](random_report(number)) for number in range(3))
    return {
        "truncated document": ("a.docx", document[:4000], "文件不完整或已损坏"),
        "truncated workbook": ("b.xlsx", workbook[:3000], "文件不完整或已损坏"),
        "truncated paper": ("c.pdf", makers.paper(REPORT)[:6000], "不能读取这个 PDF 文件，文件不完整或已损坏"),
        "encrypted paper": ("d.pdf", blank_pdf(password="x"), f"这个 PDF {LOCKED}"),
        "document with a password": ("e.docx", OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        "workbook with a password": ("f.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        "document with macros": ("g.docx", with_part(document, "word/vbaProject.bin", bytes), LIVE.format(".docx")),
        "workbook with macros": ("h.xlsx", with_part(workbook, "xl/vbaProject.bin", bytes), LIVE.format(".xlsx")),
        "polyglot": ("i.pdf", makers.paper(REPORT) + zipped({"a": "b"}), "文件既是 PDF 又是压缩包"),
        "bomb in a picture": (
            "j.docx", with_part(document, "word/media/a.png", lambda _: bytes(25_000_000)), EXHAUSTING,
        ),
        "bomb in a binary part": (
            "k.xlsx", with_part(workbook, "xl/media/a.bin", lambda _: bytes(25_000_000)), EXHAUSTING,
        ),
        "entity in a document": ("l.docx", with_entity(document, "word/document.xml"), EXHAUSTING),
        "entity in a workbook": ("m.xlsx", with_entity(workbook, "xl/workbook.xml"), EXHAUSTING),
        "500 pages": ("n.pdf", blank_pdf(500), "文件有 500 页，最多读取 60 页"),
        "three reports": ("o.html", three, "不止一份报告，请每份存为一个文件"),
        "another report": ("p.html", BUDGET.encode(), NO_REPORT),
    }  # fmt: skip


NAMES = [
    "truncated document", "truncated workbook", "truncated paper", "encrypted paper", "document with a password",
    "workbook with a password", "document with macros", "workbook with macros", "polyglot", "bomb in a picture",
    "bomb in a binary part", "entity in a document", "entity in a workbook", "500 pages", "three reports",
    "another report",
]  # fmt: skip


def errors_of(page):
    """The sentences of the summary at the top of a page."""
    summary = re.search(r'class="notice notice-error error-summary".*?</div>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in re.findall(r"<li>.*?</li>", summary[0])]


def test_the_names_are_those_of_the_files():
    assert list(bad_files()) == NAMES


@pytest.mark.parametrize("wrong", NAMES)
def test_a_bad_file_that_a_clerk_uploads_is_refused_in_one_sentence(cast, as_user, wrong):
    name, content, sentence = bad_files()[wrong]
    answer = as_user(cast.clerk).post("/uploads/beizi/", {"file": SimpleUploadedFile(name, content)})
    (said,) = errors_of(answer.content.decode())
    assert (sentence in said, "\n" in said, answer.status_code) == (True, False, HTTPStatus.OK)
    assert (Upload.objects.count(), AnnualReport.objects.count()) == (0, 0)


def test_bad_files_in_an_archive_are_refused_by_name_and_the_good_one_among_them_is_read(cast, seed):
    files = {name: content for name, content, _ in bad_files().values()}
    content = zipped(files | {"good.html": PAGE})
    batch = keeping.bring(cast.supervisor, "往年.zip", BytesIO(content), len(content))
    refusals = {each.path: each.refusal for each in batch.files.all()}
    bombs = ("j.docx", "k.xlsx")
    wanted = {name: sentence for name, _, sentence in bad_files().values()}
    assert [name for name in wanted if wanted[name] not in refusals[name]] == []
    assert {len(refusals[name].splitlines()) for name in wanted} == {1}
    assert batch.files.get(path="good.html").placed == len(REPORT.figures)
    assert {name for name in bombs if refusals[name] == EXHAUSTING} == set(bombs)


def test_bad_files_in_the_place_of_a_form_filled_in_are_refused_in_a_sentence(filled, cast, as_user):
    before, clerk = filled.data(), as_user(cast.clerk)
    for name, content, sentence in bad_files().values():
        answer = clerk.post(f"/reports/beizi/{YEAR}/workbook/", {"workbook": SimpleUploadedFile(name, content)})
        (said,) = errors_of(answer.content.decode())
        assert sentence in said or name.rpartition(".")[2] != "xlsx", name
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*", said), name
    assert filled.data() == before


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", "\u202e\u2066\u200b\ufeff"),
        ("", "\x00\ud7ff\ufffe" * 100),
        (BUDGET, ""),
        ("<table>" + '<tr><td colspan="9999" rowspan="9999">1' * 300 + "</table>", ""),
        ("<div>" * 5_000 + "<table><tr><td>1", ""),
        (DOCTYPE.decode() + "<table><tr><td>&e;<td>1</table>", ""),
        ("", "1\t" * 60_000),
        ("", "总计" * 60_000),
    ],
    ids=["marks alone", "no characters", "another report", "spans", "depth", "entity", "columns", "one line"],
)
def test_a_bad_paste_places_nothing_and_is_answered(filled, cast, as_user, html, text):
    address = f"/reports/beizi/{YEAR}/applications/read-paste/"
    answer = as_user(cast.clerk).post(address, {"html": html, "text": text}, content_type="application/json")
    assert (answer.status_code, answer.json()["cells"]) == (HTTPStatus.OK, {})


def test_marks_of_direction_and_of_no_width_change_no_figure(cast, as_user):
    """As pages of some editors have them, between digits and in labels too."""
    page = PAGE.decode().replace("自然人", "自\u200b然\ufeff人").replace("人民政府", "\u202e人民政府\u202c", 3)
    page = re.sub(r">(\d+)<", lambda found: ">" + "\u200b".join(found[1]) + "\u202c<", page)
    assert sandbox.read("a.html", page.encode()).report.figures == sandbox.read("a.html", PAGE).report.figures
