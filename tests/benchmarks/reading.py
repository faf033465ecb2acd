"""How long reading takes: a file of each format in the child that reads uploads, and a folder of a hundred files.

``script/benchmark reading``. Asked for: 300 ms for a page, a document, a workbook or a text, 2 s for a paper of five
pages, 60 s for a hundred files on two cores.
"""

import os
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import pypdf  # noqa: E402

from reports.formats import sandbox  # noqa: E402
from reports.lifecycle.batches.organ_matching import OrganMatcher  # noqa: E402
from reports.lifecycle.batches.reading_together import assessed_together  # noqa: E402
from reports.official.report_data import ReportData  # noqa: E402
from tests.formats import makers  # noqa: E402
from tests.formats.hands import HANDS, random_report  # noqa: E402

ROUNDS = 7
FILES = 100
DIFFERENT = 2  # reports: making a paper takes longer than reading it
LONGER = "@page{size:A4;margin:7cm 4cm}"  # so that the paper has five pages
MAKERS: dict[str, Callable[[ReportData], bytes]] = {
    "html": HANDS["spans"],
    "docx": makers.document,
    "xlsx": makers.workbook,
    "txt": lambda report: makers.plain(report).encode(),
    "pdf": lambda report: makers.paper(report, "spans", LONGER),
}


def main() -> None:
    report = random_report(1)
    files = {extension: make(report) for extension, make in MAKERS.items()}
    sandbox.read("a.html", files["html"])  # starts the child
    for extension, content in files.items():
        taken = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            sandbox.read(f"a.{extension}", content)
            taken.append(time.perf_counter() - start)
        pages = f", {len(pypdf.PdfReader(BytesIO(content)).pages)} pages" if extension == "pdf" else ""
        middle, slowest = median(taken) * 1000, max(taken) * 1000
        print(f"{extension}{pages}: median {middle:.0f} ms, slowest {slowest:.0f} ms")  # noqa: T201
    print(f"{FILES} files of a folder: {a_folder():.1f} s")  # noqa: T201


def a_folder() -> float:
    """Seconds for a hundred files, as many of each format, as a supervisor's zip and ``import_folder`` read them."""
    reports = [random_report(number) for number in range(DIFFERENT)]
    made = [(extension, make(report)) for report in reports for extension, make in MAKERS.items()]
    named = [
        (f"{number}.{extension}", lambda content=content: content)
        for number in range(FILES // len(made))
        for extension, content in made
    ]
    start = time.perf_counter()
    found = list(assessed_together(named, OrganMatcher([])))
    taken = time.perf_counter() - start
    assert len(found) == FILES
    assert all(each.report for each in found), [each.refusal for each in found if not each.report]
    return taken


if __name__ == "__main__":
    main()
