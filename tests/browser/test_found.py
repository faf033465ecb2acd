"""What the checks find is underlined in the text itself, one click mends it, and each place leads to the other."""

import re

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
TEXT = "overview.disclosure_on_request"
WRONG = "2022年，我乡新收政府信息公开申请17件，均已按时答复。"
RIGHT = WRONG.replace("17件", "0件")
SAVED = re.compile(r"已保存 \d\d:\d\d")
# Where each underlined word lies, and where the same words lie in a copy of the field drawn as a plain block.
MEASURED = """([id, words]) => {
  const field = document.getElementById(id);
  const layer = field.parentElement.querySelector(".text-marks");
  const [mark] = [...layer.querySelectorAll("mark")].filter((each) => each.textContent === words);
  const same = (name) => getComputedStyle(field)[name] === getComputedStyle(layer)[name];
  return {
    offset: [layer.offsetLeft - field.offsetLeft, layer.offsetTop - field.offsetTop],
    heights: [layer.scrollHeight, field.scrollHeight],
    scrolled: layer.scrollTop - field.scrollTop,
    width: [layer.offsetWidth, field.offsetWidth],
    isMarked: Boolean(mark),
    font: ["fontFamily", "fontSize", "lineHeight", "letterSpacing"].filter((name) => !same(name)),
  };
}"""
SELECTED = (
    "(({ value, selectionStart, selectionEnd: end }) => value.slice(selectionStart, end))(document.activeElement)"
)
FITS = {"offset": [0, 0], "scrolled": 0, "isMarked": True, "font": []}


@pytest.fixture
def contradicted(filled, cast):
    """The text says 17 applications, between paragraphs that make the field scroll; the table says none."""
    body = "\n".join(["我乡认真做好依申请公开工作，畅通受理渠道。" * 6] * 8 + [WRONG] + ["我乡规范办理流程。" * 9] * 8)
    save(filled.pk, cast.clerk, [Edit(TEXT, filled.texts.get(key=TEXT).body, body)])
    return filled


def test_the_words_at_fault_are_underlined_where_they_stand(page, cast, sign_in, contradicted):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/overview/")
    for width in (1366, 1000, 683):  # 683 is what is left of 1366 at 200％
        page.set_viewport_size({"width": width, "height": 768})
        page.locator(".told .to-place", has_text="新收").first.click()
        page.wait_for_timeout(100)
        measured = page.evaluate(MEASURED, [TEXT, "17件"])
        heights, widths = measured.pop("heights"), measured.pop("width")
        assert (measured, widths[0] - widths[1], abs(heights[0] - heights[1]) <= 1) == (FITS, 0, True)
        mark = page.locator(".text-marks mark", has_text="17件")
        assert 0 < mark.bounding_box()["y"] < 768
        selected = page.evaluate(SELECTED)
        assert selected == "17件"


def test_one_press_mends_the_number_and_ctrl_z_undoes_it(page, cast, sign_in, contradicted):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/overview/")
    field = page.locator(f'[id="{TEXT}"]')
    field.evaluate("(field) => field.setRangeText('甲乙丙', 0, 0)")  # what stands before it moves the number
    field.dispatch_event("input")
    page.locator(".told .mend").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#save-status")).to_have_text(SAVED)
    expect(page.locator(".told", has_text="新收")).to_have_count(0)
    assert RIGHT in field.input_value()
    assert RIGHT in contradicted.texts.get(key=TEXT).body
    assert page.evaluate("document.activeElement.id") == TEXT
    page.keyboard.press("Control+z")
    assert WRONG in field.input_value()


def test_one_press_takes_out_what_a_template_left_and_ctrl_z_brings_it_back(page, cast, sign_in, filled):
    left = "（文字描述）\n我乡有网站（具体网址），2022年建成。"
    save(filled.pk, cast.clerk, [Edit(TEXT, filled.texts.get(key=TEXT).body, left)])
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/overview/")
    field = page.locator(f'[id="{TEXT}"]')
    page.get_by_role("button", name="删去“（具体网址）”").click()
    expect(field).to_have_value("（文字描述）\n我乡有网站，2022年建成。")
    expect(page.locator("#found-said")).to_have_text("已删去“（具体网址）”，按 Ctrl+Z 撤销")
    expect(page.locator("#found-said")).to_be_in_viewport()
    page.get_by_role("button", name="删去这句").click()
    expect(field).to_have_value("我乡有网站，2022年建成。")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(field).to_have_value(left)


def test_the_table_and_the_sentence_lead_to_each_other(page, cast, sign_in, contradicted):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/overview/")
    page.get_by_role("button", name="去第三部分表格核对").first.click()
    page.wait_for_url(re.compile("/applications/.*#applications.new_received.total"))
    expect(page.locator(".told .is-current, .told li.is-current")).to_contain_text("新收")
    page.locator(".told li.is-current").get_by_role("button", name="去第一部分正文核对").click()
    page.wait_for_url(re.compile("/overview/"))
    expect(page.locator(f'[id="{TEXT}"]')).to_be_focused()
    selected = page.evaluate(SELECTED)
    assert selected == "17件"
    expect(page.locator(".told li.is-current")).to_contain_text("新收")


def test_a_finding_about_a_total_leads_to_that_total_by_keyboard(page, cast, sign_in, contradicted):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/applications/")
    page.locator(".told .to-place", has_text="新收").focus()
    page.keyboard.press("Enter")
    total = page.locator('[id="applications.new_received.total"]')
    expect(total).to_be_focused()
    expect(total).to_be_in_viewport()
    assert total.evaluate("(each) => getComputedStyle(each).outlineStyle") == "solid"


def test_the_cells_that_are_asked_about_are_marked_until_they_are_mended(page, cast, sign_in, filled):
    text = filled.texts.get(key="other_matters").body
    save(filled.pk, cast.clerk, [
        Edit("other_matters", text, "本年度收取信息处理费500元。"), Edit("fees.administrative_fees.amount", "0", "500")
    ])  # fmt: skip
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/other_matters/")
    expect(page.locator(".text-marks mark", has_text="信息处理费500元")).to_have_count(1)
    page.goto(f"{REPORT}/proactive_disclosure/")
    cell = page.locator('td:has([id="fees.administrative_fees.amount"])')
    expect(cell).to_have_class(re.compile("is-asked"))
    page.get_by_role("button", name="改为 0.05").click()
    expect(page.locator("#save-status")).to_have_text(SAVED)
    expect(cell).not_to_have_class(re.compile("is-asked"))


def test_one_press_mends_all_cells_of_a_finding_and_ctrl_z_undoes_each(page, cast, sign_in, filled):
    cells = [f"normative_acts.rules.{column}" for column in ("issued", "in_force")]
    save(filled.pk, cast.clerk, [Edit(address, "0", "1") for address in cells])
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/proactive_disclosure/")
    page.get_by_role("button", name="2 格都改为 0").click()
    expect(page.locator("#found-said")).to_have_text("已将 2 格都改为 0，按 Ctrl+Z 撤销")
    expect(page.locator("#save-status")).to_have_text(SAVED)
    expect(page.locator(".told", has_text="规章")).to_have_count(0)
    for address in cells:
        expect(page.locator(f'[id="{address}"]')).to_have_value("0")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    for address in cells:
        expect(page.locator(f'[id="{address}"]')).to_have_value("1")
