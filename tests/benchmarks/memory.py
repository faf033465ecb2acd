"""How much memory the worst files take of the child that reads uploads, and how long; asked for: 512 MB, 15 seconds.

``script/benchmark memory``. The files are as large as the gate lets through, or meant to be too large for it. What a
limit ends is said to be so, and whoever brought it gets a sentence.
"""

import os
import pickle
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from io import BytesIO
from itertools import product
from zipfile import ZIP_DEFLATED, ZipFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from openpyxl import Workbook  # noqa: E402
from weasyprint import HTML  # noqa: E402

from reports.formats.sandbox import READING  # noqa: E402
from tests.formats import makers  # noqa: E402
from tests.formats.hands import HANDS, random_report  # noqa: E402

READ = "reports.formats.reading.read"
MEASURED = replace(READING, name="measuring", module="tests.benchmarks.measured_child", places=1, idle=[])
REPORT = random_report(1)
PAGE = HANDS["spans"](REPORT)
MEGABYTE = 1_000_000
FIVE = 5 * MEGABYTE - 1
ENDS = b"</w:t></w:r></w:p>"


def files() -> Iterator[tuple[str, str, bytes]]:
    """What each file is, its name, and its content."""
    document, workbook = makers.document(REPORT), makers.workbook(REPORT)
    yield "a page of 50 MB", "a.html", PAGE + b" " * 50 * MEGABYTE
    yield "a page of 5 MB, all cells", "a.html", _long(b"<table>" + b"<tr><td>1<td>2<td>3" * 300_000, FIVE)
    yield "a page of 5 MB, all tags", "a.html", _long(b"<div>" * 2_000_000, FIVE)
    yield "a page of 5 MB, all text", "a.html", _long("公开信息。".encode() * 700_000, FIVE)
    yield "a saved page of 4 MB", "a.mht", _saved(_long("<p>公开信息。".encode() * 700_000, FIVE - MEGABYTE))
    yield "a document of 50 MB", "a.docx", document + bytes(50 * MEGABYTE)
    yield "a document of 70,000 elements", "a.docx", _document(b"<w:p><w:r><w:t>1" + ENDS, 22_000)
    yield "a document of 15 MB of text", "a.docx", _document(b"<w:p><w:r><w:t>" + _digits(15 * MEGABYTE) + ENDS, 1)
    yield "a document that unpacks to 1 GB", "a.docx", _bomb(document, "word/media/a.bin")
    yield "a workbook of 30,000 cells", "a.xlsx", _workbook(product(range(1, 3_001), range(1, 11)))
    yield "a workbook of 4 million places", "a.xlsx", _workbook([(1, 1), (1_999, 2_000)])
    yield "a workbook that unpacks to 1 GB", "a.xlsx", _bomb(workbook, "xl/media/a.bin")
    yield "a paper of 500 pages", "a.pdf", _paper(500, 10)
    yield "a paper of 60 full pages", "a.pdf", _paper(60, 1_200)
    yield "a paper of one page, 60,000 lines", "a.pdf", _drawing(60_000)
    yield "a paper of one page, 20,000 lines", "a.pdf", _drawing(19_900)
    yield "a text of 1,000,000 characters", "a.txt", "公开信息 12 34。\n".encode() * 19_000 + "公".encode() * 750_000
    yield "a text of 20,000 rows of numbers", "a.txt", makers.plain(REPORT).encode() + b"1 2 3 4 5 6 7\n" * 19_000
    yield "an interchange file of lists in lists", "a.json", b"[" * 100_000 + b"]" * 100_000
    yield "an interchange file of 150,000 keys", "a.json", b"{%s}" % b",".join(b'"%d":1' % n for n in range(150_000))


def _long(more: bytes, most: int) -> bytes:
    """A page with a report, and so much more behind it."""
    return (PAGE.replace(b"</html>", b"") + more)[:most]


def _saved(page: bytes) -> bytes:
    message = EmailMessage()
    message.set_content("x")
    message.add_alternative(page.decode("utf-8", errors="replace"), subtype="html", cte="8bit")
    return message.as_bytes()


def _document(more: bytes, times: int) -> bytes:
    return _changed(
        makers.document(REPORT),
        "word/document.xml",
        lambda part: part.replace(b"<w:sectPr", more * times + b"<w:sectPr", 1),
    )


def _changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for each in archive.namelist():
            made.writestr(each, change(archive.read(each)) if each == name else archive.read(each))
    return target.getvalue()


def _digits(size: int) -> bytes:
    """So many that do not compress much."""
    chance = random.Random(1)
    return b"".join(b"%d " % chance.getrandbits(60) for _ in range(size // 19))


def _bomb(content: bytes, name: str) -> bytes:
    target = BytesIO(content)
    with ZipFile(target, "a", ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(1_000):
            part.write(bytes(MEGABYTE))
    return target.getvalue()


def _workbook(places: Iterable[tuple[int, int]]) -> bytes:
    made = Workbook()
    for row, column in places:
        made.active.cell(row, column, row * column)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def _paper(pages: int, numbers: int) -> bytes:
    page = f"<p style='break-after: page; font-size: 5pt'>{' '.join(map(str, range(numbers)))}</p>"
    return HTML(string=page * pages).write_pdf()


def _drawing(lines: int) -> bytes:
    """A page with so many ruled lines."""
    drawn = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 700, n % 500 + 9, n % 700) for n in range(lines))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF"


def main() -> None:
    _measured("a.html", PAGE)  # starts the child
    for what, name, content in files():
        start = time.perf_counter()
        said, peak = _measured(name, content)
        print(f"{what}: {peak}, {time.perf_counter() - start:.1f} s, {said}", flush=True)  # noqa: T201


def _measured(name: str, content: bytes) -> tuple[str, str]:
    """What became of the file, and the most memory that reading it took."""
    try:
        outcome, answer = MEASURED.answer(pickle.dumps((READ, (name, content), {})), patience=60)
    except TimeoutError:
        return "ended after its time", "at most 512 MB"
    if outcome in (b"L", b"E"):
        return {b"L": "ended at a limit", b"E": "failed"}[outcome], "at most 512 MB"
    said, kilobytes = pickle.loads(answer)
    return "read" if outcome == b"+" else said.decode(), f"{kilobytes / 1024:.0f} MB"


if __name__ == "__main__":
    main()
