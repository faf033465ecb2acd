"""上年报告: what is settled is compared with; a draft of it is for the organ's own people, and said to be one."""

import pytest

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings
from reports.lifecycle.opening import copy_as_revision, open_report
from reports.models import AnnualReport, Status
from reports.models.last_years import last_year_of
from tests.conftest import YEAR

CARRIED = "applications.carried_forward.natural_person"


@pytest.fixture
def earlier(cast) -> AnnualReport:
    """The organ's draft of the year before, which carries three applications forward."""
    earlier = open_report(cast.township, YEAR - 1, cast.clerk)
    save(earlier.pk, cast.clerk, [Edit(CARRIED, "", "3")])
    return earlier


def reported(last):
    return list(last.reports) if last else []


def bring(report, status):
    AnnualReport.objects.filter(pk=report.pk).update(status=status)


@pytest.mark.parametrize("status", list(Status))
def test_last_years_report_is_one_that_is_approved_published_or_archived(earlier, report, status):
    bring(earlier, status)
    assert reported(last_year_of(report)) == (
        [earlier] if status in (Status.APPROVED, Status.PUBLISHED, Status.ARCHIVED) else []
    )
    assert reported(last_year_of(report, to_own_people=True)) == [earlier]


def test_an_unfinished_correction_drives_no_finding_and_hides_nothing(earlier, filled, cast):
    bring(earlier, Status.PUBLISHED)
    AnnualReport.objects.filter(pk=filled.pk).update(declared_nil=["applications"])
    filled.refresh_from_db()
    assert [each.rule for each in findings(filled)] == ["Z1"]
    correction = copy_as_revision(earlier)
    save(correction.pk, cast.clerk, [Edit(CARRIED, "3", "0")])
    assert [each.rule for each in findings(filled)] == ["Z1"]
    assert reported(last_year_of(filled)) == reported(last_year_of(filled, to_own_people=True)) == [earlier]


def test_a_draft_of_last_year_is_shown_to_its_own_people_and_said_to_be_one(earlier, report, cast, as_user):
    clerk = as_user(cast.clerk)
    table = f"/reports/beizi/{YEAR}/applications/"
    assert "上年报告的数（上年报告为“填报中”，尚未审核通过）" in clerk.get(table).content.decode()
    texts = clerk.get(f"/reports/beizi/{YEAR}/problems/").content.decode()
    assert f"（{YEAR - 1} 年度，填报中，尚未审核通过）" in texts
    bring(earlier, Status.PUBLISHED)
    assert "尚未审核通过" not in clerk.get(table).content.decode()
