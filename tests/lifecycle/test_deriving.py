"""A report that follows the sums of its organs: what is written, what was typed and stays, and who answers for it."""

import pytest

from reports.lifecycle.consolidation.scope import scope_of
from reports.lifecycle.consolidation.sums import sums_of
from reports.lifecycle.contributors import contributors
from reports.lifecycle.deriving import follow
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.lifecycle.refusals import NotEditable
from reports.models import AnnualReport, Applications, Fees, Organ, Origin, Source, Status
from reports.official import Cell
from tests.conftest import YEAR
from tests.county.reports import figures_of, settle

RECEIVED = Cell("applications", "new_received", "natural_person")
GRANTED = Cell("applications", "granted", "natural_person")
FEES = Cell("fees", "administrative_fees", "amount")


@pytest.fixture
def own(cast, government, four_of_five):
    """The county government's own report, just opened."""
    return open_report(government, YEAR, cast.supervisor)


def fill_in(report, editor, instead_of=()):
    figures = sums_of(scope_of(report.organ, YEAR)).figures
    return follow(report.pk, figures, Origin.CONSOLIDATION, editor, dict(instead_of))


def test_an_empty_report_takes_every_figure_and_it_is_said_where_from(cast, own):
    followed = fill_in(own, cast.supervisor)
    assert own.figures() == sums_of(scope_of(own.organ, YEAR)).figures
    assert followed.typed == ()
    last = own.changes.filter(address=str(RECEIVED)).first()
    assert (last.new, last.source, last.editor) == ("11", Source.CONSOLIDATED, cast.supervisor)


def test_whoever_lets_it_be_filled_in_may_still_sign(cast, own):
    fill_in(own, cast.supervisor)
    assert contributors(own) == set()


def test_what_was_typed_stays_and_is_named_until_it_is_given_up(cast, own):
    fill_in(own, cast.supervisor)
    save(own.pk, cast.clerk, [Edit(str(RECEIVED), "11", "12")])
    assert fill_in(own, cast.supervisor).typed == (str(RECEIVED),)
    assert own.figures()[RECEIVED] == 12
    assert fill_in(own, cast.supervisor, {str(RECEIVED): "13"}.items()).written == ()  # another figure was seen
    assert fill_in(own, cast.supervisor, {str(RECEIVED): "12"}.items()).written == (str(RECEIVED),)
    assert own.figures()[RECEIVED] == 11


def test_what_was_written_before_follows_when_a_report_comes_in(cast, own):
    fill_in(own, cast.supervisor)
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen") | {RECEIVED: 2, GRANTED: 2})
    assert set(fill_in(own, cast.supervisor).written) == {str(RECEIVED), str(GRANTED)}
    assert (own.figures()[RECEIVED], fill_in(own, cast.supervisor).written) == (13, ())


def test_an_amount_that_is_only_written_otherwise_is_left_as_it_was_typed(cast, own, four_of_five):
    Fees.objects.filter(report=four_of_five["police"]).update(amount=122_500)
    assert str(sums_of(scope_of(own.organ, YEAR)).figures[FEES]) == "13.5000"
    save(own.pk, cast.clerk, [Edit(str(FEES), "", "13.5")])
    followed = fill_in(own, cast.supervisor)
    assert str(FEES) not in {*followed.written, *followed.typed}
    assert str(own.figures()[FEES]) == "13.5"


def test_a_figure_that_is_not_wholly_known_is_not_written(cast, own, four_of_five):
    Applications.objects.filter(report=four_of_five["police"], row="granted").delete()
    fill_in(own, cast.supervisor)
    assert (own.figures()[GRANTED], own.figures()[RECEIVED]) == (None, 11)


def test_a_report_that_was_handed_in_follows_no_more(cast, own):
    AnnualReport.objects.filter(pk=own.pk).update(status=Status.IN_REVIEW)
    with pytest.raises(NotEditable):
        fill_in(own, cast.supervisor)
