"""Writing the texts in a real browser: inserting at the caret, undoing, counting, and pasting after a preview."""

import json

import pytest
from playwright.sync_api import expect

from reports.lifecycle.opening import open_report
from reports.people.phrases import change_phrases
from reports.text.cleaning import length
from tests.browser.scripts import with_scripts
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR

OVERVIEW = f"/reports/beizi/{YEAR + 1}/overview/"
PROACTIVE, ON_REQUEST = "overview.proactive_disclosure", "overview.disclosure_on_request"
NOTHING_ASKED = f"{YEAR + 1}年，我乡未收到政府信息公开申请，无上年结转。"
BROKEN_OFF = (
    "2023年，我乡通过微信公众号等平台主动公开政\n府信息1,130条,其中涉及民生领域的信息(含社会救\n助)45条。\n\n"
    "下一步,继续加强。"
)
TIDIED = (
    "2023年，我乡通过微信公众号等平台主动公开政府信息1,130条，其中涉及民生领域的信息（含社会救助）45条。\n"
    "下一步，继续加强。"
)


def field(page, key):
    return page.locator(f'textarea[id="{key}"]')


def group(page, key):
    return page.locator(f'.helper-group[data-for="{key}"]')


def beside(page, key):
    """What stands under the text: below the layer that marks findings, once there is one."""
    return field(page, key).locator('xpath=following-sibling::*[@class="text-meta"]')


def said(page, key):
    return beside(page, key).locator(".text-said")


def counter(page, key):
    return beside(page, key).locator(".text-count")


def caret_after(page, key, words):
    """Put the caret behind some words of a field."""
    field(page, key).focus()
    place = field(page, key).input_value().index(words) + len(words)
    field(page, key).evaluate("(field, place) => field.setSelectionRange(place, place)", place)


def selected(page):
    return page.evaluate(
        "() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd); }"
    )


def paste(page, key, text):
    """Paste through the system's clipboard with the keyboard."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field(page, key).focus()
    page.keyboard.press("Control+V")


@pytest.fixture
def writing(page, cast, sign_in, filled):
    """The clerk at section 一 of the report of the year after the seed's, whose table 三 is nil."""
    report = open_report(cast.township, YEAR + 1, cast.clerk)
    change_phrases(cast.county, PROACTIVE, lambda bodies: ["{年份}年，{自称}通过{平台名称}发布信息{条数}条。"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(cast.clerk)
    page.goto(f"/reports/beizi/{YEAR + 1}/start/")
    for choice in page.get_by_label("没有").all():
        choice.check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "start" not in url)
    page.goto(OVERVIEW)
    return report


def test_the_panel_shows_what_belongs_to_the_field_that_is_written_in(page, writing):
    field(page, ON_REQUEST).focus()
    expect(group(page, ON_REQUEST)).to_be_visible()
    expect(group(page, PROACTIVE)).to_be_hidden()
    field(page, PROACTIVE).focus()
    expect(group(page, PROACTIVE)).to_be_visible()
    expect(group(page, ON_REQUEST)).to_be_hidden()


def test_a_sentence_from_the_table_is_inserted_at_the_caret_and_undone_by_the_keyboard(page, writing):
    field(page, ON_REQUEST).press_sequentially("甲。乙。")
    caret_after(page, ON_REQUEST, "甲。")
    page.get_by_role("button", name="按表三生成", exact=True).click()
    expect(field(page, ON_REQUEST)).to_have_value(f"甲。{NOTHING_ASKED}乙。")
    expect(said(page, ON_REQUEST)).to_have_text("已插入")
    page.keyboard.press("Control+Z")
    expect(field(page, ON_REQUEST)).to_have_value("甲。乙。")


def test_what_was_inserted_is_saved_by_itself(page, writing):
    field(page, ON_REQUEST).focus()
    page.get_by_role("button", name="按表三生成", exact=True).click()
    expect(page.locator("#save-status")).to_contain_text("已保存")
    assert writing.stored_texts()[ON_REQUEST] == NOTHING_ASKED


def test_where_the_browser_refuses_to_type_the_text_is_still_inserted_and_saved(page, writing):
    page.evaluate("document.execCommand = () => false")
    field(page, ON_REQUEST).fill("甲。乙。")
    caret_after(page, ON_REQUEST, "甲。")
    page.get_by_role("button", name="按表三生成", exact=True).click()
    expect(field(page, ON_REQUEST)).to_have_value(f"甲。{NOTHING_ASKED}乙。")
    expect(counter(page, ON_REQUEST)).to_have_text(f"已写 {length(NOTHING_ASKED) + 4} 字")
    expect(page.locator("#save-status")).to_contain_text("已保存")
    assert writing.stored_texts()[ON_REQUEST] == f"甲。{NOTHING_ASKED}乙。"


def test_a_field_that_nobody_entered_is_continued_at_its_end(page, writing):
    lead = "overview.lead"
    field(page, lead).evaluate("field => { field.value = '前文。'; field.setSelectionRange(0, 0); }")
    group(page, lead).get_by_role("button").first.click()
    assert field(page, lead).input_value().startswith("前文。")


def test_the_first_blank_of_a_phrase_is_selected_for_typing(page, writing):
    field(page, PROACTIVE).focus()
    group(page, PROACTIVE).get_by_text("常用表述").click()
    group(page, PROACTIVE).get_by_role("button", name="插入").last.click()
    expect(field(page, PROACTIVE)).to_have_value(f"{YEAR + 1}年，我乡通过____发布信息____条。")
    assert selected(page) == "____"
    page.keyboard.type("政府网站")
    expect(field(page, PROACTIVE)).to_have_value(f"{YEAR + 1}年，我乡通过政府网站发布信息____条。")
    expect(said(page, PROACTIVE)).to_have_text("已插入，请填写 2 处空白，按 Tab 键到下一处")


def test_the_blanks_of_a_phrase_are_filled_one_after_another(page, writing):
    field(page, PROACTIVE).focus()
    group(page, PROACTIVE).get_by_text("常用表述").click()
    group(page, PROACTIVE).get_by_role("button", name="插入").last.click()
    page.keyboard.type("政府网站")
    page.keyboard.press("Tab")
    assert selected(page) == "____"
    expect(said(page, PROACTIVE)).to_have_text("这是最后一处")
    page.keyboard.type("9")
    expect(field(page, PROACTIVE)).to_have_value(f"{YEAR + 1}年，我乡通过政府网站发布信息9条。")
    page.keyboard.press("Tab")
    expect(field(page, PROACTIVE)).not_to_be_focused()


def test_the_next_phrase_never_goes_into_a_blank_of_the_last_one(page, writing):
    phrase = f"{YEAR + 1}年，我乡通过____发布信息____条。"
    field(page, PROACTIVE).focus()
    group(page, PROACTIVE).get_by_text("常用表述").click()
    button = group(page, PROACTIVE).get_by_role("button", name="插入").last
    button.click()
    button.click()
    expect(field(page, PROACTIVE)).to_have_value(phrase * 2)
    assert selected(page) == "____"
    page.keyboard.type("政府网站")
    expect(field(page, PROACTIVE)).to_have_value(phrase + phrase.replace("____", "政府网站", 1))


PLACES = [
    # what stands there, with the caret or the selection in brackets, what is inserted, of which kind, and the result
    ("[]", "乙。", "sentence", "乙。"),
    ("甲。[]", "乙。", "sentence", "甲。乙。"),
    ("甲。[]丙。", "乙。", "sentence", "甲。乙。丙。"),
    ("甲[]。", "乙。", "sentence", "甲。乙。"),
    ("甲[]乙。丙。", "丁。", "sentence", "甲乙。丁。丙。"),
    ("甲乙[]", "丙。", "sentence", "甲乙。丙。"),
    ("甲乙，[]", "丙。", "sentence", "甲乙，丙。"),
    ("甲[____]乙____。丙。", "丁。", "sentence", "甲____乙____。丙。丁。"),
    ("甲__[]__乙。", "丁。", "sentence", "甲____乙。丁。"),
    ("甲____[]乙。\n丙。", "丁。", "sentence", "甲____乙。丁。\n丙。"),
    ("[2022年]，甲。乙。", "丁。", "sentence", "2022年，甲。乙。丁。"),
    ("甲。\n[]", "乙。", "sentence", "甲。\n乙。"),
    ("甲“乙。”[]", "丙。", "sentence", "甲“乙。”丙。"),
    ("甲[]乙。", "丙。", "paragraph", "甲乙。\n丙。"),
    ("[]", "丙。", "paragraph", "丙。"),
    ("甲。\n[]\n乙。", "丙。", "paragraph", "甲。\n丙。\n乙。"),
    ("共[____]条", "9", "number", "共9条"),
    ("共__[]__条", "9", "number", "共9条"),
    ("共[]条", "9", "number", "共9条"),
]


@pytest.mark.parametrize(("before", "inserted", "kind", "after"), PLACES)
def test_what_is_inserted_goes_where_it_makes_sense(page, writing, before, inserted, kind, after):
    start, end = before.index("["), before.index("]") - 1
    value = before.replace("[", "").replace("]", "")
    place = with_scripts(
        page, "(given) => Inserting.placed(...given)", [value, start, end, inserted, kind], Inserting="inserting"
    )
    assert value[: place["from"]] + place["text"] + value[place["to"] :] == after


def test_last_years_paragraph_is_inserted_as_it_was_with_its_year_selected(page, writing):
    field(page, PROACTIVE).focus()
    shown = group(page, PROACTIVE)
    expect(shown.locator("mark")).to_have_text("2022年")
    expect(shown.locator(".advice")).to_have_text("→请改为2023年")
    shown.get_by_role("button", name="插入此段").click()
    expect(field(page, PROACTIVE)).to_have_value("2022年，我乡通过乡级微信公众号及云上鲁山等平台发布信息113条。")
    assert selected(page) == "2022年"
    expect(said(page, PROACTIVE)).to_have_text("已插入，请改 1 处年份")


def test_the_panel_is_reached_and_used_by_the_keyboard_alone(page, writing):
    field(page, ON_REQUEST).focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("填写参考")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("（二）依申请公开")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "按表三生成":
            break
    page.keyboard.press("Enter")
    expect(field(page, ON_REQUEST)).to_be_focused()
    expect(field(page, ON_REQUEST)).to_have_value(NOTHING_ASKED)


def test_the_counter_follows_and_speaks_in_steps_of_ten(page, writing):
    spoken = beside(page, PROACTIVE).locator(".text-count-said")
    field(page, PROACTIVE).press_sequentially("一二三 四五\n六七八九")
    expect(counter(page, PROACTIVE)).to_have_text("已写 9 字")
    page.wait_for_timeout(1200)
    expect(spoken).to_have_text("")
    field(page, PROACTIVE).press_sequentially("十")
    expect(spoken).to_have_text("已写 10 字")


def test_a_field_grows_with_its_content_up_to_a_limit(page, writing):
    def height():
        return field(page, PROACTIVE).bounding_box()["height"]

    before = height()
    field(page, PROACTIVE).fill("一段。\n" * 12)
    grown = height()
    field(page, PROACTIVE).fill("一段。\n" * 500)
    assert before < grown < height() < 700


def test_a_paste_that_needs_nothing_is_left_to_the_browser(page, writing):
    paste(page, PROACTIVE, "共公开信息12条，其中3.5%为解读。")
    expect(field(page, PROACTIVE)).to_have_value("共公开信息12条，其中3.5%为解读。")
    expect(page.locator(".paste-preview")).to_have_count(0)


def test_what_no_reader_sees_is_cleaned_from_a_paste_and_said(page, writing):
    paste(page, PROACTIVE, "\u3000\u3000公\u200b开\t⼀次。\r\n  完。")
    expect(field(page, PROACTIVE)).to_have_value("公开 一次。\n完。")
    expect(said(page, PROACTIVE)).to_have_text("已粘贴，已删除 1 个不能显示的字符，已将 1 个形近字符改为通用汉字")
    page.keyboard.press("Control+Z")
    expect(field(page, PROACTIVE)).to_have_value("")


@pytest.mark.parametrize(
    ("choice", "result"),
    [("按整理后的内容粘贴", TIDIED), ("按原样粘贴", BROKEN_OFF), ("不粘贴", "")],
)
def test_what_could_change_the_meaning_is_shown_before_it_is_pasted(page, writing, choice, result):
    field(page, PROACTIVE).fill("甲乙")
    caret_after(page, PROACTIVE, "甲")
    paste(page, PROACTIVE, BROKEN_OFF)
    preview = page.locator(".paste-preview")
    expect(preview.locator(".paste-changes")).to_have_text("4 处半角标点改为全角，2 处断行连接起来，1 个空行删除。")
    expect(preview.locator(".paste-text")).to_have_text(TIDIED)
    expect(field(page, PROACTIVE)).to_have_value("甲乙")
    preview.get_by_role("button", name=choice, exact=True).click()
    expect(preview).to_have_count(0)
    expect(field(page, PROACTIVE)).to_have_value(f"甲{result}乙")
    expect(field(page, PROACTIVE)).to_be_focused()


def test_the_preview_is_answered_by_the_keyboard(page, writing):
    paste(page, PROACTIVE, BROKEN_OFF)
    expect(page.get_by_role("button", name="按整理后的内容粘贴")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page, PROACTIVE)).to_be_focused()
    expect(field(page, PROACTIVE)).to_have_value("")
    page.keyboard.press("Control+V")
    page.keyboard.press("Enter")
    expect(field(page, PROACTIVE)).to_have_value(TIDIED)
    page.keyboard.press("Control+Z")
    expect(field(page, PROACTIVE)).to_have_value("")


def test_panel_and_preview_are_accessible_and_fit_the_screen(page, writing):
    paste(page, PROACTIVE, BROKEN_OFF)
    found = violations(page)
    for width in (1366, 1093, 683):
        page.set_viewport_size({"width": width, "height": 600})
        assert not scrolls_sideways(page), width
    assert (found, violations(page)) == ([], [])


def test_the_page_of_the_phrases_is_accessible(page, cast, sign_in):
    sign_in(cast.supervisor)
    page.goto("/phrases/")
    for summary in page.locator("summary").all():
        summary.click()
    found = violations(page)
    page.get_by_role("button", name="删除").first.click()
    assert (found, violations(page), scrolls_sideways(page)) == ([], [], False)


TIDYINGS = {
    "上年结转1件,办结1件": "上年结转1件，办结1件",
    "公开,解读;回应:及时?好!": "公开，解读；回应：及时？好！",
    "共公开1,234条,占3.5%.": "共公开1,234条，占3.5%.",
    "见附件.": "见附件。",
    "热线(12345)和电话(办公室5051234)": "热线(12345)和电话（办公室5051234）",
    "一是公开不及时\n二是解读不够": "一是公开不及时\n二是解读不够",
    "本乡全年共主动公开各类政府信息累计1\n20条": "本乡全年共主动公开各类政府信息累计1\n20条",
    "本乡全年共主动公开各类政府信息累计\n120条": "本乡全年共主动公开各类政府信息累计120条",
    "本乡全年共主动公开各类政府信息累计。\n全部": "本乡全年共主动公开各类政府信息累计。\n全部",
    "本乡全年共主动公开各类政府信息如下情况\n（一）网站": "本乡全年共主动公开各类政府信息如下情况\n（一）网站",
    "甲。\n\n\n乙。": "甲。\n乙。",
}


@pytest.fixture
def script(page, writing):
    """Calls a function of static/js/prose.js."""
    return lambda call, argument: with_scripts(page, f"(argument) => Prose.{call}", argument, Prose="prose")


def test_tidying_never_touches_a_number(script):
    tidied = {text: script("tidied(argument).text", text) for text in TIDYINGS}
    assert tidied == TIDYINGS
    digits = {text: "".join(each for each in text if each.isdigit()) for text in TIDYINGS}
    assert {text: "".join(each for each in tidied[text] if each.isdigit()) for text in TIDYINGS} == digits
    pieces = {
        text: "".join(script("tidied(argument).pieces.map((each) => each.text).join('')", text)) for text in TIDYINGS
    }
    assert pieces == TIDYINGS


def test_an_emptied_slot_stays_wide_so_that_the_checks_see_it(script):
    assert script("cleaned(argument, new Map()).text", "共发布信息  条，公开  完毕") == "共发布信息  条，公开 完毕"


def test_the_browser_counts_as_the_server_does(script):
    texts = ["", "一 二\u3000三\n\t四", "a\u00a0b\u2003c\ufeffd", "𠮷野家", "x\x1cy\x85z\u200b"]
    texts.append("\u00ad\u200e\u202e\u2060\u206f")
    assert json.loads(script("length && JSON.stringify(argument.map(Prose.length))", texts)) == [
        length(each) for each in texts
    ]


def test_ten_thousand_lines_are_pasted_without_a_stall(page, script):
    milliseconds = with_scripts(
        page,
        """() => {
            const text = "本乡全年共主动公开各类政府信息,累计120条\\n".repeat(10000);
            const start = performance.now();
            Prose.tidied(Prose.cleaned(text, new Map()).text);
            return performance.now() - start;
        }""",
        Prose="prose",
    )
    assert milliseconds < 3000
