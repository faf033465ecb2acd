"""How fast the official paper is, beside Typst, Chromium and LibreOffice making a PDF of the same report.

Run alone on the machine as ``python -m tests.benchmarks.paper [REPORT.json]``; prints medians and ratios.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from json import dumps
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter

import django
import typst

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from reports.formats.docx import writer as word  # noqa: E402
from reports.formats.pdf import pdf_renderer as press  # noqa: E402
from reports.formats.pdf import writer as paper  # noqa: E402
from reports.official.figures import display  # noqa: E402
from reports.official.form import Section  # noqa: E402
from reports.official.grid import CellRole, section_grid  # noqa: E402
from reports.official.interchange import parse  # noqa: E402
from reports.official.report_data import ReportData  # noqa: E402
from reports.templatetags.official import full_title, heading, paragraphs  # noqa: E402
from tests.browser.chromium import FLAGS, PROGRAM  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "9"))
SEED = Path(__file__).resolve().parents[2] / "reports" / "fixtures" / "beizi_2022.json"
TEMPLATE = Path(__file__).with_suffix(".typ")
FRESH_TYPST = "import sys, typst; typst.compile(sys.argv[1], sys.argv[2], root='/', sys_inputs={'report': sys.argv[3]})"
FRESH_CHROMIUM = (PROGRAM, *FLAGS)

Contestant = Callable[[], object]


def main(source: Path = SEED) -> None:
    report = parse(source.read_bytes())
    for _ in range(ROUNDS):
        paper.write(report)
    say(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB resident at most after {ROUNDS} papers")
    with TemporaryDirectory() as folder:
        contestants = {
            "paper, warm": lambda: paper.write(report),
            "Typst, fresh process": fresh_typst(report, Path(folder)),
            "Typst, warm compiler": warm_typst(report, Path(folder)),
            "Chromium, fresh process": fresh_chromium(report, Path(folder)),
            "LibreOffice, fresh process": fresh_libreoffice(report, Path(folder)),
        }
        seconds = interleaved(contestants)
    ours = median(seconds["paper, warm"])
    for name, times in seconds.items():
        say(f"{name:26} median {median(times):6.3f} s; the paper takes {ours / median(times):6.2f} times as long")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def interleaved(contestants: dict[str, Contestant]) -> dict[str, list[float]]:
    """The seconds that each takes, taken in turns: whatever else the machine does slows all of them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for lap in range(ROUNDS + 1):
        for name, contestant in contestants.items():
            start = perf_counter()
            contestant()
            if lap:  # the first lap fills caches
                seconds[name].append(perf_counter() - start)
    return seconds


def fresh_typst(report: ReportData, folder: Path) -> Contestant:
    """A new process that compiles the equivalent document, fonts found and all."""
    data = folder / "report.json"
    data.write_text(dumps(as_blocks(report)), "utf-8")
    command = [sys.executable, "-c", FRESH_TYPST, str(TEMPLATE), str(folder / "typst.pdf"), str(data)]
    return lambda: subprocess.run(command, check=True)


def warm_typst(report: ReportData, folder: Path) -> Contestant:
    """A compiler that has its fonts, given another report each time, for it remembers the last."""
    compiler = typst.Compiler(str(TEMPLATE), root="/")
    data = folder / "another.json"
    number = count(1)

    def compile_another() -> bytes:
        blocks = as_blocks(report)
        blocks["blocks"].append({"kind": "p", "text": f"第{next(number)}份"})
        data.write_text(dumps(blocks), "utf-8")
        return compiler.compile(sys_inputs={"report": str(data)})

    return compile_another


def fresh_chromium(report: ReportData, folder: Path) -> Contestant:
    """A browser started on an empty profile to print the paper's own HTML and stylesheet."""
    html, style = paper.html(report), press.STYLESHEET.read_text("utf-8")
    page = folder / "paper.html"
    page.write_text(html.replace("</head>", f"<style>{style}</style></head>"), "utf-8")

    def print_page() -> None:
        profile = f"--user-data-dir={mkdtemp(dir=folder)}"
        command = [*FRESH_CHROMIUM, profile, f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)

    return print_page


def fresh_libreoffice(report: ReportData, folder: Path) -> Contestant:
    """An office program started to convert the Word document of the report."""
    source = folder / "report.docx"
    source.write_bytes(word.write(report))
    profile = f"-env:UserInstallation={(folder / 'libreoffice').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def as_blocks(report: ReportData) -> dict:
    """The report as the title and the list of headings, paragraphs and tables that ``paper.typ`` sets."""
    blocks: list[dict] = []
    for section in report.official_form.sections:
        blocks.append({"kind": "heading", "level": 2, "text": section.title})
        for text in section.texts:
            if text.is_heading:
                blocks.append({"kind": "heading", "level": 3, "text": text.name})
            blocks += ({"kind": "p", "text": paragraph} for paragraph in paragraphs(report, text.key))
        if section.tables:
            blocks.append(table_block(report, section))
    return {"title": full_title(report), "blocks": blocks}


def table_block(report: ReportData, section: Section) -> dict:
    grid = section_grid(section)
    cells = [
        {
            "text": heading(cell) if cell.is_heading else display(report.figure(cell.cell)),
            "rowspan": cell.rowspan,
            "colspan": cell.colspan,
            "heading": row.is_heading,
            "label": cell.role is CellRole.ROW_HEADING and not cell.is_group,
        }
        for row in grid.rows
        for cell in row.cells
    ]
    count_of_headings = sum(len(row.cells) for row in grid.heading_rows)
    return {
        "kind": "table",
        "widths": grid.widths,
        "headings": cells[:count_of_headings],
        "cells": cells[count_of_headings:],
    }


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
