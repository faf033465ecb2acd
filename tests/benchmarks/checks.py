"""All rules on one full report, beside last year's: what a check takes.

Run by script/benchmark. Target: under 50 ms, with nothing kept of a check before. What the rules of one part take while
somebody types there is for ``while_typing`` to say.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reports.checks import RULES, Case, run
from reports.official.interchange import parse
from reports.official.report_data import ReportData
from tests.benchmarks.similarity import planted

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = ROOT / "reports" / "fixtures" / "beizi_2022.json"
TIMES = 30
COUNTED = (
    "2022年，我乡收到政府信息公开申请{0}件，其中自然人申请{1}件、商业企业{2}件，上年结转{1}件，办结{0}件，予以公开{1}件，"
    "结转下年度{2}件。主动公开政府信息{0}条，其中政务动态{1}条、通知公告{2}条，同比增长{1}%。作出行政许可{0}件、行政处罚{1}件。"
)
WRITTEN = 1_000  # characters of each text, as W14 allows; a third of them sentences with numbers


def full_report() -> ReportData:
    """The seed's report with an application in every cell and a thousand characters in every text."""
    seed = parse(SEED.read_bytes())
    prose = planted(reports=len(seed.texts) + 1, copies=1).texts
    counted = COUNTED.format(31, 29, 2) + COUNTED.format(12, 7, 5)
    texts = {
        key: f"{counted}\n{prose[number]}"[:WRITTEN] if key != "preamble" else text
        for number, (key, text) in enumerate(seed.texts.items())
    }
    figures = {cell: figure if cell.table == "fees" else 3 for cell, figure in seed.figures.items()}
    return replace(seed, texts=texts, figures=figures)


def kept() -> list[Callable]:
    """Every function of the texts that keeps what it found."""
    modules = [module for name, module in sys.modules.items() if name.startswith(("reports.text", "reports.claims"))]
    modules += [module for name, module in sys.modules.items() if name.startswith("reports.checks")]
    return [each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")]


def milliseconds(work: Callable[[], object]) -> list[float]:
    times = []  # of the processor, so that a busy machine says the same
    for _ in range(TIMES):
        for each in kept():
            each.cache_clear()
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return sorted(times)


def main() -> None:
    report = full_report()
    previous = replace(report, year=report.year - 1)
    say("characters", sum(map(len, report.texts.values())))
    times = milliseconds(lambda: run(Case(report, previous)))
    say("all rules, median ms", statistics.median(times))
    say("all rules, least ms", times[0])
    say("claims of the texts, median ms", statistics.median(milliseconds(lambda: Case(report).claims)))
    case = Case(report, previous)
    case.claims  # noqa: B018 read once for all rules
    slowest = {
        each.id: statistics.median(milliseconds(lambda each=each: list(each.function(case))))
        for each in RULES.values()
        if each.function
    }
    for id, taken in sorted(slowest.items(), key=lambda item: -item[1])[:5]:
        say(f"rule {id}, median ms", taken)


def say(what: str, value: float) -> None:
    print(f"checks: {what:32} {value:8.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
