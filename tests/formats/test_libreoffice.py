"""Random reports in other people's hands, turned by LibreOffice into Word, Excel and PDF, and that PDF into text.

What is read is right or listed as unplaced: no figure is ever wrong.
"""

import subprocess
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from reports.formats import reading
from reports.formats.measuring import measured
from tests.formats.hands import HANDS, random_report
from tests.formats.other_hands import OTHER_HANDS
from tests.formats.published_hands import PUBLISHED_HANDS
from tests.formats.reading import with_printed_totals
from tests.runs import is_long, times

FITTING = ("spans", "divisions", "half-width", "upright")  # tables that the page has room for
WIDER = ("bare", "10.5 point", "tables in tables")  # and those whose last columns it cuts
HANDS_OF_LONG = (
    *FITTING,
    *WIDER,
    "no spans",
    "in three",
    "no rules",
    "thousands",
    "no numbers",
    "set apart",
    "counted",
)
EVERY_HAND = {**HANDS, **OTHER_HANDS, **PUBLISHED_HANDS}
FILTERS = {
    "docx": ("HTML (StarWriter)", "docx:MS Word 2007 XML"),
    "xlsx": ("calc_HTML_WebQuery", "xlsx:Calc MS Excel 2007 XML"),
    "pdf": ("HTML (StarWriter)", "pdf:writer_pdf_Export"),
}
MOST_UNPLACED = 0.005


def converted(files, kind, profile):
    """The files as LibreOffice saves them, in one start of it."""
    opened, saved = FILTERS[kind]
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", f"--infilter={opened}"]
    command += ["--convert-to", saved, "--outdir", str(files[0].parent), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240 * times(1, 10))
    return [each.with_suffix(f".{kind}") for each in files]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """By file, without its ending: the hand that wrote it and the report."""
    folder = tmp_path_factory.mktemp("libreoffice")
    made = {}
    hands = HANDS_OF_LONG if is_long() else ("half-width", "upright", "bare")
    for number, hand in enumerate(hands):
        for seed in range(times(1, 12)):
            report = random_report(1000 * number + seed, "2019" if (number + seed) % 3 == 2 else "2021")
            path = folder / f"{number}_{seed}.html"
            path.write_bytes(EVERY_HAND[hand](report))
            made[path] = hand, report
    return made


@pytest.fixture(scope="module")
def papers(reports, tmp_path_factory):
    return converted(list(reports), "pdf", tmp_path_factory.mktemp("profile"))


def outcomes(paths, reports):
    """By hand, how the figures of its files were read."""
    sums = defaultdict(Counter)
    for path, (hand, report) in zip(paths, reports.values(), strict=True):
        made = reading.read(path.name, path.read_bytes(), organ=report.organ, kind=report.kind, year=report.year)
        found = measured(made, with_printed_totals(report))
        sums[hand] += Counter(right=found.right, wrong=found.wrong, missing=found.missing, unplaced=found.unplaced)
    return sums


def assert_never_wrong(sums, bound, hands):
    assert {hand: (each["wrong"], each["missing"]) for hand, each in sums.items()} == dict.fromkeys(sums, (0, 0))
    assert {
        hand: each["unplaced"]
        for hand, each in sums.items()
        if hand in hands and each["unplaced"] > bound * each.total()
    } == {}


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_documents_and_workbooks_of_libreoffice_are_read(kind, reports, tmp_path):
    paths = converted(list(reports), kind, tmp_path)
    assert_never_wrong(outcomes(paths, reports), MOST_UNPLACED * (kind == "xlsx"), EVERY_HAND)


def test_papers_of_libreoffice_are_read(papers, reports):
    assert_never_wrong(outcomes(papers, reports), MOST_UNPLACED, FITTING)


@pytest.mark.parametrize(("mode", "bound"), [("-layout", MOST_UNPLACED), ("-raw", MOST_UNPLACED), ("", 1)])
def test_their_text_is_never_read_wrongly(mode, bound, papers, reports, tmp_path):
    paths = [tmp_path / f"{each.stem}.txt" for each in papers]
    for paper, path in zip(papers, paths, strict=True):
        subprocess.run(["pdftotext", *filter(None, [mode]), paper, Path(path)], check=True)
    assert_never_wrong(outcomes(paths, reports), bound, ("spans", "divisions", "half-width"))
