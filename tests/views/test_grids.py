"""The grid that the form draws: what it tells the scripts, and last year's figures beside this year's."""

import re

import pytest

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.models import Status
from reports.presenters.grids import shown_table
from tests.conftest import YEAR
from tests.markup import flat


def table(report, step="applications"):
    return shown_table(report, report.official_form.section[step], report.figures(), {}, {})


def cells(drawn):
    return {each.address: each for row in drawn.body_rows for each in row.cells if each.place.cell}


def carried(drawn):
    return [row.carried for row in drawn.body_rows if row.carried]


@pytest.fixture
def previous(cast, report):
    """The organ's report of the year before, with a few figures."""
    earlier = open_report(cast.township, YEAR - 1, cast.clerk)
    edits = [
        Edit("applications.carried_forward.natural_person", "", "3"),
        Edit("applications.carried_forward.business", "", "两"),
        Edit("applications.granted.research", "", "0"),
    ]
    save(earlier.pk, cast.clerk, edits)
    return earlier


def test_without_a_report_of_last_year_nothing_is_known_of_it(report):
    drawn = table(report)
    assert drawn.has_last_year is False
    assert {each.last_year for each in cells(drawn).values()} == {""}
    assert [(each.total, each.is_known) for each in carried(drawn)] == [(None, False)]


def test_last_years_figures_stand_beside_and_what_is_no_number_does_not(report, previous):
    drawn = table(report)
    assert {address: each.last_year for address, each in cells(drawn).items() if each.last_year} == {
        "applications.carried_forward.natural_person": "3",
        "applications.granted.research": "0",
    }


def test_what_is_carried_forward_is_proposed_where_it_is_known(report, previous, cast):
    drawn = table(report)
    assert [(each.total, each.is_known) for each in carried(drawn)] == [(None, True)]
    proposed = {address: each.proposed for address, each in cells(drawn).items() if each.proposed}
    assert proposed == {"applications.carried_over.natural_person": "3"}
    row = [each for each in previous.official_form.table["applications"].entries if each.row == "carried_forward"]
    edits = [Edit(str(each), "3" if each.column == "natural_person" else "", "1") for each in row]
    edits[1] = Edit("applications.carried_forward.business", "两", "1")
    save(previous.pk, cast.clerk, edits)
    assert [each.total for each in carried(table(report))] == ["6"]


def test_the_report_of_another_organ_is_never_last_years(report, cast):
    other = open_report(cast.neighbouring_township, YEAR - 1, cast.neighbour)
    save(other.pk, cast.neighbour, [Edit("applications.carried_forward.natural_person", "", "7")])
    type(other).objects.filter(pk=other.pk).update(status=Status.PUBLISHED)
    assert table(report).has_last_year is False


def test_a_row_names_the_labels_by_which_a_pasted_row_is_recognised(report):
    labels = {row.label: row.other_label for row in table(report).body_rows}
    assert labels["一、本年新收政府信息公开申请数量"] == ""
    assert labels["3.其他"] == "（六）其他处理"
    assert len(labels) == 25
    turned = [row.label for row in table(report, "disputes").body_rows]
    assert turned == ["行政复议", "未经复议直接起诉", "复议后起诉"]


def test_only_the_heading_of_a_single_column_names_it(report):
    heads = [
        (each.place.text, each.place.column)
        for row in table(report).heading_rows
        for each in row.cells
        if each.is_column_label
    ]
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert sorted(heads, key=lambda each: each[1]) == list(zip(names, range(3, 10), strict=True))


def test_last_years_figures_cost_one_more_report_whatever_their_number(
    report, previous, django_assert_num_queries, as_user, cast
):
    section, figures = report.official_form.section["applications"], report.figures()
    which, its_rows, from_which_files = 1, 1, 1
    with django_assert_num_queries(which + its_rows + from_which_files):
        shown_table(report, section, figures, {}, {})


@pytest.mark.parametrize(("step", "entries"), [("proactive_disclosure", 10), ("applications", 144), ("disputes", 12)])
def test_every_cell_has_a_label_of_its_own_that_names_its_row_and_column(report, cast, as_user, step, entries):
    page = flat(as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/{step}/").content.decode())
    labels = re.findall(r'<td class="entry[^>]*><input[^>]* aria-label="([^"]+)"', page)
    assert (len(labels), len(set(labels))) == (entries, entries)
    assert all("，" in label for label in labels)
    grid = page[page.index('id="grid"') :].partition("</table>")[0]
    assert "<caption" in grid
    assert len(re.findall(r"<th\b", grid)) == len(re.findall(r'<th\b[^>]* scope="(?:row|col)', grid))


def test_a_total_over_what_is_not_all_filled_in_looks_partial(cast, as_user, report):
    def partial():
        """The totals of 表四 that look so."""
        told = flat(as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/disputes/").content.decode())
        return re.findall(r'class="total is-incomplete[^"]*"', told)

    entries = [str(each) for each in report.official_form.table["disputes"].entries]
    assert len(partial()) == 3
    save(report.pk, cast.clerk, [Edit(address, "", "0") for address in entries[:-1]])
    assert len(partial()) == 1
    save(report.pk, cast.clerk, [Edit(entries[-1], "", "0")])
    assert partial() == []
