"""The sums of a county's reports: the worked examples of county.md §4.8, and what is never passed over in silence."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.lifecycle.consolidation.scope import Decision, decide_scope, scope_of
from reports.lifecycle.consolidation.sums import sums_of
from reports.models import AnnualReport, Applications, Basis, Organ, Status
from reports.models.reading import data_of, texts_of
from reports.official import Cell
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle


def natural(row):
    return Cell("applications", row, "natural_person")


def sums(government, **switches):
    return sums_of(scope_of(government, YEAR), **switches)


def test_the_column_of_the_worked_example_adds_up(government, four_of_five):
    rows = ("new_received", "carried_over", "granted", "unavailable_not_held", "carried_forward", "handled_total")
    assert [sums(government).figure(natural(row)) for row in rows] == [11, 1, 6, 3, 3, 9]


def test_who_is_missing_is_named_with_its_state(cast, government, four_of_five):
    now = sums(government)
    assert (len(now.reports), now.members, now.is_complete) == (4, 5, False)
    assert [(each.organ.name, each.state) for each in now.left_out] == [("土门街道办事处", "未开始")]
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"), status=Status.DRAFT)
    assert [each.state for each in sums(government).left_out] == ["填报中"]


def test_money_is_added_up_to_the_yuan_and_printed_with_the_most_decimals(government, four_of_five):
    assert str(sums(government).figure(Cell("fees", "administrative_fees", "amount"))) == "13.5956"


def test_what_waits_for_review_counts_only_where_it_is_asked_for(government, four_of_five):
    AnnualReport.objects.filter(organ__slug="police").update(status=Status.IN_REVIEW)
    assert sums(government).figure(natural("new_received")) == 7
    assert sums(government, with_waiting=True).figure(natural("new_received")) == 11


def test_a_row_that_one_report_does_not_know_is_unknown_in_the_sum_and_in_every_total_over_it(government, four_of_five):
    row = natural("not_processed_repeat")
    Applications.objects.filter(report=four_of_five["police"], row=row.row).delete()
    now = sums(government)
    totals = [natural("handled_total"), row._replace(column="total")]
    assert [now.figure(cell) for cell in (row, *totals)] == [None, None, None]
    assert [now.unknown_to(cell) for cell in (row, *totals)] == [1, 1, 1]
    assert (now.known_part(natural("handled_total")), now.figure(natural("granted"))) == (9, 6)


def test_what_was_typed_and_is_no_number_is_unknown_and_not_zero(government, four_of_five):
    cell = natural("granted")
    Applications.objects.filter(report=four_of_five["beizi"], row=cell.row).update(
        natural_person=None, as_typed={"natural_person": "三"}
    )
    now = sums(government)
    assert (now.figure(cell), now.known_part(cell), now.unknown_to(cell)) == (None, 5, 1)


def test_the_totals_over_the_sums_are_the_sums_of_the_totals(government, four_of_five):
    now = sums(government)
    each = data_of(now.reports, texts_of(now.reports)).values()
    cells = [cell for table in now.edition.table.values() for cell in table.cells]
    assert {cell: now.figure(cell) for cell in cells} == {
        cell: sum(data.figure(cell) for data in each) for cell in cells
    }


def test_a_city_sums_the_report_of_the_county_and_never_its_townships_again(cast, government, four_of_five):
    city_office = organ("city-office", "平顶山市人民政府办公室", Kind.OFFICE, None)
    bureau = organ("city-police", "平顶山市公安局", Kind.DEPARTMENT, city_office)
    city = organ("city", "平顶山市人民政府", Kind.CITY, None, consolidated_by=city_office)
    Organ.objects.filter(pk=government.pk).update(superior=city_office)
    for of, number in ((government, 40), (bureau, 5), (city_office, 0)):
        settle(cast.clerk, of, figures_of(of.slug) | {natural("new_received"): number, natural("granted"): number})
    assert sums(city).figure(natural("new_received")) == 45


def test_a_correction_in_work_does_not_displace_what_it_corrects(cast, government, four_of_five):
    published = four_of_five["beizi"]
    AnnualReport.objects.filter(pk=published.pk).update(status=Status.PUBLISHED)
    AnnualReport.objects.create(organ=published.organ, year=YEAR, revision=2, edition=published.edition)
    now = sums(government)
    assert published in now.reports
    assert now.figure(natural("new_received")) == 11


def test_a_report_in_the_form_of_another_time_is_named_and_not_added(government, four_of_five):
    AnnualReport.objects.filter(organ__slug="police").update(edition="2019")
    now = sums(government)
    assert [(each.organ.slug, each.state) for each in now.left_out] == [("police", "格式不同"), ("tumen", "未开始")]
    assert now.figure(natural("new_received")) == 7


def test_an_organ_that_came_later_is_named_and_not_added_before_it_is_decided(cast, government, four_of_five):
    decide_scope(government, YEAR, cast.clerk, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    late = organ("late", "鲁山县信访局", Kind.DEPARTMENT, cast.county)
    settle(cast.clerk, late, figures_of("late") | {natural("new_received"): 9, natural("granted"): 9})
    now = sums(government)
    assert ([each.slug for each in now.scope.undecided], now.is_complete) == (["late"], False)
    assert now.figure(natural("new_received")) == 11


@pytest.mark.parametrize("more", [0, 30])
def test_sixty_members_are_asked_for_as_often_as_three(cast, government, four_of_five, more):
    for number in range(more):
        one = organ(f"more-{number}", f"第{number}单位", Kind.DEPARTMENT, cast.county)
        settle(cast.clerk, one, figures_of(one.slug))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        now = sums(government)
    assert len(now.reports) == 4 + more
    assert len(asked) <= 10


def test_a_government_without_any_counted_report_has_no_sums(government):
    now = sums(government)
    assert (now.reports, now.figures) == ((), {})
    assert [each.organ.slug for each in now.left_out] == ["lushan", "police", "beizi", "wawu", "tumen"]


def test_two_decimals_are_enough_where_nobody_has_more(cast, government):
    settle(
        cast.clerk, cast.county, figures_of("lushan") | {Cell("fees", "administrative_fees", "amount"): Decimal("1.50")}
    )
    assert str(sums(government).figure(Cell("fees", "administrative_fees", "amount"))) == "1.50"
