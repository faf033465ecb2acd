"""W9 and 雷同比对 on 3,000 stored reports of one county and year, 200 of them copies with every fifth sentence changed.

Run by script/benchmark on a database of its own. Targets on two cores: all pairs, from the stored texts, in under 60
seconds; one report against the sketches of all in under 200 ms. With
``--typical`` it says what it is for a county of 60.
"""

import os
import statistics
import sys
import time

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from reports.checks import Case  # noqa: E402
from reports.lifecycle.sketches import overlaps_of, store_sketch, take_sketch  # noqa: E402
from reports.models import AnnualReport, Organ, ReportText, Status, SubmittedClause  # noqa: E402
from reports.presenters.similarity import alike_pairs  # noqa: E402
from tests.benchmarks.similarity import COPIES, REPORTS, Planted, planted, precision_and_recall, say  # noqa: E402

YEAR = 2024
TYPICAL = 60
ASKED = 100  # reports, of which a third are copies


def main() -> None:
    call_command("migrate", verbosity=0)
    is_typical = "--typical" in sys.argv
    made = planted(TYPICAL, TYPICAL // 15) if is_typical else planted(REPORTS, COPIES)
    _store(made)
    reports = list(AnnualReport.objects.select_related("organ__superior", "reviewer").order_by("pk"))
    _sketch(reports)
    _ask(reports, made)
    _pair(reports, made)


def _store(made: Planted) -> None:
    county = Organ.objects.create(slug="county", name="县政府办公室", kind="office")
    organs = Organ.objects.bulk_create(
        Organ(slug=f"t{number}", name=f"第{number}镇人民政府", kind="township", superior=county)
        for number in range(len(made.texts))
    )
    reports = AnnualReport.objects.bulk_create(
        AnnualReport(organ=organ, year=YEAR, edition="2021", status=Status.IN_REVIEW, round=1, reviewer=county)
        for organ in organs
    )
    ReportText.objects.bulk_create(
        ReportText(report=report, key="overview.proactive_disclosure", body=text)
        for report, text in zip(reports, made.texts, strict=True)
    )


def _sketch(reports: list[AnnualReport]) -> None:
    """As submissions write them: made outside of the transaction, stored within."""
    taken, stored = [], []
    for report in reports:
        begun = time.perf_counter()
        sketch = take_sketch(report)
        taken.append((time.perf_counter() - begun) * 1000)
        with transaction.atomic():
            begun = time.perf_counter()
            store_sketch(report, sketch.digests, timezone.now())
            stored.append((time.perf_counter() - begun) * 1000)
    say("sketch made, median ms", statistics.median(taken))
    say("sketch stored under the lock, median ms", statistics.median(stored))
    say("sketch stored under the lock, slowest ms", max(stored))
    say("rows of a sketch", SubmittedClause.objects.count() / len(reports))


def _ask(reports: list[AnnualReport], made: Planted) -> None:
    """Each copy against all that were submitted before it, and others between."""
    copies = [reports[number] for number in list(made.copies)[: ASKED // 3]]
    asked = [*copies, *reports[:: max(1, len(reports) // (ASKED - len(copies)))]]
    times, found = [], 0
    for report in asked:
        case = Case(report.data(rows=()))
        begun = time.perf_counter()
        found += bool(overlaps_of(report, case))
        times.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as queries:
        overlaps_of(asked[0], case)
    say("one report against all, median ms", statistics.median(times))
    say("one report against all, slowest ms", max(times))
    say("its questions to the database", len(queries))
    say("copies asked about", len(copies))
    say("reports found to be copies", found)


def _pair(reports: list[AnnualReport], made: Planted) -> None:
    begun, worked = time.perf_counter(), time.process_time()
    pairs = alike_pairs(reports, None)
    say("all pairs of the stored texts, seconds", time.perf_counter() - begun)
    say("of these of the processor", time.process_time() - worked)
    number = {report.pk: place for place, report in enumerate(reports)}
    found = {tuple(sorted((number[pair.one.pk], number[pair.other.pk]))) for pair in pairs}
    precision, recall = precision_and_recall(made, found)
    say("precision %", 100 * precision)
    say("recall %", 100 * recall)


if __name__ == "__main__":
    main()
