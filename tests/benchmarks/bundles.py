"""How long a bundle of published reports takes and how much memory, by how many reports are in it.

``script/benchmark bundles``; asked for: 60 under 3 seconds, 3,000 under 2 minutes, memory flat. Each report has files
of 200 kB in all, as a published one has. The process is a new one for each number, so that each has its own peak.
"""

import os
import resource
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from reports.lifecycle.bundles.choosing import WantedReports, choose  # noqa: E402
from reports.lifecycle.bundles.making import made  # noqa: E402
from reports.models import AnnualReport, Membership, Organ, Publication, Role, Status, User  # noqa: E402
from reports.models.publication import publish_files  # noqa: E402

YEAR = 2022
NUMBERS = (60, 300, 3_000)
SIZES = {"pdf": 120_000, "xlsx": 20_000, "html": 50_000, "json": 10_000}
WANTED = WantedReports(("published",), tuple(SIZES))


def publish(numbers: range) -> None:
    office, _ = Organ.objects.get_or_create(
        slug="office", name="某县人民政府办公室", short_name="县府办", kind="office"
    )
    person, is_new = User.objects.get_or_create(username="supervisor", full_name="某某")
    if is_new:
        Membership.objects.create(user=person, organ=office, role=Role.SUPERVISOR)
    for number in numbers:
        about = {"short_name": f"某乡{number}", "kind": "township", "superior": office}
        organ = Organ.objects.create(slug=f"o{number}", name=f"某乡{number}人民政府", **about)
        report = AnnualReport.objects.create(organ=organ, year=YEAR, edition="2021", status=Status.PUBLISHED)
        publication = Publication.objects.create(report=report, by=person, content_hash="0" * 64)
        publish_files(publication, {key: os.urandom(size) for key, size in SIZES.items()})


def measure() -> None:
    """In a process of its own: seconds, megabytes of the zip, and the peak of memory beyond what starting takes."""
    office, person = Organ.objects.get(slug="office"), User.objects.get()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    chosen = choose(office, YEAR, WANTED, person)
    with made(chosen, WANTED) as whole:
        size = whole.seek(0, 2)
    seconds = time.perf_counter() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(chosen.reports):6} reports {seconds:7.1f} s {size / 1e6:7.0f} MB of zip, {more:5.0f} MB more memory")  # noqa: T201


def main() -> None:
    call_command("migrate", verbosity=0)
    there = 0
    for number in NUMBERS:
        publish(range(there, number))
        there = number
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bundles", "measure"], check=True)


if __name__ == "__main__":
    measure() if "measure" in sys.argv else main()
