"""What the server does for a save while somebody types in a full report, part by part: milliseconds of the processor.

Run by script/benchmark. Targets: the part's own rules under 30 ms. Beside them stands what all rules would take, and
what the whole answer takes, from the request to the bytes. Every save changes the text or the figure; what is kept of
the other texts is kept.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from reports.checks import Case, run  # noqa: E402
from reports.checks.parts import run_on  # noqa: E402
from reports.checks.reads import PARTICULARS  # noqa: E402
from reports.lifecycle.findings import case_of  # noqa: E402
from reports.lifecycle.opening import fill, open_report  # noqa: E402
from reports.models import AnnualReport, Membership, Organ, Role, Status, User  # noqa: E402
from reports.official import Cell  # noqa: E402
from tests.benchmarks.checks import full_report  # noqa: E402
from tests.benchmarks.pages import PLAIN  # noqa: E402

YEAR = 2022
TIMES = 20
TYPED = {
    PARTICULARS: "preamble",
    "overview": "overview.platform",
    "proactive_disclosure": "enforcement.administrative_penalty.decisions",
    "applications": "applications.granted.business",
    "disputes": "disputes.cases.reconsideration_upheld",
    "problems": "problems",
    "other_matters": "other_matters",
}


def main() -> None:
    call_command("migrate", verbosity=0)
    report, clerk = a_full_report()
    case = case_of(report)
    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(clerk)
        for part, address in TYPED.items():
            say(f"{part}, all rules", measured(lambda n, at=address: run(with_typed(case, at, n))))
            say(f"{part}, its own", measured(lambda n, at=address, on=part: run_on(on, with_typed(case, at, n))))
            stored = str(case.report.texts.get(address, 3))
            say(f"{part}, a save", measured(a_save(client, report, part, address, stored)))


def a_full_report() -> tuple[AnnualReport, User]:
    """A township's report with every figure and a thousand characters in every text, last year's beside it."""
    county = Organ.objects.create(slug="county", name="县政府办公室", kind="office")
    organ = Organ.objects.create(slug="town", name="背孜乡人民政府", kind="township", superior=county)
    clerk = User.objects.create_user("clerk", full_name="填报员")
    Membership.objects.create(user=clerk, organ=organ, role=Role.CLERK)
    for year in (YEAR - 1, YEAR):
        report = open_report(organ, year, clerk)
        fill(report.pk, clerk, replace(full_report(), year=year))
    AnnualReport.objects.filter(year=YEAR - 1).update(status=Status.ARCHIVED)
    return AnnualReport.objects.get(year=YEAR), clerk


def with_typed(case: Case, address: str, number: int) -> Case:
    """The case as it is after one more thing was typed at an address."""
    report = case.report
    if address in report.texts:
        return replace(case, report=replace(report, texts=report.texts | {address: f"{report.texts[address]}{number}"}))
    return replace(case, report=replace(report, figures=report.figures | {Cell.parse(address): number}))


def a_save(client: Client, report: AnnualReport, part: str, address: str, stored: str) -> Callable[[int], object]:
    """What the page of a part sends after it was typed there; each time something else."""
    seen, is_text = [stored], "." not in address or address.startswith("overview")

    def save(number: int) -> None:
        now = f"{stored}{number}" if is_text else str(number)
        body = json.dumps({"edits": [[address, seen[0], now, "typed"]]})
        answer = client.post(f"{report.get_absolute_url()}{part}/save/", body, content_type="application/json")
        assert answer.json().get("values") == {address: now}, answer.content
        seen[0] = now

    return save


def measured(work: Callable[[int], object]) -> list[float]:
    times = []  # of the processor, so that a busy machine says the same
    for number in range(100, 100 + TIMES):
        begun = time.process_time()
        work(number)
        times.append((time.process_time() - begun) * 1000)
    return times[2:]


def say(what: str, times: list[float]) -> None:
    print(f"typing: {what:32} median {statistics.median(times):6.1f} least {min(times):6.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
