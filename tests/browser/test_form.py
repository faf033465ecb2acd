"""The guided form in a real browser: live totals, the balance row, the whole way of a nil return."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.lifecycle.editing import Edit, save
from reports.models import AnnualReport, Status
from reports.official import EDITION_2021
from tests.browser.chromium import SCREEN
from tests.browser.scripts import with_scripts
from tests.conftest import YEAR
from tests.journeys.test_clerk import PROBLEMS, TEXTS

REPORT = f"/reports/beizi/{YEAR}/"
VECTORS = Path(__file__).resolve().parents[1] / "official" / "number_vectors.json"


def cell(page, address):
    return page.locator(f'[id="{address}"]')


def test_totals_and_balance_follow_what_is_typed(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    balance = page.locator(".balance").first
    expect(balance).to_have_text("未填完")
    for row in page.locator("tbody tr").all():
        entry = row.locator("td.entry input").first
        if entry.count():
            entry.fill("0")
    expect(balance).to_have_text("✓ 平")
    cell(page, "applications.new_received.natural_person").fill("１,２３4")
    expect(balance).to_have_text("少 1234")
    expect(cell(page, "applications.new_received.total")).to_have_text("1234")
    cell(page, "applications.granted.natural_person").fill("1235件")
    expect(balance).to_have_text("多 1")
    expect(cell(page, "applications.handled_total.natural_person")).to_have_text("1235")
    expect(cell(page, "applications.handled_total.total")).to_have_text("1235")
    cell(page, "applications.granted.natural_person").fill("abc")
    expect(balance).to_have_text("未填完")


def test_what_the_browser_adds_up_is_what_the_server_adds_up(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    for number, entry in enumerate(page.locator("td.entry input").all()):
        entry.fill(str(number * 37 % 91))
    live = page.locator("[data-parts], .balance").all_inner_texts()
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    assert page.locator("[data-parts], .balance").all_inner_texts() == live
    drawn_by_the_server = page.evaluate(
        """async () => {
            const text = await (await fetch(location.href)).text();
            const page = new DOMParser().parseFromString(text, "text/html");
            return [...page.querySelectorAll("[data-parts], .balance")].map((each) => each.textContent.trim());
        }"""
    )
    assert drawn_by_the_server == live


def test_the_longest_counts_are_added_up_exactly(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    page.evaluate(
        """() => document.querySelectorAll("td.entry input").forEach((input) => {
            input.value = "999999999999";
            input.dispatchEvent(new Event("input", { bubbles: true }));
        })"""
    )
    rows = len([each for each in EDITION_2021.table["applications"].entries if each.column == "natural_person"])
    handled = rows - 3  # 一, 二 and 四 stand beside 三
    expect(cell(page, "applications.handled_total.total")).to_have_text(str(999_999_999_999 * handled * 6))
    expect(page.locator(".balance").last).to_have_text(f"多 {999_999_999_999 * (handled + 1 - 2) * 6}")
    page.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("999999999999.9999", "合 9,999,999,999,999,999 元"),
        ("0.0000", "合 0 元"),
        ("0.05", "合 500 元"),
        ("abc", ""),
        ("", ""),
    ],
)
def test_an_amount_is_repeated_in_yuan_to_the_last_digit(page, cast, sign_in, report, typed, said):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}proactive_disclosure/")
    cell(page, "fees.administrative_fees.amount").fill("1")
    cell(page, "fees.administrative_fees.amount").fill(typed)
    expect(page.locator(".in-yuan")).to_have_text(said)


def test_an_amount_is_repeated_in_yuan(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}proactive_disclosure/")
    cell(page, "fees.administrative_fees.amount").fill("18.8710")
    expect(page.locator(".in-yuan")).to_have_text("合 188,710 元")


def test_the_browser_reads_figures_as_the_server_does(page, cast, sign_in, report):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}applications/")
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    for measure in ("count", "net_change", "money"):
        for case in vectors[measure]:
            read = with_scripts(
                page,
                "([typed, measure]) => { const figure = Figures.read(typed, measure);"
                " return figure === null ? 'blank' : figure === undefined ? 'fault' : figure.toString(); }",
                [case["typed"], measure],
                Figures="figures",
            )
            assert read == _expected(case, measure), case
            said = with_scripts(
                page,
                "([typed, measure]) => [Figures.fault(typed, measure), Figures.notice(typed, measure)]",
                [case["typed"], measure],
                Figures="figures",
            )
            assert said == [case.get("fault", ""), case.get("notice", "")], case


def _expected(case, measure):
    if "fault" in case:
        return "fault"
    if case["figure"] is None:
        return "blank"
    if measure != "money":
        return case["figure"]
    whole, _, decimals = case["figure"].partition(".")
    return str(int(whole + decimals.ljust(4, "0")))


def test_a_nil_return_is_filed_by_keyboard_alone(page, cast, sign_in):
    sign_in(cast.clerk)
    page.goto(f"{REPORT}start/")
    press_until(page, 'input[name="applications"]')
    page.keyboard.press("Space")
    press_until(page, 'input[name="disputes"]')
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REPORT}")
    write(page, "proactive_disclosure", ["0"] * 10)
    write(page, "overview", ["", *TEXTS.values()])
    write(page, "problems", [PROBLEMS])
    write(page, "other_matters", ["无"])
    write(page, "particulars", [])
    page.goto(f"{REPORT}check/")
    press_until(page, "button.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/")
    press_until(page, "button.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submitted/")
    expect(page.get_by_role("heading", level=1)).to_have_text("已提交审核")
    assert AnnualReport.objects.get().status == Status.IN_REVIEW


def press_until(page, selector, most=80):
    """Press Tab until the focus is on something."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def write(page, step, values):
    """Fill the fields of a step in their order by keyboard, call it finished and go back."""
    page.goto(f"{REPORT}{step}/")
    for value in values:
        press_until(page, "td.entry input, textarea")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(value)
    press_until(page, 'input[name="finished"]')
    page.keyboard.press("Space")
    press_until(page, 'button[value="report"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REPORT}")


def test_the_whole_row_of_the_task_list_leads_to_its_part(page, cast, sign_in, report):
    sign_in(cast.clerk)
    for number in range(8):
        page.goto(REPORT)
        row = page.locator(".task").nth(number)
        target = row.locator("a").get_attribute("href")
        row.scroll_into_view_if_needed()
        box = row.bounding_box()
        page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] - 6)
        page.wait_for_url(f"**{target}")


def test_a_finding_leads_to_its_field_with_the_caret_in_it(page, cast, sign_in, filled):
    save(filled.pk, cast.clerk, [Edit("applications.other_misc.legal_service", "0", "两")])
    sign_in(cast.clerk)
    page.goto(f"{REPORT}check/")
    page.get_by_role("link", name="去修改第 1 项").click()
    expect(cell(page, "applications.other_misc.legal_service")).to_be_focused()
    page.wait_for_function(
        "([address, height]) => { const { top } = document.getElementById(address).getBoundingClientRect();"
        " return top > 100 && top < height - 120; }",
        arg=["applications.other_misc.legal_service", SCREEN["height"]],
    )


def test_a_refused_submission_counts_in_its_title_and_leads_to_the_sentence_that_says_why(page, cast, sign_in, filled):
    save(filled.pk, cast.clerk, [Edit("applications.other_misc.legal_service", "0", "两")])
    sign_in(cast.clerk)
    page.goto(f"{REPORT}check/")
    page.get_by_role("button", name="提交审核").click()
    said = page.get_by_role("alert").filter(has_text="尚未提交。须修改 1 项改好后，可提交审核。")
    expect(said).to_be_focused()
    assert page.title().startswith("（有 1 项须修改）")
