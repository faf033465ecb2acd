"""The models mirror the official tables: every entry column has its field, and a figure survives in it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.lifecycle.editing import Edit, save
from reports.models.tables import TABLE_MODELS, Fees, fields_cover_the_form, rows_of
from reports.official import EDITIONS, Cell, Measure
from reports.official.figures import display


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


@pytest.mark.django_db
def test_the_rows_of_a_report_come_with_one_question_as_they_were_stored(filled, cast, django_assert_num_queries):
    typed = {"fees.administrative_fees.amount": "1.50", "applications.granted.research": "十二"}
    seen = {str(cell): display(figure) for cell, figure in filled.figures().items()}
    save(filled.pk, cast.clerk, [Edit(address, seen[address], new) for address, new in typed.items()])
    form = filled.official_form
    with django_assert_num_queries(1):
        read = rows_of(filled.pk, form.table)
    stored = [
        (key, row) for key in form.table for row in TABLE_MODELS[key].objects.filter(report=filled).order_by("pk")
    ]
    assert [(key, stored_fields(row)) for key, row in read] == [(key, stored_fields(row)) for key, row in stored]
    assert {row.report_id for _, row in read} == {filled.pk}
    figures = filled.figures(read)
    assert figures[Cell.parse("fees.administrative_fees.amount")].as_tuple() == Decimal("1.50").as_tuple()
    assert figures[Cell.parse("applications.granted.research")] == "十二"


def stored_fields(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
