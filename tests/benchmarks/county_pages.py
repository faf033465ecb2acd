"""Every page of a county of the demonstration with so many units more: processor time, questions, and its goal.

``script/benchmark county_pages [UNITS]``, 3,000 units unless said. Goals (county.md §12) of processor time at the
median: the first page 150 ms with 60 units and 600 with 3,000, the sums 200 and 500, a page of the public list 100. The
number of questions is the same for 60 and for 3,000.
"""

import os
import sys
from time import process_time

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from reports.models import User  # noqa: E402
from reports.official.calendar import year_on_offer  # noqa: E402
from tests.benchmarks.pages import PLAIN  # noqa: E402

UNITS, RUNS = 3_000, 5
OFFICE, GOVERNMENT = "/county/lushan/{year}", "/county/lushan-gov/{year}"
CELL = "applications.new_received.natural_person"
PAGES = {
    "lushan-supervisor": (
        "/",
        "/review/?year={year}",
        "/review/?year={year}&tab=not_submitted",
        "/review/?year={year}&tab=all",
        "/review/?year={year}&tab=all&sort=organ",
        "/review/?year={year}&tab=all&sort=deadline",
        "/review/list.xlsx?year={year}",
        "/review/remind/?year={year}",
        f"{OFFICE}/bundle/",
        f"{OFFICE}/site/",
        f"{OFFICE}/publishing/",
        f"{OFFICE}/publishing/list.xlsx",
        f"{OFFICE}/publishing/code/",
        f"{OFFICE}/circulars/",
        f"{OFFICE}/scores/",
        f"{OFFICE}/scores/?order=score",
        f"{OFFICE}/scores/close/",
    ),
    "lushan-gov-clerk": (
        f"{GOVERNMENT}/sums/",
        f"{GOVERNMENT}/sums/?waiting=1",
        f"{GOVERNMENT}/sums/{CELL}/",
        f"{GOVERNMENT}/sums/{CELL}/?page=40",
        f"{GOVERNMENT}/sums/scope/",
        f"{GOVERNMENT}/sums/differences/",
        f"{GOVERNMENT}/sums/adjustments/",
        f"{GOVERNMENT}/sums/final/",
        f"{GOVERNMENT}/sums/files/",
        f"{GOVERNMENT}/sums/compare/",
        f"{GOVERNMENT}/sums/compare/?by=units",
        f"{GOVERNMENT}/infographic/",
    ),
    "": (
        "/public/",
        "/public/?year=all",
        "/public/?year=all&page=100",
        "/public/?name=%E6%BC%94%E7%A4%BA29",
        "/api/v1/reports/?page=50",
        "/public/feed.xml",
    ),
}


def main(units: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", "--units", str(units), verbosity=0)
    year = year_on_offer(timezone.localdate())
    plain = {"STORAGES": PLAIN, "ALLOWED_HOSTS": ["testserver"], "SECURE_SSL_REDIRECT": False, "PUBLIC_COLUMN": True}
    with override_settings(**plain):
        for account, pages in PAGES.items():
            client = Client()
            if account:
                client.force_login(User.objects.get(username=account))
            for page in pages:
                measure(client, page.format(year=year))


def measure(client: Client, address: str) -> None:
    """Ask for the page some times, made anew each time, and print the median."""
    taken, questions, status = [], 0, 0
    for _ in range(RUNS):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            began = process_time()
            status = client.get(address).status_code
            taken.append(process_time() - began)
        questions = len(asked)
    middle = 1000 * sorted(taken)[RUNS // 2]
    sys.stdout.write(f"{middle:7.0f} ms  {questions:3} questions  {status}  {address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)
