"""A1–A4: totals and the printed reconciliation of table 三."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.official import EDITIONS, Cell
from reports.official.totals import total
from tests.checks.reports import a_report, addresses, applications, found, nil

FORM = EDITIONS["2021"]
TABLE = FORM.table["applications"]
RESULTS = [row.key for row in TABLE.rows if row.under and not row.is_total]
APPLICANTS = [column.key for column in TABLE.columns if not column.is_total]
unhurried = settings(deadline=None, max_examples=40)  # the machine may be busy
IDENTITY = ["new_received", "carried_over", "handled_total", "carried_forward"]


def printed(figures, **edition):
    """The totals as a careful office prints them."""
    form = EDITIONS[edition.get("edition", "2021")]
    totals = {cell: total(table, figures, cell) for table in form.table.values() for cell in table.totals}
    return {cell: made for cell, made in totals.items() if made is not None}


def row(key, column="natural_person"):
    return Cell("applications", key, column)


@st.composite
def balanced_tables(draw):
    """Complete entries of table 三 in which every application is accounted for."""
    numbers = draw(st.lists(st.integers(0, 50), min_size=len(TABLE.entries), max_size=len(TABLE.entries)))
    figures = dict(zip(TABLE.entries, numbers, strict=True))
    for column in APPLICANTS:
        handled = sum(figures[row(result, column)] for result in RESULTS)
        to_do = handled + figures[row("carried_forward", column)]
        over = draw(st.integers(0, to_do))
        figures |= {row("carried_over", column): over, row("new_received", column): to_do - over}
    return figures


@unhurried
@given(balanced_tables())
def test_a_balanced_table_is_clean(figures):
    report = a_report(figures=figures, printed_totals=printed(figures))
    assert [each for rule in ("A1", "A2", "A3") for each in found(rule, report)] == []


@unhurried
@given(balanced_tables(), st.sampled_from(TABLE.entries), st.integers(1, 9))
def test_one_wrong_entry_reddens_its_own_column_only(figures, cell, more):
    (finding,) = found("A3", a_report(figures=figures | {cell: figures[cell] + more}))
    assert addresses(finding) == [f"applications.{key}.{cell.column}" for key in IDENTITY]


@unhurried
@given(balanced_tables(), st.sampled_from(TABLE.entries), st.sampled_from([None, "三", "unknown"]))
def test_a_column_with_an_unfilled_entry_is_not_judged(figures, cell, instead):
    figures[row("new_received", cell.column)] += 1
    if instead == "unknown":
        del figures[cell]
    else:
        figures[cell] = instead
    assert found("A3", a_report(figures=figures)) == []


@unhurried
@given(balanced_tables(), st.sampled_from(TABLE.totals))
def test_one_wrong_printed_total_is_found_where_it_stands(figures, cell):
    totals = printed(figures)
    totals[cell] += 1
    report = a_report(figures=figures, printed_totals=totals)
    is_of_a_row, is_of_a_column = cell.column == "total", cell.row == "handled_total"
    assert [each.cells[-1] for each in found("A1", report)] == [cell] * is_of_a_row
    assert [each.cells[-1] for each in found("A2", report)] == [cell] * is_of_a_column
    assert found("A3", report) == []


def test_the_message_says_where_both_sides_and_what_to_do():
    figures = nil("applications") | applications(new_received=3, carried_over=1, granted=3)
    (finding,) = found("A3", a_report(figures=figures))
    assert finding.message == (
        "三、收到和处理政府信息公开申请情况（自然人列）：第一项 3 ＋ 第二项 1 ＝ 4；（七）总计 3 ＋ 第四项 0 ＝ 3，"
        "少 1 件。请核对“结转下年度”是否应为 1，或办理结果是否漏计。"
    )


def test_more_outcomes_than_applications_are_not_said_to_be_carried_forward():
    figures = nil("applications") | applications(new_received=3, granted=5)
    (finding,) = found("A3", a_report(figures=figures))
    assert finding.message.endswith("多 2 件。请核对办理结果是否多计，或新收、上年结转是否漏计。")


def test_several_wrong_columns_are_several_findings():
    figures = nil("applications") | applications(new_received=(1, 0, 0, 0, 0, 2))
    assert [each.cells[0].column for each in found("A3", a_report(figures=figures))] == ["natural_person", "other_org"]


def test_columns_that_cancel_out_are_found_although_the_totals_agree():
    figures = nil("applications") | applications(new_received=(1, 0), granted=(0, 1))
    assert [each.cells[0].column for each in found("A3", a_report(figures=figures))] == ["natural_person", "business"]


def test_printed_totals_stand_in_for_unknown_results():
    figures = applications(new_received=3, carried_over=0, carried_forward=0)
    report = a_report(figures=figures, printed_totals={row("handled_total"): 2})
    assert [each.cells[0].column for each in found("A3", report)] == ["natural_person"]
    assert found("A3", a_report(figures=figures, printed_totals={row("handled_total"): 3})) == []


def test_the_column_of_totals_is_judged_where_the_others_cannot_be():
    totals = {row(key, "total"): figure for key, figure in zip(IDENTITY, (3, 1, 3, 0), strict=True)}
    (finding,) = found("A3", a_report(printed_totals=totals))
    assert addresses(finding) == [f"applications.{key}.total" for key in IDENTITY]
    assert found("A3", a_report(printed_totals=totals | {row("carried_forward", "total"): 1})) == []


def test_a_wrong_column_does_not_redden_the_column_of_totals():
    figures = nil("applications") | applications(new_received=(1, None))
    report = a_report(figures=figures, printed_totals={row("new_received", "total"): 1})
    assert [each.cells[0].column for each in found("A3", report)] == ["natural_person"]


def test_a_total_without_its_entries_is_not_judged():
    assert found("A1", a_report(printed_totals={row("granted", "total"): 3})) == []
    assert (
        found("A1", a_report(figures=applications(granted=(1, None)), printed_totals={row("granted", "total"): 3}))
        == []
    )
    assert found("A2", a_report(figures=applications(granted=1), printed_totals={row("handled_total"): 3})) == []


def test_a_blank_printed_total_is_not_judged():
    figures = nil("applications", "disputes")
    totals = dict.fromkeys(printed(figures))
    report = a_report(figures=figures, printed_totals=totals)
    assert [each for rule in ("A1", "A2", "A4") for each in found(rule, report)] == []


def test_a_wrong_total_of_a_row_says_by_how_much():
    figures = applications(granted=(3, 2, 0, 0, 0, 0))
    (finding,) = found("A1", a_report(figures=figures, printed_totals={row("granted", "total"): 4}))
    assert finding.message == (
        "三、收到和处理政府信息公开申请情况“（一）予以公开”一行：六类申请人相加为 5，表中总计为 4，少 1 件。请核对。"
    )
    assert addresses(finding) == [f"applications.granted.{key}" for key in (*APPLICANTS, "total")]


def test_a_wrong_total_of_the_results_names_its_column():
    figures = nil("applications") | applications(granted=3)
    (finding,) = found("A2", a_report(figures=figures, printed_totals={row("handled_total"): 5}))
    assert "（自然人列）：各项办理结果相加为 3，表中（七）总计为 5，多 2 件" in finding.message
    assert len(finding.cells) == 22


def test_the_column_of_totals_adds_up_by_itself_where_only_totals_are_printed():
    totals = {row(result, "total"): 1 for result in RESULTS} | {row("handled_total", "total"): 20}
    assert [each.cells[-1] for each in found("A2", a_report(printed_totals=totals))] == [row("handled_total", "total")]
    assert found("A2", a_report(printed_totals=totals | {row("handled_total", "total"): 21})) == []


def test_a_total_that_follows_a_wrong_total_is_not_a_second_fault():
    figures = nil("applications") | applications(granted=3)
    totals = printed(figures) | {row("handled_total"): 4, row("handled_total", "total"): 4}
    report = a_report(figures=figures, printed_totals=totals)
    assert [each.cells[-1] for each in found("A2", report)] == [row("handled_total")]
    assert found("A1", report) == []


def test_a_total_that_follows_a_wrong_row_is_not_a_second_fault():
    figures = nil("applications") | applications(granted=3)
    totals = printed(figures) | {row("granted", "total"): 4, row("handled_total", "total"): 4}
    report = a_report(figures=figures, printed_totals=totals)
    assert [each.cells[-1] for each in found("A1", report)] == [row("granted", "total")]
    assert found("A2", report) == []


def test_the_one_row_form_of_other_handling_adds_up_without_its_siblings():
    figures = nil("applications") | applications(other_misc=2, new_received=2)
    figures = {cell: figure for cell, figure in figures.items() if cell.row not in TABLE.rows_left_out_together}
    assert found("A2", a_report(figures=figures, printed_totals={row("handled_total"): 2})) == []
    assert found("A3", a_report(figures=figures)) == []
    assert len(found("A2", a_report(figures=figures, printed_totals={row("handled_total"): 3}))) == 1


def test_the_superseded_form_adds_up_alike():
    figures = nil("applications", edition="2019") | applications(new_received=1)
    report = a_report("2019", year=2020, figures=figures, printed_totals={row("new_received", "total"): 2})
    assert [len(found(rule, report)) for rule in ("A1", "A2", "A3")] == [1, 0, 1]


def test_the_totals_of_disputes_are_each_of_four_results():
    disputes = FORM.table["disputes"]
    figures = {cell: place for place, cell in enumerate(disputes.entries)}
    totals = {cell: made for cell, made in printed(figures).items() if cell.table == "disputes"}
    assert found("A4", a_report(figures=figures, printed_totals=totals)) == []
    for cell in disputes.totals:
        (finding,) = found("A4", a_report(figures=figures, printed_totals=totals | {cell: 99}))
        assert finding.cells == (*disputes.parts[cell], cell)


def test_a_wrong_total_of_disputes_names_its_group():
    cell = Cell("disputes", "cases", "litigation_direct_total")
    (finding,) = found("A4", a_report(figures=nil("disputes"), printed_totals={cell: 2}))
    assert finding.message == (
        "四、政府信息公开行政复议、行政诉讼情况（未经复议直接起诉）：四种结果相加为 0，表中总计为 2，多 2 件。请核对。"
    )
