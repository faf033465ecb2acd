"""A roster is looked at for its size before anything is done with what its cells say."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.formats.xlsx import cells
from reports.official.interchange import NotUnderstood
from reports.people import roster


def filled(text, sheet=roster.ORGANS, column=2):
    """The empty roster with a text in the second row of a column."""
    book = load_workbook(BytesIO(roster.template()))
    book[sheet].cell(2, column, text)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def refusal(content):
    with pytest.raises(NotUnderstood) as refused:
        roster.read("a.xlsx", content)
    return str(refused.value)


def test_a_cell_of_a_roster_is_read_up_to_its_longest():
    text = "乡" * roster.MOST_CHARACTERS
    assert [row.fields["name"] for row in roster.read("a.xlsx", filled(text))[roster.ORGANS]] == [text]


def test_a_longer_cell_is_refused_by_its_place():
    assert refusal(filled("乡" * (roster.MOST_CHARACTERS + 1))) == "“单位”第 2 行第 2 列的文字过长，最多 500 字"


def test_no_cell_is_cleaned_before_its_length_is_known(monkeypatch):
    monkeypatch.setattr(roster, "one_line", lambda text: pytest.fail("cleaned") if len(text) > 500 else text)
    assert "过长" in refusal(filled("乡" * 30_000, sheet=roster.ACCOUNTS))


def test_a_string_that_no_spreadsheet_takes_is_refused(monkeypatch):
    monkeypatch.setattr(cells, "MOST_CHARACTERS", 100)
    assert refusal(filled("乡" * 101)) == "第 2 行第 2 列的文字超过 100 字，不能读取"
