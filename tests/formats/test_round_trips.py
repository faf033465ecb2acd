"""Whatever a report holds is what is read back from the file that was written of it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.formats import reading, writing
from reports.official.interchange import as_mapping
from reports.official.report_data import Coverage
from tests import runs
from tests.formats.any_report import complete_report, reports
from tests.formats.hands import random_report

UNHURRIED = settings(max_examples=runs.times(60, 1_000), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_back(report, extension):
    return reading.read(f"report.{extension}", writing.write(report, extension))


@UNHURRIED
@given(reports(with_unreadable=True))
def test_any_report_survives_the_workbook(report):
    reading = read_back(report, "xlsx")
    assert reading.report == report
    assert as_mapping(reading.report) == as_mapping(report)
    assert {each.cell for each in reading.unplaced} == {
        cell for cell, figure in report.figures.items() if isinstance(figure, str)
    }
    assert (reading.notices, reading.disagreements) == ((), ())


@UNHURRIED
@given(reports(with_unreadable=False))
def test_any_report_survives_the_interchange_file(report):
    reading = read_back(report, "json")
    assert reading.report == report
    assert as_mapping(reading.report) == as_mapping(report)
    assert (reading.unplaced, reading.notices, reading.disagreements) == ((), (), ())


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("extension", ["json", "xlsx"])
def test_a_complete_report_survives_with_the_totals_that_were_printed(edition, extension):
    report = complete_report(edition)
    reading = read_back(report, extension)
    assert reading.report == report
    totals = {cell for table in report.official_form.table.values() for cell in table.totals}
    assert reading.report.printed_totals == {cell: report.figure(cell) for cell in totals}


def test_the_superseded_tables_in_a_later_year_stay_what_they_are():
    report = complete_report("2019", year=2023)
    assert read_back(report, "xlsx").report == report


def test_the_one_row_form_of_other_handling_stays_one_row():
    complete = complete_report()
    merged = {"other_no_correction", "other_fee_unpaid"}
    report = complete_report(figures={cell: each for cell, each in complete.figures.items() if cell.row not in merged})
    reading = read_back(report, "xlsx")
    assert reading.report == report
    totals = report.official_form.table["applications"].totals
    assert {cell.row for cell in totals if reading.report.figure(cell) is None} == merged


@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")), blanks=st.booleans())
@settings(max_examples=runs.times(10, 1_000))
def test_any_report_survives_the_web_page(seed, edition, blanks):
    assert_survives(random_report(seed, edition, blanks=blanks), "html")


@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")), blanks=st.booleans())
@settings(max_examples=runs.times(5, 1_000))
def test_any_report_survives_the_word_document(seed, edition, blanks):
    assert_survives(random_report(seed, edition, blanks=blanks), "docx")


@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")), blanks=st.booleans())
@settings(max_examples=runs.times(2, 1_000))
def test_any_report_survives_the_paper(seed, edition, blanks):
    assert_survives(random_report(seed, edition, blanks=blanks), "pdf")


@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")), blanks=st.booleans())
@settings(max_examples=runs.times(1, 1_000))
def test_any_report_survives_the_ofd_document(seed, edition, blanks):
    assert_survives(random_report(seed, edition, blanks=blanks), "ofd")


@pytest.mark.parametrize("marks", [{"draft": True}, {"demonstration": True}, {"draft": True, "demonstration": True}])
@pytest.mark.parametrize("extension", ["pdf", "ofd", "docx", "html"])
def test_what_marks_a_draft_is_not_read_as_its_text(extension, marks):
    """Not what is written across its pages, nor what heads each of them."""
    report = random_report(7, "2021", blanks=False)
    covering = replace(report, coverage=Coverage(8, 17, undecided=2, differing=3))
    assert_is_read(report, reading.read(f"report.{extension}", writing.write(covering, extension, **marks)))


def assert_survives(report, extension):
    assert_is_read(report, read_back(report, extension))


def assert_is_read(report, reading):
    """What is blank on paper is unknown when it is read; all else is as it was."""
    printed = {cell: report.figure(cell) for table in report.official_form.table.values() for cell in table.cells}
    read = {**reading.report.figures, **reading.report.printed_totals}
    assert {cell: read.get(cell) for cell in printed} == printed
    assert reading.report.texts == report.texts
    particulars = ("edition", "organ", "kind", "year", "title", "document_number", "issued_on")
    assert [getattr(reading.report, each) for each in particulars] == [getattr(report, each) for each in particulars]
    assert (reading.unplaced, reading.disagreements) == ((), ())
