"""How long a county's sums take for 60 and for 3,000 units, at the median: the pages, the checks, the workbook.

Run by script/benchmark on a database of its own. Targets (county.md §12) of the sums page: under 200 ms of the server's
time for 60 units and 500 ms for 3,000; of the sums with H1 to H4: 1 s; of the workbook of 3,000: 30 s and 500 MB.
"""

import os
import resource
import sys
from time import process_time

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from reports.checks.registry import RULES, Case  # noqa: E402
from reports.county.units import units_beside  # noqa: E402
from reports.lifecycle.consolidation.finalising import document_of  # noqa: E402
from reports.lifecycle.consolidation.scope import Decision, decide_scope  # noqa: E402
from reports.lifecycle.consolidation.standing import as_checked, standing_sums  # noqa: E402
from reports.models import TABLE_MODELS, AnnualReport, Basis, Membership, Organ, Role, Status, User  # noqa: E402
from reports.official import edition_for  # noqa: E402
from tests.benchmarks.pages import PLAIN, median, say  # noqa: E402

SIZES = (60, 3_000)
YEAR = 2024
CELL = "applications.granted.natural_person"


def main() -> None:
    call_command("migrate", verbosity=0)
    for units in SIZES:
        government, clerk = make_county(units)
        with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            measure_pages(units, government, clerk)
        say(
            f"{units} units: summed up, with H1 to H4",
            median(lambda government=government: checked(government), process_time),
        )
        began = process_time()
        size = drawn(government)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = process_time() - began
        sys.stdout.write(f"{units} units: workbook of {size // 1024} kB in {seconds:.1f} s, at most {memory} MB\n")


def measure_pages(units: int, government: Organ, clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    for page in ("", f"{CELL}/", "differences/", "final/", "compare/"):
        address = f"/county/{government.slug}/{YEAR}/sums/{page}"
        say(f"{units} units: sums/{page}", median(lambda address=address: client.get(address), process_time))


def checked(government: Organ) -> int:
    """What the rules find in the government's own report, and in one of its townships' beside all others."""
    sums = standing_sums(government, YEAR)
    own = AnnualReport.objects.select_related("organ").get(organ=government, year=YEAR)
    one = AnnualReport.objects.select_related("organ").filter(pk=sums.reports[-1].pk).get()
    cases = (Case(own.data(), consolidated=as_checked(sums)), Case(one.data(), units=units_beside(one)))
    return sum(len(list(RULES[rule].function(case))) for case in cases for rule in ("H1", "H2", "H3", "H4"))


def drawn(government: Organ) -> int:
    from reports.county.workbook import write  # noqa: PLC0415 not before the pages are measured

    return len(write(document_of(standing_sums(government, YEAR))))


def make_county(units: int) -> tuple[Organ, User]:
    """A county with so many townships, each with an approved report, and its own report."""
    office = Organ.objects.create(slug=f"office-{units}", name=f"第{units}县人民政府办公室", kind="office")
    names = {"slug": f"county-{units}", "name": f"第{units}县人民政府", "kind": "county"}
    government = Organ.objects.create(consolidated_by=office, **names)
    clerk = User.objects.create_user(f"clerk-{units}", full_name="蒋文")
    Membership.objects.create(user=clerk, organ=government, role=Role.CLERK)
    townships = Organ.objects.bulk_create(
        Organ(slug=f"t-{units}-{number}", name=f"第{units}之{number}镇", kind="township", superior=office)
        for number in range(units - 1)
    )
    reports = AnnualReport.objects.bulk_create(
        AnnualReport(organ=organ, year=YEAR, edition="2021", status=status, round=1)
        for organ, status in [(each, Status.APPROVED) for each in (office, *townships)] + [(government, Status.DRAFT)]
    )
    for key, table in edition_for(YEAR).table.items():
        columns = [column.key for column in table.columns if not column.is_total]
        rows = [row.key for row in table.rows if not row.is_total]
        TABLE_MODELS[key].objects.bulk_create(
            (
                TABLE_MODELS[key](report=report, row=row, **dict.fromkeys(columns, (report.pk + at) % 5))
                for report in reports
                for at, row in enumerate(rows)
            ),
            batch_size=1_000,
        )
    decide_scope(government, YEAR, clerk, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    return government, clerk


if __name__ == "__main__":
    main()
