"""Blocks copied from WPS or Excel, pasted into the official tables through a real clipboard event."""

import json
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.official import EDITION_2021
from reports.official.grid import section_grid
from tests.browser.scripts import with_scripts
from tests.browser.test_accessibility import violations
from tests.browser.test_form import cell
from tests.browser.test_grid import ENTRIES, ROWS, TABLE, at, figures, saved
from tests.conftest import YEAR

TABLE_VECTORS = Path(__file__).resolve().parent.parent / "official" / "table_vectors.json"
REPORT = f"/reports/beizi/{YEAR}/"
COLUMNS = [each.key for each in TABLE.columns if not each.is_total]
PATTERN = {address: str(number * 7 % 13) for number, address in enumerate(ENTRIES)}


def paste(page, rows, ending="\r\n", html=""):
    """Paste a block at the focused cell, as WPS puts it on the clipboard."""
    text = rows if isinstance(rows, str) else "".join("\t".join(row) + ending for row in rows)
    return page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            if (text) {
                data.setData("text/plain", text);
            }
            if (html) {
                data.setData("text/html", html);
            }
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            return document.activeElement.dispatchEvent(event);
        }""",
        [text, html],
    )


def accept(page, name="粘贴"):
    page.get_by_role("button", name=name, exact=True).click()


def block(with_totals=False, with_total_row=False):
    """Table 三 as rows of a block, filled with the pattern."""
    rows = []
    for line in TABLE.rows:
        if line.is_total:
            if with_total_row:
                below = [sum(int(PATTERN[at(row, column)]) for row in ROWS[2:-1]) for column in COLUMNS]
                rows.append([str(each) for each in [*below, sum(below)][: 7 if with_totals else 6]])
            continue
        values = [PATTERN[at(line.key, column)] for column in COLUMNS]
        rows.append([*values, str(sum(map(int, values)))] if with_totals else values)
    return rows


def printed(section, value):
    """The whole printed table of a section as WPS copies it: labels, headings, and blanks where cells are merged."""
    grid = section_grid(EDITION_2021.section[section])
    width = len(grid.widths)
    rows = [[""] * width for _ in grid.rows]
    for row in grid.rows:
        for each in row.cells:
            rows[each.row][each.column] = value(each.cell) if each.cell else each.text
    return rows


def shown(page):
    """The values of all cells of the page, blank ones left out."""
    values = page.locator("td.entry input").evaluate_all("all => all.map((each) => [each.name, each.value])")
    return {name: value for name, value in values if value}


@pytest.fixture
def opened(page, cast, sign_in, report):
    sign_in(cast.clerk)

    def at_cell(step, address):
        page.goto(f"{REPORT}{step}/")
        cell(page, address).focus()
        return page

    return at_cell


@pytest.fixture
def grid(opened):
    return opened("applications", ENTRIES[0])


def said(page):
    return page.locator("#grid-said")


def question(page):
    return page.get_by_role("dialog")


def lines(page):
    return question(page).locator("li").all_inner_texts()


def test_a_block_of_144_figures_is_pasted_in_one_go_and_taken_back_in_one(grid, report):
    paste(grid, block())
    expect(question(grid)).to_contain_text("可粘贴 144 格")
    assert (shown(grid), lines(grid)) == ({}, [])
    grid.keyboard.press("Enter")
    assert shown(grid) == PATTERN
    expect(said(grid)).to_have_text("已粘贴 144 格")
    expect(cell(grid, ENTRIES[0])).to_be_focused()
    wanted = sum(int(PATTERN[at(row, column)]) for row in ROWS[2:-1] for column in COLUMNS)
    expect(cell(grid, at("handled_total", "total"))).to_have_text(str(wanted))
    saved(grid)
    assert figures(report) == {address: int(value) for address, value in PATTERN.items()}
    grid.get_by_role("button", name="撤销").click()
    assert shown(grid) == {}
    expect(cell(grid, at("handled_total", "total"))).to_have_text("0")


@pytest.mark.parametrize(
    ("with_totals", "with_total_row"), [(True, True), (False, True), (True, False), (False, False)]
)
def test_the_whole_table_is_recognised_by_its_shape_from_any_cell(grid, with_totals, with_total_row):
    cell(grid, at("denied_third_party", "research")).focus()
    paste(grid, block(with_totals, with_total_row))
    accept(grid)
    assert shown(grid) == PATTERN
    assert "不一致" not in said(grid).inner_text()


def test_totals_in_the_block_are_compared_and_never_written(grid):
    rows = block(with_totals=True, with_total_row=True)
    right = rows[4][6], rows[23][0]
    rows[4][6], rows[23][0] = "600", "700"
    paste(grid, rows)
    assert lines(grid) == [
        "总计 31 格只核对，不写入",
        f"第 5 行粘贴的总计 600 与合计 {right[0]} 不一致，请核对",
        f"自然人列粘贴的总计 700 与合计 {right[1]} 不一致，请核对",
    ]
    accept(grid)
    expect(said(grid)).to_have_text("已粘贴 144 格；2 处总计不一致，请核对")
    expect(cell(grid, at("denied_state_secret", "total"))).to_have_text(right[0])


def test_the_printed_table_is_recognised_by_its_labels_in_any_punctuation(grid):
    def value(figure):
        return PATTERN.get(str(figure), "") if not TABLE.is_total(figure) else ""

    rows = printed("applications", value)
    variants = {"、": ",", "“": '"', "”": '"', "（": "(", "）": ")", "，": ", ", "1.": "１．"}
    for old, new in variants.items():
        rows = [[text.replace(old, new) for text in row] for row in rows]
    rows = [["附件：2022年统计表"] + [""] * 9, *rows]
    rows[4][0] = '"一、本年新收\n政府信息公开申请数量"'
    cell(grid, at("carried_forward", "other_org")).focus()
    paste(grid, rows)
    expect(question(grid)).to_contain_text("可粘贴 144 格")
    accept(grid)
    assert shown(grid) == PATTERN


def test_labelled_rows_find_their_place_in_any_order_and_unknown_ones_are_reported(grid):
    label = {each.key: each.label for each in TABLE.rows}
    paste(
        grid,
        [
            [label["carried_forward"], "1", "2", "3", "4", "5", "6"],
            ["一个没有的项目", "9", "9", "9", "9", "9", "9"],
            [label["granted"], "7", "0", "0", "0", "0", "0"],
        ],
    )
    expect(question(grid)).to_contain_text("可粘贴 12 格")
    assert lines(grid) == [
        "1 行不能确定放在哪里，不粘贴，请对照原表填写：",
        "“一个没有的项目”：本表没有这个项目",
        "标题和项目名称 3 格不粘贴",
    ]
    accept(grid)
    assert {each: value for each, value in shown(grid).items() if value != "0"} == {
        at("granted"): "7",
        **{at("carried_forward", column): str(number) for number, column in enumerate(COLUMNS, 1)},
    }


def test_the_one_row_of_older_reports_goes_where_the_server_reads_it(grid):
    paste(grid, [["（六）其他处理", "1", "2", "3", "4", "5", "6"], ["（七）总计", "1", "2", "3", "4", "5", "6"]])
    accept(grid)
    assert shown(grid) == {at("other_misc", column): str(number) for number, column in enumerate(COLUMNS, 1)}


def test_a_part_is_pasted_from_the_focused_cell_past_computed_rows(grid):
    cell(grid, at("other_fee_unpaid", "legal_service")).focus()
    paste(grid, [["1", "2"], ["3", "4"], ["5", "6"]])
    assert lines(grid) == []
    grid.keyboard.press("Escape")
    cell(grid, at("other_misc", "legal_service")).focus()
    paste(grid, [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]])
    assert lines(grid) == ["超出表格范围 4 格不粘贴"]
    accept(grid)
    assert shown(grid) == {
        at("other_misc", "legal_service"): "1",
        at("other_misc", "other_org"): "2",
        at("carried_forward", "legal_service"): "3",
        at("carried_forward", "other_org"): "4",
    }
    expect(said(grid)).to_have_text("已粘贴 4 格；超出表格范围 4 格未粘贴")


def test_a_stretch_down_to_the_last_row_brings_its_total_row_along(grid):
    cell(grid, at("other_misc")).focus()
    paste(grid, "5\n5\n1\n")
    assert "总计 1 格只核对，不写入" in lines(grid)
    accept(grid)
    assert shown(grid) == {at("other_misc"): "5", at("carried_forward"): "1"}


def test_dashes_become_zero_with_notice_and_the_unreadable_is_kept_and_named(grid, report):
    cell(grid, at("granted")).focus()
    paste(grid, [["—", "无", "１，234"], ["3.5", "", "5件"]])
    assert lines(grid) == [
        "其中 1 格不是数字，将原样填入，请核对：",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形），自然人“3.5”：件数应为整数",
        "将 2 处“—”按 0 处理",
        "空格 1 格不粘贴，原有内容不变",
    ]
    accept(grid)
    expect(said(grid)).to_have_text("已粘贴 5 格；已将 2 处“—”按 0 处理；其中 1 格不是数字，请核对")
    assert shown(grid) == {
        at("granted"): "0",
        at("granted", "business"): "0",
        at("granted", "research"): "1234",
        at("partially_granted"): "3.5",
        at("partially_granted", "research"): "5",
    }
    saved(grid)
    assert figures(report)[at("partially_granted")] == "3.5"


def test_filled_cells_are_overwritten_only_after_asking(grid):
    cell(grid, at("granted")).fill("1")
    cell(grid, at("granted", "business")).fill("2")
    cell(grid, at("granted")).focus()
    paste(grid, "1\t9")
    assert lines(grid) == ["将覆盖已填的 1 格"]
    expect(grid.locator("td.is-proposed")).to_have_count(2)
    grid.keyboard.press("Escape")
    expect(question(grid)).to_be_hidden()
    expect(grid.locator("td.is-proposed")).to_have_count(0)
    expect(cell(grid, at("granted"))).to_be_focused()
    paste(grid, "1\t9")
    grid.get_by_role("button", name="不粘贴").click()
    assert shown(grid) == {at("granted"): "1", at("granted", "business"): "2"}
    paste(grid, "1\t9")
    accept(grid, "粘贴并覆盖")
    assert shown(grid) == {at("granted"): "1", at("granted", "business"): "9"}


def test_the_preview_is_accessible_and_reached_by_keyboard(grid):
    cell(grid, at("granted")).fill("1")
    paste(grid, "2\tabc\t—")
    assert violations(grid) == []
    expect(question(grid)).to_have_accessible_name("可粘贴 3 格")
    expect(grid.get_by_role("button", name="粘贴并覆盖")).to_be_focused()
    grid.keyboard.press("Tab")
    expect(grid.get_by_role("button", name="不粘贴")).to_be_focused()
    grid.keyboard.press("Enter")
    assert shown(grid) == {at("granted"): "1"}


def test_typing_on_closes_the_preview(grid):
    paste(grid, "1\t9")
    cell(grid, at("granted")).fill("5")
    expect(question(grid)).to_be_hidden()
    expect(cell(grid, at("granted"))).to_be_focused()
    assert shown(grid) == {at("granted"): "5"}


@pytest.mark.parametrize("single", ["12", "12\r\n", "  12 \n"])
def test_a_single_value_is_left_to_the_browser(grid, single):
    assert paste(grid, single) is True
    expect(question(grid)).to_be_hidden()
    assert paste(grid, "1\t2") is False


def test_words_alone_are_nothing_to_paste(grid):
    paste(grid, "申请人情况\t自然人\n总计\t其他\n")
    expect(question(grid)).to_contain_text("没有可粘贴的数")
    assert lines(grid) == ["标题和项目名称 4 格不粘贴"]
    assert question(grid).get_by_role("button").all_inner_texts() == ["不粘贴"]


def test_ten_thousand_rows_do_not_freeze_the_page(grid):
    paste(grid, "1\t2\t3\t4\t5\t6\t21\n" * 10_000)
    assert "内容过长，只读取了前一部分" in lines(grid)
    accept(grid)
    assert len(shown(grid)) == 144


DISPUTES = [str(each) for each in EDITION_2021.table["disputes"].entries]
CASES = {address: str(number) for number, address in enumerate(DISPUTES, 1)}
LINES = [list(CASES.values())[start : start + 4] for start in (0, 4, 8)]
WITH_TOTALS = [[*row, str(sum(map(int, row)))] for row in LINES]


@pytest.mark.parametrize(
    "rows",
    [
        [list(chain(*WITH_TOTALS))],
        [list(chain(*LINES))],
        WITH_TOTALS,
        LINES,
        [[each] for each in list(chain(*WITH_TOTALS))],
        [
            ["行政复议", "", *WITH_TOTALS[0]],
            ["行政诉讼", "未经复议直接起诉", *WITH_TOTALS[1]],
            ["", "复议后起诉", *WITH_TOTALS[2]],
        ],
        printed("disputes", lambda figure: CASES.get(str(figure), "")),
    ],
    ids=["15 across", "12 across", "3×5", "3×4", "15 down", "labelled", "as printed"],
)
def test_table_four_is_recognised_across_and_turned(opened, rows):
    page = opened("disputes", DISPUTES[5])
    paste(page, rows)
    accept(page)
    assert shown(page) == CASES


ACTS = [str(each) for table in EDITION_2021.section["proactive_disclosure"].tables for each in table.entries]
AMOUNTS = {address: str(number) for number, address in enumerate(ACTS, 1)} | {ACTS[-1]: "18.8710"}


@pytest.mark.parametrize(
    "rows",
    [
        printed("proactive_disclosure", lambda figure: AMOUNTS[str(figure)]),
        [[each] for each in AMOUNTS.values()],
        [["1", "2", "3"], ["4", "5", "6"], ["7", "", ""], ["8", "", ""], ["9", "", ""], ["18.8710", "", ""]],
    ],
    ids=["as printed", "a column", "stacked"],
)
def test_table_two_is_recognised_as_printed_and_as_a_column(opened, rows):
    page = opened("proactive_disclosure", ACTS[3])
    paste(page, rows)
    expect(question(page)).to_contain_text("将覆盖已填的 3 格")  # a township's rules are 0 from the start
    accept(page, "粘贴并覆盖")
    assert shown(page) == AMOUNTS


def test_a_paste_merges_with_what_a_colleague_typed_meanwhile(grid, report, cast):
    save(report.pk, cast.colleague, [Edit(at("carried_forward"), "", "8")])
    cell(grid, at("granted")).focus()
    paste(grid, "1\t2")
    accept(grid)
    saved(grid)
    assert figures(report) == {at("carried_forward"): 8, at("granted"): 1, at("granted", "business"): 2}


@pytest.mark.parametrize("section", ["applications", "proactive_disclosure", "disputes"])
def test_labelled_rows_are_placed_as_the_shared_vectors_say(opened, section):
    first = {"applications": ENTRIES, "proactive_disclosure": ACTS, "disputes": DISPUTES}[section][0]
    page = opened(section, first)
    vectors = [each for each in json.loads(TABLE_VECTORS.read_text(encoding="utf-8")) if each["section"] == section]
    found = with_scripts(
        page,
        """(cases) => {
            const layout = Layout.of(Grid.grid);
            const [row] = layout.rows;
            const focus = { row, column: row.cells[0].column };
            const told = (cells) => Object.fromEntries(
                cells.filter(({ text }) => text).map(({ address, text }) => [address, text]));
            const tablesOf = (html) => Clipboard.read({ getData: (kind) => (kind === "text/html" ? html : "") }).tables;
            return cases.map(({ rows, html }) => {
                const said = Blocks.place(html ? Blocks.ofTables(tablesOf(html), layout) : rows, layout, focus);
                const { placed, compared, unsure, turnedOut } = said;
                return { certain: SecondReading.isCertain(said), placed: told(placed),
                    compared: told(compared), turned_out: turnedOut,
                    unsure: unsure.map(({ label, why }) => [label, why]) };
            });
        }""",
        vectors,
        Blocks="blocks",
        Clipboard="clipboard",
        Grid="grid",
        Layout="layout",
        SecondReading="second-reading",
    )
    wanted = [
        {key: each[key] for key in ("placed", "compared", "turned_out", "unsure")}
        | {"certain": each.get("certain", not each["unsure"])}
        for each in vectors
    ]
    assert {each["name"]: answer for each, answer in zip(vectors, found, strict=True)} == {
        each["name"]: answer for each, answer in zip(vectors, wanted, strict=True)
    }
    assert len(vectors) >= 3


def published(value, wrap="<span>{}</span>", section="applications"):
    """A table as an organ's page has it: cells that cover several rows and columns, and blanks for zero."""
    rows = []
    for row in section_grid(EDITION_2021.section[section]).rows:
        cells = "".join(
            f'<td rowspan="{each.rowspan}" colspan="{each.colspan}"><p>'
            f"{wrap.format(value(each.cell) if each.cell else each.text)}<o:p></o:p></p></td>"
            for each in row.cells
        )
        rows.append(f"<tr>{cells}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def pattern_with_totals(figure):
    if not TABLE.is_total(figure):
        return PATTERN[str(figure)]
    return str(sum(int(PATTERN[str(each)]) for each in TABLE.parts[figure]))


@pytest.mark.parametrize("kind", ["html and text", "html alone", "text alone"])
def test_a_table_copied_with_the_mouse_from_a_page_lands_in_its_cells(grid, chromium, kind):
    """A real selection by mouse, Ctrl+C there and Ctrl+V here; what stands on the clipboard is this browser's own."""
    body = published(pattern_with_totals)
    source = grid.context.new_page()
    source.set_content(f"<p>三、收到和处理政府信息公开申请情况</p>{body}<p>四、其他</p>")
    first, last = source.locator("td").first.bounding_box(), source.locator("td").last.bounding_box()
    source.mouse.move(first["x"] + 1, first["y"] + 1)
    source.mouse.down()
    source.mouse.move(last["x"] + last["width"] - 1, last["y"] + last["height"] - 1, steps=8)
    source.mouse.up()
    if kind != "html and text":
        unwanted = "text/plain" if kind == "html alone" else "text/html"
        source.evaluate(
            """unwanted => document.addEventListener("copy", (event) => {
                const holder = document.createElement("div");
                holder.append(getSelection().getRangeAt(0).cloneContents());
                const data = { "text/plain": getSelection().toString(), "text/html": holder.innerHTML };
                Object.keys(data).filter((each) => each !== unwanted).forEach((each) =>
                    event.clipboardData.setData(each, data[each]));
                event.preventDefault();
            })""",
            unwanted,
        )
    source.keyboard.press("Control+c")
    source.close()
    grid.bring_to_front()
    cell(grid, at("denied_third_party", "research")).focus()
    grid.keyboard.press("Control+v")
    expect(question(grid)).to_contain_text("可粘贴 144 格")
    accept(grid)
    assert shown(grid) == PATTERN
    expect(said(grid)).to_have_text("已粘贴 144 格")


DIALECTS = {
    "Excel": (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<style>.xl65{mso-number-format:"0";}</style></head>'
        "<body><!--StartFragment--><table><col width=72>"
        "<tr><td colspan=3 class=xl65 style='mso-ignore:colspan'>二、上年结转<br>政府信息公开申请数量</td>"
        "<td class=xl65 align=right x:num>2</td>" + "<td class=xl65></td>" * 5 + "<td x:num>2</td></tr>"
        "</table><!--EndFragment--></body></html>"
    ),
    "Word": (
        "<table class=MsoTableGrid><tr><td colspan=3><p class=MsoNormal><span style='mso-bidi-font-size:10.5pt'>"
        "二、上年结转政府信息公开<o:p></o:p></span></p><p class=MsoNormal>申请数量<o:p></o:p></p></td>"
        "<td><p class=MsoNormal><span lang=EN-US>2<o:p></o:p></span></p></td>"
        + "<td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td>" * 5
        + "<td><p class=MsoNormal>2</p></td></tr></table>"
    ),
    "Writer": (
        '<table cellpadding="7"><tr><td colspan="3"><p align="center"><font face="宋体"><font size="3">'
        "二、上年结转政府信息公开申请\n数量"
        "</font></font></p></td><td><p>2</p></td>" + "<td><p><br/>\n</p></td>" * 5 + "<td><p>2</p></td></tr></table>"
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_html_of_office_programs_is_read_before_the_text_beside_it(grid, dialect):
    paste(grid, "二、上年结转\n政府信息公开申请数量\t2\t\t2", html=DIALECTS[dialect])
    assert lines(grid) == [
        "总计 1 格只核对，不写入",
        "空格 5 格不粘贴，原有内容不变",
        "标题和项目名称 1 格不粘贴",
    ]
    accept(grid)
    assert shown(grid) == {at("carried_over"): "2"}


def test_of_a_whole_report_only_the_table_at_hand_is_read(grid):
    other = "<table><tr><td>行政许可</td><td>7</td></tr><tr><td>五、别的</td><td>1</td></tr></table>"
    paste(grid, "", html=f"<div>{other}{published(pattern_with_totals)}{other}</div>")
    accept(grid)
    assert shown(grid) == PATTERN


def test_html_alone_never_empties_a_cell_silently(grid):
    cell(grid, at("granted")).fill("4")
    cell(grid, at("granted")).focus()
    assert paste(grid, "", html="<img src='data:,'>") is False
    expect(said(grid)).to_have_text("剪贴板中没有文字，未粘贴")
    assert shown(grid) == {at("granted"): "4"}
    grid.keyboard.press("Control+a")
    paste(grid, "", html="<meta charset='utf-8'><b>12</b>")
    assert shown(grid) == {at("granted"): "12"}
    expect(question(grid)).to_be_hidden()


def test_figures_apart_by_blanks_go_into_cells_and_one_figure_with_blanks_stays_one(grid):
    cell(grid, at("granted")).focus()
    paste(grid, "58 7 0 0 1 0 66")
    accept(grid)
    assert list(shown(grid).values()) == ["58", "7", "0", "0", "1", "0"]
    assert paste(grid, "5 120 300") is True
    expect(question(grid)).to_be_hidden()


def test_headings_without_labels_place_the_columns_that_they_name(grid):
    cell(grid, at("granted")).focus()
    paste(grid, [["其他", "自然人"], ["2", "1"]])
    accept(grid)
    assert shown(grid) == {at("granted"): "1", at("granted", "other_org"): "2"}


IN_OTHER_WORDS = [
    ["一、本年新收到的政府信息公开申请数", "5", "1", "0", "0", "0", "0", "6"],
    ["（一）予以公开", "3", "0", "0", "0", "0", "0", "3"],
]


def test_what_the_browser_is_not_certain_of_is_read_by_the_server_and_can_be_taken_back(grid):
    cell(grid, at("granted")).focus()
    paste(grid, IN_OTHER_WORDS)
    expect(question(grid)).to_contain_text("可粘贴 12 格")
    expect(question(grid)).to_contain_text("其中 6 格由系统按项目名称识别，请核对")
    expect(question(grid)).not_to_contain_text("不能确定放在哪里")
    assert filled_cells(grid) == {}
    assert violations(grid) == []
    accept(grid)
    assert filled_cells(grid) == {
        **{at("new_received", column): figure for column, figure in zip(COLUMNS, "510000", strict=True)},
        **{at("granted", column): figure for column, figure in zip(COLUMNS, "300000", strict=True)},
    }
    grid.get_by_role("button", name="撤销").click()
    assert filled_cells(grid) == {}


def test_nothing_is_entered_where_what_the_server_read_is_left(grid):
    cell(grid, at("granted")).focus()
    paste(grid, IN_OTHER_WORDS)
    expect(question(grid)).to_contain_text("可粘贴 12 格")
    grid.get_by_role("button", name="不粘贴").click()
    assert filled_cells(grid) == {}


def test_without_a_network_the_browsers_own_reading_is_offered_and_says_so(grid):
    grid.allow_failures = True
    grid.route("**/read-paste/", lambda route: route.abort())
    cell(grid, at("granted")).focus()
    paste(grid, IN_OTHER_WORDS)
    expect(question(grid)).to_contain_text("可粘贴 6 格")
    expect(question(grid)).to_contain_text("网络中断，系统未能核对，以下只是本页的识别，请仔细核对")
    expect(question(grid)).to_contain_text("“一、本年新收到的政府信息公开申请数”：本表没有这个项目")


def answer_of_the_server(grid, **cells):
    said = {"cells": cells, "elsewhere": 2, "doubts": [], "notices": []}
    grid.route("**/read-paste/", lambda route: route.fulfill(json=said))


def test_a_row_that_both_read_differently_is_placed_by_neither(grid):
    answer_of_the_server(grid, **{at("granted"): "4"})
    cell(grid, at("granted")).focus()
    paste(grid, IN_OTHER_WORDS)
    expect(question(grid)).to_contain_text("没有可粘贴的数")
    expect(question(grid)).to_contain_text("两次识别的结果不一致")
    expect(question(grid)).to_contain_text("属于其他部分的 2 格不粘贴")


def test_whoever_types_on_while_the_server_reads_is_not_asked(grid):
    grid.route("**/read-paste/", lambda route: grid.keyboard.insert_text("7") or route.continue_())
    cell(grid, at("granted")).focus()
    paste(grid, IN_OTHER_WORDS)
    expect(cell(grid, at("granted"))).to_have_value("7")
    grid.wait_for_timeout(1500)
    expect(question(grid)).to_be_hidden()


def test_words_that_nobody_knows_leave_only_the_place_and_that_is_said(grid):
    cell(grid, at("granted")).focus()
    paste(grid, [["甲项", "5", "1"], ["乙项", "2", "0"]])
    expect(question(grid)).to_contain_text("没有识别出项目名称，按位置放入，请逐格核对")


def test_the_table_of_another_part_is_not_placed_by_its_shape(grid):
    """表四 copied into 表三: its words say whose it is, whatever else would fit."""
    cell(grid, at("new_received")).focus()
    paste(grid, "", html=published(lambda _: "1", section="disputes"))
    expect(question(grid)).to_contain_text("属于其他部分的 15 格不粘贴")
    expect(question(grid)).to_contain_text("没有可粘贴的数")


def filled_cells(page):
    """The cells that hold something, by address."""
    return {address: value for address, value in shown(page).items() if value}
