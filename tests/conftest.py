"""The cast: the people of one township, its supervisor, and others who must see nothing of it."""

import os
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate

from reports.lifecycle.opening import fill, open_report
from reports.models import AnnualReport, Membership, Organ, Role, User
from reports.official.interchange import parse
from reports.official.report_data import Kind, ReportData
from tests import replayed, runs
from tests.county.reports import NATURAL_PERSON, figures_of, organ, settle
from tests.deciding import perform
from tests.markup import Browser

SEED = Path(__file__).resolve().parent.parent / "reports" / "fixtures" / "beizi_2022.json"
YEAR = 2022
PASSWORD = "a-password-of-the-cast"
APPEND_ONLY_TABLES = (
    *("reports_event", "reports_version", "reports_extension"),
    *("reports_publishedfile", "reports_chainhead", "reports_importedfile"),
    "reports_publishedaddress",
    *("reports_rulesetting", "reports_boilerplatesetting", "reports_unrelatedmark"),
    *("reports_adjustment", "reports_finalisation", "reports_reopening"),
    *("reports_appraisalclosing", "reports_scoreentry", "reports_scoreanswer"),
    *("reports_sealinground", "reports_auditentry", "reports_auditpurge"),
)

# Fixtures that are replayed, and those that write nothing and set nothing that a report would be filled in by.
WRITE_NOTHING_ELSE = {
    *("cast", "report", "filled", "in_review"),
    *("_plain_installation", "seed", "client", "as_user", "clerk", "supervisor"),
}


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="the long runs of races, kills, fuzzing and round trips")


def pytest_configure(config):
    runs.begin(is_long=config.getoption("--long"))


# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _counted((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _counted((yield))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    replayed.begin()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    result = yield
    made_here = fixturedef.func.__module__.startswith("tests.")
    if fixturedef.scope == "function" and made_here and fixturedef.argname not in WRITE_NOTHING_ELSE:
        replayed.note_other_fixture()
    return result


def _counted(report):
    """In continuous integration a test left out is one that failed, unless it is of the other database or of root."""
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(("needs SQLite", "needs PostgreSQL", "needs to mount")):
            report.outcome, report.longrepr = "failed", f"left out, which continuous integration forbids: {reason}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Between tests with real transactions Django empties SQLite's tables row by row, which append-only ones refuse."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in APPEND_ONLY_TABLES:
                cursor.execute(f"DROP TRIGGER {table}_refuses_delete")
    # After each such test Django would write its permissions anew, which nothing here asks for.
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def _plain_installation(settings, tmp_path_factory):
    """Static files by their plain names, fast passwords, and no demonstration unless a test asks for it."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": f"{StaticFilesStorage.__module__}.{StaticFilesStorage.__qualname__}"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMONSTRATION, settings.PUBLIC_COLUMN = False, True
    cache.clear()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")
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
    return replayed.take("cast", _make_cast)


def _make_cast() -> Cast:
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
    contact = {"office": "党政办公室", "address": "背孜街1号", "postcode": "467300", "telephone": "0375-5050001"}
    return Organ.objects.create(
        slug=slug,
        name=name,
        short_name=short,
        self_reference=f"我{short[-1]}",
        kind=kind,
        superior=superior,
        **(contact if kind is Kind.TOWNSHIP else {}),
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
    return replayed.take("report", lambda: open_report(cast.township, YEAR, cast.clerk))


@pytest.fixture
def filled(report, cast, seed) -> AnnualReport:
    """背孜乡's report of 2022, filled in as it was published."""
    replayed.take("filled", lambda: fill(report.pk, cast.clerk, seed) and None)
    report.refresh_from_db()
    return report


@pytest.fixture
def in_review(filled, cast) -> AnnualReport:
    """The same, submitted and not yet looked at by its supervisor."""
    replayed.take("in_review", lambda: perform("submit", filled.pk, cast.clerk) and None)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def government(cast):
    """The government, with its bureau and its subdistrict beside the two townships of the cast."""
    organ("police", "鲁山县公安局", Kind.DEPARTMENT, cast.county)
    organ("tumen", "土门街道办事处", Kind.SUBDISTRICT, cast.county)
    return organ("lushan-gov", "鲁山县人民政府", Kind.COUNTY, None, consolidated_by=cast.county)


@pytest.fixture
def summing(government) -> User:
    """A clerk of the county government."""
    return _person("summing", "蒋文", government, Role.CLERK)


@pytest.fixture
def four_of_five(cast, government):
    """S1: 土门街道办事处 has not submitted; 瓦屋镇 has nothing to report."""
    nil = {"declared_nil": ["applications", "disputes"]}
    return {
        slug: settle(cast.clerk, Organ.objects.get(slug=slug), figures_of(slug), **(nil if slug == "wawu" else {}))
        for slug in NATURAL_PERSON
    }


@pytest.fixture
def client():
    """A browser in which nobody is signed in."""
    return Browser()


@pytest.fixture
def as_user():
    """A browser in which a person of the cast is signed in."""

    def signed_in(user: User) -> Browser:
        client = Browser()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def clerk(as_user, cast) -> Browser:
    """The browser of 背孜乡's clerk."""
    return as_user(cast.clerk)


@pytest.fixture
def supervisor(as_user, cast) -> Browser:
    """The browser of the county's supervisor."""
    return as_user(cast.supervisor)
