"""How long the server takes for a supervisor's first page with 60 and with 3,000 reports, at the median.

Run by script/benchmark on a database of its own. Targets: under 150 ms with 60 units and under 600 ms with 3,000,
whatever the tab and the order.
"""

import os

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from reports.models import AnnualReport, Event, Membership, Organ, Role, Status, User  # noqa: E402
from tests.benchmarks.pages import PLAIN, median, say  # noqa: E402

COUNTIES = (60, 3_000)
YEAR = 2024
TABS = (
    "in_review",
    "not_submitted",
    "all",
    "all&kind=township&name=%E9%95%87",
    "in_review&explained=yes",
    "all&timing=overdue",
    "all&sort=deadline",
    "all&sort=-explained",
)


def main() -> None:
    call_command("migrate", verbosity=0)
    supervisors = {number: make_county(number) for number in COUNTIES}
    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        for number, supervisor in supervisors.items():
            client = Client()
            client.force_login(supervisor)
            for tab in TABS:
                address = f"/review/?year={YEAR}&tab={tab}"
                say(f"queue of {number}: {tab}", median(lambda client=client, address=address: client.get(address)))


def make_county(number: int) -> User:
    """A county office with so many townships, one report each: a quarter each in review, returned, approved, begun."""
    county = Organ.objects.create(slug=f"county-{number}", name=f"第{number}县政府办公室", kind="office")
    people = [User.objects.create_user(f"{name}-{number}", full_name=name) for name in ("clerk", "supervisor")]
    Membership.objects.create(user=people[1], organ=county, role=Role.SUPERVISOR)
    organs = Organ.objects.bulk_create(
        Organ(slug=f"t{number}-{each}", name=f"第{number}县第{each}镇人民政府", kind="township", superior=county)
        for each in range(number)
    )
    states = (Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.DRAFT)
    reports = AnnualReport.objects.bulk_create(
        AnnualReport(organ=organ, year=YEAR, edition="2021", status=states[each % 4], round=min(each % 4, 1))
        for each, organ in enumerate(organs)
    )
    for report in reports:
        if report.status != Status.DRAFT:
            submit(report, people[0])
    return people[1]


def submit(report: AnnualReport, clerk: User) -> None:
    Event.objects.create(
        report=report,
        round=1,
        action="submit",
        from_status=Status.DRAFT,
        to_status=Status.IN_REVIEW,
        actor=clerk,
        at=timezone.now(),
    )


if __name__ == "__main__":
    main()
