"""How long the server takes for the public column of 3,000 organs with five years each, and for its interface.

Run by script/benchmark on a database of its own. Targets: a page of the list under 100 ms at the median, made anew;
from what is kept, the interface as many requests a second as Django's middleware lets one thread answer, which an
address that asks the database nothing measures beside it.
"""

import os
import time

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from reports.lifecycle import open_data  # noqa: E402
from reports.models import AnnualReport, Organ, Publication, Status, User  # noqa: E402
from reports.models.publication import PublishedFile  # noqa: E402
from reports.official.interchange import canonical  # noqa: E402
from reports.official.report_data import Kind, ReportData  # noqa: E402
from tests.benchmarks.pages import PLAIN, median, say  # noqa: E402
from tests.county.reports import figures_of  # noqa: E402

ORGANS, YEARS = 3_000, range(2025, 2020, -1)
LISTS = ("?year=2025", "?year=2023&kind=township&page=40", "?year=all", "?year=all&page=300", "?name=29")


def main() -> None:
    call_command("migrate", verbosity=0)
    make_column()
    storages = settings.STORAGES | PLAIN
    plain = {"STORAGES": storages, "ALLOWED_HOSTS": ["testserver"], "SECURE_SSL_REDIRECT": False, "PUBLIC_COLUMN": True}
    with override_settings(**plain):
        client = Client()
        for query in LISTS:
            say(f"public list, made anew: {query}", median(lambda query=query: anew(client, f"/public/{query}")))
        say("interface, made anew", median(lambda: anew(client, "/api/v1/reports/?page=100")))
        for name, address in (
            ("public list", "/public/"),
            ("interface: list", "/api/v1/reports/"),
            ("interface: a report", "/api/v1/reports/t7/2025/"),
            ("no question to the database", "/tables/2021.css"),
        ):
            say(f"a thousand answers: {name}", 1000 * median(lambda address=address: client.get(address)))
    began = time.perf_counter()
    open_data.make(2025)
    say("open data of a year", 1000 * (time.perf_counter() - began))


def anew(client: Client, address: str) -> None:
    cache.clear()
    assert client.get(address).status_code == 200


def make_column() -> None:
    """The organs and their publications, with the data file alone; what else a report is made of is left out."""
    clerk = User.objects.create_user("clerk", full_name="某人")
    county = Organ.objects.create(slug="county", name="县政府办公室", kind="office")
    organs = Organ.objects.bulk_create(
        Organ(slug=f"t{number}", name=f"第{number}镇人民政府", kind="township", superior=county)
        for number in range(ORGANS)
    )
    content = canonical(ReportData("2021", "某镇人民政府", Kind.TOWNSHIP, 2025, figures=figures_of("beizi", 2025)))
    for year in YEARS:
        about = {"year": year, "edition": "2021", "status": Status.PUBLISHED, "submitted_kind": "township"}
        reports = AnnualReport.objects.bulk_create(
            AnnualReport(organ=organ, submitted_name=organ.name, **about) for organ in organs
        )
        publications = Publication.objects.bulk_create(
            Publication(report=report, by=clerk, content_hash="0" * 64, corrected=[]) for report in reports
        )
        QuerySet(PublishedFile).bulk_create(PublishedFile.of(each, "json", content) for each in publications)


if __name__ == "__main__":
    main()
