"""The cast: the people of one township, its supervisor, and others who must see nothing of it."""

import os
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.db import connection
from django.test import Client

from reports.models import AnnualReport, Membership, Organ, Role, User
from reports.official.interchange import parse
from reports.official.report_data import Kind, ReportData
from reports.opening import enter, open_report

SEED = Path(__file__).resolve().parent.parent / "reports" / "fixtures" / "beizi_2022.json"
YEAR = 2022
PASSWORD = "a-password-of-the-cast"


# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _counted((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _counted((yield))


def _counted(report):
    """In continuous integration a test left out is one that failed, unless it is of the other database."""
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(("needs SQLite", "needs PostgreSQL")):
            report.outcome, report.longrepr = "failed", f"left out, which continuous integration forbids: {reason}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Between tests with real transactions Django empties SQLite's tables row by row, which append-only ones refuse."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("reports_event", "reports_version", "reports_extension"):
                cursor.execute(f"DROP TRIGGER {table}_refuses_delete")


@pytest.fixture(autouse=True)
def _plain_installation(settings):
    """Static files by their plain names, fast passwords, and no demonstration unless a test asks for it."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": f"{StaticFilesStorage.__module__}.{StaticFilesStorage.__qualname__}"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMONSTRATION = False
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sid", "csrf"


@dataclass
class Cast:
    """Who is who: the clerk and the leader are of 背孜乡, the neighbour of 瓦屋镇, the stranger of another county."""

    county: Organ
    township: Organ
    neighbouring_township: Organ
    clerk: User
    colleague: User
    leader: User
    reader: User
    supervisor: User
    neighbour: User
    stranger: User
    administrator: User


@pytest.fixture
def cast(db) -> Cast:
    county = _organ("lushan", "鲁山县人民政府办公室", Kind.OFFICE, None)
    township = _organ("beizi", "背孜乡人民政府", Kind.TOWNSHIP, county)
    neighbouring = _organ("wawu", "瓦屋镇人民政府", Kind.TOWNSHIP, county)
    elsewhere = _organ("elsewhere", "外县人民政府办公室", Kind.OFFICE, None)
    return Cast(
        county=county,
        township=township,
        neighbouring_township=neighbouring,
        clerk=_person("clerk", "李某某", township, Role.CLERK),
        colleague=_person("colleague", "王某某", township, Role.CLERK),
        leader=_person("leader", "陈某某", township, Role.READER),
        reader=_person("reader", "周某某", township, Role.READER),
        supervisor=_person("supervisor", "张某某", county, Role.SUPERVISOR),
        neighbour=_person("neighbour", "赵某某", neighbouring, Role.CLERK),
        stranger=_person("stranger", "钱某某", elsewhere, Role.SUPERVISOR),
        administrator=User.objects.create_user("administrator", PASSWORD, full_name="孙某某", is_administrator=True),
    )


def _organ(slug: str, name: str, kind: Kind, superior: Organ | None) -> Organ:
    short = name.removesuffix("人民政府")
    return Organ.objects.create(
        slug=slug, name=name, short_name=short, self_reference=f"我{short[-1]}", kind=kind, superior=superior
    )


def _person(username: str, full_name: str, organ: Organ, role: Role) -> User:
    user = User.objects.create_user(username, PASSWORD, full_name=full_name)
    Membership.objects.create(user=user, organ=organ, role=role)
    return user


@pytest.fixture
def with_leader(cast) -> Cast:
    """The cast with a leader in office, so that what is submitted has to be signed (签发)."""
    Membership.objects.create(user=cast.leader, organ=cast.township, role=Role.LEADER)
    return cast


@pytest.fixture
def seed() -> ReportData:
    """背孜乡's report of 2022, as published."""
    return parse(SEED.read_bytes())


@pytest.fixture
def report(cast) -> AnnualReport:
    """背孜乡's report of 2022, just opened."""
    return open_report(cast.township, YEAR, cast.clerk)


@pytest.fixture
def filled(report, cast, seed) -> AnnualReport:
    """背孜乡's report of 2022, filled in as it was published."""
    enter(report, cast.clerk, seed)
    report.refresh_from_db()
    return report


@pytest.fixture
def as_user():
    """A browser in which a person of the cast is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
