"""The one door for values: compare-and-set, what is recorded, what is kept."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.lifecycle import editing
from reports.lifecycle.editing import Edit
from reports.lifecycle.opening import carried_forward_last_year, declare_nil, open_report, withdraw_nil
from reports.lifecycle.refusals import CannotDeclareNil, NotEditable
from reports.models import AnnualReport, Source, Status, ValueChange
from reports.official import Cell
from reports.text.alignment import MOST_STEPS

GRANTED = "applications.granted.natural_person"
FEE = "fees.administrative_fees.amount"


def figure(report, address):
    return AnnualReport.objects.get(pk=report.pk).figures()[Cell.parse(address)]


def save(report, editor, *edits, **more):
    return editing.save(report.pk, editor, [Edit(*edit) for edit in edits], **more)


def test_an_edit_is_applied_where_its_editor_saw_what_stands(report, cast):
    saved = save(report, cast.clerk, (GRANTED, "", "12"))
    assert (saved.applied, saved.conflicts, figure(report, GRANTED)) == ([GRANTED], [], 12)


def test_a_change_is_recorded_with_who_and_what(report, cast):
    save(report, cast.clerk, (GRANTED, "", "12"))
    save(report, cast.colleague, (GRANTED, "12", "１３"))
    changes = report.changes.filter(address=GRANTED).values_list("editor__username", "old", "new", "source")
    assert list(changes) == [("colleague", "12", "13", Source.TYPED), ("clerk", "", "12", Source.TYPED)]


def test_blank_zero_nil_and_unreadable_are_four_things_that_survive(report, cast):
    addresses = [f"applications.granted.{column}" for column in ("natural_person", "business", "research")]
    save(report, cast.clerk, (addresses[1], "", "0"), (addresses[2], "", "一"))
    declare_nil(report.pk, cast.clerk, "disputes")
    report.refresh_from_db()
    assert [figure(report, address) for address in addresses] == [None, 0, "一"]
    assert report.data().declared_nil == {"disputes"}
    assert figure(report, "disputes.cases.reconsideration_upheld") == 0


def test_what_could_not_be_read_gives_way_to_a_number(report, cast):
    save(report, cast.clerk, (GRANTED, "", "abc"))
    save(report, cast.clerk, (GRANTED, "abc", "4"))
    assert figure(report, GRANTED) == 4


@pytest.mark.parametrize("typed", ["18.8710", "0", "7.5", "999999999999.9999"])
def test_an_amount_is_printed_with_the_decimals_it_was_typed_with(report, cast, typed):
    save(report, cast.clerk, (FEE, "", typed))
    assert format(figure(report, FEE), "f") == typed


def test_a_stale_page_overwrites_nothing(report, cast):
    save(report, cast.colleague, (GRANTED, "", "5"))
    saved = save(report, cast.clerk, (GRANTED, "", "7"), ("applications.granted.business", "", "1"))
    conflict = saved.conflicts[0]
    assert (conflict.edit.now, conflict.stored, conflict.editor) == ("7", "5", "王某某")
    assert saved.applied == ["applications.granted.business"]
    assert figure(report, GRANTED) == 5


def test_two_people_changing_different_paragraphs_are_merged(report, cast):
    save(report, cast.clerk, ("problems", "", "一\n二"))
    save(report, cast.colleague, ("problems", "一\n二", "一改\n二"))
    saved = save(report, cast.clerk, ("problems", "一\n二", "一\n二改"))
    assert (saved.conflicts, saved.values) == ([], {"problems": "一改\n二改"})
    assert report.texts.get(key="problems").body == "一改\n二改"


def test_two_people_typing_the_same_do_not_conflict(report, cast):
    save(report, cast.colleague, (GRANTED, "", "5"))
    assert save(report, cast.clerk, (GRANTED, "", "5")).is_complete


def test_a_text_is_cleaned_on_entry_with_a_notice(report, cast):
    saved = save(report, cast.clerk, ("problems", "", "⼀是⼯作\r\n\x00二是"))
    assert report.texts.get(key="problems").body == "一是工作\n二是"
    assert saved.notices == ["已删除 1 个不能显示的字符", "已将 2 个形近字符（复制自 PDF）改为通用汉字"]


@pytest.mark.parametrize(("address", "length"), [("problems", 20_001), ("title", 201), (GRANTED, 101)])
def test_what_is_too_long_is_refused_with_a_sentence(report, cast, address, length):
    seen = report.stored_texts().get(address, "")
    saved = save(report, cast.clerk, (address, seen, "9" * length))
    assert list(saved.refused) == [address]
    assert f"现有 {length} 字，未保存" in saved.refused[address]


def test_the_rest_is_saved_when_one_value_is_refused(report, cast):
    saved = save(report, cast.clerk, ("problems", "", "长" * 25_000), ("other_matters", "", "无"))
    assert (saved.applied, list(saved.refused)) == (["other_matters"], ["problems"])


@pytest.mark.parametrize("address", ["applications.granted.total", "poem", "poem.a.b", "applications.x.y"])
def test_an_address_that_is_no_entry_is_an_error(report, cast, address):
    with pytest.raises(ValueError, match="is no entry"):
        save(report, cast.clerk, (address, "", "1"))


@pytest.mark.parametrize("status", [Status.SIGNING, Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED])
def test_a_report_that_left_its_author_is_not_edited(report, cast, status):
    AnnualReport.objects.update(status=status)
    with pytest.raises(NotEditable, match="不能修改"):
        save(report, cast.clerk, (GRANTED, "", "1"))
    assert figure(report, GRANTED) is None


def test_typing_a_figure_withdraws_the_declaration_and_keeps_the_other_zeros(report, cast):
    declare_nil(report.pk, cast.clerk, "disputes")
    save(report, cast.clerk, ("disputes.cases.reconsideration_upheld", "0", "2"))
    report.refresh_from_db()
    assert report.declared_nil == []
    assert figure(report, "disputes.cases.reconsideration_pending") == 0


def test_withdrawing_a_declaration_makes_its_zeros_blank(report, cast):
    declare_nil(report.pk, cast.clerk, "applications")
    withdraw_nil(report.pk, cast.clerk, "applications")
    report.refresh_from_db()
    assert (report.declared_nil, figure(report, GRANTED)) == ([], None)
    assert list(report.changes.filter(address=GRANTED).values_list("old", "new", "source")) == [
        ("0", "", Source.UNDONE),
        ("", "0", Source.NIL),
    ]


def test_withdrawing_what_was_not_declared_leaves_typed_zeros_alone(report, cast):
    save(report, cast.clerk, (GRANTED, "", "0"))
    withdraw_nil(report.pk, cast.clerk, "applications")
    assert figure(report, GRANTED) == 0


def test_nil_is_not_declared_over_typed_figures(report, cast):
    save(report, cast.clerk, (GRANTED, "", "3"))
    with pytest.raises(CannotDeclareNil, match="不为 0"):
        declare_nil(report.pk, cast.clerk, "applications")
    assert figure(report, GRANTED) == 3


def test_nil_is_not_declared_while_last_year_carried_applications_forward(filled, cast):
    save(filled, cast.clerk, ("applications.carried_forward.natural_person", "0", "2"))
    AnnualReport.objects.update(status=Status.PUBLISHED)
    following = open_report(cast.township, 2023, cast.clerk)
    assert carried_forward_last_year(following) == 2
    with pytest.raises(CannotDeclareNil, match="上年报告结转 2 件"):
        declare_nil(following.pk, cast.clerk, "applications")


def test_a_new_report_takes_over_last_years_contact(report, cast):
    save(report, cast.clerk, ("contact.telephone", "0375-5050001", "0375-5051234"))
    following = open_report(cast.township, 2023, cast.clerk)
    texts = following.stored_texts()
    assert texts["contact.telephone"] == "0375-5051234"
    assert "电话：0375-5051234" in texts["preamble"]


def test_the_preamble_follows_the_contact_until_somebody_rewords_it(report, cast):
    save(report, cast.clerk, ("contact.address", "", "背孜街1号"))
    proposed = report.stored_texts()["preamble"]
    assert "地址：背孜街1号" in proposed
    save(report, cast.clerk, ("preamble", proposed, "自己写的开头。"))
    save(report, cast.clerk, ("contact.address", "背孜街1号", "背孜街2号"))
    assert report.stored_texts()["preamble"] == "自己写的开头。"


def test_a_township_is_offered_zero_rules(report):
    rules = [value for cell, value in report.figures().items() if cell.row == "rules"]
    assert rules == [0, 0, 0]


def test_opening_twice_gives_the_same_report(report, cast):
    assert open_report(cast.township, 2022, cast.colleague) == report


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["natural_person", "business", "research"]), st.booleans(), st.integers(0, 9)),
        max_size=12,
    )
)
def test_no_acknowledged_edit_is_overwritten_unseen(report, cast, edits):
    """Two editors, each with a page that may be stale: what is stored is always the last applied edit."""
    ValueChange.objects.all().delete()
    addresses = {column: f"applications.granted.{column}" for column in ("natural_person", "business", "research")}
    stored = {column: editing.display(figure(report, address)) for column, address in addresses.items()}
    pages = {True: dict(stored), False: dict(stored)}
    for column, is_clerk, number in edits:
        editor, page = (cast.clerk if is_clerk else cast.colleague), pages[is_clerk]
        saved = save(report, editor, (addresses[column], page[column], str(number)))
        if saved.is_complete:
            stored[column] = page[column] = str(number)
        else:
            assert page[column] != stored[column] == saved.conflicts[0].stored
    assert {column: editing.display(figure(report, address)) for column, address in addresses.items()} == stored


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (GRANTED, "最多 100 字，现有 64001 字，未保存"),
        ("title", "最多 200 字，现有 64001 字，未保存"),
        ("problems", "最多 20000 字，现有 64001 字，未保存"),
    ],
)
def test_what_is_too_long_is_refused_by_its_length_before_it_is_read(report, cast, address, sentence):
    typed = "1 " * 32_000 + "x"
    saved = save(report, cast.clerk, (address, "", typed))
    assert (saved.refused, saved.applied) == ({address: sentence}, [])


def test_a_text_of_too_many_paragraphs_is_refused(report, cast):
    saved = save(report, cast.clerk, ("problems", "", "\n".join(["甲"] * 1_001)))
    assert saved.refused == {"problems": "最多 1000 段，现有 1001 段，未保存"}


def test_what_a_client_claims_to_have_seen_is_not_merged_where_it_can_never_have_stood(report, cast):
    save(report, cast.colleague, ("problems", "", "一\n二"))
    saved = save(report, cast.clerk, ("problems", "\n".join(["甲"] * 3_000), "乙"))
    assert [(each.stored, each.edit.now) for each in saved.conflicts] == [("一\n二", "乙")]


def test_merging_under_the_lock_keeps_to_one_budget_for_all_texts(report, cast, monkeypatch):
    """Crafted paragraphs, at every text of the form, cost no more steps together than one budget."""
    budgets = []

    class Watched(editing.Budget):
        def __init__(self, *steps):
            super().__init__(*steps)
            budgets.append(self)

    monkeypatch.setattr(editing, "Budget", Watched)
    seen, theirs = "\n".join("一二" * 450), "\n".join("一二二" * 300)
    keys = list(report.official_form.text)
    save(report, cast.colleague, *((key, report.texts.get(key=key).body, theirs) for key in keys))
    saved = save(report, cast.clerk, *((key, seen, "\n".join("二一一" * 300)) for key in keys))
    assert {each.edit.address for each in saved.conflicts} == set(keys)
    assert budgets[-1].is_used_up
    assert sum(budget.spent for budget in budgets) <= MOST_STEPS


def test_nothing_is_read_or_repaired_while_the_lock_is_held(report, cast, monkeypatch):
    order = []
    real_entry, real_lock = editing.entry_of, editing.locked
    monkeypatch.setattr(editing, "entry_of", lambda *args: order.append("made ready") or real_entry(*args))
    monkeypatch.setattr(editing, "locked", lambda *args: order.append("locked") or real_lock(*args))
    save(report, cast.clerk, (GRANTED, "", "12"), ("problems", "", "一"))
    assert order == ["made ready", "made ready", "locked"]


def test_what_reading_assumed_of_a_figure_is_told_and_what_is_asked_is_kept(report, cast):
    saved = save(report, cast.clerk, (FEE, "", "188710元"), (GRANTED, "", "5 120 300"))
    name = report.official_form.table["fees"].name(Cell.parse(FEE))
    assert saved.notices == [f"{name}：“188710元”已换算为 18.8710 万元，请核对"]
    assert saved.values == {FEE: "18.8710", GRANTED: "5 120 300"}
    assert figure(report, GRANTED) == "5 120 300"
