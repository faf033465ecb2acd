"""How long the server takes for the queue of a county with 3,000 reports, at the median.

Run by script/benchmark on a database of its own. Target: under 50 ms, whatever the tab.
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

REPORTS = 3_000
YEAR = 2024
TABS = (
    "in_review",
    "not_submitted",
    "all",
    "all&kind=township&name=%E9%95%87",
    "in_review&explained=yes",
    "all&timing=overdue",
)


def main() -> None:
    call_command("migrate", verbosity=0)
    supervisor = make_county()
    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(supervisor)
        for tab in TABS:
            say(f"queue: {tab}", median(lambda tab=tab: client.get(f"/review/?year={YEAR}&tab={tab}")))


def make_county() -> User:
    """A county office with so many townships, one report each: a quarter each in review, returned, approved, begun."""
    county = Organ.objects.create(slug="county", name="县政府办公室", kind="office")
    people = [User.objects.create_user(name, full_name=name) for name in ("clerk", "supervisor")]
    Membership.objects.create(user=people[1], organ=county, role=Role.SUPERVISOR)
    organs = Organ.objects.bulk_create(
        Organ(slug=f"t{number}", name=f"第{number}镇人民政府", kind="township", superior=county)
        for number in range(REPORTS)
    )
    states = (Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.DRAFT)
    reports = AnnualReport.objects.bulk_create(
        AnnualReport(organ=organ, year=YEAR, edition="2021", status=states[number % 4], round=min(number % 4, 1))
        for number, organ in enumerate(organs)
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
