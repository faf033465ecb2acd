"""What a supervisor holds an outlying figure against: the counted reports of the same kind, and no others."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.county.units import units_beside
from reports.lifecycle.editing import Edit, save
from reports.models import AnnualReport, Status
from reports.official import Cell
from reports.official.figures import display
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle

PENALTIES = Cell("enforcement", "administrative_penalty", "decisions")
NEW = Cell("applications", "new_received", "total")


def test_only_counted_reports_of_the_same_kind_and_year_are_looked_at(cast, government, four_of_five):
    units = units_beside(four_of_five["beizi"])
    assert units[NEW] == [0]  # 瓦屋镇's; neither the bureau's nor the office's
    AnnualReport.objects.filter(organ__slug="wawu").update(status=Status.IN_REVIEW)
    assert units_beside(four_of_five["beizi"])[NEW] == []
    assert units_beside(four_of_five["lushan"]) == {}


def test_sixty_are_asked_for_as_often_as_three(cast, report):
    counts = []
    for number in range(60):
        one = organ(f"t{number}", f"第{number}乡", Kind.TOWNSHIP, cast.county)
        settle(cast.clerk, one, figures_of("") | {PENALTIES: number})
        if number in (2, 59):
            with CaptureQueriesContext(connection) as asked:
                units = units_beside(report)
            counts.append(len(asked))
    assert sorted(units[PENALTIES]) == list(range(60))
    assert counts[0] == counts[1] <= 8


def test_the_review_of_a_report_shows_what_is_far_above_the_others_and_its_clerk_does_not_see_it(cast, filled, as_user):
    for number in range(8):
        settle(cast.clerk, organ(f"t{number}", f"第{number}乡", Kind.TOWNSHIP, cast.county), figures_of(""))
    stands = display(filled.figures()[PENALTIES])
    save(filled.pk, cast.clerk, [Edit(str(PENALTIES), stands, "38")])
    AnnualReport.objects.filter(pk=filled.pk).update(status=Status.IN_REVIEW, round=1, reviewer=cast.county)
    assert "远高于同类单位" in as_user(cast.supervisor).get(f"/reports/beizi/{YEAR}/review/").content.decode()
    AnnualReport.objects.filter(pk=filled.pk).update(status=Status.DRAFT)
    assert "远高于同类单位" not in as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/check/").content.decode()
