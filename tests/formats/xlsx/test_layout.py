"""The address map of the workbook: every figure has one place, and what is unknown is told from what is blank."""

import pytest

from reports.formats.xlsx import layout
from reports.formats.xlsx.layout import Place
from reports.official import EDITIONS
from reports.official.report_data import Kind, ReportData


def report(**known):
    return ReportData("2021", "背孜乡人民政府", Kind.TOWNSHIP, 2022, **known)


def places(*references):
    return [Place("三", int(each[1:]), ord(each[0]) - ord("A") + 1) for each in references]


@pytest.mark.parametrize(
    ("references", "ranges"),
    [
        (["D5"], "D5"),
        (["D5", "E5", "F5"], "D5:F5"),
        (["D5", "D6", "D8"], "D5:D6,D8"),
        (["D5", "E5", "D6", "E6"], "D5:E6"),
        (["E6", "D5", "E5", "D6"], "D5:E6"),
        (["D5", "E5", "D6"], "D6,D5:E5"),
        (["D5", "F5", "D6", "F6"], "D5:D6,F5:F6"),
    ],
)
def test_places_are_joined_into_rectangles(references, ranges):
    assert layout.ranges(places(*references)) == ranges


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_every_figure_has_a_place_of_its_own(edition):
    figure_places = layout.figure_places(edition.key)
    assert set(figure_places) == {cell for table in edition.table.values() for cell in table.cells}
    assert len(set(figure_places.values())) == len(figure_places)
    assert max(place.column for place in figure_places.values()) <= 26


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_every_label_of_a_worksheet_is_unique_and_every_name_fits(edition):
    labels = [*layout.Particular, *(label for label, _ in layout.text_rows(edition))]
    assert len(set(labels)) == len(labels)
    assert [key for _, key in layout.text_rows(edition) if key] == list(edition.text)
    assert len(set(layout.table_names(edition).values())) == len(edition.table)
    for name in (layout.TEXTS_SHEET, *(section.title for section in layout.table_sections(edition))):
        assert len(name) <= 31
        assert set(name).isdisjoint("[]:*?/\\")


def test_what_is_unknown_is_named_by_table_row_or_cell():
    edition = EDITIONS["2021"]
    known = {
        cell: None
        for cell in edition.entries
        if cell.table in {"normative_acts", "applications"} and cell.row != "granted" and cell.column != "repealed"
    }
    unknown = report(title="", texts=dict.fromkeys(edition.text, ""), figures=known)
    assert layout.left_out(unknown) == [
        "normative_acts.rules.repealed",
        "normative_acts.normative_documents.repealed",
        "licensing",
        "enforcement",
        "fees",
        "applications.granted",
        "disputes",
    ]


def test_an_untouched_report_leaves_out_title_texts_and_tables():
    edition = EDITIONS["2021"]
    assert layout.left_out(report()) == ["title", *edition.text, *edition.table]


def test_a_cell_is_covered_by_its_own_key_its_row_or_its_table():
    keys = {"fees", "applications.granted", "disputes.cases.litigation_direct_upheld"}
    edition = EDITIONS["2021"]
    covered = {str(cell) for cell in edition.entries if layout.covers(keys, cell)}
    assert covered == {
        "fees.administrative_fees.amount",
        "disputes.cases.litigation_direct_upheld",
        *(f"applications.granted.{column.key}" for column in edition.table["applications"].columns[:-1]),
    }
