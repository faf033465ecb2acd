"""The official tables as a spreadsheet, in a real browser: moving, marks, fills, and taking them back."""

import json
import re

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.official import EDITION_2021
from tests.browser.scripts import with_scripts
from tests.browser.test_accessibility import violations
from tests.browser.test_form import VECTORS, cell
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}/"
SMALL = {"width": 1349, "height": 600}
TABLE = EDITION_2021.table["applications"]
ENTRIES = [str(each) for each in TABLE.entries]
ROWS = list(dict.fromkeys(each.row for each in TABLE.entries))


def at(row, column="natural_person"):
    return f"applications.{row}.{column}"


def focused(page):
    return page.evaluate("document.activeElement.id")


def figures(report):
    return {
        str(each): figure for each, figure in report.figures().items() if each.table == TABLE.key and figure is not None
    }


def saved(page):
    expect(page.locator("#save-status")).to_contain_text("已保存")


@pytest.fixture
def grid(page, cast, sign_in, report):
    """The clerk at table 三, empty, with the caret in its first cell."""
    page.set_viewport_size(SMALL)
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    cell(page, ENTRIES[0]).focus()
    return page


@pytest.fixture
def last_year(cast, report):
    """背孜乡's report of the year before, which carries some applications forward."""
    previous = open_report(cast.township, YEAR - 1, cast.clerk)
    edits = [Edit(each, "", "0") for each in ENTRIES]
    save(previous.pk, cast.clerk, edits)
    save(
        previous.pk,
        cast.clerk,
        [Edit(at("carried_forward"), "0", "3"), Edit(at("carried_forward", "business"), "0", "1")],
    )
    return previous


def test_arrows_move_between_cells_and_past_computed_rows(grid):
    grid.keyboard.press("ArrowDown")
    assert focused(grid) == at("carried_over")
    cell(grid, at("other_misc", "research")).focus()
    grid.keyboard.press("ArrowDown")
    assert focused(grid) == at("carried_forward", "research")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("ArrowLeft")
    assert focused(grid) == at("other_misc", "business")
    grid.keyboard.press("ArrowRight")
    assert focused(grid) == at("other_misc", "research")


def test_sideways_arrows_first_move_the_caret_inside_a_number(grid):
    grid.keyboard.type("123")
    grid.keyboard.press("ArrowLeft")
    assert focused(grid) == ENTRIES[0]
    grid.keyboard.press("ArrowRight")
    assert focused(grid) == ENTRIES[0]
    grid.keyboard.press("ArrowRight")
    assert focused(grid) == ENTRIES[1]
    grid.keyboard.press("ArrowLeft")
    assert focused(grid) == ENTRIES[0]
    grid.keyboard.press("Home")
    assert focused(grid) == ENTRIES[0]


def test_edges_do_not_wrap_and_enter_does_not_submit(grid):
    for key in ("ArrowUp", "ArrowLeft", "Shift+Enter"):
        grid.keyboard.press(key)
        assert focused(grid) == ENTRIES[0]
    grid.keyboard.press("Control+End")
    assert focused(grid) == ENTRIES[-1]
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        grid.keyboard.press(key)
        assert focused(grid) == ENTRIES[-1]
    grid.keyboard.press("Control+Home")
    assert focused(grid) == ENTRIES[0]
    assert grid.url.endswith("/applications/")


def test_after_a_run_of_tab_enter_returns_to_the_column_where_it_began(grid):
    cell(grid, at("granted", "business")).focus()
    for figure in ("1", "2", "3"):
        grid.keyboard.type(figure)
        grid.keyboard.press("Tab")
    assert focused(grid) == at("granted", "legal_service")
    grid.keyboard.press("Enter")
    assert focused(grid) == at("partially_granted", "business")
    grid.keyboard.press("Enter")
    assert focused(grid) == at("denied_state_secret", "business")
    grid.keyboard.press("Shift+Enter")
    assert focused(grid) == at("partially_granted", "business")


def test_tab_goes_row_by_row_in_the_native_order(grid):
    for address in ENTRIES[1:8]:
        grid.keyboard.press("Tab")
        assert focused(grid) == address


def test_a_cell_is_selected_on_focus_and_typing_replaces_it(grid):
    cell(grid, ENTRIES[7]).fill("41")
    cell(grid, ENTRIES[0]).focus()
    cell(grid, ENTRIES[7]).click()
    grid.keyboard.type("5")
    expect(cell(grid, ENTRIES[7])).to_have_value("5")
    grid.keyboard.press("Control+a")
    grid.keyboard.press("Delete")
    expect(cell(grid, ENTRIES[7])).to_have_value("")


def test_a_click_selects_the_cell_whole_even_where_it_already_has_the_focus(grid):
    grid.keyboard.type("0")
    cell(grid, ENTRIES[0]).click()
    grid.keyboard.type("7")
    expect(cell(grid, ENTRIES[0])).to_have_value("7")
    cell(grid, ENTRIES[0]).click()
    grid.keyboard.type("8")
    expect(cell(grid, ENTRIES[0])).to_have_value("8")


def test_a_second_click_or_f2_edits_in_place(grid):
    first = cell(grid, ENTRIES[0])
    first.fill("12")
    first.click()
    grid.wait_for_timeout(600)  # two clicks, not a double one
    first.click()
    grid.keyboard.press("End")
    grid.keyboard.type("3")
    expect(first).to_have_value("123")
    grid.keyboard.press("Enter")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("F2")
    grid.keyboard.type("4")
    expect(first).to_have_value("1234")
    grid.keyboard.press("Escape")
    grid.keyboard.type("5")
    expect(first).to_have_value("5")


def test_what_is_wrong_with_a_cell_is_said_where_it_covers_no_row(grid):
    wrong = cell(grid, ENTRIES[1])
    wrong.fill("3.5")
    wrong.focus()
    expect(grid.locator("#grid-fault")).to_have_text("件数应为整数")
    covering = grid.evaluate(
        """() => [...document.querySelectorAll("#grid td.entry *")]
            .filter((each) => getComputedStyle(each).position === "absolute" && each.getClientRects().length)
            .filter((each) => {
                const [box, cell] = [each, each.closest("td")].map((one) => one.getBoundingClientRect());
                return box.bottom > cell.bottom + 1 || box.top < cell.top - 1;
            }).length"""
    )
    assert covering == 0
    cell(grid, ENTRIES[2]).focus()
    expect(grid.locator("#grid-fault")).to_be_hidden()


def test_escape_restores_the_value_the_cell_had_on_entry(grid):
    grid.keyboard.type("12")
    grid.keyboard.press("Enter")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.type("99")
    expect(cell(grid, at("new_received", "total"))).to_have_text("99")
    grid.keyboard.press("Escape")
    expect(cell(grid, ENTRIES[0])).to_have_value("12")
    expect(cell(grid, at("new_received", "total"))).to_have_text("12")


def test_neither_wheel_nor_arrows_change_a_value(grid):
    grid.keyboard.type("7")
    cell(grid, ENTRIES[0]).hover()
    grid.mouse.wheel(0, 120)
    for key in ("ArrowUp", "ArrowDown", "PageDown"):
        grid.keyboard.press(key)
    expect(cell(grid, ENTRIES[0])).to_have_value("7")


@pytest.mark.parametrize("guard", ["isComposing: true", "keyCode: 229"])
def test_no_key_is_taken_from_an_input_method(grid, guard):
    for key in ("Enter", "ArrowDown", "Escape", "ArrowRight"):
        left_alone = grid.evaluate(
            f"""key => document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", {{ key, bubbles: true, cancelable: true, {guard} }}))""",
            key,
        )
        assert left_alone, key
    assert focused(grid) == ENTRIES[0]
    taken = """document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))"""
    assert grid.evaluate(taken) is False


def test_other_combinations_are_left_to_the_browser(grid):
    for modifier in ("altKey", "ctrlKey"):
        assert grid.evaluate(
            """modifier => document.activeElement.dispatchEvent(new KeyboardEvent(
                "keydown", { key: "ArrowDown", bubbles: true, cancelable: true, [modifier]: true }))""",
            modifier,
        )
    assert focused(grid) == ENTRIES[0]


def test_control_s_asks_to_save_and_opens_no_dialog_of_the_browser(grid):
    grid.evaluate("document.getElementById('step-form').addEventListener('save', () => { window.asked = true; })")
    not_taken = grid.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent(
            "keydown", { key: "s", ctrlKey: true, bubbles: true, cancelable: true }))"""
    )
    assert (not_taken, grid.evaluate("window.asked")) == (False, True)


def test_down_and_up_come_back_to_the_same_column_over_merged_cells(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}proactive_disclosure/")
    start = "normative_acts.normative_documents.in_force"
    cell(page, start).focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "licensing.administrative_licensing.decisions"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == start


VISIBLE_BAND = """() => {
    const top = Math.max(...[...document.querySelectorAll(".grid thead th, #grid-tools")]
        .map((each) => each.getBoundingClientRect().bottom));
    const balance = document.querySelector(".balance-row td").getBoundingClientRect().top;
    const bar = document.querySelector(".action-bar").getBoundingClientRect().top;
    return [top, Math.min(balance, bar)];
}"""
ROWS_VISIBLE = f"""() => {{
    const [above, below] = ({VISIBLE_BAND})();
    const rows = [...document.querySelectorAll(".grid tbody tr")].map((row) =>
        row.querySelector("td").getBoundingClientRect());
    return rows.filter((box) => box.top >= above - 1 && box.bottom <= below + 1).length;
}}"""
FOCUSED_BOX = """() => { const box = document.activeElement.closest("td").getBoundingClientRect();
    return [box.top, box.bottom]; }"""


@pytest.mark.parametrize(
    ("start", "keys"),
    [
        ("Control+Home", ["ArrowDown"] * 24),
        ("Control+End", ["ArrowUp"] * 24),
        ("Control+Home", ["Tab"] * 143),
        ("Control+End", ["Shift+Tab"] * 143),
    ],
)
def test_the_focused_cell_is_never_hidden_by_what_sticks(grid, start, keys):
    grid.keyboard.press(start)
    for key in ["", *keys]:
        if key:
            grid.keyboard.press(key)
        (top, bottom), (above, below) = grid.evaluate(FOCUSED_BOX), grid.evaluate(VISIBLE_BAND)
        assert above - 1 <= top, (focused(grid), key)
        assert bottom <= below + 1, (focused(grid), key)


def test_in_a_narrow_window_the_focused_cell_comes_out_from_under_the_labels(grid):
    grid.set_viewport_size({"width": 683, "height": 480})
    for key in ["Control+Home", *["ArrowRight"] * 5, *["ArrowLeft"] * 5]:
        grid.keyboard.press(key)
        left, label = grid.evaluate(
            """() => { const cell = document.activeElement.closest("td");
                const label = [...cell.parentElement.querySelectorAll("th")].pop();
                return [cell.getBoundingClientRect().left, label.getBoundingClientRect().right]; }"""
        )
        assert left >= label - 1, focused(grid)


def test_the_grid_is_accessible_with_last_years_figures_and_faults(last_year, grid):
    grid.keyboard.type("abc")
    grid.get_by_role("button", name="空格填 0").click()
    expect(grid.get_by_role("button", name="撤销")).to_be_visible()
    assert violations(grid) == []


def test_without_scripts_the_table_is_filled_in_and_nothing_is_offered_that_does_not_work(
    chromium, live_server, cast, last_year, report, page, sign_in
):
    sign_in(cast.clerk)
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    bare = context.new_page()
    bare.goto(f"{REPORT}applications/")
    expect(bare.locator(f'[id="{at("carried_forward")}_last"]')).to_be_visible()
    expect(bare.locator("#grid-tools button:visible, #carry-forward:visible, #grid-question:visible")).to_have_count(0)
    cell(bare, at("granted")).fill("7")
    bare.get_by_role("button", name="保存", exact=True).click()
    expect(cell(bare, at("granted", "total"))).to_have_text("7")
    context.close()
    assert figures(report) == {at("granted"): 7}


def test_twelve_rows_are_visible_between_the_heading_and_the_balance(grid, last_year):
    assert grid.evaluate(ROWS_VISIBLE) >= 12
    grid.reload()
    expect(grid.locator("#carry-forward")).to_be_visible()
    assert grid.evaluate(ROWS_VISIBLE) >= 12


def test_the_browser_names_faults_in_the_words_of_the_server(grid):
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    for measure in ("count", "net_change", "money"):
        said = with_scripts(
            grid,
            "([cases, measure]) => cases.map(({ typed }) =>"
            " [Figures.fault(typed, measure), Figures.fault(typed, measure) ? null : Figures.display(typed, measure)])",
            [vectors[measure], measure],
            Figures="figures",
        )
        wanted = [
            [case.get("fault", ""), None if "fault" in case else case["figure"] or ""] for case in vectors[measure]
        ]
        assert said == wanted


def test_an_unreadable_figure_is_named_in_its_cell_while_it_is_typed(grid):
    wrong = cell(grid, ENTRIES[0])
    grid.keyboard.type("3.5")
    expect(grid.locator(".cell-error")).to_have_text("件数应为整数")
    expect(grid.locator("#grid-fault")).to_have_text("件数应为整数")
    expect(grid.locator("#grid-fault")).to_be_visible()
    expect(wrong).to_have_accessible_description("件数应为整数")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    saved(grid)
    expect(wrong).to_have_accessible_description("件数应为整数")
    wrong.fill("3")
    expect(grid.locator(".cell-error")).to_have_count(0)
    expect(grid.locator("[aria-invalid]")).to_have_count(0)


def test_what_the_server_said_of_a_figure_is_not_said_of_the_next(grid, report, cast):
    save(report.pk, cast.clerk, [Edit(each, "", "2" if each == at("granted") else "0") for each in ENTRIES])
    grid.reload()
    new = cell(grid, at("new_received"))
    new.focus()
    expect(new).to_have_accessible_description(re.compile("多 2 件"))
    new.fill("1")
    expect(new).not_to_have_accessible_description(re.compile("多 2 件"))
    expect(new.locator("xpath=..")).not_to_have_class(re.compile("is-faulty"))
    saved(grid)
    expect(new).to_have_accessible_description(re.compile("多 1 件"))
    new.fill("2")
    saved(grid)
    expect(new).not_to_have_accessible_description(re.compile("件。"))


def test_blanks_are_filled_with_zeros_and_given_back(grid, report):
    cell(grid, at("granted")).fill("4")
    cell(grid, at("granted", "business")).fill("x")
    grid.get_by_role("button", name="空格填 0").click()
    expect(grid.locator("#grid-said")).to_have_text("已将 142 个空格填为 0")
    expect(cell(grid, at("new_received", "total"))).to_have_text("0")
    saved(grid)
    assert figures(report) == dict.fromkeys(ENTRIES, 0) | {at("granted"): 4, at("granted", "business"): "x"}
    cell(grid, at("carried_forward")).fill("9")
    grid.get_by_role("button", name="撤销").click()
    expect(grid.locator("#grid-said")).to_have_text("已撤销，141 格恢复原样，1 格后来改过，未动")
    expect(cell(grid, at("carried_forward"))).to_have_value("9")
    expect(grid.get_by_role("button", name="撤销")).to_be_hidden()
    saved(grid)
    grid.wait_for_timeout(300)
    assert figures(report) == {at("granted"): 4, at("granted", "business"): "x", at("carried_forward"): 9}
    grid.get_by_role("button", name="空格填 0").click()
    grid.get_by_role("button", name="空格填 0").click()
    expect(grid.locator("#grid-said")).to_have_text("没有空格")


def test_the_whole_table_is_filled_with_zeros_after_asking(grid):
    everything = grid.get_by_role("button", name="（全表填 0）")
    cell(grid, at("granted")).fill("4")
    cell(grid, at("granted", "business")).fill("0")
    everything.click()
    question = grid.get_by_role("dialog", name="将覆盖已填的 1 格")
    expect(question).to_be_visible()
    grid.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(everything).to_be_focused()
    expect(cell(grid, at("granted"))).to_have_value("4")
    everything.click()
    grid.keyboard.press("Enter")
    assert grid.locator("td.entry input").evaluate_all("all => all.every((each) => each.value === '0')")
    grid.get_by_role("button", name="撤销").click()
    expect(cell(grid, at("granted"))).to_have_value("4")
    expect(cell(grid, at("granted", "business"))).to_have_value("0")
    expect(cell(grid, at("carried_over"))).to_have_value("")


def test_last_years_figures_stand_beside_this_years_until_they_are_turned_off(last_year, grid):
    field = cell(grid, at("carried_forward"))
    shown = grid.locator(f'[id="{at("carried_forward")}_last"]')
    expect(shown).to_have_text("上年 3")
    expect(shown).to_be_visible()
    expect(field).to_have_accessible_description("上年 3")
    grid.get_by_label("显示上年数").uncheck()
    expect(shown).to_be_hidden()
    expect(field).to_have_accessible_description("")
    grid.reload()
    expect(shown).to_be_hidden()
    grid.get_by_label("显示上年数").check()
    grid.reload()
    expect(shown).to_be_visible()


def test_last_years_figures_are_not_printed_into_the_narrow_cells_of_the_paper(last_year, grid):
    """They stood all in one heap over the margin, where the cells of a printed table hold nothing in place."""
    assert grid.locator(".last-year:visible").count() > 0
    grid.emulate_media(media="print")
    assert grid.locator(".last-year:visible").count() == 0


def test_what_last_year_carried_forward_is_entered_column_by_column(last_year, grid):
    expect(grid.locator(".carried")).to_contain_text("上年报告“结转下年度”：4")
    grid.get_by_role("button", name="按上年结转填入").click()
    values = [
        cell(grid, at("carried_over", column)).input_value() for column in ("natural_person", "business", "research")
    ]
    assert values == ["3", "1", "0"]
    expect(grid.locator("#grid-said")).to_have_text("已按上年结转填入 6 格")
    cell(grid, at("carried_over")).fill("5")
    grid.get_by_role("button", name="按上年结转填入").click()
    expect(grid.get_by_role("dialog")).to_contain_text("二、上年结转政府信息公开申请数量，自然人：5 改为 3")
    grid.get_by_role("button", name="不填入").click()
    expect(cell(grid, at("carried_over"))).to_have_value("5")


def test_without_a_report_of_last_year_the_page_says_so(grid):
    expect(grid.locator("#grid-tools")).to_contain_text("系统中没有上年报告，无法显示上年数")
    expect(grid.locator(".carried")).to_have_text("上年报告“结转下年度”：无上年数")
    expect(grid.get_by_label("显示上年数")).to_have_count(0)


def test_the_table_can_be_skipped(grid):
    grid.locator(".skip-table").focus()
    grid.keyboard.press("Enter")
    grid.keyboard.press("Tab")
    assert grid.evaluate("document.activeElement.name") == "finished"


# Whether each of these is what is seen at its own middle, as far as it is inside the region.
COVERED = """selector => [...document.querySelectorAll(selector)].filter((each) => {
    const region = document.querySelector(".grid-region").getBoundingClientRect();
    const box = each.getBoundingClientRect();
    const middle = (Math.max(box.left, region.left) + Math.min(box.right, region.right)) / 2;
    return box.left < region.right - 1 && !each.contains(document.elementFromPoint(middle, (box.top + box.bottom) / 2));
}).map((each) => each.textContent.trim())"""
PINNED = ".grid thead th, .grid .balance-row th, .grid .balance-row td.balance"


@pytest.mark.parametrize("size", [(900, 700), (683, 768), (390, 800)])
def test_in_a_narrow_window_heads_and_balance_stay_wherever_the_table_is_scrolled(grid, size):
    grid.set_viewport_size({"width": size[0], "height": size[1]})
    grid.wait_for_timeout(500)  # a script measures the bar of actions anew, which takes more lines where it is narrow
    if size[0] < 900:  # the page's head has taken the first screen
        grid.evaluate("document.querySelector('.grid-region').scrollIntoView()")
    for part in (0, 0.5, 1):
        grid.evaluate(
            """part => { const region = document.querySelector(".grid-region");
                region.scrollTo(0, (region.scrollHeight - region.clientHeight) * part); }""",
            part,
        )
        assert grid.evaluate(COVERED, PINNED) == [], part
    assert grid.evaluate("document.querySelector('.grid-region').scrollTop") > 0


def test_at_double_size_a_table_that_fits_is_seen_with_all_its_lines(page, cast, sign_in, report):
    """683 pixels are a screen of 1366 at 200 %: what is beyond the region's edge, be it a line, is cut off."""
    sign_in(cast.clerk)
    page.set_viewport_size({"width": 683, "height": 768})
    for step in ("proactive_disclosure", "disputes"):
        page.goto(f"{REPORT}{step}/")
        beyond = page.locator(".grid-region").evaluate(
            "each => [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight]"
        )
        assert beyond == [0, 0], step


def test_a_button_of_the_table_stays_under_the_mouse_when_it_is_pressed_from_a_faulty_cell(grid):
    grid.set_viewport_size({"width": 1366, "height": 768})
    grid.get_by_role("button", name="空格填 0").click()
    cell(grid, ENTRIES[0]).fill("二十三件，其中网上二十件")
    cell(grid, ENTRIES[0]).blur()
    undo = grid.get_by_role("button", name="撤销")
    alone = undo.bounding_box()
    cell(grid, ENTRIES[0]).focus()
    expect(grid.locator("#grid-fault")).to_contain_text("请填写数字")
    beside_the_note = undo.bounding_box()
    assert beside_the_note != alone
    grid.mouse.move(beside_the_note["x"] + 20, beside_the_note["y"] + 10)
    grid.mouse.down()
    assert undo.bounding_box() == beside_the_note
    grid.mouse.up()
    expect(grid.locator("#grid-said")).to_contain_text("已撤销")
