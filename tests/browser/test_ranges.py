"""A range of cells, as in WPS: chosen by keyboard and mouse, copied, emptied, filled down, each taken back in one."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_form import cell
from tests.browser.test_grid import TABLE, at, figures, focused, saved
from tests.conftest import YEAR

COLUMNS = [each.key for each in TABLE.columns]


@pytest.fixture
def grid(page, cast, sign_in, report):
    """Table 三 with 3, 4 in its first row and 1, 2 in the second, the focus in the first cell."""
    sign_in(cast.clerk)
    page.goto(f"/reports/beizi/{YEAR}/applications/")
    for (row, column), figure in START.items():
        cell(page, at(row, column)).fill(figure)
    cell(page, at("new_received")).focus()
    return page


START = {
    ("new_received", "natural_person"): "3",
    ("new_received", "business"): "4",
    ("carried_over", "natural_person"): "1",
    ("carried_over", "business"): "2",
}


def shown(page):
    values = page.locator("td.entry input").evaluate_all("all => all.map((each) => [each.name, each.value])")
    return {name: value for name, value in values if value}


def chosen(page):
    return page.locator("td.is-chosen").count()


def said(page):
    return page.locator("#grid-said")


STARTED = {at(*place): figure for place, figure in START.items()}


def test_shift_and_arrows_choose_a_range_and_an_arrow_ends_it(grid):
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowLeft"):
        grid.keyboard.press(key)
    assert (chosen(grid), focused(grid)) == (4, at("new_received"))
    expect(said(grid)).to_have_text("已选 4 格")
    grid.keyboard.press("ArrowDown")
    assert (chosen(grid), focused(grid)) == (0, at("carried_over"))


def test_a_range_is_emptied_and_given_back_in_one(grid, report):
    grid.keyboard.press("Shift+ArrowRight")
    grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Delete")
    assert shown(grid) == {}
    expect(said(grid)).to_have_text("已清空 4 格")
    saved(grid)
    grid.get_by_role("button", name="撤销").click()
    assert shown(grid) == STARTED
    saved(grid)
    grid.wait_for_timeout(2600)
    assert figures(report) == {address: int(value) for address, value in STARTED.items()}


def test_a_range_is_chosen_by_shift_and_click_and_by_dragging(grid):
    cell(grid, at("carried_over", "business")).click(modifiers=["Shift"])
    assert (chosen(grid), focused(grid)) == (4, at("new_received"))
    first = cell(grid, at("granted")).bounding_box()
    last = cell(grid, at("denied_state_secret", "research")).bounding_box()
    grid.mouse.move(first["x"] + 40, first["y"] + 8)
    grid.mouse.down()
    grid.mouse.move(last["x"] + 40, last["y"] + 8, steps=6)
    grid.mouse.up()
    assert (chosen(grid), focused(grid)) == (9, at("granted"))
    grid.keyboard.press("Escape")
    assert chosen(grid) == 0


def test_a_copied_range_has_its_totals_and_is_pasted_elsewhere_by_the_browsers_own_clipboard(grid):
    for key in ["Shift+ArrowRight"] * 6 + ["Shift+ArrowDown"]:
        grid.keyboard.press(key)
    assert chosen(grid) == 14
    grid.keyboard.press("Control+c")
    cell(grid, at("granted")).focus()
    grid.keyboard.press("Control+v")
    assert "总计 2 格只核对，不写入" in grid.get_by_role("dialog").locator("li").all_inner_texts()
    grid.keyboard.press("Enter")
    moved = {("granted", "partially_granted")[row == "carried_over"]: row for row, _ in START}
    assert shown(grid) == STARTED | {
        at(target, column): START[row, column]
        for target, row in moved.items()
        for column in ("natural_person", "business")
    }


def test_control_d_fills_down_in_a_range_and_from_the_cell_above(grid):
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        grid.keyboard.press(key)
    grid.keyboard.press("Control+d")
    rows = ("new_received", "carried_over", "granted")
    filled = {
        at(row, column): START["new_received", column] for row in rows for column in ("natural_person", "business")
    }
    assert shown(grid) == filled
    grid.get_by_role("button", name="撤销").click()
    assert shown(grid) == STARTED
    cell(grid, at("granted")).focus()
    grid.keyboard.press("Control+d")
    assert shown(grid) == STARTED | {at("granted"): "1"}


def test_computed_cells_of_a_range_are_neither_emptied_nor_filled(grid):
    cell(grid, at("other_misc")).fill("5")
    cell(grid, at("other_misc")).focus()
    for key in ("Shift+ArrowDown", "Shift+ArrowDown"):
        grid.keyboard.press(key)
    grid.keyboard.press("Control+d")
    assert shown(grid) == STARTED | {at("other_misc"): "5", at("carried_forward"): "5"}
    expect(cell(grid, at("handled_total"))).to_have_text("5")


@pytest.mark.parametrize("guard", ["isComposing: true", "keyCode: 229"])
def test_an_input_method_keeps_its_keys(grid, guard):
    for key in ("ArrowDown", "Delete", "d"):
        left_alone = grid.evaluate(
            f"""key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {{ key,
                shiftKey: key === "ArrowDown", ctrlKey: key === "d", bubbles: true, cancelable: true, {guard} }}))""",
            key,
        )
        assert left_alone, key
    assert (chosen(grid), shown(grid)) == (0, STARTED)


def test_touch_chooses_nothing(grid):
    grid.evaluate(
        """() => {
            const [from, to] = [...document.querySelectorAll("td.entry")].slice(0, 2)
                .map((each) => each.getBoundingClientRect());
            const at = (box) => document.elementFromPoint(box.x + 9, box.y + 9);
            const fire = (name, box) => at(box).dispatchEvent(new PointerEvent(name, { bubbles: true,
                pointerType: "touch", buttons: 1, clientX: box.x + 9, clientY: box.y + 9 }));
            fire("pointerdown", from);
            fire("pointermove", to);
        }"""
    )
    assert chosen(grid) == 0
