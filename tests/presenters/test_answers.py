"""The check page answers with what was filled in."""

from dataclasses import replace

from reports.lifecycle.editing import Edit, save
from reports.official.form import Cell
from reports.presenters.answers import BLANK, answers_of
from tests.conftest import YEAR
from tests.markup import flat


def told(answers):
    return [(each.name, each.value) for each in answers.answers]


def changed(data, **figures):
    """The report with other figures of table 三, by row, of natural persons."""
    cells = {Cell("applications", row, "natural_person"): figure for row, figure in figures.items()}
    return replace(data, figures={**data.figures, **cells})


def test_table_three_is_told_by_its_totals_and_its_balance(filled):
    data = changed(filled.data(), new_received=8, granted=8)
    answers = answers_of(data, {})["applications"]
    assert told(answers) == [("新收", "8"), ("上年结转", "0"), ("办结", "8"), ("结转下年度", "0")]
    assert (answers.balance, answers.is_even) == ("✓ 平", True)


def test_a_column_that_does_not_balance_is_said(filled):
    answers = answers_of(changed(filled.data(), new_received=8, granted=5), {})["applications"]
    assert (answers.balance, answers.is_even) == ("少 3", False)


def test_what_is_blank_is_called_so(filled):
    answers = answers_of(changed(filled.data(), new_received=None), {})["applications"]
    assert told(answers)[0] == ("新收", BLANK)
    assert [each.is_blank for each in answers.answers] == [True, False, False, False]


def test_disputes_are_told_by_their_groups_and_figures_of_money_with_their_unit(filled):
    answers = answers_of(filled.data(), {})
    names = [name for name, _ in told(answers["disputes"])]
    assert names == [column.under[-1] for column in filled.official_form.table["disputes"].columns if column.is_total]
    assert told(answers["proactive_disclosure"])[-1][1].endswith("万元")


def test_a_text_is_told_by_its_beginning_and_its_length(filled):
    data = replace(filled.data(), texts={"problems": "一是培训不够。" * 10, "other_matters": "无"})
    answers = answers_of(data, {})
    assert told(answers["problems"]) == [("正文", f"{('一是培训不够。' * 10)[:40]}…（70 字）")]
    assert told(answers["other_matters"]) == [("正文", "无（1 字）")]
    assert {value for _, value in told(answers["overview"])} == {BLANK}


def test_the_check_page_shows_them(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("contact.address", filled.stored_texts()["contact.address"], "人民路 1 号")])
    page = flat(as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/check/").content.decode())
    assert "<dt>地址</dt><dd>人民路 1 号</dd>" in page
    assert ">勾稽 ✓ 平</span>" in page
