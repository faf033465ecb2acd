"""比较: years on their own scope, units with those that they succeeded, and a unit beside the median of its kind."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.county.comparing import (
    NOT_COMPARABLE,
    ComparedColumn,
    beside_its_kind,
    change,
    columns_of_units,
    columns_of_years,
    group_figure,
    sums_by_year,
    years_known,
)
from reports.models import AnnualReport, Applications, Organ, Status
from reports.official import EDITION_2021, Cell, edition_for
from reports.official.edition_2021 import OTHER_HANDLING
from reports.official.report_data import Kind
from reports.people.organs import set_organ_active
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle

NEW = Cell("applications", "new_received", "natural_person")
TOTAL = NEW._replace(column="total")


def with_new(number, year=YEAR):
    return figures_of("", year) | {NEW: number}


def test_each_year_is_summed_on_the_organs_of_that_year(cast, government, four_of_five):
    for slug, number in (("beizi", 5), ("wawu", 2)):
        settle(cast.clerk, Organ.objects.get(slug=slug), with_new(number, YEAR - 1), YEAR - 1)
    wawu = Organ.objects.get(slug="wawu")
    set_organ_active(wawu, is_active=False, successor=cast.township)
    AnnualReport.objects.filter(organ=wawu, year=YEAR).update(status=Status.DRAFT)
    assert years_known(government, YEAR) == [YEAR - 1, YEAR]
    found = columns_of_years(sums_by_year(government, years_known(government, YEAR)))
    assert [each.figure(TOTAL, EDITION_2021) for each in found] == [7, 11]
    assert [each.coverage for each in found] == ["2／5", "3／4"]


def test_only_what_counts_makes_a_year_and_none_after_the_one_asked_for(cast, government, four_of_five):
    settle(cast.clerk, cast.township, with_new(5, YEAR + 1), YEAR + 1)
    settle(cast.clerk, cast.township, with_new(5, YEAR - 1), YEAR - 1, Status.IN_REVIEW)
    assert years_known(government, YEAR) == [YEAR]


def test_what_the_older_form_counts_otherwise_is_a_gap_and_the_last_group_is_one(cast):
    older = edition_for(2020)
    figures = dict.fromkeys(older.entries, 1)
    column = ComparedColumn("2020 年", older, figures)
    for address in (
        "normative_acts.rules.in_force",
        "fees.administrative_fees.amount",
        "applications.other_misc.total",
    ):
        assert column.figure(Cell.parse(address), EDITION_2021) == NOT_COMPARABLE
    assert column.figure(Cell.parse("licensing.administrative_licensing.decisions"), EDITION_2021) in (
        1,
        NOT_COMPARABLE,
    )
    assert column.figure(TOTAL, EDITION_2021) == 6
    assert group_figure(column, OTHER_HANDLING) == 6
    newer = ComparedColumn("2021 年", EDITION_2021, dict.fromkeys(EDITION_2021.entries, 1))
    assert group_figure(newer, OTHER_HANDLING) == 18


def test_a_unit_before_it_was_one_is_the_sum_of_those_it_came_from(cast):
    new = organ("new", "新镇人民政府", Kind.TOWNSHIP, cast.county)
    for number, of in enumerate((cast.township, cast.neighbouring_township), 1):
        settle(cast.clerk, of, with_new(number))
        set_organ_active(of, is_active=False, successor=new)
    (column,) = columns_of_units([new], YEAR)
    assert (column.figure(TOTAL, EDITION_2021), column.succeeded) == (3, "原背孜乡人民政府、原瓦屋镇人民政府合计")
    settle(cast.clerk, new, with_new(9))
    (column,) = columns_of_units([new], YEAR)
    assert (column.figure(TOTAL, EDITION_2021), column.succeeded) == (9, "")


def test_who_has_no_report_that_counts_is_missing_and_not_zero(cast):
    settle(cast.clerk, cast.township, with_new(4), YEAR, Status.IN_REVIEW)
    (column,) = columns_of_units([cast.township], YEAR)
    assert (column.figures, column.figure(TOTAL, EDITION_2021)) == ({}, None)


def test_the_median_is_of_the_others_of_the_kind_and_of_what_they_know(cast, four_of_five):
    numbers = (0, 4, 10, 7)
    for at, number in enumerate(numbers):
        one = settle(cast.clerk, organ(f"t{at}", f"第{at}乡", Kind.TOWNSHIP, cast.county), with_new(number))
    Applications.objects.filter(report=one, row=NEW.row).delete()
    peers = beside_its_kind(cast.township, YEAR)
    assert (peers.count, peers.unit.figure(TOTAL, EDITION_2021)) == (5, 1)
    assert peers.medians[TOTAL] == 2  # of 瓦屋镇's 0, 0, 4 and 10
    assert beside_its_kind(cast.county, YEAR).count == 0


def test_a_percentage_needs_a_base_that_says_something():
    assert change(4, 8) == (4, "")
    assert change(5, 8) == (3, "+60%")
    assert change(10, 10) == (0, "")
    assert change(Decimal("12.5"), Decimal(5)) == (Decimal("-7.5"), "-60%")
    assert change(None, 3) is change(NOT_COMPARABLE, 3) is None


@pytest.mark.parametrize("of", ["years", "units", "kind"])
def test_sixty_units_are_asked_for_as_often_as_three(cast, government, of):
    counts, units = [], []
    for number in range(60):
        units.append(organ(f"t{number}", f"第{number}乡", Kind.TOWNSHIP, cast.county))
        report = AnnualReport.objects.create(organ=units[-1], year=YEAR, edition="2021", status=Status.APPROVED)
        Applications.objects.create(report=report, row="new_received", natural_person=number)
        if number in (2, 59):
            with CaptureQueriesContext(connection) as asked:
                compare(of, government, units)
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 18


def compare(of, government, units):
    match of:
        case "years":
            assert columns_of_years(sums_by_year(government, years_known(government, YEAR)))
        case "units":
            assert all(each.figures for each in columns_of_units(units, YEAR))
        case "kind":
            assert beside_its_kind(units[0], YEAR).count == len(units) - 1
