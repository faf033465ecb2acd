"""The many units of a demonstration: marked as invented, balanced, on an unbroken chain, made with few questions."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.checks.registry import Level
from reports.lifecycle.findings import findings
from reports.lifecycle.history.proof import verify
from reports.management.demonstration_units import PROGRESS, add_units
from reports.models import AnnualReport, Organ, Publication, Status
from tests.conftest import YEAR

YEARS = (YEAR + 1, YEAR)


@pytest.fixture
def units(cast):
    add_units(len(PROGRESS), YEARS, cast.supervisor)
    return AnnualReport.objects.filter(organ__slug__startswith="unit-")


def test_a_report_stands_at_every_stage_and_those_of_before_are_published(units):
    assert {each.status for each in units.filter(year=YEARS[0])} == {
        Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED,
    }  # fmt: skip
    assert units.filter(year=YEARS[0]).count() == len(PROGRESS) - 1
    assert {each.status for each in units.filter(year=YEAR)} == {Status.PUBLISHED}


def test_all_are_marked_and_nothing_in_them_must_be_fixed(units):
    assert all(each.is_demonstration for each in units)
    for report in units:
        found = [each for each in findings(report) if each.level is Level.MUST_FIX]
        assert found == [], report


def test_their_history_holds(units):
    proof = verify()
    assert (proof.reports, proof.breaks) == (units.count(), [])


def test_the_public_finds_them_with_the_mark(units):
    shown = Client().get("/public/?name=演示").content.decode()
    assert "演示0001镇人民政府" in shown
    assert shown.count("演示数据</span>") == Publication.objects.filter(report__year=YEARS[0]).count()


def test_those_that_are_there_stay_and_more_are_added(units, cast):
    before = set(units.values_list("pk", flat=True))
    add_units(len(PROGRESS) + 1, YEARS, cast.supervisor)
    assert before < set(units.values_list("pk", flat=True))
    assert Organ.objects.filter(slug__startswith="unit-").count() == len(PROGRESS) + 1


def test_the_questions_do_not_grow_with_the_units(cast):
    counted = []
    for more in (20, 60):
        with CaptureQueriesContext(connection) as asked:
            add_units(more, (YEAR,), cast.supervisor, files=("json",))
        counted.append(len(asked))
    assert counted[1] <= counted[0] + 40 * 3  # the changes that each event of a report seals


def test_the_command_adds_them_to_the_demonstration(db):
    call_command("demo", "--units", "3", "--years", "1", verbosity=0)
    assert Organ.objects.filter(slug__startswith="unit-").count() == 3
