"""The models mirror the official tables: every entry column has its field, and a figure survives in it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models.tables import TABLE_MODELS, Fees, fields_cover_the_form
from reports.official import EDITIONS, Measure


def test_the_models_cover_both_editions():
    assert fields_cover_the_form(None) == []


def test_a_column_without_a_field_keeps_the_application_from_starting(monkeypatch):
    monkeypatch.setitem(TABLE_MODELS, "applications", Fees)
    complaints = fields_cover_the_form(None)
    assert {complaint.id for complaint in complaints} == {"reports.E001"}
    assert "'natural_person'" in complaints[0].msg


def test_every_table_of_an_edition_has_a_model_and_every_model_a_table():
    assert set(TABLE_MODELS) == {key for form in EDITIONS.values() for key in form.table}


@given(st.decimals(min_value=0, max_value=10**12 - 1, places=4))
def test_an_amount_is_kept_to_the_yuan_with_its_decimals(amount):
    row = Fees(row="administrative_fees")
    row.set_figure("amount", Measure.MONEY, amount)
    kept = row.figure("amount", Measure.MONEY)
    assert (kept, kept.as_tuple().exponent) == (amount, amount.as_tuple().exponent)
    assert row.amount == int(amount * 10_000)


@pytest.mark.parametrize("figure", [None, 0, 7, "abc", ""])
def test_a_figure_is_what_was_entered_last(figure):
    row = TABLE_MODELS["applications"](row="granted")
    for each in (5, "十二", None, figure):
        row.set_figure("business", Measure.COUNT, each)
        assert row.figure("business", Measure.COUNT) == each


def test_an_unreadable_amount_leaves_no_number_behind():
    row = Fees(row="administrative_fees")
    row.set_figure("amount", Measure.MONEY, Decimal("1.5"))
    row.set_figure("amount", Measure.MONEY, "一万")
    assert (row.amount, row.amount_decimals, row.figure("amount", Measure.MONEY)) == (None, None, "一万")
